/** What stands below a root that does not build, and would be rendered as it is. */

import type { Evaluator } from '../../kustomize/build/evaluate.ts';
import { type Graph, type GraphNode, reachersOf } from '../../kustomize/file/graph.ts';

/** Fields by which a kustomization takes others in, and leaves them as they are. */
const LISTS = new Set(['apiVersion', 'kind', 'metadata', 'resources', 'bases']);

/**
 * Kustomizations that a root lists, and does nothing else with, where one of the others keeps it from being built: each of them is
 * looked at as a root, until that builds. What a root changes on the way would be missing; then they are none.
 */
export function listedBelow(
  roots: readonly string[],
  graph: Graph,
  { evaluate }: Pick<Evaluator, 'evaluate'>,
): readonly string[] {
  const builds = (folder: string) => evaluate(folder).state === 'evaluated';
  return [...new Set(roots.flatMap(below))];

  function below(folder: string): readonly string[] {
    const node = graph.nodes.get(folder);
    if (node === undefined || !isList(node) || evaluate(folder).state !== 'failed') return [];
    return node.uses.flatMap(({ to }) => {
      if (graph.nodes.get(to)?.kustomization?.kind !== 'Kustomization') return [];
      if (!builds(to)) return below(to);
      const others = [...reachersOf(graph, to)].filter(each => each !== to);
      return others.every(each => isList(graph.nodes.get(each)!) && !builds(each)) ? [to] : [];
    });
  }
}

function isList({ kustomization }: GraphNode): boolean {
  return kustomization !== undefined && [...kustomization.spelling.keys()].every(field => LISTS.has(field));
}
