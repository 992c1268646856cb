/** Who talks to whom as text and as pictures. */

import { groupedBy } from '../../plan/rendered/grouped.ts';
import { folderName, oneLine } from '../words/words.ts';
import type { Connection, Network } from './connections.ts';
import { type Drawn, graphSvg } from './graph-svg.ts';

/** Per environment who is called, on which port, and by whom; below each caller the place that says so. */
export function networkText(networks: readonly Network[]): string {
  return `${networks.map(networkLines).join('\n\n')}\n`;
}

function networkLines({ environment, roots, connections }: Network): string {
  const folders = roots.map(folderName).join(', ');
  const title = environment === null ? folders : `${environment} (${folders})`;
  if (connections.length === 0) return `${oneLine(title)}\n  no connections seen`;
  const called = [...groupedBy(connections, each => `${each.to} ${portOf(each)}`)];
  return [
    oneLine(title),
    ...called.flatMap(([target, calls]) => [
      `  ${oneLine(target)}`,
      ...calls.map(({ from, at, says }) => `    from ${oneLine(from)}  ${oneLine(`${at}: ${says}`)}`),
    ]),
  ].join('\n');
}

function portOf({ port, protocol }: Connection): string {
  return protocol === 'TCP' ? `:${port}` : `:${port}/${protocol}`;
}

/** A flowchart with a box around each environment; who comes from outside has round corners. */
export function networkMermaid(networks: readonly Network[]): string {
  return `${['flowchart LR', ...networks.flatMap(subgraphOf)].join('\n')}\n`;
}

function subgraphOf({ environment, roots, connections }: Network, index: number): string[] {
  const ends = connections.flatMap(({ from, kind, to }) => [
    [from, kind === 'workload'] as const,
    [to, true] as const,
  ]);
  const inside = new Map(ends);
  const ids = new Map([...inside.keys()].map((name, node) => [name, `n${index}_${node}`]));
  const arrows = groupedBy(connections, ({ from, to }) => `${ids.get(from)} -->|PORTS| ${ids.get(to)}`);
  return [
    `  subgraph e${index} [${quoted(environment ?? roots.map(folderName).join(', '))}]`,
    ...[...ids].map(([name, id]) =>
      inside.get(name) ? `    ${id}[${quoted(name)}]` : `    ${id}(${quoted(name)})`,
    ),
    ...[...arrows].map(([arrow, calls]) => `    ${arrow.replace('PORTS', portsOf(calls))}`),
    '  end',
  ];
}

function portsOf(calls: readonly Connection[]): string {
  return quoted(calls.map(each => portOf(each).slice(1)).join(', '));
}

function quoted(text: string): string {
  return JSON.stringify(oneLine(text).replaceAll('"', "'"));
}

/** One static SVG: callers left, whom they call right. */
export function networkSvg(networks: readonly Network[]): string {
  const boxes = networks.flatMap(({ environment, connections }) => {
    const prefix = networks.length > 1 ? `${environment ?? 'no environment'}/` : '';
    const calls = groupedBy(connections, ({ from }) => from);
    const pods = new Set(
      connections.flatMap(({ from, kind, to }) => (kind === 'workload' ? [from, to] : [to])),
    );
    const names = new Set(connections.flatMap(({ from, to }) => [from, to]));
    return [...names].map((name): Drawn => {
      const called = new Set((calls.get(name) ?? []).map(({ to }) => to));
      return {
        path: prefix + name,
        kind: pods.has(name) ? 'base' : 'root',
        reason: null,
        uses: [...called].filter(to => to !== name).map(to => ({ path: prefix + to, component: false })),
      };
    });
  });
  return graphSvg(boxes, {
    words: {
      boxes: 'callers and called',
      kinds: [
        ['root', 'from outside'],
        ['base', 'pods'],
      ],
    },
  });
}
