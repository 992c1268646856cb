/** Repositories that are large in one direction, against what each may take: one run of each, since some take long. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Bounded } from './bench-bounds.ts';
import { DIRECTIONS } from './growth-directions.ts';
import { writeTree } from './growth-trees.ts';
import { inCopy } from './in-copy.ts';
import { timed } from './timed.ts';

interface Large {
  readonly direction: string;
  readonly size: number;
  readonly seconds?: number;
  readonly megabytes?: number;
  /** A root, and how many times the time of its build by kustomize the run may take. */
  readonly build?: { readonly root: string; readonly times: number };
}

const ALL: readonly Large[] = [
  { direction: 'overlay', size: 1000, build: { root: 'overlays/production', times: 0.5 } },
  { direction: 'overlay', size: 4000, seconds: 10 },
  { direction: 'platform', size: 1290, seconds: 5, megabytes: 300 },
  { direction: 'crds', size: 1000, seconds: 0.6 },
  { direction: 'file', size: 250, seconds: 1 },
  { direction: 'file', size: 5000 },
  { direction: 'kustomizations', size: 5000 },
  { direction: 'kustomizations', size: 10_000, seconds: 20, megabytes: 500 },
  { direction: 'consumers', size: 2000 },
  { direction: 'layers', size: 50 },
];

/** Those whose bounds are worth the time that it takes to measure them. */
const BOUNDED: readonly (readonly [direction: string, size: number])[] = [
  ['overlay', 1000],
  ['overlay', 4000],
  ['platform', 1290],
  ['kustomizations', 5000],
];

export function boundedTrees(isWanted: (direction: string) => boolean): Bounded[] {
  return BOUNDED.filter(([direction]) => isWanted(direction)).map(([direction, size]) => {
    const { command, make } = DIRECTIONS[direction]!;
    return { name: `${direction} ${size}`, from: folder => writeTree(folder, make(size)), command };
  });
}

/** A build of 4,000 objects by kustomize takes minutes: it is not waited for. */
export async function printLarge(program: string, kustomize: string): Promise<void> {
  console.log('\nlarge | size | s | CPU s | max MB | kustomize s | goal');
  for (const large of ALL) {
    const { make } = DIRECTIONS[large.direction]!;
    await inCopy(
      folder => writeTree(folder, make(large.size)),
      folder => measure(program, kustomize, large, folder),
    );
  }
}

function measure(program: string, kustomize: string, large: Large, folder: string): void {
  const { command, says } = DIRECTIONS[large.direction]!;
  const { ms, cpuMs, maxRssKb, status } = timed(
    process.execPath,
    [program, ...command, '--no-cache'],
    folder,
  );
  const [seconds, megabytes] = [ms / 1000, maxRssKb / 1024];
  const built = large.build && secondsOfBuild(kustomize, join(folder, large.build.root));
  const goals = [
    large.seconds !== undefined && isMet(`${large.seconds} s`, seconds <= large.seconds),
    large.megabytes !== undefined && isMet(`${large.megabytes} MB`, megabytes <= large.megabytes),
    large.build && isMet(`${large.build.times} of kustomize`, seconds <= large.build.times * built!),
    status !== 0 && `exit ${status}`,
  ];
  const row = [
    `${large.direction}: ${says}`,
    large.size,
    seconds.toFixed(2),
    (cpuMs / 1000).toFixed(2),
    megabytes.toFixed(0),
    built?.toFixed(2) ?? '',
    goals.filter(goal => goal !== false && goal !== undefined).join(', '),
  ];
  console.log(row.join(' | '));
}

function isMet(goal: string, met: boolean): string {
  return `${goal} ${met ? 'met' : 'missed'}`;
}

function secondsOfBuild(kustomize: string, root: string): number {
  if (!existsSync(root)) throw new Error(`no root ${root}`);
  const started = performance.now();
  spawnSync(kustomize, ['build', root], { stdio: 'ignore' });
  return (performance.now() - started) / 1000;
}
