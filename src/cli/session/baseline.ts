/** What an earlier report knows: old debt, of which a run says nothing. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { JSON_VERSION } from '../../report/formats/json.ts';
import { UsageError } from '../process/errors.ts';

/**
 * Ids of the findings of a report of `--format json`.
 *
 * @throws UsageError when the file is none
 */
export function readBaseline(cwd: string, file: string): ReadonlySet<string> {
  const wrong = new UsageError(`--baseline: ${file} is no report of kustomend scan --format json`);
  let report: { version?: unknown; findings?: unknown };
  try {
    report = JSON.parse(readFileSync(resolve(cwd, file), 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'EISDIR') throw wrong;
    throw error;
  }
  if (report?.version !== JSON_VERSION || !Array.isArray(report.findings)) throw wrong;
  return new Set(report.findings.map(finding => String(finding?.id)));
}
