/** The tree of the project as CONTRIBUTING.md shows it: the folders of the house, each with its line. */
import { HOUSE, type Room } from './house.ts';

const START = '<!-- tree: npm run docs -->';
const END = '<!-- /tree -->';

/** What is not part of the program. */
const WORKSHOP: readonly Room[] = [
  { folder: 'test', says: 'the mirror of src and transforms; `harness` is what tests share' },
  { folder: 'examples', says: 'cptm8, a platform with planted defects' },
  {
    folder: 'docs',
    says: 'guides and one page for each transform, generated; a site of them; `design` is what a maintainer needs to know',
  },
  { folder: 'scripts', says: 'build, checks, generators' },
];

/** A text with the tree between its marks. */
export function withTree(text: string): string {
  const [start, end] = [text.indexOf(START), text.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`CONTRIBUTING.md: no ${START} ... ${END}`);
  return `${text.slice(0, start + START.length)}\n${treeOf()}${text.slice(end)}`;
}

interface Line {
  readonly depth: number;
  readonly path: string;
  readonly says: string;
}

function treeOf(): string {
  const lines = linesOf();
  const width = Math.max(...lines.map(nameOf).map(name => name.length));
  const body = lines.map(line => `${nameOf(line).padEnd(width)}  ${line.says}\n`);
  return `\`\`\`text\n${body.join('')}\`\`\`\n`;
}

function nameOf({ depth, path }: Line): string {
  return `${'  '.repeat(depth)}${path}${/\.\w+$/.test(path) ? '' : '/'}`;
}

/** Layers below the folder that holds them, in the order of the house: each imports those above it. */
function linesOf(): Line[] {
  const inSource = HOUSE.filter(({ folder }) => folder.startsWith('src/'));
  return [
    { depth: 0, path: 'src', says: 'the program; imports go up this list, never down' },
    ...inSource.flatMap(({ folder, says, rooms }) => [
      { depth: 1, path: folder.slice('src/'.length), says },
      ...rooms.map(room => ({ depth: 2, path: room.folder, says: room.says })),
    ]),
    ...[...HOUSE.filter(({ folder }) => !folder.startsWith('src/')), ...WORKSHOP].map(({ folder, says }) => ({
      depth: 0,
      path: folder,
      says,
    })),
  ];
}
