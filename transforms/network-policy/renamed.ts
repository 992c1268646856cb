/** Names of namespaces that manifests write and no cluster has: a layer above puts all that is in them elsewhere. */

import type { Root } from '../../src/transform.ts';
import { remembered } from '../shared/remembered.ts';

/** What a namespace of that name is called where the root runs; undefined where it becomes several. */
export function namespaceNow(name: string, root: Root): string | undefined {
  const { platform } = root;
  if (platform.namespaceObject(name) !== undefined || platform.resourcesIn(name).length > 0) return name;
  const now = renamed(root).get(name);
  if (now === undefined) return name;
  return now.size === 1 ? [...now][0] : undefined;
}

const renamed = remembered((root: Root): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>();
  for (const each of root.resources) {
    const now = each.kind === 'Namespace' ? each.name : root.platform.namespaceOf(each);
    if (now === undefined) continue;
    for (const before of each.formerNamespaces)
      found.set(before, (found.get(before) ?? new Set<string>()).add(now));
  }
  return found;
});
