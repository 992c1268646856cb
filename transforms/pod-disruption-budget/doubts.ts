/** What speaks against a new budget. */

import { isForScrapers } from '../../src/network/scrapers.ts';
import type { Doubt, Root, Workload } from '../../src/transform.ts';
import { doubtsOfOldCluster } from '../shared/clusters/old-cluster.ts';
import { mapsIn } from '../shared/data.ts';
import { sharedSelection } from '../shared/selectors/twins.ts';

export function doubtsOf(workload: Workload, root: Root): readonly Doubt[] {
  return [
    ...sharedSelection(
      workload,
      'each of their budgets would take the pods of all, and every eviction fails',
      root,
    ),
    ...slowToStop(workload),
    ...worksOffQueue(workload, root),
    ...doubtsOfOldCluster(root),
  ];
}

/** An hour: pods that take longer to stop drain themselves, and one at a time may take days. */
const SLOW = 3600;

function slowToStop({ pod, name }: Workload): Doubt[] {
  const grace = pod.terminationGracePeriodSeconds;
  return typeof grace === 'number' && grace > SLOW
    ? [`a pod of ${name} may take ${grace} s to stop, and the next one has to wait for it`]
    : [];
}

/** Triggers of KEDA that count no work which waits. */
const NO_QUEUES = new Set(
  'cpu memory cron prometheus datadog new-relic graphite influxdb loki dynatrace metrics-api kubernetes-workload http'.split(
    ' ',
  ),
);

/** Nobody waits for an answer of it: while its pods move, its work stays where it is. */
function worksOffQueue(workload: Workload, root: Root): Doubt[] {
  const scaler = root.autoscalerFor(workload);
  if (scaler?.kind !== 'ScaledObject') return [];
  const queue = mapsIn(scaler.get(['spec', 'triggers'])).find(({ type }) => !NO_QUEUES.has(String(type)));
  const ports = root.servicesFor(workload).flatMap(each => mapsIn(each.get(['spec', 'ports'])));
  if (queue === undefined || ports.some(({ name }) => typeof name !== 'string' || !isForScrapers(name)))
    return [];
  return [
    `no Service calls it, and its scaler counts what waits (${String(queue.type)}): a drain gets slower, and what a pod has taken is lost with it only where the program gives nothing back`,
  ];
}
