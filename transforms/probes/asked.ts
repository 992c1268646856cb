/** Which probes are worth a question, where nothing says what to ask. */

import { isForScrapers } from '../../src/network/scrapers.ts';
import type { Container, JsonObject, Root } from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import { isExporter } from '../shared/monitoring/scrapers.ts';
import { answersProbes } from '../shared/start/answering.ts';
import { FIELD } from './found.ts';
import type { ProbeKind } from './timings.ts';

/**
 * Readiness matters where a Service sends, and of several containers only to those that it may send to. Of what listens
 * nowhere nobody knows what to ask: a worker that a command of its own makes of the image keeps the port that was copied with
 * the rest.
 */
export function isAsked(kind: ProbeKind, container: Container, root: Root): boolean {
  const { workload } = container;
  const services = root.servicesFor(workload);
  if (isExporter(container) && givesMetricsAlone(container, root)) return false;
  if (kind === 'liveness') {
    const mayListen = container.get(['command']) === undefined || services.length > 0;
    const isKnown =
      (mayListen && mapsIn(container.get(['ports'])).length > 0) ||
      (container.facts.probes[kind] !== undefined && answersProbes(container) !== 'no');
    return isKnown && container.get([FIELD.readiness]) === undefined;
  }
  return services.length > 0 && workload.containers.filter(each => each.role === 'main').length === 1;
}

/** By the names of its ports. What scrapes such a program asks it ready or not: no answer of a person is worth a restart. */
export function givesMetricsAlone(container: Container, root: Root): boolean {
  const ports = mapsIn(container.get(['ports']));
  const served = root
    .servicesFor(container.workload)
    .flatMap(service => mapsIn(service.get(['spec', 'ports'])));
  const own = container.workload.containers.length === 1 ? served : [];
  return ports.length + own.length > 0 && [...ports, ...own].every(isForMetrics);
}

function isForMetrics({ name }: JsonObject): boolean {
  return typeof name === 'string' && isForScrapers(name);
}
