/** Where nobody wants a new budget. */

import { isForTrials, type Root, rankOf, type Workload } from '../../src/transform.ts';
import { isLocalAlone } from '../shared/clusters/local.ts';
import { folderOf } from '../shared/places.ts';

const KIND = 'PodDisruptionBudget';
/** `No pdb/.`, `without disruption budgets`: somebody has thought of them, and decided. */
const DECIDED = /\b(?:no|not|never|without)\b[^.;]*\b(?:pdbs?|(?:pod ?)?disruption ?budgets?)\b/i;

/**
 * Whether a workload is better off without one here. The replicas of an environment for trials are how somebody tries
 * something out, where they are written for it; what the manifest itself says is meant for all.
 *
 * @param place file that says how many replicas there are
 */
export function isUnwanted(workload: Workload, root: Root, place: string): boolean {
  const { tier, isPassing = false } = root.environment;
  const isManifests = workload.where(['kind']).startsWith(`${place}:`);
  if (!isManifests && (isForTrials(tier) || isPassing)) return true;
  if (doesWithout(root) || isLocalAlone(workload, root)) return true;
  return isKeptElsewhere(workload, root) || areForMoreSerious(root);
}

/** Whether an environment takes the budgets of its base out and has no other, or says that it wants none. */
export function doesWithout(root: Root): boolean {
  const { kustomizations, path } = root;
  if (root.takesOut(KIND) && root.find(KIND).length === 0) return true;
  const own = kustomizations.find(({ file }) => folderOf(file) === path);
  return own?.comments.some(comment => DECIDED.test(comment)) === true;
}

/** All budgets of the repository, and there are several, are for more serious environments. */
function areForMoreSerious({ environment, repository: { budgets } }: Root): boolean {
  const own = rankOf(environment.tier);
  return (
    own >= 0 &&
    budgets.length > 1 &&
    budgets.every(({ tiers }) => tiers.length > 0 && tiers.every(tier => rankOf(tier) > own))
  );
}

/** A more serious environment of the same workload has its budget, and this one has not: that is how it was meant. */
function isKeptElsewhere(workload: Workload, root: Root): boolean {
  const own = rankOf(root.environment.tier);
  return root
    .sistersOf(workload)
    .some(({ environment, hasBudget }) => hasBudget && own >= 0 && rankOf(environment.tier) > own);
}
