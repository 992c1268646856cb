/** Who uses what as a picture: one static SVG, without scripts, fonts or links. */
import { folderName, oneLine } from '../words/words.ts';
import { layout, type Placed } from './graph-layout.ts';
import type { Box } from './pictures.ts';

const HEIGHT = 22;
const MARGIN = 20;
/** Width of a character of the font below, which every viewer has in the same width. */
const CHARACTER = 6.65;
const LEGEND = 34;

const STYLE = [
  'text{font:11px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#1f2328}',
  'rect{stroke:#57606a;fill:#f6f8fa}',
  '.root rect{fill:#ddf4ff;stroke:#0969da}',
  '.component rect{fill:#fbefff;stroke:#8250df;stroke-dasharray:4 2}',
  '.broken rect{fill:#ffebe9;stroke:#cf222e}',
  'path{fill:none;stroke:#8c959f}',
  'path.component{stroke:#8250df;stroke-dasharray:4 2}',
].join('');

/** What is told of a box besides its name: a class for its colour, and words. */
export interface Marked {
  readonly className: string;
  readonly says: string;
}

export interface GraphSvgOptions {
  /** Undefined where a kustomization has nothing of its own to tell. */
  readonly markOf?: (path: string) => Marked | undefined;
  /** Where a box leads to; undefined where it leads nowhere. */
  readonly linkOf?: (path: string) => string | undefined;
  /** Colours come from the page that it stands in. */
  readonly isInPage?: boolean;
  readonly words?: GraphWords;
}

/** What the boxes are called together, and what each of their colours means. */
export interface GraphWords {
  readonly boxes: string;
  readonly kinds: readonly (readonly [kind: Box['kind'], text: string])[];
}

const KUSTOMIZATIONS: GraphWords = {
  boxes: 'kustomizations',
  kinds: [
    ['root', 'root'],
    ['base', 'base'],
    ['component', 'component'],
    ['broken', 'cannot be read'],
  ],
};

/** What is drawn of a box: a kustomization, or a folder of them. */
export type Drawn = Omit<Box, 'holds'> & Partial<Pick<Box, 'holds'>>;

export function graphSvg(
  kustomizations: readonly Drawn[],
  {
    markOf = () => undefined,
    linkOf = () => undefined,
    isInPage = false,
    words = KUSTOMIZATIONS,
  }: GraphSvgOptions = {},
): string {
  const folders = kustomizations.map(({ path }) => path);
  const shared = commonFolder(folders);
  const labels = new Map(kustomizations.map(each => [each.path, labelOf(each, shared)]));
  const boxes = folders.map(id => ({ id, width: labels.get(id)!.length * CHARACTER + 16 }));
  const edges = edgesOf(kustomizations);
  const { places, bends, width, height } = layout(
    boxes,
    edges.map(({ from, to }) => [from, to] as const),
  );
  const widths = new Map(boxes.map(box => [box.id, box.width]));
  const lines = edges.map(({ from, to, isComponent }, index) => {
    const start = places.get(from)!;
    const points = [{ x: start.x + widths.get(from)!, y: start.y }, ...bends[index]!, places.get(to)!];
    return `<path${isComponent ? ' class="component"' : ''} d="${curve(points)}"/>`;
  });
  const nodes = kustomizations.map(each =>
    nodeOf(
      each,
      labels.get(each.path)!,
      { ...places.get(each.path)!, width: widths.get(each.path)! },
      { mark: markOf(each.path), link: linkOf(each.path) },
    ),
  );
  const top = isInPage ? 0 : LEGEND;
  const size = {
    width: Math.ceil(Math.max(width, isInPage ? 0 : 420) + 2 * MARGIN),
    height: Math.ceil(height + 2 * MARGIN + top),
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" role="img">`,
    `<title>${escaped(`${numberOf(kustomizations)} ${words.boxes}${shared === '' ? '' : ` in ${shared}`}`)}</title>`,
    ...(isInPage
      ? []
      : [
          `<style>${STYLE}</style>`,
          `<rect width="${size.width}" height="${size.height}" style="fill:#fff;stroke:none"/>`,
          legend(words),
        ]),
    `<g transform="translate(${MARGIN} ${MARGIN + top})">`,
    ...lines,
    ...nodes,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function numberOf(drawn: readonly Drawn[]): number {
  return drawn.reduce((sum, { holds }) => sum + (holds?.length ?? 1), 0);
}

function nodeOf(
  { path, kind, reason }: Drawn,
  label: string,
  { x, y, width }: Placed & { readonly width: number },
  { mark, link }: { readonly mark: Marked | undefined; readonly link: string | undefined },
): string {
  const says = [folderName(path), reason, mark?.says].filter(each => each !== null && each !== undefined);
  const className = mark === undefined ? kind : `${kind} ${mark.className}`;
  const group = [
    `<g class="${escaped(className)}"><title>${escaped(says.join(': '))}</title>`,
    `<rect x="${round(x)}" y="${round(y - HEIGHT / 2)}" width="${round(width)}" height="${HEIGHT}" rx="4"/>`,
    `<text x="${round(x + 8)}" y="${round(y + 4)}">${escaped(label)}</text></g>`,
  ].join('');
  return link === undefined ? group : `<a href="${escaped(link)}">${group}</a>`;
}

function legend({ kinds }: GraphWords): string {
  let x = MARGIN;
  return kinds
    .map(([kind, text]) => {
      const width = text.length * CHARACTER + 16;
      const box = `<g class="${kind}"><rect x="${round(x)}" y="${MARGIN - 6}" width="${round(width)}" height="${HEIGHT}" rx="4"/><text x="${round(x + 8)}" y="${MARGIN + 9}">${text}</text></g>`;
      x += width + 10;
      return box;
    })
    .join('');
}

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly isComponent: boolean;
}

function edgesOf(kustomizations: readonly Drawn[]): Edge[] {
  return kustomizations.flatMap(({ path, uses }) =>
    uses.map(each => ({ from: path, to: each.path, isComponent: each.component })),
  );
}

/** The folder that all are in, when it says nothing about any of them. */
function commonFolder(folders: readonly string[]): string {
  const [first = '', ...others] = folders.map(folder => folder.split('/').slice(0, -1));
  if (first === '') return '';
  let depth = 0;
  while (depth < first.length && others.every(parts => parts[depth] === first[depth])) depth++;
  return first.slice(0, depth).join('/');
}

function labelOf({ path, kind, holds = [] }: Drawn, shared: string): string {
  const name = oneLine(shared === '' ? folderName(path) : path.slice(shared.length + 1));
  return kind === 'folder' ? `${name}/ (${holds.length})` : name;
}

/** Level where it leaves and where it enters a box. */
function curve(points: readonly Placed[]): string {
  const [first, ...rest] = points;
  let path = `M${round(first!.x)} ${round(first!.y)}`;
  let last = first!;
  for (const point of rest) {
    const half = (point.x - last.x) / 2;
    path +=
      point.y === last.y
        ? `H${round(point.x)}`
        : `C${round(last.x + half)} ${round(last.y)} ${round(point.x - half)} ${round(point.y)} ${round(point.x)} ${round(point.y)}`;
    last = point;
  }
  return path;
}

const round = (value: number) => Math.round(value * 10) / 10;

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);
}
