/** Under which name a Prometheus keeps what monitors of the operator fetch. */

import { matchesSelector } from '../../src/kubernetes/selectors.ts';
import { selectorIn } from '../../src/network/data.ts';
import type { Root, Workload } from '../../src/transform.ts';
import { monitoredIn } from '../shared/monitoring/scraped.ts';

/**
 * A matcher for the label `job` of its targets: the Service for a ServiceMonitor, unless that says another label of it; the monitor
 * with its namespace for one of pods. Undefined where no monitor fetches from it, or several do.
 */
export function jobOf(workload: Workload, root: Root): string | undefined {
  const matchers = new Set(
    monitoredIn(root)
      .filter(({ to }) => to.key === workload.key)
      .map(({ from }) => from.type === 'monitoring' && matcherFor(from.object, workload, root)),
  );
  const [matcher] = matchers;
  return matchers.size === 1 && typeof matcher === 'string' ? matcher : undefined;
}

function matcherFor(
  monitor: Parameters<Root['platform']['namespaceOf']>[0],
  workload: Workload,
  root: Root,
): string | undefined {
  const label = monitor.get(['spec', 'jobLabel']);
  if (monitor.kind === 'PodMonitor')
    return label === undefined ? `job=~"[^/]+/${monitor.name}"` : quoted(workload.podLabels[String(label)]);
  const selector = selectorIn(monitor.get(['spec', 'selector']));
  const services = root.servicesFor(workload).filter(each => matchesSelector(selector, each.labels));
  if (services.length !== 1) return undefined;
  return quoted(label === undefined ? services[0]!.name : services[0]!.labels[String(label)]);
}

function quoted(job: string | undefined): string | undefined {
  return job === undefined ? undefined : `job="${job}"`;
}
