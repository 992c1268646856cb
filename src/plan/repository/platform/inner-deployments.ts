/** Kustomizations that others take in, and that may be deployed by themselves all the same (docs/design/judgement.md 3). */

import { type Graph, type GraphNode, reachedFrom, reachersOf } from '../../../kustomize/file/graph.ts';
import { textField } from '../../../kustomize/file/kustomization.ts';

export interface InnerDeployment {
  readonly folder: string;
  readonly namespace: string;
  /** The folders that it is made from, its own among them. */
  readonly madeFrom: ReadonlySet<string>;
}

/** Folders whose name says that they are there to be built on. */
const BASE = /(?:^|\/)(?:_?bases?|common|shared|components?|modules?|templates?|lib)(?:\/|$)/i;

/**
 * What gives a namespace and comes out in another one in each root that takes it in: a preview of it, a sandbox. Of several
 * that build on each other, the outermost.
 *
 * @param roots folders that are roots already
 */
export function innerDeployments(graph: Graph, roots: readonly string[]): readonly InnerDeployment[] {
  const isRoot = new Set(roots);
  const spaces = new Map<string, string | undefined>();
  const namespaceOf = (folder: string): string | undefined => {
    if (spaces.has(folder)) return spaces.get(folder);
    // For one that leads back to itself.
    spaces.set(folder, undefined);
    const node = graph.nodes.get(folder);
    const said = node && givenBy(node);
    const below = new Set(node?.uses.flatMap(({ to }) => namespaceOf(to) ?? []) ?? []);
    const namespace = said ?? (below.size === 1 ? [...below][0] : undefined);
    spaces.set(folder, namespace);
    return namespace;
  };
  return [...graph.nodes.values()].flatMap(({ folder, kustomization, usedBy }) => {
    if (isRoot.has(folder) || kustomization?.kind !== 'Kustomization' || BASE.test(folder)) return [];
    const namespace = namespaceOf(folder);
    const isElsewhere = (user: string) => ![undefined, namespace].includes(namespaceOf(user));
    if (namespace === undefined || usedBy.length === 0 || !usedBy.every(({ from }) => isElsewhere(from)))
      return [];
    // A layer further up may lead back.
    const above = [...reachersOf(graph, folder)].filter(each => isRoot.has(each));
    if (above.length === 0 || !above.every(isElsewhere)) return [];
    return [{ folder, namespace, madeFrom: reachedFrom(graph, folder) }];
  });
}

function givenBy({ kustomization }: GraphNode): string | undefined {
  const said = kustomization === undefined ? '' : textField(kustomization, 'namespace');
  return said === '' ? undefined : said;
}
