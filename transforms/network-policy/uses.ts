/** Which of the connections to a workload are why it is there: what scrapes or looks after it has no use for it. */

import { mapsIn } from '../../src/network/data.ts';
import { FOR_OPERATORS, portAt, targetPortOf } from '../../src/network/services.ts';
import type { Container, Edge, Root, Workload } from '../../src/transform.ts';
import { isExporter, isScraper } from '../shared/monitoring/scrapers.ts';
import { isLikelyStore } from '../shared/storage/stores.ts';

/** Members of one cluster, and what looks after it, are no users. */
export function isUse(edge: Edge): boolean {
  const { from, to } = edge;
  if (from.type === 'autoscaler') return false;
  return !isScrape(edge) && !(from.type === 'workload' && from.workload === to);
}

/** What scrapers tell servers of their own trade (alerts, samples to keep) is a use of these. */
export function isScrape({ from, to }: Edge): boolean {
  if (from.type === 'monitoring') return true;
  return (
    from.type === 'workload' &&
    from.workload.containers.some(isScraper) &&
    !to.containers.some(({ facts }) => facts.component === 'monitoring')
  );
}

/** A scrape of which the name of a port speaks alone, at what is no exporter. */
export function isNamedAlone({ presumedBy, to }: Edge): boolean {
  return presumedBy === 'name' && !to.containers.some(isExporter);
}

/** Whether others send it what it keeps or passes on: stores, and collectors of traces. */
export function isServer({ containers }: Workload): boolean {
  return containers.some(each => each.role === 'main' && (isLikelyStore(each) || isCollector(each)));
}

function isCollector({ facts }: Container): boolean {
  return facts.component === 'tracing';
}

/** Who only comes to look at a server shows nothing of those it is there for. */
export function isUseOfServer(edge: Edge): boolean {
  return isUse(edge) && !FOR_OPERATORS.has(Number(edge.port));
}

/** Ports behind its Services that no connection leads to. */
export function unusedPorts(workload: Workload, edges: readonly Edge[], root: Root): (number | string)[] {
  const used = new Set(edges.map(({ port }) => port));
  const served = root
    .servicesFor(workload)
    .flatMap(service => mapsIn(service.get(['spec', 'ports'])))
    .map(port => portAt(workload, targetPortOf(port)));
  return [...new Set(served)].filter(port => !used.has(port));
}
