/** What `kustomize build` prints, letter for letter: the expected texts are those of kustomize v5.8.2. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { compareKeys } from '../../../src/yaml/print/key-order.ts';
import { printAsKustomize } from '../../../src/yaml/print/print.ts';
import type { Json } from '../../../src/yaml/read/data.ts';
import { realKustomize } from '../../harness/kustomize.ts';
import { runs } from '../../harness/runs.ts';

const WORDS = 'word '.repeat(19).trim();

test.each<[Json, string]>([
  ['plain', 'k: plain'],
  ['', 'k: ""'],
  ['yes', 'k: "yes"'],
  ['1.10', 'k: "1.10"'],
  ['2026-11-28', 'k: "2026-11-28"'],
  ['12:30:45', 'k: "12:30:45"'],
  ['*', "k: '*'"],
  ['it: is', "k: 'it: is'"],
  ["'quoted'", "k: '''quoted'''"],
  [' blank', "k: ' blank'"],
  ['a\tb', 'k: "a\\tb"'],
  ['a\nb\n', 'k: |\n  a\n  b'],
  ['a\nb', 'k: |-\n  a\n  b'],
  ['a\n\n', 'k: |+\n  a\n'],
  ['\na', 'k: |2-\n\n  a'],
  ['a \nb', 'k: "a \\nb"'],
  [WORDS, `k: ${'word '.repeat(16).trim()}\n  word word word`],
  [[], 'k: []'],
  [{}, 'k: {}'],
  [[1, [2, []], { b: 1, a: null }], 'k:\n- 1\n- - 2\n  - []\n- a: null\n  b: 1'],
  [{ a10: 1, a9: 1, B: 1, _: 1, '1': 1, y: 1 }, 'k:\n  _: 1\n  "1": 1\n  B: 1\n  a9: 1\n  a10: 1\n  "y": 1'],
])('%j', (value, text) => {
  expect(printAsKustomize({ k: value })).toBe(`${text}\n`);
});

/** Texts in which something is special to YAML, and long ones. */
const part = fc.constantFrom(
  ...[
    'a',
    'B',
    '0',
    '9',
    '-',
    '--- ',
    '_',
    '.',
    ':',
    ': ',
    ' #',
    '#',
    ' ',
    '  ',
    '\n',
    '\n\n',
    '\t',
    "'",
    '"',
  ],
  ...[
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    '&',
    '*',
    '!',
    '|',
    '>',
    '%',
    '@',
    '`',
    '?',
    '=',
    '~',
    'é',
    '\u00a0',
    '€',
    '🙂',
  ],
  ...['yes', 'null', '0x1f', '1e3', '.5', '+1', '1_000', '12:30', '2020-01-02', '<<', 'word word word word'],
);
const text = fc.oneof(
  fc.array(part, { maxLength: 8 }).map(parts => parts.join('')),
  fc.array(part, { minLength: 20, maxLength: 60 }).map(parts => parts.join('')),
);
/** `1e3` comes before `7`, `7` before `12` and `12` before `1e3`: what is printed then is up to how Go sorts. */
function isOrdered(keys: readonly string[]): boolean {
  const sorted = [...keys].sort(compareKeys);
  return sorted.every((a, i) => sorted.slice(i + 1).every(b => compareKeys(a, b) < 0));
}

const name = fc.stringMatching(/^[a-zA-Z0-9_.-]{1,12}$/);
const { tree } = fc.letrec<{ tree: Json }>(tie => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.constantFrom<Json>(null, true, 0, -7, 1234567, 0.5),
    fc.array(tie('tree'), { maxLength: 4 }),
    // kustomize reads JSON as YAML, where a merge key is no key.
    fc
      .dictionary(
        fc.oneof(name, text).filter(key => key !== '<<'),
        tie('tree'),
        { maxKeys: 4 },
      )
      .filter(map => isOrdered(Object.keys(map))),
  ),
}));

const isThere = realKustomize !== undefined;
(isThere ? test : test.skip)('random data is printed as the real kustomize prints it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kustomend-print-'));
  try {
    const count = runs(300);
    const objects = fc.sample(tree, count).map((spec, index) => ({
      apiVersion: 'example.com/v1',
      kind: 'Thing',
      metadata: { name: `thing-${String(index).padStart(6, '0')}` },
      spec: { value: spec },
    }));
    writeFileSync(join(folder, 'things.yaml'), objects.map(each => JSON.stringify(each)).join('\n---\n'));
    writeFileSync(join(folder, 'kustomization.yaml'), 'resources:\n- things.yaml\n');
    const built = execFileSync(realKustomize!.path, ['build', folder], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    const printed = objects.map(each => printAsKustomize(each));
    const expected = built.split(/(?<=\n)---\n(?=apiVersion: example\.com)/);
    expect(expected.length).toBe(printed.length);
    for (const [index, each] of expected.entries()) expect(printed[index]).toBe(each);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
