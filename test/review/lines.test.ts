/** Lines of a screen, and keys as a terminal sends them. */
import { createColors, PLAIN } from '../../src/report/words/colors.ts';
import { keysIn } from '../../src/review/terminal/keystrokes.ts';
import { cutPainted, diffLines, visible, windowOf } from '../../src/review/terminal/lines.ts';

const COLOURED = createColors(true);

test('a line of a file holds nothing that a terminal obeys', () => {
  expect(visible('\ta\u001b[2J\u009bb\u202ec')).toBe('    a\u241b[2J\u00b7b\u00b7c');
});

test('a painted line is cut by what is seen, and of sequences its colours are left', () => {
  expect(cutPainted('\u001b[32mgreen\u001b[0m and more', 7)).toBe('\u001b[32mgreen\u001b[0m a\u001b[0m');
  expect(cutPainted('\u001b]8;;http://x\u0007link\u001b]8;;\u0007\u001b[2J\u001b[K', 80)).toBe('link');
});

describe('hunks', () => {
  const lines = ['@@ -1,1 +1,2 @@', ' a: 1', '+b: 2'];

  test('are painted as git paints them, once they are cut', () => {
    expect(diffLines(lines, PLAIN, 80, undefined)).toEqual(lines);
    expect(diffLines(lines, COLOURED, 8, undefined)[0]).toBe('\u001b[36m@@ -1...\u001b[39m');
  });

  test('go through the filter that there is, in colour alone', () => {
    const upper = (given: readonly string[]) => given.map(line => line.replace('b', 'B'));
    expect(diffLines(lines, COLOURED, 80, upper).at(-1)).toContain('+B: 2');
    expect(diffLines(lines, PLAIN, 80, upper)).toEqual(lines);
  });

  test('are shown without it where it fails', () => {
    expect(diffLines(lines, COLOURED, 80, () => undefined)).toHaveLength(3);
  });
});

describe('what is longer than the screen', () => {
  const lines = ['1', '2', '3', '4', '5'];

  test('says how much is left, and ends at its end', () => {
    expect(windowOf(lines, 0, 3)).toEqual(['1', '2', '... 3 more lines (blank or down)']);
    expect(windowOf(lines, 2, 3)).toEqual(['3', '4', '... 1 more line (blank or down)']);
    expect(windowOf(lines, 90, 3)).toEqual(['4', '5', '(end)']);
    expect(windowOf(lines, 90, 5)).toEqual(lines);
  });
});

test.each([
  ['yn', ['y', 'n']],
  ['\u001b[A\u001b[B\u001bOA', ['up', 'down', 'up']],
  ['\u001b[5~\u001b[6~ ', ['page-up', 'page-down', ' ']],
  ['\u001b[H\u001b[4~\u001bOF', ['home', 'end', 'end']],
  ['\u001b', ['escape']],
  ['\u0003\u0004', ['interrupt', 'interrupt']],
  ['\r\u007f', ['enter', 'backspace']],
  // Keys without a meaning.
  ['\u001b[1;5C\u0001\u001bOP', []],
  ['\u00e4\u{1f600}', ['\u00e4', '\u{1f600}']],
])('%j is %j', (sent, keys) => {
  expect(keysIn(sent)).toEqual(keys);
});
