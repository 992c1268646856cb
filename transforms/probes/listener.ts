/** Who listens on a port of a pod, as far as somebody says so (docs/design/judgement.md 1). */

import type { Container, Evidence, Root } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { toldPort } from '../shared/start/told-port.ts';
import { listensOn } from './configured.ts';
import { handlerOf } from './timings.ts';

const PROBES = ['readinessProbe', 'livenessProbe', 'startupProbe'];

/** What shows that a container listens there: what it is told, its configuration, or another probe of it. */
export function listening(container: Container, port: number, root: Root): Evidence | undefined {
  return toldPort(container, port) ?? listensOn(container, port, root) ?? probed(container, port);
}

/** Whether another container of the pod does: they share its ports, and one of them alone can have it. */
export function isNeighbours(container: Container, port: number, root: Root): boolean {
  const others = container.workload.containers.filter(each => each !== container && each.role !== 'init');
  return others.some(each => toldPort(each, port) !== undefined || listensOn(each, port, root) !== undefined);
}

/** A written probe: without an answer its pods would not have become ready, or not stayed. */
function probed(container: Container, port: number): Evidence | undefined {
  const names = mapsIn(container.get(['ports'])).flatMap(({ name, containerPort }) =>
    containerPort === port ? [name] : [],
  );
  const field = PROBES.find(each =>
    Object.values(handlerOf(container.get([each])) ?? {}).some(
      asked => isMap(asked) && asked.port !== undefined && [port, ...names].includes(asked.port),
    ),
  );
  if (field === undefined) return undefined;
  const at = container.workload.where([...container.path, field]);
  return { kind: 'manifest', at, says: `its ${field} asks port ${port} already` };
}
