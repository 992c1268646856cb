/** Whose repository it is: that of a platform, or that of programs which others deploy into theirs. */

import { isClusterScoped } from '../../src/kubernetes/kinds.ts';
import type { Resource, Root } from '../../src/transform.ts';
import { runsToday } from '../shared/pods.ts';
import { remembered } from '../shared/remembered.ts';

/** What is installed from charts and catalogues of others. */
const INSTALLS = ['HelmRelease', 'HelmChart', 'Subscription'];
const SEVERAL = 4;

/**
 * A platform installs software of others, or runs several programs in an environment that is known by name, and with them objects
 * that belong to the cluster as a whole. A product has those too, and no environment.
 */
export const isOfPlatform = remembered((root: Root): boolean => {
  if (root.platform.openShift !== undefined) return false;
  if (INSTALLS.some(kind => root.rendersKind(kind)) || root.find('Application').some(isOfChart)) return true;
  const programs = root.workloads.filter(
    each => (each.kind === 'Deployment' || each.kind === 'StatefulSet') && runsToday(each, root),
  );
  return (
    root.environment.name !== undefined && programs.length >= SEVERAL && root.resources.some(isOfCluster)
  );
});

/** A Namespace is where programs are put, and the kinds of an operator are its own. */
function isOfCluster({ kind, apiVersion }: Resource): boolean {
  return (
    kind !== 'Namespace' && kind !== 'CustomResourceDefinition' && isClusterScoped(kind, apiVersion) === true
  );
}

/** An Application that brings a chart. Others bring what is the repository's own. */
export function isOfChart(application: Resource): boolean {
  return application.get(['spec', 'source', 'chart']) !== undefined;
}
