import { shown } from '../../src/report/words/list.ts';
import { enumerated, hanging } from '../../src/report/words/words.ts';

test('a list shows five, and says how many more there are', () => {
  expect(shown(['a', 'b'])).toBe('a, b');
  expect(shown(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe('a, b, c, d, e and 2 more');
  expect(shown([])).toBe('');
});

test('a list keeps to its width', () => {
  expect(shown(['first', 'second', 'third'], { width: 19 })).toBe('first and 2 more');
  expect(shown(['a very long first item', 'b'], { width: 20 })).toBe('a very... and 1 more');
});

test('a sentence names five, too', () => {
  expect(enumerated(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c, d and e');
  expect(enumerated(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe('a, b, c, d, e and 2 more');
});

test('what goes on in the next line is set in', () => {
  expect(hanging('one two three', '  ', 10)).toEqual(['one two', '  three']);
});
