/** Fixes in batches that somebody can review at once. */
import { filesOf } from '../plan/model/place-files.ts';
import type { Fix } from '../plan/model/result.ts';

/** As few batches as come of taking fixes in the order of their files; one fix is never in two, however many files it has. */
export function batchesOf(fixes: readonly Fix[], mostFiles: number): readonly (readonly Fix[])[] {
  const batches: Fix[][] = [];
  let files = new Set<string>();
  for (const fix of [...fixes].sort(byFile)) {
    const together = new Set([...files, ...filesOf(fix)]);
    const open = batches.at(-1);
    if (open === undefined || together.size > Math.max(mostFiles, files.size)) {
      batches.push([fix]);
      files = new Set(filesOf(fix));
    } else {
      open.push(fix);
      files = together;
    }
  }
  return batches;
}

function byFile(a: Fix, b: Fix): number {
  const [left, right] = [firstFile(a), firstFile(b)];
  if (left !== right) return left < right ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

function firstFile(fix: Fix): string {
  return filesOf(fix)[0] ?? '';
}
