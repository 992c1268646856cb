/** What an earlier report knows: old debt, of which a run says nothing. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Fix } from '../../plan/model/result.ts';
import { finding, JSON_VERSION } from '../../report/formats/json.ts';
import type { Finding } from '../../report/formats/report-schema.ts';
import { shellWord } from '../../report/words/shell.ts';
import { oneLine, wrapped } from '../../report/words/words.ts';
import type { PlanFlags } from '../arguments/flags.ts';
import { UsageError } from '../process/errors.ts';
import type { Io } from '../process/io.ts';

/** An earlier report of `--format json`. */
export interface Baseline {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  /** None of its fields is certain: anybody may have written it. */
  readonly findings: readonly Partial<Finding>[];
}

/** Whole roots are looked at, also where a line of them has changed. */
export function sayWhatIsOld(
  io: Io,
  { since, baseline }: Partial<Pick<PlanFlags, 'since' | 'baseline'>>,
): void {
  if (since === undefined || baseline !== undefined) return;
  const says = `--since looks at whole roots: what was wrong before ${since} is said too; --baseline FILE leaves out what a report knows (kustomend scan --format json at ${since})`;
  io.note(`${wrapped(oneLine(says)).join('\n')}\n`);
}

/** @throws UsageError when the file is none */
export function readBaseline(cwd: string, file: string): Baseline {
  const path = resolve(cwd, file);
  const writer = `kustomend --format json=${shellWord(file)}`;
  const wrong = new UsageError(`--baseline: ${file} is no report of kustomend; ${writer} writes one`);
  let report: { version?: unknown; findings?: unknown };
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
    report = JSON.parse(text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UsageError(`--baseline: ${file} does not exist; ${writer} writes it`);
    if (error instanceof SyntaxError || code === 'EISDIR') throw wrong;
    throw error;
  }
  if (report?.version !== JSON_VERSION || !Array.isArray(report.findings)) throw wrong;
  return { path, text, findings: report.findings.map(each => each ?? {}) };
}

/** What an answer leaves behind in a finding: the statement, the lock file, or a measurement that it rests on. */
const ANSWERS: ReadonlySet<string> = new Set(['config', 'registry', 'inspect', 'usage', 'observed']);

/**
 * Whether a report knows a finding: by its id; by its fault, since what a fix would write moves the id; or as what has come
 * of a question about the same object. Such a one is found no more, and what is found in its place rests on an answer.
 */
export function knownBy(
  { findings }: Pick<Baseline, 'findings'>,
  present: readonly Fix[],
): (fix: Fix) => boolean {
  const ids = new Set(findings.map(({ id }) => id));
  const faults = new Set(findings.flatMap(each => (each.fault === undefined ? [] : [faultOf(each)])));
  const found = new Set(present.map(({ id }) => id));
  const settled = new Set(
    findings.filter(({ id, status }) => status === 'person' && !found.has(id ?? '')).map(objectOf),
  );
  const isAnswered = (fix: Fix) =>
    fix.evidence.some(({ kind }) => ANSWERS.has(kind)) && settled.has(objectOf(finding(fix)));
  return fix => ids.has(fix.id) || faults.has(faultOf(finding(fix))) || isAnswered(fix);
}

function objectOf({ transform, subject }: Partial<Finding>): string {
  return JSON.stringify([transform, subject?.kind, subject?.name]);
}

function faultOf(each: Partial<Finding>): string {
  return JSON.stringify([objectOf(each), each.subject?.field, each.fault]);
}
