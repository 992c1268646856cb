/** Annotations by which pods, or a Service in front of them, ask to be fetched from. */

import { podsBehind } from '../../src/network/services.ts';
import type { FieldPath, Resource, Root, Workload } from '../../src/transform.ts';
import { type Endpoint, USUAL_PATH } from '../shared/monitoring/endpoints.ts';
import { marksIn } from '../shared/monitoring/scraped.ts';
import { immutableTemplate } from '../shared/pods.ts';
import type { Fix, Obstacle } from './context.ts';
import { serviceFor } from './services.ts';

const STEM = 'prometheus.io/';

/** Marks name one port: the first. */
export function marksFor(
  workload: Workload,
  endpoints: readonly Endpoint[],
  by: 'services' | 'pods',
  root: Root,
): Fix | Obstacle {
  const [endpoint, ...others] = endpoints;
  const more = others.map(({ port }) => `port ${port} is not fetched from: annotations name one port`);
  if (by === 'pods') {
    const path = [...workload.podMetadataPath, 'annotations'];
    return {
      what: 'An annotation of its pods asks for it',
      changes: markedAt(workload, path, endpoint!, root),
      evidence: [],
      doubts: [...more, ...immutableTemplate(workload)],
    };
  }
  const service = serviceFor(workload, [endpoint!], root);
  if (service === undefined) return { known: 'no Service leads to it that could ask for it' };
  const mixed = podsBehind(service, root).filter(each => each.key !== workload.key);
  return {
    what: `An annotation of Service ${service.name} asks for it`,
    changes: markedAt(service, ['metadata', 'annotations'], endpoint!, root),
    evidence: [],
    doubts: [
      ...more,
      ...mixed.map(each => `Service ${service.name} leads to the pods of ${each.kind} ${each.name} too`),
    ],
  };
}

function markedAt(object: Resource, path: FieldPath, { port, path: page }: Endpoint, root: Root) {
  const { stem, saysPath } = habitOf(root);
  const marks = {
    scrape: 'true',
    port: String(port),
    ...(page !== USUAL_PATH || saysPath ? { path: page } : {}),
  };
  return Object.entries(marks).map(([key, value]) => object.set([...path, `${stem}${key}`], value));
}

/** As the other marks of the root are written. */
function habitOf(root: Root): { readonly stem: string; readonly saysPath: boolean } {
  const marked = marksIn(root).flatMap(({ from, to }) => {
    if (from.type !== 'monitoring') return [];
    return [from.object.kind === 'Service' ? from.object.annotations : to.podAnnotations];
  });
  const key = marked.flatMap(each => Object.keys(each)).find(each => each.endsWith('/scrape'));
  const stem = key?.slice(0, -'scrape'.length) ?? STEM;
  return { stem, saysPath: marked.length > 0 && marked.every(each => `${stem}path` in each) };
}
