/** Plans as text: the whole change as a unified diff, and one line per fix. */
import { applyPatch, parsePatch, reversePatch, structuredPatch } from 'diff';
import type { FileChange, Fix, Plan } from '../../src/plan/model/result.ts';
import type { Repo } from './repo.ts';

/** The whole change, file by file, as reviewers read it. */
export function diffOf({ changes }: Pick<Plan, 'changes'>): string {
  return changes.map(printChange).join('');
}

function printChange({ path, before, after }: FileChange): string {
  const { hunks } = structuredPatch(path, path, before ?? '', after, '', '', { context: 3 });
  const head = [`--- ${before === null ? '/dev/null' : `a/${path}`}`, `+++ b/${path}`];
  const body = hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${oldLines === 0 ? oldStart - 1 : oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...lines,
  ]);
  return `${[...head, ...body].join('\n')}\n`;
}

/** What the tree would be if the printed diff were taken back. */
export function takenBack(repo: Repo, diff: string): Repo {
  const result: Record<string, string> = { ...repo };
  for (const patch of diff === '' ? [] : parsePatch(diff)) {
    const path = (patch.newFileName ?? '').replace(/^b\//, '');
    if (patch.oldFileName === '/dev/null') {
      delete result[path];
      continue;
    }
    const text = applyPatch(result[path] ?? '', reversePatch(patch));
    if (text === false) throw new Error(`the diff of ${path} cannot be taken back`);
    result[path] = text;
  }
  return result;
}

/** Removed and added lines over all files. */
export function changedLines({ changes }: Pick<Plan, 'changes'>): { removed: string[]; added: string[] } {
  const lines = changes.flatMap(({ path, before, after }) =>
    structuredPatch(path, path, unmarked(before ?? ''), unmarked(after), '', '', {
      context: 0,
    }).hunks.flatMap(hunk => hunk.lines),
  );
  const starting = (sign: string) => lines.filter(line => line.startsWith(sign)).map(line => line.slice(1));
  return { removed: starting('-'), added: starting('+') };
}

/** A byte order mark is the file's, and in no line of it: that it stays is seen apart (`expectCleanTexts`). */
function unmarked(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

/** Every fix on a line, the reason why it is not planned below it. */
export function fixesOf({ fixes }: Pick<Plan, 'fixes'>): string {
  return fixes.map(printFix).join('');
}

function printFix({ status, transform, subject, roots, message, reason, safety }: Fix): string {
  const name = `${subject.kind}/${subject.name} ${subject.field}`;
  const unsafe = status === 'planned' && safety === 'unsafe' ? ' (unsafe)' : '';
  const head = `${status}${unsafe} ${transform} ${name} [${roots.map(root => root || '.').join(', ')}]`;
  return `${[head, message, ...(reason === undefined ? [] : [`reason: ${reason}`])].join('\n    ')}\n`;
}
