/** Which environments want their pods apart. */

import {
  type Elsewhere,
  isForTrials,
  type Root,
  rankOf,
  type Sister,
  type Workload,
} from '../../src/transform.ts';
import { isLocalAlone } from '../shared/clusters/local.ts';
import { indexBy } from '../shared/index-by.ts';
import { folderOf, isInManifest } from '../shared/places.ts';
import { runsToday } from '../shared/pods.ts';
import { remembered } from '../shared/remembered.ts';
import { saysWhere } from './pinned.ts';

/**
 * Whether nobody has a use for it here: the replicas of an environment for trials are how somebody tries something out, where
 * they are written for it, and what a more serious environment says for itself was not meant for this one.
 *
 * @param place that says how many replicas there are
 */
export function isUnwanted(workload: Workload, root: Root, place: string): boolean {
  const { tier, isPassing } = root.environment;
  if (!runsToday(workload, root) || isLocalAlone(workload, root)) return true;
  const isManifests = standsBeside(workload, place);
  if (!isManifests && (isForTrials(tier) || isPassing === true)) return true;
  const own = rankOf(tier);
  const said = root.sistersOf(workload).filter(sister => saysWhere(sister.before));
  // What stands in the manifest of another, a layer of this environment has taken out.
  return said.some(
    ({ before, environment }) => (own >= 0 && rankOf(environment.tier) > own) || isFromManifest(before),
  );
}

/** Whether another workload out of the same folder keeps its pods apart by its own manifest. */
export function isSaidBeside(workload: Workload, root: Root): boolean {
  const said = saidByFolder(root).get(folderOf(workload.where(['kind']))) ?? [];
  return said.some(each => each !== workload);
}

/** Workloads that say it in their manifests, by the folders of those. */
const saidByFolder = remembered((root: Root) =>
  indexBy(root.workloads.filter(isFromManifest), each => [folderOf(each.where(['kind']))]),
);

/** Whether its manifest says where its pods run. */
function isFromManifest(workload: Workload): boolean {
  return ['affinity', 'topologySpreadConstraints'].some(field => {
    const path = [...workload.podPath, field];
    return (workload.get(path) ?? null) !== null && isInManifest(path, workload);
  });
}

/**
 * What it is in environments that have no use for it: a preference is none to a pod that is alone, and one that says for itself
 * where its pods run departs from nothing.
 *
 * @param place that says how many replicas there are
 */
export function inOthers(workload: Workload, root: Root, place: string): Elsewhere {
  const sisters = root.sistersOf(workload);
  if (sisters.some(each => saysWhere(each.before))) return 'apart';
  if (standsBeside(workload, place)) return 'harmless';
  const all = sisters.filter(matters);
  const isForAll = all.length > 0 && all.every(sister => (sister.workload.replicas ?? 1) > 1);
  return isForAll ? 'harmless' : 'unwanted';
}

/** Whether the manifest itself is about several pods, or an autoscaler beside it is. */
function standsBeside(workload: Workload, place: string): boolean {
  return folderOf(workload.where(['kind'])) === folderOf(place);
}

function matters({ environment: { tier, isPassing } }: Sister): boolean {
  return !isForTrials(tier) && isPassing !== true;
}
