/** Who talks to whom, as plain data: the connections that manifests speak of, per environment. */

import type { Edge, Resource, Root, Workload } from '../../transform.ts';

/** A connection as it arrives at pods, at their own port. */
export interface Connection {
  /** `shop/Deployment web`, or what lets others in: `Ingress web`. */
  readonly from: string;
  readonly kind: Edge['from']['type'];
  readonly to: string;
  readonly port: number | string;
  readonly protocol: string;
  /** `file:line` of the place that speaks of it, and what it says. */
  readonly at: string;
  readonly says: string;
}

export interface Network {
  /** Null: of roots that no environment is known of. */
  readonly environment: string | null;
  /** Folders. */
  readonly roots: readonly string[];
  readonly connections: readonly Connection[];
}

/** In the order of the roots; what several roots of an environment speak of is said once. */
export function networksOf(roots: readonly Root[]): readonly Network[] {
  const environments = new Map<string | null, Root[]>();
  for (const root of roots) {
    const name = root.environment.name ?? null;
    environments.set(name, [...(environments.get(name) ?? []), root]);
  }
  return [...environments].map(([environment, group]) => ({
    environment,
    roots: group.map(({ path }) => path),
    connections: connectionsOf(group),
  }));
}

function connectionsOf(roots: readonly Root[]): Connection[] {
  const found = new Map<string, Connection>();
  for (const root of roots) {
    for (const edge of root.edges) {
      const connection = connectionOf(edge, root);
      const { from, to, port, protocol } = connection;
      const key = JSON.stringify([to, port, protocol, from]);
      if (!found.has(key)) found.set(key, connection);
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, connection]) => connection);
}

function connectionOf({ from, to, port, protocol, evidence }: Edge, root: Root): Connection {
  return {
    from: from.type === 'workload' ? named(from.workload, root) : `${from.object.kind} ${from.object.name}`,
    kind: from.type,
    to: named(to, root),
    port,
    protocol,
    at: evidence.at,
    says: evidence.says,
  };
}

function named(workload: Workload | Resource, { platform }: Root): string {
  const namespace = platform.namespaceOf(workload);
  return `${namespace === undefined ? '' : `${namespace}/`}${workload.kind} ${workload.name}`;
}
