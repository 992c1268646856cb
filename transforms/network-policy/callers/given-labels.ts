/** Labels for callers whose pods have none of their own: those that the cluster gives them, or one that they get along with the policy. */

import { matchesLabels } from '../../../src/kubernetes/selectors.ts';
import { textsOf } from '../../../src/network/data.ts';
import { JOB_NAME } from '../../../src/network/pods.ts';
import type { Change, Root, Workload } from '../../../src/transform.ts';
import { labelsOf } from '../../shared/pods.ts';
import { isNameless } from '../scope.ts';
import type { Labels } from './peers.ts';

interface Given {
  readonly labels: Labels;
  /** Without which the pods do not have them. */
  readonly changes: readonly Change[];
}

/**
 * The pods of a Job have its name as a label, and what its template says cannot be changed once it is there. A CronJob calls its Jobs
 * otherwise each time, so only its template can name their pods.
 *
 * @returns undefined where a label of their own does, or where none can be given
 */
export function labelsGiven(workload: Workload, root: Root): Given | undefined {
  if (!workload.apiVersion.startsWith('batch/') || !isNameless(workload, root)) return undefined;
  if (workload.kind === 'Job') return { labels: { [JOB_NAME]: workload.name }, changes: [] };
  if (workload.kind !== 'CronJob' || !root.workloads.includes(workload)) return undefined;
  const [value = workload.name] = workload.formerNames;
  const key = [conventionOf(workload, root), ...KEYS].find(
    each => !isTaken({ [each]: value }, workload, root),
  );
  if (key === undefined) return undefined;
  return {
    labels: { [key]: value },
    changes: [workload.set([...workload.podMetadataPath, 'labels', key], value)],
  };
}

const KEYS = ['app.kubernetes.io/name', 'app'];

/** By what the pods around are told from each other. */
function conventionOf(workload: Workload, { platform }: Root): string {
  const used = platform
    .workloadsIn(platform.namespaceOf(workload))
    .flatMap(each => Object.keys(labelsOf(each)).filter(key => KEYS.includes(key)));
  return used[0] ?? KEYS[0]!;
}

/** Whether a label stands for other pods, or would have a Service send to these. */
function isTaken(labels: Labels, workload: Workload, { platform }: Root): boolean {
  const namespace = platform.namespaceOf(workload);
  return (
    [...platform.workloadsIn(namespace), ...platform.workloadsElsewhereIn(namespace)].some(
      each => each.key !== workload.key && matchesLabels(labels, each.podLabels),
    ) ||
    platform
      .find('Service', namespace)
      .some(each => matchesLabels(labels, textsOf(each.get(['spec', 'selector']))))
  );
}
