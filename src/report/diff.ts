/** The changes of a plan as one patch that `git apply` and `patch -p1` accept. */

import { formatPatch, type StructuredPatch } from 'diff';
import type { FileChange, Fix, Plan } from '../plan/model/result.ts';
import { memoized } from '../text/memo.ts';
import type { Colors } from './colors.ts';
import { briefComments, fullComments } from './comments.ts';
import { patchBetween } from './hunks.ts';
import { shortIds } from './ids.ts';
import { maskedFix } from './masked-fix.ts';
import { NO_SECRETS, type Secrets, secretLines } from './secrets/secrets.ts';
import { WIDTH } from './words.ts';

export interface DiffOptions {
  /**
   * hide, for a screen or a log: a file whose hunks show a secret is left out, with one line that says so.
   * show: the true bytes, for a file that only its owner reads.
   */
  readonly secrets: 'hide' | 'show';
  /** What is secret in the rest of the repository; only what the changed files say themselves unless stated. */
  readonly known?: Secrets;
  /** A comment for each fix, with what speaks for it and against it; else a line for each transform. */
  readonly isVerbose?: boolean;
}

export function printDiff(plan: Plan, { secrets, known = NO_SECRETS, isVerbose }: DiffOptions): string {
  const fixes = plannedByFile(plan);
  const short = shortIds(plan);
  return comparedIn(plan)
    .map(({ change, patch }) => {
      if (secrets === 'hide' && showsSecret(plan, change, patch, known)) return leftOut(change);
      const planned = (fixes.get(change.path) ?? []).map(fix =>
        secrets === 'hide' ? maskedFix(fix, known.mask) : fix,
      );
      return (isVerbose ? fullComments(planned) : briefComments(planned, short)) + formatPatch(patch);
    })
    .join('');
}

function leftOut({ path }: FileChange): string {
  const line = `# left out: the change of ${path} shows a secret`;
  const remedy = '; --output FILE holds it';
  return `${line}${line.length + remedy.length > WIDTH ? '' : remedy}\n`;
}

/** Files that a diff with hidden secrets leaves out. */
export function maskedFiles(plan: Plan, known: Secrets = NO_SECRETS): string[] {
  return comparedIn(plan).flatMap(({ change, patch }) =>
    showsSecret(plan, change, patch, known) ? [change.path] : [],
  );
}

/** What a screen shows of one file of a plan. */
export interface ShownPatch {
  readonly path: string;
  readonly isNew: boolean;
  /** Lines of the hunks; undefined where they show a secret. */
  readonly lines: readonly string[] | undefined;
}

/** The changes of a plan, file by file, as they may be shown. */
export function shownPatches(plan: Plan, known: Secrets): readonly ShownPatch[] {
  return comparedIn(plan).map(({ change, patch }) => ({
    path: change.path,
    isNew: change.before === null,
    lines: showsSecret(plan, change, patch, known) ? undefined : hunkLines(patch),
  }));
}

/** Hunks as a patch has them, headings included. */
export function hunkLines({ hunks }: StructuredPatch): string[] {
  // A side without lines is named by the line before it.
  const range = (start: number, many: number) => `${many === 0 ? start - 1 : start},${many}`;
  return hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`,
    ...lines,
  ]);
}

interface Compared {
  readonly change: FileChange;
  readonly patch: StructuredPatch;
}

/** Made once for each plan: the diff is printed, and what it leaves out is counted. */
const comparedIn = memoized((plan: Plan): readonly Compared[] =>
  plan.changes.map(change => ({ change, patch: hunksOf(change) })),
);

function hunksOf({ path, before, after }: FileChange): StructuredPatch {
  const oldName = before === null ? '/dev/null' : `a/${path}`;
  const patch = patchBetween(oldName, `b/${path}`, before ?? '', after);
  return { ...patch, isGit: true, ...(before === null && { isCreate: true, newMode: '100644' }) };
}

/** The planned fixes of each file, in the order of the plan. */
function plannedByFile({ fixes }: Plan): ReadonlyMap<string, readonly Fix[]> {
  const files = new Map<string, Fix[]>();
  for (const fix of fixes.filter(({ status }) => status === 'planned')) {
    for (const file of new Set(fix.places.map(place => place.file))) {
      const known = files.get(file);
      if (known) known.push(fix);
      else files.set(file, [fix]);
    }
  }
  return files;
}

/** Files into which a fix writes a secret. */
const secretFilesOf = memoized((plan: Plan): ReadonlySet<string> => {
  const places = plan.fixes.flatMap(fix => fix.places).filter(({ secret }) => secret);
  return new Set(places.map(({ file }) => file));
});

/** A patch in which something is replaced applies no more: a file whose hunks hold a secret is not shown at all. */
function showsSecret(
  plan: Plan,
  { path, before, after }: FileChange,
  { hunks }: StructuredPatch,
  known: Secrets,
): boolean {
  if (secretFilesOf(plan).has(path) || known.files.has(path)) return true;
  const shown = hunks.flatMap(({ lines }) => lines.map(line => line.slice(1))).join('\n');
  if (known.mask(shown) !== shown) return true;
  const [old, now] = [secretLines(before ?? ''), secretLines(after)];
  return hunks.some(
    ({ oldStart, oldLines, newStart, newLines }) =>
      isAnyOf(old, oldStart, oldLines) || isAnyOf(now, newStart, newLines),
  );
}

function isAnyOf(lines: ReadonlySet<number>, start: number, count: number): boolean {
  if (lines.size === 0) return false;
  for (let line = start; line < start + count; line++) if (lines.has(line)) return true;
  return false;
}

/** A patch in the colours of git. Escape sequences of the files themselves are shown, not obeyed. */
export function colouredDiff(text: string, colors: Colors): string {
  return text
    .split('\n')
    .map(line => paintDiffLine(line.replaceAll('\u001b', '\u241b'), colors))
    .join('\n');
}

/** A line of a patch in the colours of git. */
export function paintDiffLine(line: string, colors: Colors): string {
  if (line.startsWith('# ')) return colors.dim(line);
  if (/^(?:diff --git|---|\+\+\+|new file mode) /.test(line)) return colors.bold(line);
  if (line.startsWith('@@')) return colors.cyan(line);
  if (line.startsWith('+')) return colors.green(line);
  if (line.startsWith('-')) return colors.red(line);
  return line;
}
