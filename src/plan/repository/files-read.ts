/** Which files of the repository are seen by what they render. */

import type { Evaluator } from '../../kustomize/build/evaluate.ts';
import { type Graph, reachedFrom } from '../../kustomize/file/graph.ts';
import { listedBelow } from './listed.ts';

/**
 * Files that kustomizations read, but for those that only roots read which do not build: what stands there is in the cluster, or will be,
 * and no render shows it.
 */
export function filesRead(graph: Graph, evaluator: Pick<Evaluator, 'evaluate'>): ReadonlySet<string> {
  const failing = graph.roots.filter(root => evaluator.evaluate(root).state !== 'evaluated');
  const building = graph.roots.filter(root => !failing.includes(root));
  const seen = new Set(
    [...building, ...listedBelow(failing, graph, evaluator)].flatMap(root => [...reachedFrom(graph, root)]),
  );
  const lost = new Set(
    failing.flatMap(root => [...reachedFrom(graph, root)]).filter(each => !seen.has(each)),
  );
  return new Set(
    [...graph.nodes.values()].flatMap(({ folder, files }) => (lost.has(folder) ? [] : [...files])),
  );
}
