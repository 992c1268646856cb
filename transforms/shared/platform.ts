/** What the manifests show of the cluster that they are for. */

import type { Root } from '../../src/transform.ts';
import { remembered } from './remembered.ts';

/**
 * True where a root is for OpenShift: it gives each namespace a range of users and groups of its own, and refuses pods
 * that name others.
 */
export const isOpenShift: (root: Root) => boolean = remembered(({ resources }: Root) => {
  const isOpen = /\bopenshift\b/;
  return resources.some(
    ({ apiVersion, annotations, labels }) =>
      isOpen.test(apiVersion.split('/')[0]!) ||
      [...Object.keys(annotations), ...Object.keys(labels)].some(key => isOpen.test(key.split('/')[0]!)),
  );
});
