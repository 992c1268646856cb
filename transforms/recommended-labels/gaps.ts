/** Whether a missing label is a gap, or how this part of the repository does it (docs/design/judgement.md 5). */

import type { Resource, Root } from '../../src/transform.ts';
import { indexBy } from '../shared/index-by.ts';
import { fileOf, isInManifest } from '../shared/places.ts';
import { asWorkload } from '../shared/pods.ts';
import { remembered } from '../shared/remembered.ts';

/** So many of a kind show how the root labels them. */
const SEVERAL = 2;

/**
 * Most others of its kind in the root say the label themselves; where there are too few to tell, something in the same file
 * does: its pods, its workload, its Service.
 */
export function isGap(resource: Resource, key: string, root: Root): boolean {
  const peers = (byKind(root).get(kindOf(resource)) ?? []).filter(each => each !== resource);
  const labelled = peers.filter(each => isWritten(each, key));
  if (peers.length >= SEVERAL) return labelled.length * 2 >= peers.length;
  const file = fileOf(resource.where(['kind']));
  return (byFile(root).get(file) ?? []).some(each => isWritten(each, key) || isOnPods(each, key));
}

function isWritten(resource: Resource, key: string): boolean {
  return resource.labels[key] !== undefined && isInManifest(['metadata', 'labels', key], resource);
}

function isOnPods(resource: Resource, key: string): boolean {
  return asWorkload(resource)?.podLabels[key] !== undefined;
}

/** All that runs pods is labelled alike. */
function kindOf(resource: Resource): string {
  return asWorkload(resource) === undefined ? resource.kind : 'workload';
}

const byKind = remembered((root: Root) => indexBy(root.resources, each => [kindOf(each)]));
const byFile = remembered((root: Root) => indexBy(root.resources, each => [fileOf(each.where(['kind']))]));
