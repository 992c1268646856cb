/** What `scan` reports: the findings of a plan, and where it could not look. */
import type { Fix, FixStatus, Plan } from '../plan/model/result.ts';
import { splitAt } from './words.ts';

export interface ScanReport {
  /** Version of kustomend. */
  readonly version: string;
  readonly plan: Plan;
  /** Exempt ones and those of a baseline are not among them. */
  readonly findings: readonly Fix[];
}

/** What becomes of a finding, in words. */
export function outcomeOf({ status, reason }: Fix): string {
  const words: Readonly<Record<FixStatus, string>> = {
    planned: 'kustomend fix writes it',
    unsafe: 'kustomend fix --unsafe writes it',
    person: 'a person decides',
    ignored: 'exempt',
    rejected: 'rejected in review',
    restart: 'left out by --no-restart',
    waiting: 'waits for another fix',
    withdrawn: 'cannot be written',
  };
  const says = reason !== undefined && reason !== 'rejected in review' && status !== 'restart';
  return says ? `${words[status]}: ${reason}` : words[status];
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
