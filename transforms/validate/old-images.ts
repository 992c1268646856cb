/** Images whose tag moves, and that a node does not ask for again. */

import { parseImageReference } from '../../src/kubernetes/images/image-reference.ts';
import { isPlaceholder } from '../../src/kubernetes/images/registries.ts';
import { type Container, isForTrials, type Proposal, type Root } from '../../src/transform.ts';
import { describeContainer } from '../shared/pods.ts';

export type ImageMessage = 'old-image';

/**
 * `latest` with a written `IfNotPresent`: each node keeps the first copy that it got. What is loaded into a cluster for trials, or has no
 * registry to be asked, wants just that.
 */
export function* oldImages(container: Container, root: Root): Generator<Proposal<ImageMessage>> {
  const { tag, digest, name, text } = container.image;
  if (digest !== undefined || (tag !== undefined && tag !== 'latest')) return;
  if (container.get(['imagePullPolicy']) !== 'IfNotPresent') return;
  const { environment } = root;
  if (isForTrials(environment.tier) || environment.isPassing || !hasRegistry(text)) return;
  yield {
    message: 'old-image',
    data: { subject: describeContainer(container), image: name },
    at: { on: container.workload.key, path: [...container.path, 'imagePullPolicy'] },
    changes: [],
    evidence: [],
  };
}

/** A host that is not this machine or a network of its own, and no word that stands for one. */
function hasRegistry(text: string): boolean {
  const reference = parseImageReference(text);
  if (reference === null || reference.hasVariables || isPlaceholder(reference)) return false;
  const [host = '', ...path] = reference.name.split('/');
  return path.length > 0 && /\./.test(host) && !OF_ITS_OWN.test(host);
}

const OF_ITS_OWN = /^(?:localhost|[\d.]+|.*\.(?:localhost|local|svc|internal))(?::\d+)?$/;
