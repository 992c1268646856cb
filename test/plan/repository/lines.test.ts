import { memoryFiles } from '../../../src/kustomize/files/files.ts';
import { linesIn } from '../../../src/plan/repository/platform/lines.ts';

const linesOf = (files: Readonly<Record<string, string>>) => linesIn(memoryFiles(files), Object.keys(files));

test('a line has its number, and a pattern sees that line alone', () => {
  const lines = linesOf({ 'a.yaml': 'kind: x\n  # data of it\n', 'b.sh': '# data\ngoes\n' });
  expect(lines(/data/)).toEqual([
    { at: 'a.yaml:2', text: '# data of it' },
    { at: 'b.sh:1', text: '# data' },
  ]);
  expect(lines(/^goes$/)).toEqual([{ at: 'b.sh:2', text: 'goes' }]);
  expect(lines(/data[^.]*goes/)).toEqual([]);
});

test('a pattern with `g` sees every line from its beginning', () =>
  expect(linesOf({ 'a.sh': 'data\ndata\n' })(/data/g)).toHaveLength(2));

/** All that a pattern is held against. */
function heldAgainst(files: Readonly<Record<string, string>>): string[] {
  const seen: string[] = [];
  const { test } = RegExp.prototype;
  RegExp.prototype.test = text => seen.push(text) > 0;
  try {
    linesOf(files)(/data/);
  } finally {
    RegExp.prototype.test = test;
  }
  return seen;
}

test('no pattern is ever held against a long line or a whole file', () => {
  const hostile = '# data '.repeat(30_000);
  const short = `# data\n${'- a\n'.repeat(2_000)}`;
  const seen = heldAgainst({ 'board.json': `${hostile}\n# data here\n`, 'list.yaml': short });
  expect(seen).toHaveLength(2_002);
  expect(Math.max(...seen.map(text => text.length))).toBeLessThanOrEqual(1_000);
  expect(seen).toContain('# data here');
});
