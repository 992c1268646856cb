/** What the manifests show of the cluster that they are for. */

import type { Root } from '../../src/transform.ts';

const known = new WeakMap<Root, boolean>();

/**
 * True where a root is for OpenShift: it gives each namespace a range of users and groups of its own, and refuses pods
 * that name others.
 */
export function isOpenShift(root: Root): boolean {
  const found = known.get(root);
  if (found !== undefined) return found;
  const isOpen = /\bopenshift\b/;
  const answer = root.resources.some(
    ({ apiVersion, annotations, labels }) =>
      isOpen.test(apiVersion.split('/')[0]!) ||
      [...Object.keys(annotations), ...Object.keys(labels)].some(key => isOpen.test(key.split('/')[0]!)),
  );
  known.set(root, answer);
  return answer;
}
