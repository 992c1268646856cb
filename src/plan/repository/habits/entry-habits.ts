/** How kustomizations name what stands in their folder: `web.yaml`, or `./web.yaml`. */

import type { Graph } from '../../../kustomize/file/graph.ts';
import { itemsOf, type Kustomization, looksRemote } from '../../../kustomize/file/kustomization.ts';
import { PATCH_FIELDS, patchEntries } from '../../../kustomize/file/patch-entries.ts';
import { folderOf } from '../../../kustomize/files/files.ts';
import { textOf } from '../../../kustomize/tree/node.ts';
import { groupedBy } from '../../rendered/grouped.ts';

/** Whether an entry names something in the folder of its kustomization, or below it. */
export function isLocalEntry(path: string): boolean {
  return path !== '' && !/^(?:\.\.(?:\/|$)|\/)/.test(path) && !looksRemote(path);
}

/** Whether it says so with `./`. */
export function isDotted(path: string): boolean {
  return path.startsWith('./');
}

/** Folders whose kustomization names what stands beside it with `./`, or those of its sisters do where it names nothing. */
export function dottedFolders(graph: Graph): ReadonlySet<string> {
  const named = new Map([...graph.nodes].map(([folder, node]) => [folder, localPaths(node.kustomization)]));
  const besides = groupedBy([...named], ([folder]) => folderOf(folder));
  const sisters = new Map(
    [...besides].map(([parent, group]) => [parent, group.flatMap(([, paths]) => paths)]),
  );
  const dotted = [...named].filter(([folder, own]) => {
    const paths = own.length > 0 ? own : (sisters.get(folderOf(folder)) ?? []);
    return paths.length > 0 && paths.every(isDotted);
  });
  return new Set(dotted.map(([folder]) => folder));
}

/** Entries of `resources:`; of one that has none but bases, its patch files. */
function localPaths(kustomization: Kustomization | undefined): string[] {
  if (!kustomization) return [];
  const resources = itemsOf(kustomization, 'resources').map(({ node }) => textOf(node) ?? '');
  const listed = resources.filter(isLocalEntry);
  if (listed.length > 0) return listed;
  const patches = patchEntries(kustomization, PATCH_FIELDS);
  return patches.flatMap(patch => (patch.type === 'file' && isLocalEntry(patch.path) ? [patch.path] : []));
}
