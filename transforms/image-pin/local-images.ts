/** Images that no registry outside has: who asks one for them is told of a stranger's, or of none (catalogue H1). */

import type { ImageReference } from '../../src/kubernetes/images/image-reference.ts';
import type { ImageField, Root } from '../../src/transform.ts';

/** Tags of images that are loaded into a cluster on somebody's own machine. */
const LOCAL_TAG = /^(?:local|dev)$/;
/** What is kept on one machine, and hosts of its network and of the cluster: a port on this machine is a registry all the same. */
const LOCAL_HOST = /^(?:localhost|(?:host\.docker\.internal|.*\.(?:localhost|local|svc))(?::\d+)?)$/i;

/**
 * Built here and pushed nowhere: never pulled, of a registry of the machine or the cluster, an image stream, or without a registry
 * under a name that the repository builds itself. A known image of that name may be meant instead, unless its tag says otherwise.
 */
export function isOnlyLocal(
  { name, tag }: ImageReference,
  { facts, container }: ImageField,
  root: Root,
): boolean {
  if (container?.get(['imagePullPolicy']) === 'Never') return true;
  const [first = '', ...path] = name.split('/');
  if (path.length > 0 && LOCAL_HOST.test(first)) return true;
  if (path.length === 0 && root.rendersAnywhere('ImageStream', name)) return true;
  const hasHost = path.length > 0 && /[.:]/.test(first);
  if (hasHost || facts.dockerfile === undefined) return false;
  return LOCAL_TAG.test(tag ?? '') || (path.length === 0 && facts.family === undefined);
}
