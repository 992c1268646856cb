/** Clusters on somebody's own machine: one node, and nobody drains it. */

import { isForTrials, type Root, type Workload } from '../../../src/transform.ts';
import { folderOf } from '../places.ts';

const NAMES = new Set(['local', 'localdev', 'minikube', 'kind', 'k3d', 'docker-desktop', 'tilt']);
const SAID =
  /\b(?:minikube|k3d|docker[ -]desktop|kind[ -](?:cluster|load)|local(?:ly)? (?:on|in|with) kind)\b/i;

/** Whether every environment that runs a workload is such a cluster. */
export function isLocalAlone(workload: Workload, root: Root): boolean {
  return (
    isLocal(workload, root) && root.sistersOf(workload).every(sister => isLocal(sister.workload, sister.root))
  );
}

function isLocal({ containers }: Workload, root: Root): boolean {
  // Loaded into the node by hand: no registry gives it to a second one.
  return containers.some(container => container.get(['imagePullPolicy']) === 'Never') || isOnOwnMachine(root);
}

/** Whether the environment of a root is such a cluster, by its name or by what its kustomization says of it. */
export function isOnOwnMachine({ environment: { name, tier }, kustomizations, path }: Root): boolean {
  if (name !== undefined && NAMES.has(name.toLowerCase())) return true;
  if (tier !== undefined && !isForTrials(tier)) return false;
  const own = kustomizations.find(({ file }) => folderOf(file) === path);
  return own?.comments.some(comment => SAID.test(comment)) === true;
}
