/** Poolers of CloudNativePG that take the Service of their Cluster for their own. */

import type { Proposal, Resource } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';

/** A Cluster makes three Services, and a Pooler one that has its own name (cloudnative-pg issue 4964). */
const OF_CLUSTER = ['-rw', '-ro', '-r'];

export function* takenServices(resource: Resource): Generator<Proposal<'taken-service'>> {
  if (resource.kind !== 'Pooler' || !resource.apiVersion.startsWith('postgresql.cnpg.io/')) return;
  const cluster = resource.get(['spec', 'cluster']);
  const of = isMap(cluster) && typeof cluster.name === 'string' ? cluster.name : undefined;
  if (of === undefined || !OF_CLUSTER.some(end => resource.name === `${of}${end}`)) return;
  yield {
    message: 'taken-service',
    data: { resource: `Pooler ${resource.name}`, cluster: of },
    at: { on: resource.key, path: ['metadata', 'name'] },
    changes: [],
    evidence: [],
    known: `give it another name (${of}-pooler), and say that to its callers`,
  };
}
