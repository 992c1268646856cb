/** The kustomizations below some roots as plain data: what a picture and a report show of them. */
import { type Graph, reachedFrom } from '../../kustomize/file/graph.ts';
import { oneLine } from '../words/words.ts';

/** A kustomization, and what it uses. */
export interface Kustomized {
  /** The folder, relative to the top; empty for the top. */
  readonly path: string;
  readonly kind: 'root' | 'base' | 'component' | 'broken';
  /** Why it cannot be read; null where it can. */
  readonly reason: string | null;
  readonly uses: readonly { readonly path: string; readonly component: boolean }[];
}

/** In the order in which the roots reach them. */
export function kustomizationsIn(graph: Graph, roots: readonly string[]): readonly Kustomized[] {
  const folders = new Set(roots.flatMap(root => [...reachedFrom(graph, root)]));
  const tops = new Set(roots);
  return [...folders].map(path => {
    const node = graph.nodes.get(path);
    const uses = new Map((node?.uses ?? []).map(({ to, field }) => [to, field === 'components']));
    return {
      path,
      ...stateOf(graph, path, tops),
      uses: [...uses].filter(([to]) => to !== path).map(([to, component]) => ({ path: to, component })),
    };
  });
}

function stateOf(
  { nodes }: Graph,
  path: string,
  roots: ReadonlySet<string>,
): Pick<Kustomized, 'kind' | 'reason'> {
  const node = nodes.get(path);
  if (node === undefined) return { kind: 'broken', reason: 'no kustomization' };
  if (node.failure !== undefined) return { kind: 'broken', reason: oneLine(node.failure.message) };
  if (node.kustomization?.kind === 'Component') return { kind: 'component', reason: null };
  return { kind: roots.has(path) ? 'root' : 'base', reason: null };
}
