/**
 * How the time and the memory of a run grow with a repository, in each direction in which one can be large: twice the size
 * at most 2.6 times the user CPU.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DIRECTIONS, type Direction } from './growth-directions.ts';
import { writeTree } from './growth-trees.ts';

const GOAL = 2.6;
/** What a run costs whatever it is given is no growth: below this the start of the process is what is measured. */
const FEWEST_SECONDS = 0.3;
const LONGEST_MS = 120_000;

interface Cost {
  readonly seconds: number;
  readonly megabytes: number;
  /** `''` where it went well. */
  readonly failure: string;
}

/** Prints a line for each size of each direction. @param directions names of them; all where there are none */
export function printGrowth(program: string, directions: readonly string[], sizes?: readonly number[]): void {
  const unknown = directions.find(name => !DIRECTIONS[name]);
  if (unknown !== undefined)
    throw new Error(`no direction ${unknown}: ${Object.keys(DIRECTIONS).join(', ')}`);
  const idle = costOf(program, ['--version'], tmpdir());
  console.log('direction | size | user CPU s | max MB | times that of half | goal');
  for (const name of directions.length > 0 ? directions : Object.keys(DIRECTIONS)) {
    const direction = DIRECTIONS[name]!;
    printDirection(program, `${name}: ${direction.says}`, direction, sizes ?? direction.sizes, idle);
  }
}

function printDirection(
  program: string,
  title: string,
  direction: Direction,
  sizes: readonly number[],
  idle: Cost,
): void {
  const costs = new Map<number, Cost>();
  for (const size of sizes) {
    const cost = measure(program, direction, size);
    costs.set(size, cost);
    const half = costs.get(size / 2);
    const row = [title, size, cost.seconds.toFixed(2), cost.megabytes.toFixed(0)];
    console.log([...row, ...comparison(cost, half, idle), cost.failure].join(' | '));
    if (cost.failure !== '') return;
  }
}

/** How many times the cost of half the size, with what is thought of it. */
function comparison(cost: Cost, half: Cost | undefined, idle: Cost): [times: string, verdict: string] {
  if (!half) return ['', ''];
  const [more, less] = [cost.seconds - idle.seconds, half.seconds - idle.seconds];
  if (less < FEWEST_SECONDS) return ['', more < GOAL * FEWEST_SECONDS ? 'met' : 'missed'];
  const times = more / less;
  return [times.toFixed(2), times <= GOAL ? 'met' : 'missed'];
}

function measure(program: string, direction: Direction, size: number): Cost {
  const folder = mkdtempSync(join(tmpdir(), 'kustomend-growth-'));
  try {
    writeTree(folder, direction.make(size));
    execFileSync('git', ['init', '-q'], { cwd: folder });
    return costOf(program, direction.command, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** User CPU and largest memory, as `/usr/bin/time` says them. */
function costOf(program: string, args: readonly string[], cwd: string): Cost {
  const command = ['-f', '%U %M', process.execPath, program, ...args];
  const { status, signal, stderr } = spawnSync('/usr/bin/time', command, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: LONGEST_MS,
  });
  if (signal)
    return { seconds: Number.NaN, megabytes: Number.NaN, failure: `more than ${LONGEST_MS / 1000} s` };
  const lines = stderr.trim().split('\n');
  const [seconds, kilobytes] = lines.at(-1)!.split(' ').map(Number);
  const failure = status === 0 ? '' : `exit ${status}: ${lines[0]}`;
  return { seconds: seconds!, megabytes: kilobytes! / 1024, failure };
}
