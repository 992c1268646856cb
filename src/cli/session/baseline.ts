/** What an earlier report knows: old debt, of which a run says nothing. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { JSON_VERSION } from '../../report/formats/json.ts';
import { UsageError } from '../process/errors.ts';

/** An earlier report of `--format json`. */
export interface Baseline {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  /** Of its findings. */
  readonly ids: ReadonlySet<string>;
}

/** @throws UsageError when the file is none */
export function readBaseline(cwd: string, file: string): Baseline {
  const path = resolve(cwd, file);
  const wrong = new UsageError(`--baseline: ${file} is no report of kustomend scan --format json`);
  let report: { version?: unknown; findings?: unknown };
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
    report = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'EISDIR') throw wrong;
    throw error;
  }
  if (report?.version !== JSON_VERSION || !Array.isArray(report.findings)) throw wrong;
  return { path, text, ids: new Set(report.findings.map(finding => String(finding?.id))) };
}
