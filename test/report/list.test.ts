import { shown } from '../../src/report/words/list.ts';

test('a list shows five, and says how many more there are', () => {
  expect(shown(['a', 'b'])).toBe('a, b');
  expect(shown(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe('a, b, c, d, e and 2 more');
  expect(shown([])).toBe('');
});

test('a list keeps to its width', () => {
  expect(shown(['first', 'second', 'third'], { width: 19 })).toBe('first and 2 more');
  expect(shown(['a very long first item', 'b'], { width: 20 })).toBe('a very... and 1 more');
});
