/** Whether something fetches the metrics of a workload already, or may do so. */

import { marked } from '../../../src/network/scrapers.ts';
import { scraped } from '../../../src/network/watchers.ts';
import { literal } from '../../../src/text/literal.ts';
import type { Edge, Root, Workload } from '../../../src/transform.ts';
import { remembered } from '../remembered.ts';
import type { Endpoint } from './endpoints.ts';
import { isScraper, unrenderedMonitors } from './scrapers.ts';

/** By which agents of other makers are told to fetch metrics. */
const TOLD_AGENTS =
  /^(?:ad\.datadoghq\.com\/.*\.(?:checks|instances)|co\.elastic\.metrics\/|newrelic\.io\/scrape)/;

/** What monitors select and marks ask for, in the namespaces of a root. */
const visitsOf = remembered((root: Root) => {
  const namespaces = new Set(root.workloads.map(each => root.platform.namespaceOf(each)));
  return {
    monitors: [...namespaces].flatMap(each => [...scraped(each, root)]),
    marks: [...namespaces].flatMap(each => [...marked(each, root)]),
  };
});

/** What asks to be visited by marks: on pods, or on a Service. */
export function marksIn(root: Root): readonly Edge[] {
  return visitsOf(root).marks;
}

/** What monitors of the operator select. */
export function monitoredIn(root: Root): readonly Edge[] {
  return visitsOf(root).monitors;
}

/** Whether a monitor selects a workload, or a mark of it or of its Service asks for a visit. */
export function isVisited(workload: Workload, root: Root): boolean {
  return [...monitoredIn(root), ...marksIn(root)].some(({ to }) => to.key === workload.key);
}

/** Whether anything in the repository scrapes a workload. */
export function isScraped(workload: Workload, root: Root): boolean {
  return isVisited(workload, root) || isToldElsewhere(workload, root);
}

/** Marks name one port, and whoever has written them has chosen it. */
export function isFetched(workload: Workload, { port }: Endpoint, root: Root): boolean {
  const { monitors, marks } = visitsOf(root);
  return (
    marks.some(({ to }) => to.key === workload.key) ||
    monitors.some(
      ({ to, port: visited }) =>
        to.key === workload.key && (visited === port || typeof visited !== 'number' || Number.isNaN(visited)),
    ) ||
    mayBeFetched(workload, root)
  );
}

function mayBeFetched(workload: Workload, root: Root): boolean {
  return (
    root.platform.prometheus.otherWay !== undefined ||
    workload.containers.some(isScraper) ||
    isToldElsewhere(workload, root)
  );
}

/** By a monitor that nothing here renders, by what agents read, or by a scrape configuration. */
function isToldElsewhere(workload: Workload, root: Root): boolean {
  return (
    unrenderedMonitors(workload, root).length > 0 ||
    Object.keys(workload.podAnnotations).some(key => TOLD_AGENTS.test(key)) ||
    jobFor(workload, root) !== undefined
  );
}

/** `file:line` of a scrape configuration of which a job names a workload, or may find it. */
export function jobFor(workload: Workload, root: Root): string | undefined {
  return root.platform.prometheus.scrapes.find(({ text }) =>
    jobsIn(text).some(job => mayMean(job, workload, root)),
  )?.at;
}

/** The jobs of a scrape configuration, each as it is written. */
function jobsIn(text: string): readonly string[] {
  return text.split(/^(?=[ \t]*-[ \t]+["']?job_name\b)/m).slice(1);
}

const FINDS = /\brole:[ \t]*["']?(?:pod|endpoints|endpointslice|service)\b/;
const BY_MARKS = /_annotation_[a-z0-9_]*scrape/;
const BY_PORT_NAME = /_(?:container|endpoint|service)_port_name\b/;
const BY_SERVICE = /_service_name\b/;
const KEEPS = /\baction:[ \t]*["']?keep\b/;

/** A job names its targets, or finds them: by marks that it asks for, by what they are called, or whatever there is. */
function mayMean(job: string, workload: Workload, root: Root): boolean {
  // A text may name them as they are called below the prefixes and suffixes of an overlay.
  const names = [workload, ...root.servicesFor(workload)].flatMap(each => [each.name, ...each.formerNames]);
  if (names.some(name => new RegExp(`(?<![\\w-])${literal(name)}(?![\\w-])`).test(job))) return true;
  if (!FINDS.test(job) || BY_MARKS.test(job)) return false;
  return !KEEPS.test(job) || (BY_PORT_NAME.test(job) && !BY_SERVICE.test(job));
}
