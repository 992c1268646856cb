import { sourceSpan } from '../../../src/yaml/edit/edit.ts';

describe('sourceSpan', () => {
  const text =
    '# head\na: 1\n---\nspec:\n  - name: &n web # c\n    x: *n\n    l: [1, two]\n    t: |\n      x\n\n';
  const spanned = (path: (string | number)[]) => {
    const span = sourceSpan(text, 1, path);
    return span && { text: text.slice(span.start, span.end), line: span.line, column: span.column };
  };

  test('finds values behind anchor, in flow and in blocks, and says where their keys stand', () => {
    expect(spanned(['spec', 0, 'name'])).toEqual({ text: 'web', line: 5, column: 5 });
    expect(spanned(['spec', 0, 'l', 1])).toEqual({ text: 'two', line: 7, column: 12 });
    expect(spanned(['spec', 0, 't'])).toEqual({ text: '|\n      x', line: 8, column: 5 });
    expect(spanned(['spec', 0, 'x'])).toEqual({ text: '*n', line: 6, column: 5 });
    expect(sourceSpan(text, 0, ['a'])).toEqual({ start: 10, end: 11, keyStart: 7, line: 2, column: 1 });
  });

  test('is null for what is not there and for what cannot be read', () => {
    expect(spanned(['spec', 1])).toBeNull();
    expect(sourceSpan(text, 2, [])).toBeNull();
    expect(sourceSpan('a: [', 0, ['a'])).toBeNull();
  });
});
