/** The texts as planned findings leave them, and the proof that nothing else of them changes. */
import { applySplices, sortSplices } from '../../text/splice.ts';
import type { CreateTextChange, ReplaceTextChange, TextFile } from '../../transform.ts';
import type { FileChange } from '../model/result.ts';
import { parsesAsBefore, parsesAsNew } from './parses.ts';
import type { TextFinding } from './text-finding.ts';

export interface Edited {
  readonly after: string;
  /** Findings that are not written, and why. */
  readonly withdrawn: ReadonlyMap<TextFinding, string>;
}

/**
 * One after another, so that each is withdrawn for a fault of its own.
 *
 * @param isTaken whether a file is there already
 */
export function edited(
  file: TextFile,
  findings: readonly TextFinding[],
  isTaken: (path: string) => boolean,
): Edited {
  const withdrawn = new Map<TextFinding, string>();
  let taken: TextFinding[] = [];
  let after = file.text;
  for (const finding of findings) {
    const problem =
      problemOf(file, finding, taken) ??
      problemOfNew(finding, path => isTaken(path) || isAddedBy(taken, path));
    const text = problem === undefined ? written(file, [...taken, finding]) : undefined;
    const fault =
      problem ??
      (text === undefined ? undefined : parsesAsBefore(file, text, changesOf([...taken, finding])));
    if (fault === undefined && text !== undefined) {
      taken = [...taken, finding];
      after = text;
    } else withdrawn.set(finding, fault ?? '');
  }
  return { after, withdrawn };
}

function problemOf(
  file: TextFile,
  { proposal: { changes } }: TextFinding,
  taken: readonly TextFinding[],
): string | undefined {
  for (const { file: path, span } of changes.filter(isReplacement)) {
    if (path !== file.path) return `it is about another file, ${path}`;
    if (span.start > span.end || span.start < 0 || span.end > file.text.length) return 'it leaves the text';
    const isTaken = changesOf(taken).some(
      other => span.start < other.span.end && other.span.start < span.end,
    );
    if (isTaken) return 'another fix writes there';
  }
  return undefined;
}

function problemOfNew(finding: TextFinding, isTaken: (path: string) => boolean): string | undefined {
  for (const { file, text } of newFilesOf(finding)) {
    if (isTaken(file)) return `${file} is there already`;
    const fault = parsesAsNew(file, text);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Files that a finding adds. */
export function newFilesOf({ proposal }: TextFinding): readonly CreateTextChange[] {
  return proposal.changes.filter(change => change.type === 'createText');
}

function isAddedBy(findings: readonly TextFinding[], path: string): boolean {
  return findings.flatMap(newFilesOf).some(({ file }) => file === path);
}

/** The same for whoever writes them. */
export function additionsOf(findings: readonly TextFinding[]): FileChange[] {
  return findings.flatMap(newFilesOf).map(({ file, text }) => ({ path: file, before: null, after: text }));
}

function changesOf(findings: readonly TextFinding[]): readonly ReplaceTextChange[] {
  return findings.flatMap(({ proposal }) => proposal.changes.filter(isReplacement));
}

function isReplacement(change: TextFinding['proposal']['changes'][number]): change is ReplaceTextChange {
  return change.type === 'replaceText';
}

/** Splices leave every other byte as it is. */
function written(file: TextFile, findings: readonly TextFinding[]): string {
  const splices = changesOf(findings).map(({ span, text }) => ({ ...span, text }));
  return applySplices(file.text, sortSplices(splices));
}
