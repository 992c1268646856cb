/** What other Namespaces of the repository say of their pods. */

import type { Evidence, Resource, Root, Workload } from '../../src/transform.ts';
import { againstBaseline, againstRestricted } from '../shared/pod-security/standards.ts';

const KEY = 'pod-security.kubernetes.io/';

interface Enforced {
  readonly level: string;
  /** Of the Namespace. */
  readonly name: string;
  readonly evidence: Evidence;
}

/**
 * The level that all Namespaces enforce in which other environments run the same workloads: what runs here is to pass there.
 * None where those that fall short of it do not: they never go there, and a warning of them would stay for good.
 */
export function enforcedBeside(workloads: readonly Workload[], root: Root): Enforced | undefined {
  const enforcing = workloads.flatMap(each => enforcingFor(each, root));
  const levels = new Set(enforcing.map(each => each.labels[`${KEY}enforce`]!));
  const [first] = enforcing;
  const [level] = levels;
  if (first === undefined || levels.size !== 1 || level === undefined || level === 'privileged')
    return undefined;
  const short = workloads.filter(each => fallsShort(each, level));
  if (short.length > 0 && short.every(each => enforcingFor(each, root).length === 0)) return undefined;
  const path = ['metadata', 'labels', `${KEY}enforce`];
  return {
    level,
    name: first.name,
    evidence: { kind: 'manifest', at: first.where(path), says: `Namespace ${first.name} enforces ${level}` },
  };
}

/** The Namespaces that enforce a level in which other environments run a workload. */
function enforcingFor(workload: Workload, root: Root): Resource[] {
  const namespaces = root
    .sistersOf(workload)
    .flatMap(
      ({ root: { platform }, workload: sister }) =>
        platform.namespaceObject(platform.namespaceOf(sister)) ?? [],
    );
  return namespaces.filter(each => each.labels[`${KEY}enforce`] !== undefined);
}

function fallsShort(workload: Workload, level: string): boolean {
  return (level === 'restricted' ? againstRestricted : againstBaseline)(workload) !== undefined;
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
