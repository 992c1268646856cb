/** What the one probe of a container says of the other. */

import type { Container, Root } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { FIELD, type Found } from './found.ts';
import { peerDoubts, rolloutDoubts } from './held-up.ts';
import { handlerOf, type ProbeKind } from './timings.ts';

/** A path that says by its name that readiness is asked elsewhere. */
const OF_LIVENESS = /live|alive/i;

/** The page that its liveness probe asks for shows more than an open port. */
export function asLivenessAsks(kind: ProbeKind, container: Container, root: Root): Found | undefined {
  const httpGet = container.get([FIELD.liveness, 'httpGet']);
  if (!isMap(httpGet) || root.servicesFor(container.workload).length === 0) return undefined;
  const { path = '/', host } = httpGet;
  if (host !== undefined || OF_LIVENESS.test(String(path))) return undefined;
  const at = container.workload.where([...container.path, FIELD.liveness]);
  return {
    handler: { httpGet },
    known: undefined,
    doubts: [
      `${String(path)} may look at more than the program: without that no pod would be ready`,
      ...peerDoubts(kind, container, root),
      ...rolloutDoubts(kind, container),
    ],
    evidence: [{ kind: 'manifest', at, says: 'its liveness probe asks the same' }],
    isShared: true,
  };
}

/** Whether its written readiness probe asks the program itself: a look at its port is of no use beside that. */
export function isProgramAsked(container: Container): boolean {
  const readiness = handlerOf(container.get([FIELD.readiness]));
  return readiness !== undefined && readiness.tcpSocket === undefined;
}
