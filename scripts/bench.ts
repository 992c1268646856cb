/**
 * Speed against kustomize, in the same run: `kustomend DIR` (the bundle, process included) against the sum of
 * `kustomize build ROOT` over the roots that build, and, where there is Go, against one process that builds them all
 * (bench-peer.ts): medians of five, in wall time and in CPU time, which other work on the machine changes less. Goals: 0.5 for
 * the sum over those with 25 roots or more, 1.0 for each with 8 or more (architecture.md, Speed). In front of that, how many bytes the fast reader leaves to the library;
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
import { builtPeer } from './bench-peer.ts';
import { printGrowth } from './growth.ts';
import { slowBytes } from './slow-bytes.ts';

const TOP = resolve(import.meta.dirname, '..');
const PROGRAM = join(TOP, 'dist/kustomend.cjs');
const RUNS = 5;

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

interface Cost {
  readonly ms: number;
  /** NaN where nobody measures it. */
  readonly cpuMs: number;
  readonly maxRssKb: number;
}

interface Timed extends Cost {
  readonly stdout: string;
  readonly status: number | null;
}

/** Runs a command to its end. CPU time and the largest memory are what `/usr/bin/time` says, where it is there. */
function timed(command: string, args: readonly string[], cwd: string, input = ''): Timed {
  const isMeasured = existsSync('/usr/bin/time');
  const [file, list] = isMeasured
    ? ['/usr/bin/time', ['-f', '%U %S %M', command, ...args]]
    : [command, [...args]];
  const started = performance.now();
  const { stdout, stderr, status } = spawnSync(file, list, {
    cwd,
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 29,
  });
  const ms = performance.now() - started;
  const last = isMeasured ? stderr.trim().split('\n').at(-1)! : '';
  const [user = Number.NaN, system = Number.NaN, maxRssKb = Number.NaN] = last.split(' ').map(Number);
  return { ms, cpuMs: (user + system) * 1000, maxRssKb, stdout, status };
}

function median(times: readonly Timed[]): Cost {
  const of = (each: (one: Timed) => number) => times.map(each).sort((a, b) => a - b)[times.length >> 1]!;
  return { ms: of(t => t.ms), cpuMs: of(t => t.cpuMs), maxRssKb: of(t => t.maxRssKb) };
}

function repeat(count: number, run: () => Timed): Timed[] {
  return Array.from({ length: count }, run);
}

function preview(dir: string): Timed {
  const args = [
    PROGRAM,
    '--no-cache',
    '--exit-zero',
    '--no-pager',
    '--load-restrictor',
    'LoadRestrictionsNone',
    dir,
  ];
  return timed(process.execPath, args, dir);
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

function buildAll(tool: string, dir: string, roots: readonly string[]): { built: string[]; ms: number } {
  const built: string[] = [];
  let ms = 0;
  for (const root of roots) {
    const run = timed(tool, ['build', '--load-restrictor', 'LoadRestrictionsNone', join(dir, root)], dir);
    if (run.status !== 0) continue;
    built.push(join(dir, root));
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
  const bare = median(repeat(9, () => timed(process.execPath, ['-e', '0'], TOP))).ms;
  const start = median(repeat(9, () => timed(process.execPath, [PROGRAM, '--version'], TOP))).ms;
  console.log(
    `start ${start.toFixed(0)} ms, node -e 0 ${bare.toFixed(0)} ms: ${(start / bare).toFixed(2)} (goal 2.5)\n`,
  );
  printSlowBytes(repos);
  const peer = builtPeer();
  if (peer === undefined) console.log('no Go, or not what it needs: nothing is compared with one process\n');
  console.log(
    'repository | roots | kustomize each ms | one process ms | its CPU ms | kustomend ms | its CPU ms | of each | goal | of one process | CPU of one process | max MB',
  );
  const names = readdirSync(repos);
  for (const { goal, repos: wanted } of GROUPS) {
    const found = wanted
      .flatMap(prefix => names.find(name => name.startsWith(prefix)) ?? [])
      .filter(name => !only || only.includes(name))
      .map(name => measure(join(repos, name), name, { tool: path, peer }));
    if (goal !== undefined && found.length > 0) printRow('all of them', sumOf(found), goal);
  }
}

interface Row {
  readonly built: number;
  readonly eachMs: number;
  readonly one: Cost | undefined;
  readonly ours: Cost;
}

function printRow(name: string, { built, eachMs, one, ours }: Row, goal: number | undefined): void {
  const whole = (ms: number) => ms.toFixed(0);
  const ratio = ours.ms / eachMs;
  console.log(
    [
      name,
      built,
      whole(eachMs),
      one ? whole(one.ms) : '',
      one ? whole(one.cpuMs) : '',
      whole(ours.ms),
      whole(ours.cpuMs),
      ratio.toFixed(2),
      goal === undefined ? '' : verdictOn(ratio, goal),
      one ? (ours.ms / one.ms).toFixed(2) : '',
      one ? (ours.cpuMs / one.cpuMs).toFixed(2) : '',
      whole(ours.maxRssKb / 1024),
    ].join(' | '),
  );
}

function sumOf(rows: readonly Row[]): Row {
  const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
  const costs = (of: (row: Row) => Cost | undefined): Cost => ({
    ms: sum(row => of(row)?.ms ?? Number.NaN),
    cpuMs: sum(row => of(row)?.cpuMs ?? Number.NaN),
    maxRssKb: Math.max(...rows.map(row => of(row)?.maxRssKb ?? Number.NaN)),
  });
  const isWhole = rows.every(row => row.one !== undefined);
  return {
    built: sum(row => row.built),
    eachMs: sum(row => row.eachMs),
    one: isWhole ? costs(row => row.one) : undefined,
    ours: costs(row => row.ours),
  };
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

function measure(
  from: string,
  name: string,
  { tool, peer }: { readonly tool: string; readonly peer: string | undefined },
): Row {
  const dir = join(mkdtempSync(join(tmpdir(), 'kustomend-bench-')), name);
  try {
    cpSync(from, dir, { recursive: true, verbatimSymlinks: true });
    execFileSync('git', ['init', '-q'], { cwd: dir });
    execFileSync('git', ['add', '-A', '-f'], { cwd: dir });
    const { built, ms } = buildAll(tool, dir, rootsOf(dir));
    const one = peer && median(repeat(RUNS, () => timed(peer, [], dir, built.join('\n'))));
    const row = {
      built: built.length,
      eachMs: ms,
      one: one || undefined,
      ours: median(repeat(RUNS, () => preview(dir))),
    };
    printRow(name, row, built.length < EACH.fewestRoots ? undefined : EACH.goal);
    return row;
  } finally {
    rmSync(resolve(dir, '..'), { recursive: true, force: true });
  }
}

main();
