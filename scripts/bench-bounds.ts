/**
 * What stands in the way of less: what the least that a run has to do costs by itself, each in a process of its own, and which
 * parts of a run its time goes to, by a CPU profile of the library.
 */
import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { parseText } from '../src/kustomize/tree/parse.ts';
import { inputFor } from '../src/library/input.ts';
import { prepare } from '../src/plan/prepared.ts';
import { openWorkspace } from '../src/workspace/open.ts';
import { YamlProblem } from '../src/yaml/read/problem.ts';
import { inCopy } from './in-copy.ts';
import { PARTS, profiled } from './profiled.ts';
import { median, repeat, timed } from './timed.ts';

const TOP = resolve(import.meta.dirname, '..');
const PROGRAM = `${TOP}/dist/kustomend.cjs`;
const RUNS = 3;

const STEPS: Readonly<Record<string, (folder: string) => void>> = {
  read: folder => {
    const { files, paths } = openWorkspace(folder, [], process.env);
    for (const path of paths)
      createHash('sha256')
        .update(files.read(path) ?? '')
        .digest('hex');
  },
  parse: folder => {
    const { files, paths } = openWorkspace(folder, [], process.env);
    for (const path of paths) if (/\.ya?ml$/.test(path)) parse(files.read(path) ?? '');
  },
  render: folder => {
    const options = { transforms: [], loadRestrictor: 'LoadRestrictionsNone' } as const;
    prepare(inputFor(openWorkspace(folder, [], process.env), options));
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

/** In the process that was started for it; says the milliseconds. */
export function takeStep(step: string, folder: string): void {
  const started = performance.now();
  STEPS[step]!(folder);
  console.log(performance.now() - started);
}

/** Prints a line for each repository. */
export async function printBounds(repositories: readonly string[]): Promise<void> {
  const names = Object.keys(STEPS);
  console.log(
    `\nwhat stands in the way | run ms | node ms | git ms | ${names.map(name => `${name} ms`).join(' | ')} | ${PARTS.join(' % | ')} %`,
  );
  for (const repository of repositories)
    await inCopy(repository, folder => printRow(basename(repository), folder, names));
}

function printRow(name: string, folder: string, steps: readonly string[]): void {
  const node = process.execPath;
  const args = ['--exit-zero', '--no-pager', '--load-restrictor', 'LoadRestrictionsNone', '.'];
  const ms = (command: string, list: readonly string[]) =>
    median(repeat(RUNS, () => timed(command, list, folder))).ms;
  const stepMs = (step: string) => {
    const said = repeat(RUNS, () => timed(node, [process.argv[1]!, '--step', step, '--of', folder], folder));
    return said.map(({ stdout }) => Number(stdout)).sort((a, b) => a - b)[RUNS >> 1]!;
  };
  const shares = profiled(TOP, folder, args);
  const row = [
    ms(node, [PROGRAM, '--no-cache', ...args]),
    ms(node, ['-e', '0']),
    ms('git', ['ls-files', '-s']),
    ...steps.map(stepMs),
    ...PARTS.map(part => 100 * shares[part]),
  ];
  console.log([name, ...row.map(each => each.toFixed(0))].join(' | '));
}
