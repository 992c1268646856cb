import { splitDocuments } from '../../../src/yaml/edit/edit.ts';

const pieces = (text: string) => splitDocuments(text).map(({ start, end }) => text.slice(start, end));

describe('splitDocuments', () => {
  test('cuts at lines that begin with three dashes, each document with its final newline', () => {
    expect(pieces('a: 1\n---\nb: 1\n--- # c\nc: 1')).toEqual(['a: 1\n', 'b: 1\n', 'c: 1']);
  });

  test('leaves out documents of blanks and comments', () => {
    expect(pieces('# head\n---\n\n---\n---\na: 1\n---\n# tail\n')).toEqual(['a: 1\n']);
    expect(pieces('')).toEqual([]);
  });

  test('leaves a separator at the very start to the first document', () => {
    expect(pieces('---\na: 1\n---\nb: 1\n')).toEqual(['---\na: 1\n', 'b: 1\n']);
  });

  test('takes CRLF and the byte order mark', () => {
    expect(pieces('\uFEFFa: 1\r\n---\r\nb: 1\r\n')).toEqual(['a: 1\r\n', 'b: 1\r\n']);
  });

  test('cuts inside of nothing else', () => {
    expect(pieces('a: |\n  ---\n  x\n ---\n')).toHaveLength(1);
  });
});
