/** The order of a build's objects (kustomize.md 1.6). */

import type { Id } from './id.ts';
import { idOf, type Resource } from './resource.ts';

const ORDER_FIRST = [
  'Namespace',
  'ResourceQuota',
  'StorageClass',
  'CustomResourceDefinition',
  'ServiceAccount',
  'PodSecurityPolicy',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'ConfigMap',
  'Secret',
  'Endpoints',
  'Service',
  'LimitRange',
  'PriorityClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Deployment',
  'StatefulSet',
  'CronJob',
  'PodDisruptionBudget',
] as const;
const ORDER_LAST = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'] as const;

/** Where kinds stand: the first ones below 0, the last ones above, all others at 0. */
export type KindRanks = ReadonlyMap<string, number>;

export function kindRanks(first: readonly string[], last: readonly string[]): KindRanks {
  return new Map([
    ...first.map((kind, i) => [kind, i - first.length] as const),
    ...last.map((kind, i) => [kind, i + 1] as const),
  ]);
}

/** How kustomize orders kinds. */
export const LEGACY_RANKS = kindRanks(ORDER_FIRST, ORDER_LAST);

/** The legacy order, which the command line uses unless the root says otherwise. */
export function legacyOrder(resources: readonly Resource[], ranks = LEGACY_RANKS): Resource[] {
  const keyed = resources.map(resource => {
    const id = idOf(resource);
    return { resource, rank: ranks.get(id.kind) ?? 0, gvk: gvkKey(id), id: idKey(id), namespaced: id };
  });
  keyed.sort((a, b) => {
    if (a.rank !== b.rank) return a.rank - b.rank;
    if (a.gvk !== b.gvk) {
      const order = a.gvk < b.gvk ? -1 : 1;
      const bothNamespaces = a.namespaced.kind === 'Namespace' && b.namespaced.kind === 'Namespace';
      return bothNamespaces && (a.namespaced.group === '' || b.namespaced.group === '') ? -order : order;
    }
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  });
  return keyed.map(k => k.resource);
}

function gvkKey(id: Id): string {
  return `${id.group || '~G'}_${id.version || '~V'}_${id.kind || '~K'}`;
}

function idKey(id: Id): string {
  const gvk = [id.kind || '~K', id.version || '~V', id.group || '~G'].join('.');
  return [gvk, id.namespace || '~X', id.name || '~N'].join('|');
}
