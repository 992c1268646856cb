/** Whether something speaks for a quota: an application alone in its namespaces has nobody to be kept from (docs/design/judgement.md 4). */

import type { Resource, Root } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';

/** Labels and annotations by which a Namespace says who has it. */
const TENANT = /(?:^|[/.-])(?:team|tenant|owner|squad|department|cost-?cent(?:er|re))$/;

/** Where the repository has quotas, or its cluster namespaces of several teams. */
export function isUsual(root: Root): boolean {
  return root.rendersKind('ResourceQuota') || hasTenants(root);
}

function hasTenants({ platform }: Root): boolean {
  const tenants = new Map<string, Set<string>>();
  for (const namespace of platform.ofCluster('Namespace')) {
    for (const [key, value] of marksOf(namespace)) {
      if (!TENANT.test(key)) continue;
      const values = tenants.get(key) ?? new Set();
      tenants.set(key, values.add(value));
    }
  }
  return [...tenants.values()].some(({ size }) => size > 1);
}

function marksOf(namespace: Resource): readonly (readonly [string, string])[] {
  return ['labels', 'annotations'].flatMap(field => {
    const marks = namespace.get(['metadata', field]);
    return isMap(marks) ? Object.entries(marks).map(([key, value]) => [key, String(value)] as const) : [];
  });
}
