/** The changes of a plan as one patch that `git apply` and `patch -p1` accept. */
import { formatPatch, type StructuredPatch, structuredPatch } from 'diff';
import type { FileChange, Fix, Plan } from '../plan/model.ts';
import type { Colors } from './colors.ts';
import { secretLines } from './secrets.ts';
import { oneLine } from './words.ts';

export interface DiffOptions {
  /**
   * hide, for a screen or a log: a file whose hunks show a secret is left out, with one line that says so.
   * show: the true bytes, for a file that only its owner reads.
   */
  readonly secrets: 'hide' | 'show';
}

export function printDiff(plan: Plan, { secrets }: DiffOptions): string {
  return plan.changes
    .map(change => {
      const patch = hunksOf(change);
      if (secrets === 'hide' && showsSecret(plan, change, patch)) return leftOut(change);
      return commentsOf(plan, change.path) + formatPatch(patch);
    })
    .join('');
}

function leftOut({ path }: FileChange): string {
  return `# left out: the change of ${path} shows a secret; --output FILE holds it\n`;
}

/** Files that a diff with hidden secrets leaves out. */
export function maskedFiles(plan: Plan): string[] {
  return plan.changes.filter(change => showsSecret(plan, change, hunksOf(change))).map(change => change.path);
}

function hunksOf({ path, before, after }: FileChange): StructuredPatch {
  const oldName = before === null ? '/dev/null' : `a/${path}`;
  const patch = structuredPatch(oldName, `b/${path}`, before ?? '', after, undefined, undefined, {
    context: 3,
  });
  return { ...patch, isGit: true, ...(before === null && { isCreate: true, newMode: '100644' }) };
}

/** What git reads as garbage before a file: which fixes it holds, and what speaks for each. */
function commentsOf(plan: Plan, path: string): string {
  const fixes = plan.fixes.filter(fix => fix.status === 'planned' && fix.places.some(p => p.file === path));
  return fixes.map(fix => `# ${commentOf(fix)}\n`).join('');
}

const MOST_EVIDENCE = 3;

function commentOf({ transform, id, safety, subject, message, evidence }: Fix): string {
  const shown = evidence.slice(0, MOST_EVIDENCE).map(({ at, says }) => `${at}: ${says}`);
  if (evidence.length > shown.length) shown.push(`${evidence.length - shown.length} more`);
  const because = shown.length === 0 ? '' : ` (${shown.join('; ')})`;
  const risk = safety === 'unsafe' ? ', unsafe' : '';
  return oneLine(`${transform} ${id}${risk}: ${subject.kind}/${subject.name}: ${message}${because}`);
}

function showsSecret({ fixes }: Plan, change: FileChange, { hunks }: StructuredPatch): boolean {
  if (fixes.some(fix => fix.places.some(({ file, secret }) => secret && file === change.path))) return true;
  const old = change.before === null ? new Set<number>() : secretLines(change.before);
  const now = secretLines(change.after);
  if (old.size === 0 && now.size === 0) return false;
  return hunks.some(hunk => {
    let oldLine = hunk.oldStart;
    let newLine = hunk.newStart;
    for (const line of hunk.lines) {
      if (line.startsWith('\\')) continue;
      if (!line.startsWith('+') && old.has(oldLine++)) return true;
      if (!line.startsWith('-') && now.has(newLine++)) return true;
    }
    return false;
  });
}

/** A patch in the colours of git. Escape sequences of the files themselves are shown, not obeyed. */
export function colouredDiff(text: string, colors: Colors): string {
  return text
    .split('\n')
    .map(line => paint(line.replaceAll('\u001b', '\u241b'), colors))
    .join('\n');
}

function paint(line: string, colors: Colors): string {
  if (line.startsWith('# ')) return colors.dim(line);
  if (/^(?:diff --git|---|\+\+\+|new file mode) /.test(line)) return colors.bold(line);
  if (line.startsWith('@@')) return colors.cyan(line);
  if (line.startsWith('+')) return colors.green(line);
  if (line.startsWith('-')) return colors.red(line);
  return line;
}
