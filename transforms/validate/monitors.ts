/** Monitors of the Prometheus operator that look into a namespace of which an overlay has made another. */

import { type LabelSelector, matchesSelector } from '../../src/kubernetes/selectors.ts';
import type { Proposal, Resource, Root } from '../../src/transform.ts';
import { isMap, stringsIn } from '../shared/data.ts';
import { enumerated } from '../shared/prose.ts';

export type MonitorMessage = 'monitor-namespace';

/**
 * kustomize writes the namespace of an overlay at objects, and not into lists of names: the monitor still names the one that
 * nothing is rendered in, and what it means is where it stands itself.
 */
export function* strayMonitors(monitor: Resource, root: Root): Generator<Proposal<MonitorMessage>> {
  const { apiVersion, kind } = monitor;
  if (!apiVersion.startsWith('monitoring.coreos.com/') || !/^(?:Service|Pod)Monitor$/.test(kind)) return;
  const names = stringsIn(monitor.get(['spec', 'namespaceSelector', 'matchNames']));
  const own = root.platform.namespaceOf(monitor);
  if (own === undefined || names.length === 0 || !root.complete) return;
  if (names.some(name => name === own || root.platform.isFilledIn(name) || isKnown(name, root))) return;
  if (!selectsIn(own, monitor, root)) return;
  yield {
    message: 'monitor-namespace',
    data: { resource: `${kind} ${monitor.name}`, from: enumerated(names), to: own },
    at: { on: monitor.key, path: ['spec', 'namespaceSelector', 'matchNames'] },
    changes: [],
    evidence: [],
  };
}

function isKnown(namespace: string, { platform }: Root): boolean {
  return platform.namespaceObject(namespace) !== undefined || platform.resourcesIn(namespace).length > 0;
}

/** An empty selector takes whatever there is: it means nothing in particular. */
function selectsIn(namespace: string, monitor: Resource, { platform }: Root): boolean {
  const selector = monitor.get(['spec', 'selector']);
  if (!isMap(selector) || Object.keys(selector).length === 0) return false;
  const labels =
    monitor.kind === 'PodMonitor'
      ? platform.workloadsIn(namespace).map(each => each.podLabels)
      : platform.find('Service', namespace).map(each => each.labels);
  return labels.some(each => matchesSelector(selector as LabelSelector, each));
}
