/** Alerts about whatever runs: expressions that name nobody. */

import type { Root, Workload } from '../../src/transform.ts';

/** What says of every target, or of every pod, whether it is well. */
const ABOUT_ALL =
  /(?<![\w:])(?:up|kube_pod_(?:container_status|status)_\w+|kube_(?:deployment|statefulset|daemonset)_status_\w+)(?![\w:])(?:\{([^}]*)\})?/g;
const MATCHER = /(\w+)\s*(=~|!=|!~|=)\s*["']([^"']*)["']/g;
const NAMES = /^(?:job|pod|service|instance|container|deployment|statefulset|daemonset|app|app_\w+)$/;
const ANY = /^\.[*+]$/;

/** Whether one of them is about the pods of a workload too. */
export function isCoveredByAll(workload: Workload, { platform }: Root): boolean {
  const namespace = platform.namespaceOf(workload);
  return platform.prometheus.alerts.some(({ expr }) =>
    [...expr.matchAll(ABOUT_ALL)].some(([, matchers = '']) =>
      [...matchers.matchAll(MATCHER)].every(([, label, operator, value]) =>
        takes(label!, operator!, value!, namespace),
      ),
    ),
  );
}

function takes(label: string, operator: string, value: string, namespace: string | undefined): boolean {
  if (operator.startsWith('!') || (operator === '=~' && ANY.test(value))) return true;
  return label === 'namespace' ? value.split('|').includes(namespace ?? '') : !NAMES.test(label);
}
