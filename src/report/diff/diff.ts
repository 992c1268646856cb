/** The changes of a plan as one patch that `git apply` and `patch -p1` accept. */

import { formatPatch, type StructuredPatch, type StructuredPatchHunk } from 'diff';
import { filesOf } from '../../plan/model/place-files.ts';
import type { FileChange, Fix, Plan } from '../../plan/model/result.ts';
import { memoized } from '../../text/memo.ts';
import { NO_SECRETS, type Secrets, secretLines } from '../secrets/secrets.ts';
import { alsoChanged } from '../words/also-changed.ts';
import type { Colors } from '../words/colors.ts';
import { shortIds } from '../words/ids.ts';
import { shown } from '../words/list.ts';
import { maskedFix } from '../words/masked-fix.ts';
import { printable } from '../words/printable.ts';
import { count, WIDTH } from '../words/words.ts';
import { alsoComment, briefComments, deletionComment, fullComments } from './comments.ts';
import { patchBetween } from './hunks.ts';
import { type ShownHunks, shownHunks } from './shown-hunks.ts';

export interface DiffOptions {
  /**
   * hide, for a screen or a log: what shows a secret is left out, with one line that says so.
   * show: the true bytes, for a file that only its owner reads.
   */
  readonly secrets: 'hide' | 'show';
  /** What is secret in the rest of the repository; only what the changed files say themselves unless stated. */
  readonly known?: Secrets;
  /** How to get what is left out; `--output` unless stated. */
  readonly remedy?: string;
  /** A comment for each fix, with what speaks for it and against it; else a line for each transform. */
  readonly isVerbose?: boolean;
}

/** Changes of files, the fixes that they are made of, and what is rendered then where anybody has rendered it. */
export type Changed = Pick<Plan, 'changes' | 'fixes'> & Partial<Pick<Plan, 'roots' | 'expected'>>;

export function printDiff(
  plan: Changed,
  { secrets, known = NO_SECRETS, isVerbose, remedy = '--output FILE holds it' }: DiffOptions,
): string {
  const fixes = plannedByFile(plan);
  const short = shortIds(plan);
  const commentsOn = (planned: readonly Fix[]) =>
    (isVerbose ? fullComments(planned) : briefComments(planned, short)) +
    reachComment(plan, planned) +
    deletionComment(planned);
  return comparedIn(plan)
    .map(compared => {
      const { path } = compared.change;
      const planned = fixes.get(path) ?? [];
      // An entry that lists a new file says nothing of its own.
      const told = planned.filter(({ places }) => places.some(({ file }) => file === path));
      if (secrets === 'show') return commentsOn(told) + formatPatch(compared.patch);
      const { hunks, hidden } = shownOf(plan, compared, known);
      const ids = planned.map(({ id }) => short(id));
      if (hunks.length === 0) return leftOut(`the change of ${path} shows a secret`, ids, remedy);
      const said = hidden === 0 ? '' : leftOut(`${partsOf(hidden, path)} a secret`, [], remedy);
      const comments = commentsOn(told.map(fix => maskedFix(fix, known.mask)));
      return comments + said + formatPatch({ ...compared.patch, hunks: [...hunks] });
    })
    .join('');
}

function reachComment({ roots, expected }: Changed, fixes: readonly Fix[]): string {
  if (roots === undefined || expected === undefined) return '';
  return alsoComment(alsoChanged({ roots, expected }, fixes));
}

function partsOf(hidden: number, path: string): string {
  return `${count(hidden, 'part')} of the change of ${path} ${hidden === 1 ? 'shows' : 'show'}`;
}

function leftOut(what: string, ids: readonly string[], remedy: string): string {
  const line = `# left out: ${what}`;
  const of = ids.length === 0 ? '' : ` [${shown(ids, { separator: ' ' })}]`;
  const all = `${line}${of}`;
  return `${all}${all.length + remedy.length + 2 > WIDTH ? '' : `; ${remedy}`}\n`;
}

/** What a diff with hidden secrets does not show of a file. */
export interface HiddenChange {
  readonly path: string;
  /** Whether nothing of the file is shown. */
  readonly isWhole: boolean;
  /** Short ids of the fixes of which it is, or may be, a part. */
  readonly fixes: readonly string[];
}

/** By file. */
export function hiddenChanges(plan: Changed, known: Secrets = NO_SECRETS): HiddenChange[] {
  const fixes = plannedByFile(plan);
  const short = shortIds(plan);
  return comparedIn(plan).flatMap(compared => {
    const { hunks, hidden } = shownOf(plan, compared, known);
    if (hidden === 0) return [];
    const { path } = compared.change;
    const ids = (fixes.get(path) ?? []).map(({ id }) => short(id));
    return [{ path, isWhole: hunks.length === 0, fixes: ids }];
  });
}

/** What a screen shows of one file of a plan. */
export interface ShownPatch {
  readonly path: string;
  readonly isNew: boolean;
  /** Lines of the hunks, without those that hold a secret; undefined where nothing is left. */
  readonly lines: readonly string[] | undefined;
}

/** The changes of a plan, file by file, as they may be shown. */
export function shownPatches(plan: Plan, known: Secrets): readonly ShownPatch[] {
  return comparedIn(plan).map(compared => {
    const { path, before } = compared.change;
    const { hunks } = shownOf(plan, compared, known);
    const lines = hunks.length === 0 ? undefined : hunkLines({ ...compared.patch, hunks: [...hunks] });
    return { path, isNew: before === null, lines };
  });
}

/** The change of a file as programs read it. */
export interface ShownChange {
  readonly path: string;
  readonly isNew: boolean;
  /** Ids of the fixes that it is made of. */
  readonly fixes: readonly string[];
  readonly hunks: readonly Pick<
    StructuredPatchHunk,
    'oldStart' | 'oldLines' | 'newStart' | 'newLines' | 'lines'
  >[];
  /** How many changes are in none of the hunks. */
  readonly hidden: number;
}

/** The changes of a plan, file by file, without what shows a secret. */
export function shownChanges(plan: Changed, known: Secrets): readonly ShownChange[] {
  const fixes = plannedByFile(plan);
  return comparedIn(plan).map(compared => {
    const { path, before } = compared.change;
    const { hunks, hidden } = shownOf(plan, compared, known);
    return {
      path,
      isNew: before === null,
      fixes: (fixes.get(path) ?? []).map(({ id }) => id),
      hunks: hunks.map(({ oldStart, oldLines, newStart, newLines, lines }) => ({
        oldStart,
        oldLines,
        newStart,
        newLines,
        lines,
      })),
      hidden,
    };
  });
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
const comparedIn = memoized((plan: Changed): readonly Compared[] =>
  plan.changes.map(change => ({ change, patch: hunksOf(change) })),
);

function hunksOf({ path, before, after }: FileChange): StructuredPatch {
  const oldName = before === null ? '/dev/null' : `a/${path}`;
  const patch = patchBetween(oldName, `b/${path}`, before ?? '', after);
  return { ...patch, isGit: true, ...(before === null && { isCreate: true, newMode: '100644' }) };
}

/** The planned fixes of each file, in the order of the plan. */
function plannedByFile({ fixes }: Changed): ReadonlyMap<string, readonly Fix[]> {
  const files = new Map<string, Fix[]>();
  for (const fix of fixes.filter(({ status }) => status === 'planned')) {
    for (const file of filesOf(fix)) {
      const known = files.get(file);
      if (known) known.push(fix);
      else files.set(file, [fix]);
    }
  }
  return files;
}

/** Files into which a fix writes a secret. */
const secretFilesOf = memoized((plan: Changed): ReadonlySet<string> => {
  const places = plan.fixes.flatMap(fix => fix.places).filter(({ secret }) => secret);
  return new Set(places.map(({ file }) => file));
});

/** A patch in which something is replaced applies no more: the lines that hold a secret are not shown at all. */
function shownOf(plan: Changed, { change, patch }: Compared, known: Secrets): ShownHunks {
  const { path, before, after } = change;
  if (secretFilesOf(plan).has(path) || known.files.has(path))
    return { hunks: [], hidden: patch.hunks.length };
  const [old, now] = [secretLines(before ?? ''), secretLines(after)];
  return shownHunks(
    patch.hunks,
    line =>
      (line.old !== undefined && old.has(line.old)) ||
      (line.now !== undefined && now.has(line.now)) ||
      known.mask(line.text) !== line.text,
  );
}

/** A patch in the colours of git. Escape sequences of the files themselves are shown, not obeyed. */
export function colouredDiff(text: string, colors: Colors): string {
  return text
    .split('\n')
    .map(line => paintDiffLine(printable(line, false), colors))
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
