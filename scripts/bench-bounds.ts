/**
 * What stands in the way of less: what the least that a run has to do costs by itself, each in a process of its own, and which
 * parts of a run its time goes to, by a CPU profile of the library.
 */
import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { parseText } from '../src/kustomize/tree/parse.ts';
import { inputFor } from '../src/library/input.ts';
import { plan } from '../src/plan/plan.ts';
import { prepare } from '../src/plan/prepared.ts';
import { printDiff } from '../src/report/diff/diff.ts';
import { secretsOf } from '../src/report/secrets/secrets.ts';
import { openWorkspace } from '../src/workspace/open.ts';
import { YamlProblem } from '../src/yaml/read/problem.ts';
import { transforms } from '../transforms/index.ts';
import { inCopy } from './in-copy.ts';
import { PARTS, profiled } from './profiled.ts';
import { median, repeat, timed } from './timed.ts';

const TOP = resolve(import.meta.dirname, '..');
const PROGRAM = `${TOP}/dist/kustomend.cjs`;
const RUNS = 3;
const ANY_PATH = 'LoadRestrictionsNone';

/** What is measured of a folder, behind what is not. */
const STEPS: Readonly<Record<string, (folder: string) => () => void>> = {
  read: folder => () => {
    const { files, paths } = openWorkspace(folder, [], process.env);
    for (const path of paths)
      createHash('sha256')
        .update(files.read(path) ?? '')
        .digest('hex');
  },
  parse: folder => () => {
    const { files, paths } = openWorkspace(folder, [], process.env);
    for (const path of paths) if (/\.ya?ml$/.test(path)) parse(files.read(path) ?? '');
  },
  render: folder => () => {
    prepare(inputFor(openWorkspace(folder, [], process.env), { transforms: [], loadRestrictor: ANY_PATH }));
  },
  print: folder => {
    const workspace = openWorkspace(folder, [], process.env);
    const selection = { unsafe: process.argv.includes('--unsafe') };
    const made = plan(inputFor(workspace, { transforms, selection, loadRestrictor: ANY_PATH }));
    const known = secretsOf(workspace.files, workspace.paths);
    return () => {
      printDiff(made, { secrets: 'hide', known });
    };
  },
};

/** Templates are no YAML, and read up to where that shows. */
function parse(text: string): void {
  try {
    parseText(text, 'unchecked', doc => ({ type: 'source', file: '', doc }));
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
  }
}

/** In the process that was started for it; says the milliseconds of CPU. */
export function takeStep(step: string, folder: string): void {
  const take = STEPS[step]!(folder);
  const before = process.cpuUsage();
  take();
  const { user, system } = process.cpuUsage(before);
  console.log((user + system) / 1000);
}

/** What the bounds of are told. */
export interface Bounded {
  readonly name: string;
  /** A folder, or what fills an empty one. */
  readonly from: string | ((folder: string) => void);
  readonly command: readonly string[];
}

export function boundedRepository(folder: string): Bounded {
  const command = ['--exit-zero', '--no-pager', '--load-restrictor', ANY_PATH, '.'];
  return { name: basename(folder), from: folder, command };
}

/** Prints a line for each. CPU time: other work on the machine changes it less. */
export async function printBounds(all: readonly Bounded[]): Promise<void> {
  const names = Object.keys(STEPS);
  console.log(
    `\nwhat stands in the way | run CPU ms | node | git | ${names.join(' | ')} | ${PARTS.join(' % | ')} %`,
  );
  for (const bounded of all) await inCopy(bounded.from, folder => printRow(bounded, folder, names));
}

function printRow({ name, command }: Bounded, folder: string, steps: readonly string[]): void {
  const node = process.execPath;
  const ms = (program: string, list: readonly string[]) =>
    median(repeat(RUNS, () => timed(program, list, folder))).cpuMs;
  const unsafe = command.filter(each => each === '--unsafe');
  const stepMs = (step: string) => {
    const args = [process.argv[1]!, '--step', step, '--of', folder, ...unsafe];
    const said = repeat(RUNS, () => timed(node, args, folder));
    return said.map(({ stdout }) => Number(stdout)).sort((a, b) => a - b)[RUNS >> 1]!;
  };
  const shares = profiled(TOP, folder, command);
  const row = [
    ms(node, [PROGRAM, ...command, '--no-cache']),
    ms(node, ['-e', '0']),
    ms('git', ['ls-files', '-s']),
    ...steps.map(stepMs),
    ...PARTS.map(part => 100 * shares[part]),
  ];
  console.log([name, ...row.map(each => each.toFixed(0))].join(' | '));
}
