/** How the repository has metrics fetched: by monitors of the operator, or by marks on Services or pods. */

import type { Edge, Evidence, Root } from '../../src/transform.ts';
import { operatorIn } from '../shared/monitoring/operator.ts';
import { marksIn, monitoredIn } from '../shared/monitoring/scraped.ts';
import type { Context } from './context.ts';

export interface Way {
  readonly by: 'monitors' | 'services' | 'pods';
  readonly evidence: Evidence;
}

/** A Prometheus that reads marks says by which of its labels. */
const READS = /__meta_kubernetes_(pod|service)_annotation_prometheus_io_scrape\b/g;

/** What stands in the root itself goes before what the rest of the repository has. Undefined where nothing says it. */
export function wayOf({ root, options, configured }: Context): Way | undefined {
  const said = configured('by', 'the team has said what fetches metrics');
  if (said !== undefined && isWay(options.by)) return { by: options.by, evidence: said };
  const [edge] = monitoredIn(root);
  if (edge !== undefined) return { by: 'monitors', evidence: asOthers(edge) };
  const read = readMarks(root);
  // What reads one kind of them alone passes the others by, however many there are.
  if (read.length === 1 && marksIn(root).length > 0) return read[0];
  const marks = byMarks(root);
  if (marks !== undefined) return marks;
  const operator = operatorIn(root);
  return operator === undefined ? read[0] : { by: 'monitors', evidence: operator };
}

/**
 * What the configuration says against what is seen: monitors are stated, a Prometheus reads annotations, and nothing shows the
 * operator. None where that is so no more, or the team says that the operator is elsewhere.
 */
export function contradictedBy({ root, options, configured }: Context): readonly Way[] {
  if (options.by !== 'monitors' || configured('by', '') === undefined) return [];
  return options.operator === 'elsewhere' || operatorIn(root) !== undefined ? [] : readMarks(root);
}

function isWay(by: string | undefined): by is Way['by'] {
  return by === 'monitors' || by === 'services' || by === 'pods';
}

/** As most of those do that ask already. */
function byMarks(root: Root): Way | undefined {
  const edges = marksIn(root);
  const onServices = edges.filter(({ from }) => from.type === 'monitoring' && from.object.kind === 'Service');
  const isOnServices = onServices.length * 2 > edges.length;
  const [edge] = isOnServices ? onServices : edges.filter(each => !onServices.includes(each));
  return edge && { by: isOnServices ? 'services' : 'pods', evidence: asOthers(edge) };
}

/** What is done for another workload of the root. */
function asOthers({ to, evidence }: Edge): Evidence {
  return { ...evidence, says: `${to.kind} ${to.name} has its metrics fetched in this way` };
}

/** By each kind of marks that a configuration reads, the line by which it does. */
function readMarks({ platform }: Root): readonly Way[] {
  const ways = new Map<Way['by'], Way>();
  for (const { text, at } of platform.prometheus.scrapes) {
    for (const { 1: what, index } of text.matchAll(READS)) {
      const by = what === 'pod' ? 'pods' : 'services';
      const line = text.slice(0, index).split('\n').length;
      const says = `the scrape configuration there reads prometheus.io annotations of ${by}`;
      const evidence = { kind: 'manifest', at: `${at.replace(/:\d+$/, '')}:${line}`, says } as const;
      if (!ways.has(by)) ways.set(by, { by, evidence });
    }
  }
  return [...ways.values()];
}
