/** All connections that the manifests of a root and of what runs beside it speak of. */

import type { Edge, Root } from '../transform.ts';
import { edgesFrom } from './between.ts';
import { edgesFromOutside } from './outside.ts';

/**
 * Connections that go out from the pods of a root, or arrive at them. A connection that several places speak of is said once,
 * with the first of them that is for its caller alone.
 */
export function edgesOf(root: Root): readonly Edge[] {
  const namespaces = new Set(root.workloads.map(each => root.platform.namespaceOf(each)));
  const around = new Set([
    ...root.workloads,
    ...[...namespaces].flatMap(namespace => root.platform.workloadsIn(namespace)),
  ]);
  const found = [
    ...[...around].flatMap(workload => [...edgesFrom(workload, root)]),
    ...root.callers.flatMap(caller =>
      caller.workloads.flatMap(workload => [...edgesFrom(workload, root, caller)]),
    ),
    ...[...namespaces].flatMap(namespace => [...edgesFromOutside(namespace, root)]),
  ];
  const known = new Map<string, Edge>();
  for (const edge of found) {
    const key = JSON.stringify([idOf(edge), edge.to.podPath, edge.port, edge.protocol]);
    const before = known.get(key);
    if (before === undefined || (before.shared !== undefined && edge.shared === undefined))
      known.set(key, edge);
  }
  return [...known.values()];

  function idOf({ from, to }: Edge): readonly unknown[] {
    const source = from.type === 'workload' ? from.workload : from.object;
    const place = (each: typeof source) => [root.platform.rootOf(each), each.key];
    return [from.type, ...place(source), ...place(to)];
  }
}
