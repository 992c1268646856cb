/** By which metric a target says whether a workload answers. */

import type { Container, Doubt, Evidence, Root, Workload } from '../../src/transform.ts';
import { mapsIn, stringsIn } from '../shared/data.ts';
import { endpointsOf } from '../shared/monitoring/endpoints.ts';
import { monitoredIn } from '../shared/monitoring/scraped.ts';

export interface Answers {
  readonly metric: string;
  readonly evidence: readonly Evidence[];
  readonly doubts: readonly Doubt[];
}

/** What Prometheus writes of every target. */
const OF_TARGETS = 'up';
const EXPORTER = /(?:^|[/_-])exporter$/;
/** Flags and variables by which exporters call their metrics otherwise. */
const RENAMES = /(?:^|_|-)(?:namespace|metric[-_]prefix)\b/i;

/** An exporter answers for itself also where the server that it asks is gone. */
export function answersOf(workload: Workload, root: Root): Answers {
  const container = fetchedIn(workload, root);
  if (container === undefined || !isBeside(container))
    return { metric: OF_TARGETS, evidence: [], doubts: [] };
  const { up } = container.facts;
  if (up?.verified === true && !isRenamed(container))
    return { metric: up.value, evidence: [up.evidence], doubts: [] };
  const doubt = `that no pod answers is said of ${container.name} alone, which may answer while what it asks does not`;
  return { metric: OF_TARGETS, evidence: [], doubts: [doubt] };
}

function fetchedIn(workload: Workload, root: Root): Container | undefined {
  const ports = monitoredIn(root)
    .filter(({ to }) => to.key === workload.key)
    .map(({ port }) => port);
  return endpointsOf(workload, root).find(({ port }) => ports.includes(port))?.container;
}

/** Whether it is an exporter beside the server itself. */
function isBeside(container: Container): boolean {
  return isExporter(container) && mainsOf(container.workload).length > 1;
}

function isExporter({ facts, image }: Container): boolean {
  return facts.up !== undefined || EXPORTER.test(image.name);
}

/** Whether a workload is nothing but the exporter of something else. */
export function isForOthers(workload: Workload): boolean {
  return mainsOf(workload).every(isExporter);
}

function mainsOf({ containers }: Workload): readonly Container[] {
  return containers.filter(({ role }) => role === 'main');
}

function isRenamed(container: Container): boolean {
  const variables = mapsIn(container.get(['env'])).map(({ name }) => String(name));
  const words = [...stringsIn(container.get(['command'])), ...stringsIn(container.get(['args']))];
  return [...variables, ...words.map(each => each.split('=')[0]!)].some(each => RENAMES.test(each));
}
