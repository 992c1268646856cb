/** The texts as planned findings leave them, and the proof that nothing else of them changes. */
import { applySplices, sortSplices } from '../../text/splice.ts';
import type { TextFile } from '../../transform.ts';
import { parsesAsBefore } from './parses.ts';
import type { TextFinding } from './text-finding.ts';

export interface Edited {
  readonly after: string;
  /** Findings that are not written, and why. */
  readonly withdrawn: ReadonlyMap<TextFinding, string>;
}

/** One after another, so that each is withdrawn for a fault of its own. */
export function edited(file: TextFile, findings: readonly TextFinding[]): Edited {
  const withdrawn = new Map<TextFinding, string>();
  let taken: TextFinding[] = [];
  let after = file.text;
  for (const finding of findings) {
    const problem = problemOf(file, finding, taken);
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
  for (const { file: path, span } of changes) {
    if (path !== file.path) return `it is about another file, ${path}`;
    if (span.start > span.end || span.start < 0 || span.end > file.text.length) return 'it leaves the text';
    const isTaken = changesOf(taken).some(
      other => span.start < other.span.end && other.span.start < span.end,
    );
    if (isTaken) return 'another fix writes there';
  }
  return undefined;
}

function changesOf(findings: readonly TextFinding[]): TextFinding['proposal']['changes'] {
  return findings.flatMap(({ proposal }) => proposal.changes);
}

/** Splices leave every other byte as it is. */
function written(file: TextFile, findings: readonly TextFinding[]): string {
  const splices = changesOf(findings).map(({ span, text }) => ({ ...span, text }));
  return applySplices(file.text, sortSplices(splices));
}
