/** Programs on a terminal of their own: what is typed, and what is seen. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Once the screen holds `until`, one of the others is done. */
export interface Step {
  readonly until?: string;
  /** Once this is printed, by what draws no screen. */
  readonly printed?: string;
  readonly send?: string;
  /** Columns and rows. */
  readonly resize?: readonly [number, number];
  readonly signal?: string;
}

export interface Seen {
  /** The screen as each step found it. */
  readonly screens: readonly string[];
  /** What was printed once the screen was given back. */
  readonly tail: string;
  readonly isRestored: boolean;
  readonly code: number;
}

export interface Wanted {
  readonly cwd: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly rows?: number;
}

/** Where python makes terminals; elsewhere tests that need one say that they are left out. */
export const hasTerminals =
  spawnSync('python3', ['-c', 'import pty, os; os.waitstatus_to_exitcode']).status === 0;

/** @throws Error when a screen never comes */
export function onTerminal({ columns = 80, rows = 24, ...wanted }: Wanted, steps: readonly Step[]): Seen {
  const { stdout, stderr } = spawnSync('python3', [join(import.meta.dirname, 'terminal.py')], {
    encoding: 'utf8',
    input: JSON.stringify({ ...wanted, columns, rows, steps }),
  });
  if (stdout === '') throw new Error(stderr);
  const seen = JSON.parse(stdout) as Seen & { readonly problem: string | null; readonly last: string };
  if (seen.problem !== null)
    throw new Error([seen.problem, ...seen.screens.slice(-1), seen.last, seen.tail].join('\n---\n'));
  return seen;
}
