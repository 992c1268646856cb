/**
 * Speed against kustomize, in the same run: `kustomend DIR` (the bundle, process included) against the sum of
 * `kustomize build ROOT` over the roots that build. Goals: 0.5 for the sum over those with 25 roots or more, 1.0 for
 * each with 8 or more (architecture.md, Speed). In front of that, how many bytes the fast reader leaves to the library;
 * behind it, what a second run costs, and how the cost of a run grows with the size of made-up repositories.
 *
 * usage: bench.ts [--repos DIR] [--only a,b]
 *        bench.ts --again [--repos DIR] [--only a,b]
 *        bench.ts --growth [--only file,overlay] [--sizes 1000,2000] [--program FILE]
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findKustomize } from '../src/witness/tool.ts';
import { printAgain } from './bench-again.ts';
import { printGrowth } from './growth.ts';
import { slowBytes } from './slow-bytes.ts';

const TOP = resolve(import.meta.dirname, '..');
const PROGRAM = join(TOP, 'dist/kustomend.cjs');
const RUNS = 3;

/** The goal of each repository, but for those with fewer roots: there the start of the process is what is measured. */
const EACH = { goal: 1, fewestRoots: 8 };

interface Group {
  /** For the sum over all of them, where there is one. */
  readonly goal?: number;
  /** Beginnings of corpus names. */
  readonly repos: readonly string[];
}

const GROUPS: readonly Group[] = [
  {
    goal: 0.5,
    repos: [
      'redhat-cop__gitops-catalog',
      'xunholy__k8s-gitops',
      'argoproj__argo-cd',
      'GoogleCloudPlatform__bank-of-anthos',
      'opencenter-cloud__openCenter-gitops-base',
      'sourcegraph__deploy-sourcegraph-k8s',
      'Femi-lawal__neobank',
    ],
  },
  {
    repos: [
      'ianlintner__green_field_cluster',
      'hpi-schul-cloud__jitsi-deployment',
      'StanfordSpezi__',
      'kubernetes-sigs__kustomize',
      'metal3-io__',
      'tektoncd__',
    ],
  },
];

function argument(name: string): string | undefined {
  const index = process.argv.indexOf(name);
  return index < 0 ? undefined : process.argv[index + 1];
}

interface Timed {
  readonly ms: number;
  readonly maxRssKb: number;
  readonly stdout: string;
  readonly status: number | null;
}

/** Runs a command to its end, with the largest memory it had (Linux: `VmHWM` by way of `/usr/bin/time`). */
function timed(command: string, args: readonly string[], cwd: string, wantMemory = false): Timed {
  const measure = wantMemory && existsSync('/usr/bin/time');
  const [file, list] = measure ? ['/usr/bin/time', ['-f', '%M', command, ...args]] : [command, [...args]];
  const started = performance.now();
  const { stdout, stderr, status } = spawnSync(file, list, { cwd, encoding: 'utf8', maxBuffer: 1 << 29 });
  const ms = performance.now() - started;
  return { ms, maxRssKb: measure ? Number(stderr.trim().split('\n').at(-1)) : 0, stdout, status };
}

function best(times: readonly Timed[]): number {
  return Math.min(...times.map(t => t.ms));
}

function repeat(count: number, run: () => Timed): Timed[] {
  return Array.from({ length: count }, run);
}

function preview(dir: string, wantMemory = false): Timed {
  const args = [
    PROGRAM,
    '--no-cache',
    '--exit-zero',
    '--no-pager',
    '--load-restrictor',
    'LoadRestrictionsNone',
    dir,
  ];
  return timed(process.execPath, args, dir, wantMemory);
}

/** The roots of the workspace as `kustomend scan` names them, without those that the real tool cannot build. */
function rootsOf(dir: string): string[] {
  const args = [
    PROGRAM,
    'scan',
    '--exit-zero',
    '--format',
    'json',
    '--load-restrictor',
    'LoadRestrictionsNone',
    dir,
  ];
  const { stdout } = timed(process.execPath, args, dir);
  const { roots } = JSON.parse(stdout) as { roots: { path: string }[] };
  return roots.map(root => root.path);
}

function buildAll(tool: string, dir: string, roots: readonly string[]): { built: number; ms: number } {
  let built = 0;
  let ms = 0;
  for (const root of roots) {
    const run = timed(tool, ['build', '--load-restrictor', 'LoadRestrictionsNone', join(dir, root)], dir);
    if (run.status !== 0) continue;
    built++;
    ms += run.ms;
  }
  return { built, ms };
}

function main(): void {
  const only = argument('--only')?.split(',');
  if (process.argv.includes('--growth')) {
    printGrowth(argument('--program') ?? PROGRAM, only ?? [], argument('--sizes')?.split(',').map(Number));
    return;
  }
  if (!process.argv.includes('--again')) compareWithKustomize(only);
  printAgain(PROGRAM, askedAgain(only));
  if (!only && !process.argv.includes('--again')) printGrowth(PROGRAM, []);
}

function askedAgain(only: readonly string[] | undefined): string[] {
  const repos = argument('--repos') ?? resolve(TOP, '../shared/corpus');
  const names = readdirSync(repos).filter(name => !only || only.includes(name));
  const wanted = GROUPS.flatMap(group => group.repos);
  return wanted
    .flatMap(prefix => names.filter(name => name.startsWith(prefix)))
    .map(name => join(repos, name));
}

function compareWithKustomize(only: readonly string[] | undefined): void {
  const repos = argument('--repos') ?? resolve(TOP, '../shared/corpus');
  const tool = findKustomize(process.env);
  if (!existsSync(repos)) throw new Error('no corpus: give its folder with --repos');
  if (!existsSync(PROGRAM)) throw new Error('no bundle: npm run build');
  if (!tool) throw new Error('a real kustomize is needed on PATH');
  const { path } = tool;
  console.log(
    `kustomize ${execFileSync(path, ['version'], { encoding: 'utf8' }).trim()}, node ${process.version}`,
  );
  const bare = best(repeat(9, () => timed(process.execPath, ['-e', '0'], TOP)));
  const start = best(repeat(9, () => timed(process.execPath, [PROGRAM, '--version'], TOP)));
  console.log(
    `start ${start.toFixed(0)} ms, node -e 0 ${bare.toFixed(0)} ms: ${(start / bare).toFixed(2)} (goal 2.5)\n`,
  );
  printSlowBytes(repos);
  console.log('repository | roots | kustomize ms | kustomend ms | ratio | goal | max MB');
  const names = readdirSync(repos);
  for (const { goal, repos: wanted } of GROUPS) {
    let [all, theirs] = [0, 0];
    for (const prefix of wanted) {
      const name = names.find(n => n.startsWith(prefix));
      if (!name || (only && !only.includes(name))) continue;
      const { ms, ours } = measure(join(repos, name), name, path);
      all += ours;
      theirs += ms;
    }
    if (all === 0) continue;
    const verdict = goal === undefined ? '' : verdictOn(all / theirs, goal);
    console.log(
      `all of them | | ${theirs.toFixed(0)} | ${all.toFixed(0)} | ${(all / theirs).toFixed(2)} | ${verdict}`,
    );
  }
}

function printSlowBytes(folder: string): void {
  const { total, slow, causes } = slowBytes(folder);
  const share = (bytes: number) => `${((100 * bytes) / total).toFixed(2)} %`;
  console.log(`bytes that the library reads: ${slow} of ${total} (${share(slow)})`);
  for (const [cause, bytes] of causes) console.log(`  ${share(bytes)} ${cause}`);
  console.log();
}

function verdictOn(ratio: number, goal: number): string {
  return ratio <= goal ? `${goal}` : `${goal} missed`;
}

/** @returns milliseconds of all builds one after another, and of the best preview */
function measure(from: string, name: string, tool: string): { ms: number; ours: number } {
  const dir = join(mkdtempSync(join(tmpdir(), 'kustomend-bench-')), name);
  try {
    cpSync(from, dir, { recursive: true, verbatimSymlinks: true });
    execFileSync('git', ['init', '-q'], { cwd: dir });
    execFileSync('git', ['add', '-A', '-f'], { cwd: dir });
    const { built, ms } = buildAll(tool, dir, rootsOf(dir));
    const ours = best(repeat(RUNS, () => preview(dir)));
    const { maxRssKb } = preview(dir, true);
    const verdict = built < EACH.fewestRoots ? '' : verdictOn(ours / ms, EACH.goal);
    console.log(
      [
        name,
        built,
        ms.toFixed(0),
        ours.toFixed(0),
        (ours / ms).toFixed(2),
        verdict,
        (maxRssKb / 1024).toFixed(0),
      ].join(' | '),
    );
    return { ms, ours };
  } finally {
    rmSync(resolve(dir, '..'), { recursive: true, force: true });
  }
}

main();
