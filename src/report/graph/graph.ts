/** Who uses what: the kustomizations of a repository as text and as a mermaid picture. */
import { type Graph, reachedFrom } from '../../kustomize/file/graph.ts';
import { folderName, oneLine } from '../words/words.ts';

/** A tree per root; what several roots use stands below each, and below one root once. */
export function graphText(graph: Graph, roots: readonly string[]): string {
  return roots
    .map(root => [...branch(graph, root, '', '', new Set())].join('\n'))
    .join('\n\n')
    .concat('\n');
}

function* branch(
  graph: Graph,
  folder: string,
  lead: string,
  rest: string,
  shown: Set<string>,
): Iterable<string> {
  const node = graph.nodes.get(folder);
  const isShown = shown.has(folder) && node !== undefined && node.uses.length > 0;
  yield `${lead}${label(graph, folder)}${isShown ? ' (see above)' : ''}`;
  if (node === undefined || isShown) return;
  shown.add(folder);
  for (const [index, { to }] of node.uses.entries()) {
    const isLast = index === node.uses.length - 1;
    const [branchLead, branchRest] = isLast ? ['└── ', '    '] : ['├── ', '│   '];
    yield* branch(graph, to, rest + branchLead, rest + branchRest, shown);
  }
}

function label(graph: Graph, folder: string): string {
  const node = graph.nodes.get(folder);
  const name = oneLine(folderName(folder));
  if (node === undefined) return `${name} (no kustomization)`;
  if (node.failure !== undefined) return `${name} (cannot be read: ${oneLine(node.failure.message)})`;
  return node.kustomization?.kind === 'Component' ? `${name} (component)` : name;
}

/** A flowchart for a pull request or a page; a component has round corners. */
export function graphMermaid(graph: Graph, roots: readonly string[]): string {
  const folders = [...new Set(roots.flatMap(root => [...reachedFrom(graph, root)]))].sort();
  const ids = new Map(folders.map((folder, index) => [folder, `n${index}`]));
  const lines = folders.map(folder => {
    const text = JSON.stringify(oneLine(folderName(folder)).replaceAll('"', "'"));
    const isComponent = graph.nodes.get(folder)?.kustomization?.kind === 'Component';
    return `  ${ids.get(folder)}${isComponent ? `(${text})` : `[${text}]`}`;
  });
  const edges = folders.flatMap(folder =>
    (graph.nodes.get(folder)?.uses ?? []).map(({ to, field }) => {
      const arrow = field === 'components' ? '-.->' : '-->';
      return `  ${ids.get(folder)} ${arrow} ${ids.get(to)}`;
    }),
  );
  return `${['flowchart TD', ...lines, ...edges].join('\n')}\n`;
}
