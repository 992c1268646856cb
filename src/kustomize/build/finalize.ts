/** The steps that kustomize takes once, at the root (kustomize.md 1.5). */

import { resolveVariables } from '../fields/vars.ts';
import { get, getText, getTexts } from '../file/kustomization.ts';
import { BuildFailure } from '../files/problem.ts';
import { addHashes } from '../layer/hash-suffix.ts';
import { stringMap } from '../object/metadata.ts';
import { kindRanks, legacyOrder } from '../object/order.ts';
import { cloneShell, type Resource } from '../object/resource.ts';
import { addBuildMetadata } from './build-metadata.ts';
import { fixReferences } from './name-references.ts';
import type { Accumulated } from './run.ts';

/** The objects of a build. */
export interface Finalized {
  readonly resources: readonly Resource[];
  /** What each of them was accumulated as. */
  readonly originals: ReadonlyMap<Resource, Resource>;
}

/**
 * The objects of a build from what a root has accumulated, in the order of the command line.
 * `resources` stands in for the accumulated ones: what a plan expects. `order` is what the command line asks
 * for; a root's `sortOptions` win over it.
 */
export function finalize(
  accumulated: Accumulated,
  resources: readonly Resource[] = accumulated.resources,
  order: 'legacy' | 'fifo' = 'legacy',
): Finalized {
  const originals = new Map(resources.map(resource => [cloneShell(resource), resource]));
  const result = [...originals.keys()];
  addHashes(result);
  fixReferences(result, accumulated.config.nameReference);
  resolveVariables(result, accumulated.variables, accumulated.config);
  const kept = result.filter(resource => !isLocalConfig(resource));
  const sorted = sort(accumulated, kept, order);
  addBuildMetadata(accumulated, sorted);
  return { resources: sorted, originals };
}

const LOCAL_CONFIG = 'config.kubernetes.io/local-config';

function isLocalConfig(resource: Resource): boolean {
  const value = stringMap(resource.node, 'annotations').get(LOCAL_CONFIG);
  return value !== undefined && value !== 'false';
}

function sort(accumulated: Accumulated, resources: Resource[], wanted: 'legacy' | 'fifo'): Resource[] {
  const options = accumulated.kustomization.node.entries.get('sortOptions');
  const order = getText(options, 'order') || (options ? '' : wanted);
  const legacy = get(options, 'legacySortOptions');
  const location = { file: accumulated.kustomization.file, ...(options && { offset: options.origin.start }) };
  if (order === 'fifo') {
    if (legacy)
      throw new BuildFailure('invalid-kustomization', 'legacySortOptions without the legacy order', location);
    return resources;
  }
  if (order !== 'legacy') {
    throw new BuildFailure('invalid-kustomization', 'sortOptions.order must be fifo or legacy', location);
  }
  return legacy
    ? legacyOrder(resources, kindRanks(getTexts(legacy, 'orderFirst'), getTexts(legacy, 'orderLast')))
    : legacyOrder(resources);
}
