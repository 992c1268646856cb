/** Why a fault is one, of messages that are about something else than names of what is not there. */

const REFUSED =
  'What the API server refuses is not applied: in a new cluster the object is missing, in one that has it the old one stays, and every release from then on ends with the error.';
const TWO_OWNERS =
  'What is applied and what the cluster sets by itself are one field: each takes back what the other wrote, and pods come and go with every release.';

export const WHYS = {
  'unpushed-image':
    'A name without a registry is one of Docker Hub. Nobody has pushed it there, so no node can pull it; whoever takes the name can have their own image run.',
  bounds: `${REFUSED} A maximum below the minimum is often left behind where an overlay lowers one of the two and the base holds the other.`,
  'no-image': REFUSED,
  'no-name': REFUSED,
  'missing-volume': REFUSED,
  'bad-claim': REFUSED,
  exclusive: REFUSED,
  'equal-ports': REFUSED,
  'nameless-ports': REFUSED,
  'double-port-name': REFUSED,
  'no-namespace': REFUSED,
  'no-base64': REFUSED,
  'bad-value': REFUSED,
  'empty-value': REFUSED,
  'empty-class': REFUSED,
  'template-differs': REFUSED,
  'early-hook':
    'Argo CD applies nothing of a sync before its PreSync hooks are done. In a new cluster the pod waits for what it names until its deadline, and the sync fails; later it runs with the configuration of the release before, and one whose name has a hash is never there.',
  'applied-twice':
    'Both renew each object, whichever is newer, and what one of them waits for or depends on orders nothing. Where one is removed with pruning, the objects of the other go too.',
  'host-of-production':
    'In one cluster two controllers, or one, get two routes for the same name, and users of production land in the other environment. In another cluster nothing leads to it, and no certificate is made.',
  'tags-without-order':
    'The hash of a commit says nothing of its age. A push is deployed only when its hash happens to stand before all others, and from then on nothing is, until a hash stands before that.',
  'scaler-host':
    'The operator asks the server itself, from its own namespace, and finds no host of that name. As long as it gets no answer, nothing is scaled: what has gone down to no pods stays there.',
  'scaled-replicas': TWO_OWNERS,
  'synced-replicas':
    'Argo CD leaves out of its comparison what ignoreDifferences names, and applies the manifest as a whole: with the next change of anything the number of pods is that of the manifest again, whatever the load.',
};
