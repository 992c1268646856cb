import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { fastRead } from '../../../src/yaml/read/fast-read.ts';
import { fastSyntax } from '../../../src/yaml/read/fast-syntax.ts';
import { readPieceSlowly, splitPieces } from '../../../src/yaml/read/read.ts';
import { RULES } from '../../../src/yaml/read/readers.ts';
import { parseSyntaxSlowly, plainData } from '../../../src/yaml/read/syntax.ts';
import type { Span } from '../../../src/yaml/read/tree-builder.ts';
import { runs } from '../../harness/runs.ts';

/** Everything that a builder is told, so that two readings can be compared. */
const builder = {
  origin: (up: unknown, key: string | number, place: Span, viaAlias: boolean) => ({
    key,
    ...place,
    viaAlias,
    isRoot: up === null,
  }),
  scalar: (value: unknown, raw: string, styled: boolean, origin: unknown): unknown => [
    value,
    raw,
    styled,
    origin,
  ],
  map: (entries: Map<string, unknown>, origin: unknown): unknown => [[...entries], origin],
  list: (items: unknown[], origin: unknown): unknown => [items, origin],
};

/** Reads both ways where the fast way takes the text; undefined where it leaves it to the library. */
function bothWays(
  text: string,
  rules: 'resource' | 'kustomization',
  start = 0,
): [unknown, unknown] | undefined {
  const fast = fastRead(text, start, builder, RULES[rules], false);
  if (fast === undefined) return undefined;
  const slow = unlessColumns(() => readPieceSlowly({ text, start }, builder, { rules }));
  return slow === undefined ? undefined : [fast, slow];
}

/** Undefined where the library refuses a column that kustomize takes: what kustomize reads then is said further below. */
function unlessColumns<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (/Missing closing ["']|must be sufficiently indented/.test((error as Error).message)) return undefined;
    throw error;
  }
}

function expectSame(text: string): boolean {
  let taken = false;
  for (const rules of ['resource', 'kustomization'] as const) {
    const both = bothWays(text, rules);
    if (!both) continue;
    taken = true;
    expect(both[0]).toEqual(both[1]);
  }
  const syntax = fastSyntax(text, plainData);
  const slowSyntax = syntax && unlessColumns(() => parseSyntaxSlowly(text));
  if (slowSyntax) expect(syntax).toEqual(slowSyntax);
  // The editor leaves anchors to the library.
  return taken && (syntax !== undefined || /[&*][a-fx]\b/.test(text));
}

const LINES = [
  'a: 1',
  'b:',
  'c: # note',
  'd: "x \\" y" # note',
  "'e f': 'it''s'",
  '- a: 1',
  '- x # note',
  '-',
  '- - y',
  'f: [1, "b", {c: d}]',
  'g: {h: 1, i: [] }',
  'v: [1, "b", ]',
  '- {h: 1, i: [x,],}',
  'j: |',
  'k: |-',
  '# note',
  'text with #no comment',
  '',
  '  ',
  'l: >-',
  'y: >',
  '- >-',
  'z: [-a, --b=c, -, d]',
  '{a: b} # note',
  '[-x, y]',
  '*x : 2',
  'm: &x 1',
  'n: *x',
  'm: &x "one"',
  '- *x # note',
  'n: &x',
  'o: a: b',
  'p:\tq',
  'r: http://x:80/#y',
  '---',
  '- |',
  's: null',
  'a: 0777',
  't: [1,',
  'u: {v: 1,',
  '- [x,',
  'w, "y"]',
  '2]',
  'x: 3}',
  ']',
];

test('random documents read as the library reads them, places included', () => {
  const line = fc.tuple(fc.constantFrom(0, 2, 2, 4, 4, 6, 1), fc.constantFrom(...LINES));
  const document = fc.array(line, { minLength: 1, maxLength: 9 });
  let taken = 0;
  fc.assert(
    fc.property(document, fc.boolean(), (lines, ends) => {
      const text =
        lines.map(([indent, content]) => ' '.repeat(indent) + content).join('\n') + (ends ? '\n' : '');
      if (expectSame(text)) taken++;
    }),
    { numRuns: runs(2000) },
  );
  expect(taken / runs(2000)).toBeGreaterThan(0.005);
});

/** Well-formed nests, so that the fast way is taken nearly always. */
const nested = fc.letrec<{ node: string[]; map: string[]; list: string[]; leaf: string[] }>(tie => ({
  leaf: fc.constantFrom(
    ['1'],
    ['"q"'],
    ["'s'"],
    ['[]'],
    ['{a: 1}'],
    ['["/bin/sh",', '   -c,', '', '      "x y" ] # c'],
    ['[', '   one,', '   {a: 1,', '     b: [ c', '     ] }', '   ]'],
    ['{ a: 1', '   , b: 2 }'],
    ['x y # c'],
    ['&a one # c'],
    ["&b 'two'"],
    ['*a'],
    ['*b # c'],
    ['&a [x]'],
    ['|', '  one', '', '   two'],
    ['>-', '    one', '    two', '', '    three'],
    ['>', '    one # two', '', '', '    three'],
    ['', '      [-c, --d]'],
    ['', '      {a: -1}'],
    ['', '      one'],
    ['', '      one', '      two # c'],
    ['', "      'q' # c"],
    ['|'],
    ['&e', '      a: 1', '      b: &f', '        - c: *a'],
    ['*c # c'],
    ['*d'],
    ['*e'],
    [''],
  ),
  node: fc.oneof({ maxDepth: 4 }, tie('leaf'), tie('map'), tie('list')),
  map: fc
    .array(fc.tuple(tie('node'), fc.constantFrom('', '', '# n', '  # n', '    # n', ' ')), {
      minLength: 1,
      maxLength: 4,
    })
    .map(values =>
      values.flatMap(([value, note], i) => [...under(`k${i}:`, value), ...(note === '' ? [] : [note])]),
    ),
  list: fc
    .array(fc.tuple(tie('node'), fc.constantFrom('', '', '# n', '  # n')), { minLength: 1, maxLength: 4 })
    .map(values => values.flatMap(([value, note]) => [...item(value), ...(note === '' ? [] : [note])])),
}));

function isBlock(value: readonly string[]): boolean {
  return /^(?:k\d+:|- )/.test(value[0]!);
}

function under(key: string, value: readonly string[]): string[] {
  if (isBlock(value)) return [key, ...value.map(line => `  ${line}`)];
  return [`${key} ${value[0]}`.trimEnd(), ...value.slice(1)];
}

function item(value: readonly string[]): string[] {
  const [first, ...rest] = value;
  return [`- ${first}`, ...rest.map(line => (isBlock(value) ? `  ${line}` : line))];
}

test('well-formed nests read alike, comments at every depth included', () => {
  let taken = 0;
  fc.assert(
    fc.property(nested.map, lines => {
      const anchors = [
        'za: &a one',
        "zb: &b 'two'",
        'zc: &c',
        '  - x: *b # c',
        '    z: >-',
        '      y',
        '      z',
        '',
        'zd: &d {v: [w]}',
      ];
      if (expectSame(`${[...anchors, ...lines].join('\n')}\n`)) taken++;
      expectSame(`${lines.join('\n')}\n`);
    }),
    { numRuns: runs(1000) },
  );
  expect(taken / runs(1000)).toBeGreaterThan(0.2);
});

/** `a` stands for a map, `b` for a list of so many copies of it. */
function copies(of: string, count: number): string {
  return `a: &a\n${of}b: &b\n${'  - *a\n'.repeat(count)}`;
}

test('copies are read the fast way; copies of copies, and more than anybody writes, are left to the library', () => {
  const isFast = (text: string) => fastRead(text, 0, builder, RULES.resource, false) !== undefined;
  const many = Array.from({ length: 1000 }, (_, index) => `  k${index}: 1\n`).join('');
  expect(isFast(copies('  k: 1\n', 3))).toBe(true);
  expect(isFast(`${copies('  k: 1\n', 3)}c: *b\n`)).toBe(false);
  expect(isFast(copies(many, 90))).toBe(true);
  expect(isFast(copies(many, 101))).toBe(false);
});

test('inside of what it names, and where it is given twice, a name is left to the library', () => {
  for (const text of [
    'a: &a\n  b: *a\n',
    'a: &a 1\nb: &a\n  c: *a\n',
    'a: &a\n  b: &a 1\nc: *a\n',
    '? &a\n: *a\n',
  ])
    expect(fastRead(text, 0, builder, RULES.resource, false)).toBeUndefined();
});

test('block texts read alike, lines of nothing but blanks included', () => {
  const header = fc.constantFrom('|', '|-', '>', '>-');
  const line = fc.constantFrom(
    '',
    ' ',
    '  ',
    '    ',
    '     ',
    '       ',
    '    one',
    '    two ',
    '      three',
  );
  const behind = fc.constantFrom('', '\n', '\nb: 1\n', '\n# note\n', '\n  # note\nb: 1\n');
  let taken = 0;
  fc.assert(
    fc.property(header, fc.array(line, { minLength: 1, maxLength: 6 }), behind, (first, lines, rest) => {
      if (expectSame(`a:\n  k: ${first}\n    zero\n${lines.join('\n')}${rest}`)) taken++;
      expectSame(`k: ${first}\n${lines.join('\n')}${rest}`);
    }),
    { numRuns: runs(1000) },
  );
  expect(taken / runs(1000)).toBeGreaterThan(0.3);
});

test('texts of several lines read alike, quoted and plain', () => {
  const line = fc.constantFrom(
    ...[
      '',
      ' ',
      '  ',
      '    one',
      '    two ',
      '   x # n',
      '      - three',
      '    "four"',
      "    it''s",
      '    a\\tb',
    ],
    ...[
      '    five\\',
      '    c: d',
      '  low',
      '    [x',
      '    # note',
      '    e:f',
      '    #g',
      '    ---',
      '    \\ h',
      '    \\x41\\u00e9\\_ \\e',
      '    \\U0001F600\\ud83d',
      '   \tsix',
      '    s\tt\t ',
      '\tseven',
    ],
  );
  const around = fc.constantFrom<[string, string]>(
    ['', ''],
    ["'", "'"],
    ['"', '"'],
    ["'", "' # note"],
    ['&a ', ''],
    ['"', '"\n    # note'],
    ['', '\n  # note'],
    ['', '\n# note'],
  );
  const place = fc.constantFrom(
    '',
    'a:\n  k: ',
    'k: ',
    '- ',
    'a:\n  - ',
    'a:\n  - k: ',
    'a:\n- k: ',
    'k:\n    ',
    '-\n    ',
  );
  const behind = fc.constantFrom('', '\n', '\nb: 1\n', '\n- c\n', '\n  b: 1\n', '\n  - c\n');
  const lines = fc.array(line, { minLength: 1, maxLength: 5 });
  let taken = 0;
  fc.assert(
    fc.property(place, around, lines, behind, (before, [open, close], more, rest) => {
      const text = `${before}${open}zero\n${more.join('\n')}${close}${rest}`;
      // An empty line behind an escaped break is a line break for kustomize (below), a blank for the library.
      if (/\\\n[ \t]*\n/.test(text)) return;
      if (expectSame(text)) taken++;
    }),
    { numRuns: runs(2000) },
  );
  expect(taken / runs(2000)).toBeGreaterThan(0.05);
});

test('JSON reads alike, in one line and indented', () => {
  const { value } = fc.letrec<{ value: unknown }>(tie => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('x', 'a: b', '# c', '"', "it's", 'n\no', '', '-', 1, -2.5, true, null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b c', 'd: e', '"f"', '-'), tie('value'), { maxKeys: 3 }),
    ),
  }));
  const indent = fc.constantFrom(undefined, 1, 2, 4, '\t');
  let taken = 0;
  fc.assert(
    fc.property(value, indent, fc.constantFrom('', '\n', '\n\n'), (json, by, end) => {
      if (expectSame(`${JSON.stringify(json, null, by)}${end}`)) taken++;
    }),
    { numRuns: runs(1000) },
  );
  expect(taken / runs(1000)).toBeGreaterThan(0.5);
});

const CORPUS = join(import.meta.dirname, '../../../../shared/corpus');
const corpusTest = existsSync(CORPUS) ? test : test.skip;

corpusTest(
  'files of the corpus read alike, most of them the fast way',
  () => {
    let all = 0;
    let fast = 0;
    const paths = readdirSync(CORPUS, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && /\.ya?ml$|^Kustomization$/.test(entry.name))
      .map(entry => join(entry.parentPath, entry.name));
    // Spread over all repositories where not all are taken.
    const step = Math.max(1, Math.floor(paths.length / runs(400)));
    for (const path of paths.filter((_, index) => index % step === 0)) {
      const text = readFileSync(path, 'utf8');
      for (const piece of piecesOf(text)) {
        all++;
        const both = bothWays(piece.text, 'resource', piece.start);
        if (!both) continue;
        fast++;
        expectAlike(both[0], both[1]);
        const syntax = fastSyntax(piece.text, plainData);
        if (syntax) expectAlike(syntax, parseSyntaxSlowly(piece.text));
      }
    }
    expect(fast / all).toBeGreaterThan(0.9);
  },
  60_000,
);

/** The comparison of the test runner is slow: it is asked only where there is something to show. */
function expectAlike(a: unknown, b: unknown): void {
  if (canonical(a) !== canonical(b)) expect(a).toEqual(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, child: unknown) => {
    if (typeof child === 'bigint') return `${child}n`;
    if (child instanceof Map) return [...child];
    if (child === null || typeof child !== 'object' || Array.isArray(child)) return child;
    return Object.fromEntries(Object.entries(child).sort(([x], [y]) => (x < y ? -1 : 1)));
  });
}

function piecesOf(text: string) {
  try {
    return splitPieces(text);
  } catch {
    return [];
  }
}

test.each([
  ['"a\n    b"', 'a b'],
  ['"a\nb"', 'a b'],
  ['"a\n\n\nb"', 'a\n\nb'],
  ['"a\\\n    b"', 'ab'],
  ['"a \\\n    b"', 'a b'],
  ['"a\\\n\n    b"', 'a\nb'],
  ['"a\\n\\\n    b\\\n    c"', 'a\nbc'],
  ['"a \\\n\n\n   b\\nc\n    d"', 'a \n\nb\nc d'],
  ['"a # b\n    c: d"', 'a # b c: d'],
  ['"{{a}}/\\\n    {{b}}"', '{{a}}/{{b}}'],
  ["'a\n    b'", 'a b'],
  ['[\n  a,\n  b\n]', ['a', 'b']],
  ['["a\nb", c]', ['a b', 'c']],
  ['[a\n  , c]', ['a', 'c']],
  ['{\n  a: x\n}', { a: 'x' }],
])('lines at any column go on as kustomize v5.8.2 reads them: %j', (value, expected) => {
  const syntax = fastSyntax(`spec:\n  m:\n    k: ${value}\n    z: y\n`, plainData);
  const plainOf = (data: unknown): unknown =>
    data instanceof Map ? Object.fromEntries([...data].map(([key, each]) => [key, plainOf(each)])) : data;
  expect(plainOf(syntax?.data)).toEqual({ spec: { m: { k: expected, z: 'y' } } });
});
