/** The changes of a plan as one patch that `git apply` and `patch -p1` accept. */
import { formatPatch, type StructuredPatch, structuredPatch } from 'diff';
import type { FileChange, Fix, Plan } from '../plan/model.ts';
import type { Colors } from './colors.ts';
import { secretLines } from './secrets.ts';
import { oneLine } from './words.ts';

export interface PrintedDiff {
  readonly text: string;
  /** Files that are left out because they would show a secret. */
  readonly masked: readonly string[];
}

/** The true bytes of every change: for a file that only its owner reads. */
export function patchOf(plan: Plan): string {
  return plan.changes.map(change => commentsOf(plan, change.path) + formatPatch(hunksOf(change))).join('');
}

/** The same for a screen or a log: a file whose hunks show a secret is left out, with one line that says so. */
export function printedDiff(plan: Plan): PrintedDiff {
  const masked: string[] = [];
  const parts = plan.changes.map(change => {
    const patch = hunksOf(change);
    if (!showsSecret(change, patch)) return commentsOf(plan, change.path) + formatPatch(patch);
    masked.push(change.path);
    return `# left out: the change of ${change.path} shows a secret; --output FILE holds it\n`;
  });
  return { text: parts.join(''), masked };
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

function commentOf(fix: Fix): string {
  const evidence = fix.evidence.map(e => `${e.at}: ${e.says}`).join('; ');
  const safety = fix.safety === 'unsafe' ? ', unsafe' : '';
  const because = evidence === '' ? '' : ` (${evidence})`;
  return oneLine(`${fix.transform} ${fix.id}${safety}: ${fix.subject.kind}/${fix.subject.name}: ${fix.message}${because}`);
}

function showsSecret(change: FileChange, { hunks }: StructuredPatch): boolean {
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
