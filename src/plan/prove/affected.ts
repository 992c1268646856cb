/** Whose renders a change of files may change. */
import { type Graph, reachersOf } from '../../kustomize/file/graph.ts';
import { folderOf } from '../../kustomize/files/files.ts';

/** Kustomizations whose build may read a changed file: those that name its folder or any file in it. */
export function affectedFolders(graph: Graph, changedFiles: readonly string[]): string[] {
  const changed = new Set(changedFiles);
  const homes = new Set(changedFiles.map(folderOf));
  const folders = new Set<string>();
  for (const node of graph.nodes.values()) {
    const own = homes.has(node.folder) || node.files.some(file => changed.has(file));
    if (own) for (const reacher of reachersOf(graph, node.folder)) folders.add(reacher);
  }
  return [...folders].sort();
}
