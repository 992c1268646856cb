/** Several workloads of one account that has rights. */

import type { Evidence, Proposal, Root, Workload } from '../../src/transform.ts';
import { accountOf } from '../shared/accounts/accounts.ts';
import { isCloudIdentity, unusedBy } from '../shared/accounts/api-token.ts';
import { staying } from '../shared/choices.ts';
import { isProduct } from '../shared/images/vendors.ts';
import { describeWorkload } from '../shared/pods.ts';
import { enumerated, type Question } from '../shared/prose.ts';
import { isIdle, ownBindings } from './holders.ts';
import { accountObject, doubtsOf, ownAccount } from './own-account.ts';

const QUESTION: Question = {
  blocked: 'do all of them need them? Give those that do not an account of their own',
  asks: [
    {
      type: 'decision',
      about: 'accounts that several workloads share',
      choices: [staying('yes, all of them', 'all of its workloads need the rights of the account')],
    },
  ],
};
const OF_MAKERS: Question = { known: 'their makers give them out so' };

/** @param group the workloads of the root that hold a token of one account with a name of its own */
export function* together(
  group: readonly [Workload, ...Workload[]],
  root: Root,
  suffix: string | undefined,
): Generator<Proposal<'idle' | 'together'>> {
  const [first] = group;
  const [binding] = ownBindings(first, root);
  if (binding === undefined || group.length < 2) return;
  const account = accountOf(first);
  const rights = `${binding.kind} ${binding.name}`;
  const path = (workload: Workload) => [...workload.podPath, 'serviceAccountName'];
  for (const workload of group.filter(isIdle)) {
    // What the account is elsewhere, it may be for this one too.
    if (isCloudIdentity(workload, root) || accountObject(workload, root) === undefined) continue;
    yield {
      message: 'idle',
      data: { subject: describeWorkload(workload), account, rights },
      at: { on: workload.key, path: path(workload) },
      changes: ownAccount(workload, root, suffix).changes,
      evidence: workload.containers.map(unusedBy).filter((each): each is Evidence => each !== undefined),
      doubts: doubtsOf(workload, root),
    };
  }
  const [one, ...others] = group.filter(each => !isIdle(each));
  if (one === undefined || others.length === 0) return;
  yield {
    message: 'together',
    data: { workloads: enumerated([one, ...others].map(describeWorkload)), account, rights },
    at: { on: one.key, path: path(one) },
    changes: [],
    evidence: [],
    ...([one, ...others].every(({ containers }) => containers.every(isProduct)) ? OF_MAKERS : QUESTION),
    mayBeExplained: true,
  };
}
