/** Metrics that are served and that nothing fetches yet: what fetches others may do so tomorrow, by a monitor of the same run. */

import type { Edge, Root, Workload } from '../../../src/transform.ts';
import { type Endpoint, endpointsOf } from '../../shared/monitoring/endpoints.ts';
import { operatorIn } from '../../shared/monitoring/operator.ts';
import { marksIn, monitoredIn } from '../../shared/monitoring/scraped.ts';

/**
 * Visits of what fetches the metrics of others here; none where nothing shows such a thing.
 *
 * @param seen connections that manifests speak of
 */
export function visitsTo(workload: Workload, seen: readonly Edge[], root: Root): readonly Edge[] {
  const [known] = [...monitoredIn(root), ...marksIn(root)].flatMap(({ from }) =>
    from.type === 'monitoring' ? [from.object] : [],
  );
  if (known === undefined && operatorIn(root) === undefined) return [];
  const object = known ?? workload;
  return unvisited(workload, seen, root).map(({ port, evidence: [evidence] }) => ({
    from: { type: 'monitoring', object },
    to: workload,
    port,
    protocol: 'TCP',
    evidence: evidence!,
    presumedBy: 'metrics',
  }));
}

/** Ports with metrics that no connection leads to. */
export function unvisited(
  workload: Workload,
  seen: readonly Pick<Edge, 'port'>[],
  root: Root,
): readonly Endpoint[] {
  return endpointsOf(workload, root).filter(
    ({ port, guarded }) => guarded === undefined && !seen.some(each => each.port === port),
  );
}
