/** How findings are worded and ordered. */
import type { Fix, FixStatus } from '../../plan/model/result.ts';
import { SEVERITIES } from '../../plan/repository/active.ts';
import type { Severity } from '../../transform.ts';
import type { Colors } from './colors.ts';
import { splitAt } from './words.ts';

/** What becomes of findings, in the words of every report. */
export const OUTCOMES = {
  fixable: 'fixable',
  unsafe: 'needs --unsafe',
  answer: 'needs an answer',
  digest: 'needs a digest',
  reported: 'reported only',
  left: 'left out',
} as const;
export type Outcome = keyof typeof OUTCOMES;

/** A digest is nothing that a person would know: `kustomend pin` answers. */
export function outcomeFor({ status, lookups }: Pick<Fix, 'status' | 'lookups'>): Outcome {
  if (status === 'planned') return 'fixable';
  if (status === 'unsafe') return 'unsafe';
  if (status === 'reported') return 'reported';
  if (status !== 'person') return 'left';
  return lookups.length > 0 ? 'digest' : 'answer';
}

export function severityPainter(severity: Severity, colors: Colors): (text: string) => string {
  if (severity === 'critical') return colors.red;
  return severity === 'high' ? colors.yellow : text => text;
}

/** What becomes of a finding, and why. */
export function outcomeOf({ status, reason, lookups }: Fix): string {
  const words: Readonly<Record<FixStatus, string>> = {
    planned: OUTCOMES.fixable,
    unsafe: OUTCOMES.unsafe,
    person: OUTCOMES[outcomeFor({ status, lookups })],
    reported: OUTCOMES.reported,
    ignored: 'exempt',
    rejected: 'rejected in review',
    restart: 'left out by --no-restart',
    waiting: 'waits for another fix',
    withdrawn: 'cannot be written',
  };
  const says = reason !== undefined && reason !== 'rejected in review' && status !== 'restart';
  return says ? `${words[status]}: ${reason}` : words[status];
}

/** What findings of one file have alike that stand on one line of a list. */
export function lineOf(fix: Fix): string {
  return `${fix.transform} ${outcomeFor(fix)} ${fix.brief}`;
}

/** Those that stand on the lines of some of them. */
export function findingsLike(some: readonly Fix[], all: readonly Fix[]): readonly Fix[] {
  const keyOf = (fix: Fix) => `${splitAt(fix.subject.at).file} ${lineOf(fix)}`;
  const lines = new Set(some.map(keyOf));
  return all.filter(fix => lines.has(keyOf(fix)));
}

/** As {@link inOrder} has them, the most severe first: for who sees no more than a part. */
export function worstFirst(findings: readonly Fix[]): Fix[] {
  return SEVERITIES.flatMap(severity => inOrder(findings.filter(fix => fix.severity === severity)));
}

/** By file, line and id: the order of every format. */
export function inOrder(findings: readonly Fix[]): Fix[] {
  return [...findings].sort((a, b) => {
    const left = splitAt(a.subject.at);
    const right = splitAt(b.subject.at);
    if (left.file !== right.file) return left.file < right.file ? -1 : 1;
    if (left.line !== right.line) return left.line - right.line;
    if (a.transform !== b.transform) return a.transform < b.transform ? -1 : 1;
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  });
}
