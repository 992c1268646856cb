/**
 * What a command costs that has been asked before, and what a change of one file costs: an unchanged tree at most 1.5 times
 * node and git's status, one changed base among 1,300 kustomizations at most a second.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { kustomizations, writeTree } from './growth-trees.ts';
import { inCopy } from './in-copy.ts';

const GOAL = 1.5;
const LONGEST_MS = 1000;
const RUNS = 9;
const SIZE = 1300;

/** Prints a line for each repository, and two for a large one that is made up. */
export async function printAgain(program: string, repositories: readonly string[]): Promise<void> {
  console.log('\nasked again | node and git status ms | kustomend ms | ratio | goal');
  for (const repository of repositories)
    await inCopy(repository, folder => printUnchanged(program, basename(repository), folder));
  const fill = (folder: string) => writeTree(folder, kustomizations(SIZE));
  await inCopy(fill, folder => {
    printUnchanged(program, `${SIZE} kustomizations`, folder);
    printChanged(program, folder);
  });
}

function printUnchanged(program: string, name: string, folder: string): void {
  const asked = () => run(process.execPath, [program, '--check', '--no-pager'], folder);
  asked();
  const bare = median(() => {
    run(process.execPath, ['-e', '0'], folder);
    run('git', ['status', '--porcelain'], folder);
  });
  const ms = median(asked);
  const verdict = ms <= GOAL * bare ? 'met' : 'missed';
  console.log([name, bare.toFixed(0), ms.toFixed(0), (ms / bare).toFixed(2), verdict].join(' | '));
}

function printChanged(program: string, folder: string): void {
  const file = join(folder, 'apps/app-7/base/deployment.yaml');
  const ms = median(() => {
    appendFileSync(file, '# changed\n');
    run(process.execPath, [program, '--since', 'HEAD', '--check', '--no-pager'], folder);
  });
  const verdict = ms <= LONGEST_MS ? 'met' : 'missed';
  console.log(`one changed base of them, --since HEAD | | ${ms.toFixed(0)} | | ${verdict}`);
}

function run(command: string, args: readonly string[], cwd: string): void {
  spawnSync(command, [...args], { cwd, stdio: 'ignore' });
}

function median(work: () => void): number {
  const times = Array.from({ length: RUNS }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)]!;
}
