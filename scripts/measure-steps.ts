/** Steps that take minutes each, one after the other: every one prints its own tables, and the end is a summary of them. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { didYouMean } from '../src/config/suggest.ts';

export interface Step {
  readonly name: string;
  /** A program with its arguments; `node` is the one that runs this. */
  readonly command: readonly [program: string, ...args: string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** Folders and files without which the step is left out. */
  readonly needs?: readonly string[];
}

interface Outcome {
  readonly name: string;
  readonly state: 'ok' | 'FAILED' | 'left out';
  /** How long it took, or what it lacks. */
  readonly says: string;
}

/** The steps that names choose, all of them where there are none; or in one line which name is wrong. */
export function chosenSteps(steps: readonly Step[], names: readonly string[]): readonly Step[] | string {
  const known = steps.map(({ name }) => name);
  const unknown = names.find(name => !known.includes(name));
  if (unknown !== undefined)
    return `no step ${unknown}${didYouMean(unknown, known) || `: ${known.join(', ')}`}`;
  return names.length === 0 ? steps : steps.filter(({ name }) => names.includes(name));
}

/** Runs all of them, also behind one that fails. @returns what each came to */
export function runSteps(
  steps: readonly Step[],
  folder: string,
  print: (line: string) => void,
): readonly Outcome[] {
  return steps.map(step => {
    print(`\n== ${step.name}`);
    const missing = step.needs?.find(path => !existsSync(path));
    if (missing !== undefined) return { name: step.name, state: 'left out', says: `${missing} is not there` };
    const started = performance.now();
    const { status, error } = run(step, folder);
    if (error) print(error.message);
    const seconds = Math.round((performance.now() - started) / 1000);
    return { name: step.name, state: status === 0 ? 'ok' : 'FAILED', says: `${seconds} s` };
  });
}

function run({ command: [program, ...args], env }: Step, folder: string): SpawnSyncReturns<Buffer> {
  const file = program === 'node' ? process.execPath : program;
  return spawnSync(file, args, { cwd: folder, stdio: 'inherit', env: { ...process.env, ...env } });
}

/** A line for each step, and how many passed. */
export function summaryOf(outcomes: readonly Outcome[]): string {
  const width = Math.max(...outcomes.map(({ name }) => name.length));
  const count = (wanted: Outcome['state']) => outcomes.filter(({ state }) => state === wanted).length;
  return [
    'summary',
    ...outcomes.map(({ name, state, says }) => `  ${state.padEnd(8)}  ${name.padEnd(width)}  ${says}`),
    `${count('ok')} passed, ${count('FAILED')} failed`,
  ].join('\n');
}

/** 0 where every step passed or was left out, and one passed. */
export function exitCodeOf(outcomes: readonly Outcome[]): 0 | 1 {
  const passed = outcomes.some(({ state }) => state === 'ok');
  return passed && outcomes.every(({ state }) => state !== 'FAILED') ? 0 : 1;
}
