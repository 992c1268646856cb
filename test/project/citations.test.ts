/** Comments cite the pages of docs/design by name and section: each citation leads somewhere. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const project = join(import.meta.dirname, '../..');
const design = join(project, 'docs/design');

interface Citation {
  readonly page: string;
  /** Number, code or title of a section; undefined: the page as a whole. */
  readonly section: string | undefined;
}

/** `kustomize.md 1.12 and 3.2`, `placement.md, New patches`, `catalogue H2, H2b`, `images-kb rule 7`. */
const PAGE = /(?<!\/)\b([a-z][a-z-]*)\.md\b|\b(catalogue|images-kb)\b/g;
const NUMBERS =
  /^,? ?(?:section )?((?:rule )?[A-Z]?\d+[a-z]?(?:\.\d+)?|[A-Z]\b)(?: point (\d+))?((?:(?:, | and )(?:[A-Z]?\d+[a-z]?(?:\.\d+)?)(?! \w*\.md))*)/;
const TITLE = /^, (?!\S+\.md)([A-Za-z][\w -]*)/;

/** Comments as one text each: a citation may go on in the next line. */
function commentsOf(text: string): string[] {
  const blocks = text.match(/\/\*\*?[\s\S]*?\*\/|(?:^[ \t]*\/\/.*\n?)+|(?<=[;,{})\] ])\/\/ .*$/gm) ?? [];
  return blocks.map(block => block.replaceAll(/\s*\n\s*(?:\*(?!\/)|\/\/)?\s*/g, ' '));
}

function citationsIn(comment: string): Citation[] {
  return [...comment.matchAll(PAGE)].flatMap(match => {
    const page = (match[1] ?? match[2])!;
    const rest = comment.slice(match.index + match[0].length);
    const numbers = NUMBERS.exec(rest);
    if (numbers) {
      const [, first, point, others] = numbers;
      const further = others!.split(/, | and /).filter(Boolean);
      const sections = [point === undefined ? first! : `${first} point ${point}`, ...further];
      return sections.map(section => ({ page, section }));
    }
    return [{ page, section: TITLE.exec(rest)?.[1]?.trim() }];
  });
}

/** What may be cited of a page: titles, what they begin with (`1.12`, `H2`, `B`), and the points of numbered lists below. */
function sectionsOf(text: string): ReadonlySet<string> {
  const sections = new Set<string>();
  let number = '';
  for (const line of text.split('\n')) {
    const title = /^#+ (.*)$/.exec(line)?.[1];
    if (title !== undefined) {
      number = /^(?:Rule )?[A-Z]?\d*[a-z]?(?:\.\d+)?(?=\.? |$)/.exec(title)?.[0] ?? '';
      sections.add(title.toLowerCase()).add(number.toLowerCase());
    }
    const point = /^(\d+)\. /.exec(line)?.[1];
    if (point !== undefined) sections.add(`${number} point ${point}`.toLowerCase());
  }
  return sections;
}

const pages = new Map(
  readdirSync(design).map(name => [
    name.replace(/\.md$/, ''),
    sectionsOf(readFileSync(join(design, name), 'utf8')),
  ]),
);

/** Why a citation leads nowhere, or null. */
function deadEnd({ page, section }: Citation): string | null {
  const sections = pages.get(page);
  if (sections === undefined) return `there is no page ${page}.md`;
  return section === undefined || sections.has(section.toLowerCase()) ? null : `${page}.md has no ${section}`;
}

const files = ['src', 'transforms', 'test', 'scripts'].flatMap(top =>
  readdirSync(join(project, top), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(?:ts|mjs|js)$/.test(name) && !/(?:^|\/)repo\//.test(name))
    .map(name => `${top}/${name}`)
    .filter(name => name !== 'test/project/citations.test.ts'),
);

test('every citation of a page leads to a section', () => {
  const cited = files.flatMap(file =>
    commentsOf(readFileSync(join(project, file), 'utf8')).flatMap(comment =>
      citationsIn(comment).map(citation => ({ file, ...citation })),
    ),
  );
  // Less would mean that they are not found any more.
  expect(cited.length).toBeGreaterThan(100);
  expect(new Set(cited.map(({ page }) => page)).size).toBeGreaterThan(5);
  const dead = cited.flatMap(citation => {
    const reason = deadEnd(citation);
    return reason === null ? [] : [`${citation.file}: ${reason}`];
  });
  expect(dead).toEqual([]);
});

test.each<[string, readonly Citation[]]>([
  [
    '/** As kustomize does (kustomize.md 1.12 and 3.2). */',
    [
      { page: 'kustomize', section: '1.12' },
      { page: 'kustomize', section: '3.2' },
    ],
  ],
  ['/** Copied (kustomize.md 3.2 point 3). */', [{ page: 'kustomize', section: '3.2 point 3' }]],
  ['/**\n * Merged (kustomize.md\n * 1.9), oddly.\n */', [{ page: 'kustomize', section: '1.9' }]],
  ['const a = 1; // see placement.md, New patches', [{ page: 'placement', section: 'New patches' }]],
  [
    '/** (catalogue H2, H2b: "checked"; images-kb section B) */',
    [
      { page: 'catalogue', section: 'H2' },
      { page: 'catalogue', section: 'H2b' },
      { page: 'images-kb', section: 'B' },
    ],
  ],
  [
    '/** (catalogue C4, images-kb rule 7) */',
    [
      { page: 'catalogue', section: 'C4' },
      { page: 'images-kb', section: 'rule 7' },
    ],
  ],
  ["const text = 'kustomize.md 9.9';", []],
])('%j cites what it says', (source, expected) => {
  expect(commentsOf(source).flatMap(citationsIn)).toEqual(expected);
});

test('a page or section that is not there is a dead end', () => {
  expect(deadEnd({ page: 'nothing', section: undefined })).toBe('there is no page nothing.md');
  expect(deadEnd({ page: 'kustomize', section: '1.99' })).toBe('kustomize.md has no 1.99');
  expect(deadEnd({ page: 'kustomize', section: '3.2 point 9' })).toBe('kustomize.md has no 3.2 point 9');
  expect(deadEnd({ page: 'placement', section: 'Magic' })).toBe('placement.md has no Magic');
  expect(deadEnd({ page: 'placement', section: 'new patches' })).toBeNull();
  expect(deadEnd({ page: 'catalogue', section: 'H2b' })).toBeNull();
});
