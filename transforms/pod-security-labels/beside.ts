/** What other Namespaces of the repository say of their pods. */

import type { Evidence, Resource, Root, Workload } from '../../src/transform.ts';

const KEY = 'pod-security.kubernetes.io/';

interface Enforced {
  readonly level: string;
  /** Of the Namespace. */
  readonly name: string;
  readonly evidence: Evidence;
}

/**
 * The level that all Namespaces enforce in which other environments run the same workloads: what runs here is to pass there.
 */
export function enforcedBeside(workloads: readonly Workload[], root: Root): Enforced | undefined {
  const sisters = workloads.flatMap(workload => root.sistersOf(workload));
  const namespaces = sisters.flatMap(
    ({ root: other, workload }) => other.platform.namespaceObject(other.platform.namespaceOf(workload)) ?? [],
  );
  const enforcing = namespaces.filter(each => each.labels[`${KEY}enforce`] !== undefined);
  const levels = new Set(enforcing.map(each => each.labels[`${KEY}enforce`]!));
  const [first] = enforcing;
  const [level] = levels;
  if (first === undefined || levels.size !== 1 || level === undefined || level === 'privileged')
    return undefined;
  const path = ['metadata', 'labels', `${KEY}enforce`];
  return {
    level,
    name: first.name,
    evidence: { kind: 'manifest', at: first.where(path), says: `Namespace ${first.name} enforces ${level}` },
  };
}

/** Versions of the standards that Namespaces of the cluster name. */
export function versionsIn(root: Root): readonly string[] {
  return root.platform.find('Namespace', undefined).flatMap(versionsOf);
}

function versionsOf({ labels }: Resource): string[] {
  return Object.entries(labels).flatMap(([key, value]) =>
    key.startsWith(KEY) && key.endsWith('-version') ? [value] : [],
  );
}
