/** Alerts about whatever runs: expressions that name nobody. */

import type { Root, Workload } from '../../src/transform.ts';
import { isNamedIn, namesOf } from './named.ts';
import { BRACES, type Matcher, matchersIn, takes } from './promql.ts';

/** What says of every target, or of every pod or workload of a kind, whether it is well. */
const ABOUT_ALL = new RegExp(
  `(?<![\\w:])(?:up|kube_pod_(?:container_status|status)_\\w+|kube_(deployment|statefulset|daemonset)_status_\\w+)(?![\\w:])(?:\\s*${BRACES.source})?`,
  'g',
);
const NAMES = /^(?:job|pod|service|instance|container|deployment|statefulset|daemonset|app|app_\w+)$/;
const ANY = /^\.[*+]$/;

/** Whether one of them is about the pods of a workload too. */
export function isCoveredByAll(workload: Workload, root: Root): boolean {
  const { platform } = root;
  const kind = workload.kind.toLowerCase();
  const namespace = platform.namespaceOf(workload) ?? '';
  const names = namesOf(workload, root);
  return platform.prometheus.alerts.some(({ expr }) =>
    [...expr.matchAll(ABOUT_ALL)].some(
      ([, of = kind, braces = '']) =>
        of === kind && matchersIn(braces).every(each => isAboutAll(each, namespace, names)),
    ),
  );
}

/** Of a pattern that is not understood: what leaves something out seldom leaves out this. */
function isAboutAll(matcher: Matcher, namespace: string, names: readonly string[]): boolean {
  const { label, operator, value } = matcher;
  const isExclusion = operator.startsWith('!');
  if (operator === '=~' && ANY.test(value)) return true;
  if (label === 'namespace') return takes(matcher, namespace) ?? isExclusion;
  return !NAMES.test(label) || (isExclusion && !isNamedIn(value, names));
}
