import { editYaml, type Json, type YamlPath } from '../../../src/yaml/edit/edit.ts';

const lines = (...text: string[]) => `${text.join('\n')}\n`;

function withValue(text: string, path: YamlPath, value: Json): string {
  const result = editYaml(text, [{ op: 'set', doc: 0, path, value }]);
  if (!result.ok) throw new Error(result.reason);
  return result.text;
}

const A = `{a: ${'x'.repeat(30)}, b: "${'y'.repeat(30)}"}`;
const LONG = 'z'.repeat(40);

describe('a flow collection that would make the first line of more than 100 columns', () => {
  test('becomes a block; what stood in it keeps its text, and its comment the line of the key', () => {
    expect(withValue(lines('m:', `  k: ${A} # why`, '  n: 1'), ['m', 'k', 'c'], LONG)).toBe(
      lines(
        'm:',
        '  k: # why',
        `    a: ${'x'.repeat(30)}`,
        `    b: "${'y'.repeat(30)}"`,
        `    c: ${LONG}`,
        '  n: 1',
      ),
    );
  });

  test('keeps the comment of a single entry behind that', () => {
    expect(withValue(lines(`k: {a: ${'x'.repeat(40)}}    # why a`), ['k', 'b'], LONG + LONG)).toBe(
      lines('k:', `  a: ${'x'.repeat(40)}    # why a`, `  b: ${LONG}${LONG}`),
    );
  });

  test('becomes a block with what is inside of it on one line, when that fits', () => {
    expect(withValue(lines(`k: {i: ${A}, j: [1]}`), ['k', 'i', 'c'], 'short and sweet')).toBe(
      lines('k:', `  i: {a: ${'x'.repeat(30)}, b: "${'y'.repeat(30)}", c: short and sweet}`, '  j: [1]'),
    );
  });

  test('becomes blocks inside of blocks, when that does not fit', () => {
    expect(withValue(lines(`k: {i: ${A}}`), ['k', 'i', 'c'], LONG)).toBe(
      lines('k:', '  i:', `    a: ${'x'.repeat(30)}`, `    b: "${'y'.repeat(30)}"`, `    c: ${LONG}`),
    );
  });

  test('becomes a list of lines', () => {
    const result = editYaml(`k: [${'x'.repeat(40)}, "${'y'.repeat(40)}"]\r\nl:\r\n- 1\r\n`, [
      { op: 'insert', doc: 0, path: ['k'], index: 2, values: [LONG] },
    ]);
    expect(result).toMatchObject({
      text: `k:\r\n- ${'x'.repeat(40)}\r\n- "${'y'.repeat(40)}"\r\n- ${LONG}\r\nl:\r\n- 1\r\n`,
    });
  });

  test.each([
    ['in a file that has such lines', lines(`l: ${'-'.repeat(100)}`, `k: ${A}`), ['k', 'c']],
    ['below an anchor of its own', lines(`k: &k ${A}`), ['k', 'c']],
    ['with keys that a block cannot write so', lines(`k: {a, b: ${'y'.repeat(60)}}`), ['k', 'c']],
    ['behind a dash', lines(`- ${A}`), [0, 'c']],
    ['of JSON', lines(`{"k": {"a": "${'x'.repeat(60)}"}}`), ['k', 'c']],
  ])('stays %s', (_, text, path) => {
    expect(withValue(text, path, LONG).split('\n')).toHaveLength(text.split('\n').length);
  });

  test('becomes one whatever comments there are', () => {
    const comment = `# ${'-'.repeat(100)}`;
    const text = lines(comment, `k: ${A} ${comment}`);
    expect(withValue(text, ['k', 'c'], 1)).toBe(text.replace('}', ', c: 1}'));
    expect(withValue(text, ['k', 'c'], LONG)).toContain(`k: ${comment}\n  a: x`);
  });

  test('leaves its comment behind the only part that was there, whatever edits came between', () => {
    const text = lines('k: {a: x} # why');
    const edits = [
      { op: 'set', doc: 0, path: ['k', 'b'], value: 1 },
      { op: 'set', doc: 0, path: ['k', 'c'], value: 'z'.repeat(100) },
    ] as const;
    const result = editYaml(text, edits);
    const expected = lines('k:', '  a: x # why', '  b: 1', `  c: ${'z'.repeat(100)}`);
    expect(result).toMatchObject({ ok: true, text: expected });
  });

  test('stays while the line is short enough', () => {
    expect(withValue(lines(`k: ${A}`), ['k', 'c'], 1)).toBe(lines(`k: ${A.replace('}', ', c: 1}')}`));
  });
});

describe('a new item beside items in flow style', () => {
  const text = lines('l:', '  - { name: a, path: /a }', '  - {name: b, path: /b}', 'm: {}');

  test('is written in flow style', () => {
    const item = { name: 'c', more: { from: [1, 'two words'] } };
    expect(withValue(text, ['l', 2], item)).toBe(
      text.replace('m: {}', '  - { name: c, more: { from: [1, two words] } }\nm: {}'),
    );
  });

  test('is a block where it would be too long, or where another one is', () => {
    expect(withValue(text, ['l', 2], { name: LONG, path: LONG })).toBe(
      text.replace('m: {}', `  - name: ${LONG}\n    path: ${LONG}\nm: {}`),
    );
    const mixed = text.replace('{name: b, path: /b}', 'name: b\n    path: /b');
    expect(withValue(mixed, ['l', 2], { name: 'c' })).toBe(mixed.replace('m: {}', '  - name: c\nm: {}'));
  });
});
