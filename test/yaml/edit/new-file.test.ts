import fc from 'fast-check';
import { parse } from 'yaml';
import type { Json } from '../../../src/yaml/edit/edit.ts';
import { formsIn, mostUsual } from '../../../src/yaml/edit/forms.ts';
import { newYamlFile } from '../../../src/yaml/edit/new-file.ts';
import { runs } from '../../harness/runs.ts';

const text = fc.oneof(
  fc.constantFrom(
    'yes',
    '0777',
    '12:30',
    '',
    ' ',
    '- a',
    'x: y',
    '"',
    "it's",
    'a\\b',
    'two\nlines',
    ' x\ny\n\n',
    '\t',
    '\u0085',
  ),
  fc.string({ maxLength: 8 }),
  fc.string({ maxLength: 8, unit: 'binary' }),
);
const scalar = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.constantFrom(1.5, 1e21));
const { value } = fc.letrec<{ value: Json }>(tie => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

describe('a new file', () => {
  test.each(['1.1', '1.2'] as const)('reads as what it was made from, in YAML %s', version => {
    fc.assert(
      fc.property(value, fc.boolean(), fc.boolean(), (data, documentMarker, indentSequences) => {
        const written = newYamlFile(data, { documentMarker, indentSequences });
        expect(parse(written, { version, uniqueKeys: true, merge: false })).toEqual(data);
        expect(written.endsWith('\n')).toBe(true);
      }),
      { numRuns: runs(300) },
    );
  });

  test('is written as people write it', () => {
    const data = { a: ['x', { b: 1, c: 'yes' }], d: {}, e: [], f: 'two\nlines\n', g: '{"h": 1}' };
    expect(newYamlFile(data, { documentMarker: true, indentSequences: true })).toBe(
      `---\na:\n  - x\n  - b: 1\n    c: "yes"\nd: {}\ne: []\nf: |\n  two\n  lines\ng: '{"h": 1}'\n`,
    );
    expect(newYamlFile({ a: ['x'] }, { documentMarker: false, indentSequences: false })).toBe('a:\n- x\n');
  });
});

test('short lists have the form of those beside the file, maps have lines', () => {
  const forms = mostUsual(formsIn('drop: ["ALL"]\nmax: {cpu: 1}\n'));
  const text = newYamlFile(
    { drop: ['ALL'], max: { cpu: 2 } },
    { documentMarker: false, indentSequences: true, forms },
  );
  expect(text).toBe('drop: ["ALL"]\nmax:\n  cpu: 2\n');
});
