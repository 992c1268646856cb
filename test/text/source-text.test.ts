import { dominantEol, lineEnd, nextLine, sourceText } from '../../src/text/source-text.ts';

describe('sourceText', () => {
  test('counts lines and columns from one, in UTF-16 units', () => {
    const source = sourceText('a: 😀b\nc: d\n');
    expect(source.position(0)).toEqual({ line: 1, column: 1 });
    expect(source.position(5)).toEqual({ line: 1, column: 6 });
    expect(source.position(7)).toEqual({ line: 2, column: 1 });
    expect(source.position(99)).toEqual({ line: 3, column: 1 });
  });

  test('finds the offset of each position again', () => {
    const source = sourceText('ab\r\n\ncd');
    for (const offset of [0, 1, 2, 4, 5, 6, 7]) expect(source.offset(source.position(offset))).toBe(offset);
    expect(source.offset({ line: 1, column: 50 })).toBe(2);
    expect(source.offset({ line: 9, column: 1 })).toBe(7);
  });

  test('knows the byte order mark, the final newline and the usual line end', () => {
    expect(sourceText('\uFEFFa\r\nb\r\nc\n')).toMatchObject({ bom: true, finalNewline: true, eol: '\r\n' });
    expect(sourceText('')).toMatchObject({ bom: false, finalNewline: false, eol: '\n', lineCount: 1 });
    expect(dominantEol('a\r\nb\n')).toBe('\n');
  });
});

describe('lineEnd', () => {
  test('stands in front of the carriage return', () => {
    expect(lineEnd('ab\r\nc', 0)).toBe(2);
    expect(lineEnd('ab\r\nc', 4)).toBe(5);
    expect(nextLine('ab\r\nc', 0)).toBe(4);
  });
});
