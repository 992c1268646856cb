import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatPatch } from 'diff';
import fc from 'fast-check';
import { patchBetween } from '../../src/report/diff/hunks.ts';
import { shownHunks } from '../../src/report/diff/shown-hunks.ts';

const folder = mkdtempSync(join(tmpdir(), 'kustomend-hunks-'));
afterAll(() => rmSync(folder, { recursive: true }));

function applied(before: string, patch: string): string {
  writeFileSync(join(folder, 'a'), before);
  writeFileSync(join(folder, 'a.patch'), patch);
  execFileSync('git', ['apply', 'a.patch'], { cwd: folder, stdio: 'pipe' });
  return readFileSync(join(folder, 'a'), 'utf8');
}

/** A text of some lines, and the same with lines changed, added or taken away. Capitals are secret. */
const texts = fc
  .array(
    fc.record({
      line: fc.constantFrom('a', 'b', 'c', 'd', 'S'),
      now: fc.constantFrom('same', 'same', 'same', 'same', 'gone', 'other', 'more', 'T'),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map(lines => {
    const numbered = lines.map(({ line, now }, index) => ({ line: `${line}${index}`, now }));
    const after = numbered.flatMap(({ line, now }) => {
      if (now === 'same') return [line];
      if (now === 'gone') return [];
      return now === 'other' ? [`x ${line}`] : [line, `${now} new`];
    });
    return { before: numbered.map(({ line }) => line), after };
  });

test('what is left of a patch shows no hidden line, and applies', () => {
  fc.assert(
    fc.property(texts, ({ before, after }) => {
      const [old, now] = [before, after].map(lines => lines.map(line => `${line}\n`).join(''));
      const patch = patchBetween('a/a', 'b/a', old!, now!);
      const { hunks, hidden } = shownHunks(patch.hunks, ({ text }) => /[ST]/.test(text));
      const shown = hunks.flatMap(({ lines }) => lines);
      expect(shown.filter(line => /[ST]/.test(line))).toEqual([]);
      if (hunks.length === 0) return;
      const result = applied(old!, formatPatch({ ...patch, hunks: [...hunks] }));
      if (hidden === 0) expect(result).toBe(now);
    }),
    { numRuns: 60 },
  );
});

test('no hunk is touched where nothing is hidden', () => {
  const { hunks } = patchBetween('a', 'b', 'a\nb\n', 'a\nc\n');
  expect(shownHunks(hunks, () => false)).toEqual({ hunks, hidden: 0 });
});

test('a change without a line behind it that may be shown is hidden too', () => {
  const { hunks } = patchBetween('a', 'b', 'a\nb\nS\nc\n', 'a\nx\nS\nc\n');
  expect(shownHunks(hunks, ({ text }) => text === 'S')).toEqual({ hunks: [], hidden: 1 });
});
