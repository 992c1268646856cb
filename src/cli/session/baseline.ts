/** What an earlier report knows: old debt, of which a run says nothing. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { JSON_VERSION } from '../../report/formats/json.ts';
import { shellWord } from '../../report/words/shell.ts';
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
  return { path, text, ids: new Set(report.findings.map(finding => String(finding?.id))) };
}
