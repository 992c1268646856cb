/**
 * Speed against kustomize, in the same run: `kustomend DIR` (the bundle, process included) against the sum of
 * `kustomize build ROOT` over the roots that build, and, where there is Go, against one process that builds them all
 * (bench-peer.ts): medians of five, in wall time and in CPU time, which other work on the machine changes less. Goals: 0.5 for
 * the sum over those with 25 roots or more, 1.0 for each with 8 or more (architecture.md, Speed). In front of that, how many bytes
 * the fast reader leaves to the library; behind it, what a second run and a save cost, what large repositories that are made up
 * do, what stands in the way of less, and how the cost of a run grows.
 *
 * usage: bench.ts [--again] [--watch] [--large] [--bounds] [--repos DIR] [--only a,b]
 *        all of it where no part is named
 *        bench.ts --growth [--only file,overlay] [--sizes 1000,2000] [--program FILE]
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findKustomize } from '../src/witness/tool.ts';
import { printAgain } from './bench-again.ts';
import { boundedRepository, printBounds, takeStep } from './bench-bounds.ts';
import { boundedTrees, printLarge } from './bench-large.ts';
import { builtPeer } from './bench-peer.ts';
import { printWatched } from './bench-watch.ts';
import { printGrowth } from './growth.ts';
import { inCopy } from './in-copy.ts';
import { slowBytes } from './slow-bytes.ts';
import { type Cost, median, repeat, type Timed, timed } from './timed.ts';

const TOP = resolve(import.meta.dirname, '..');
const PROGRAM = join(TOP, 'dist/kustomend.cjs');
const RUNS = 5;
const PARTS = ['again', 'watch', 'large', 'bounds'] as const;

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

async function main(): Promise<void> {
  const only = argument('--only')?.split(',');
  const step = argument('--step');
  if (step !== undefined) return takeStep(step, argument('--of')!);
  if (process.argv.includes('--growth')) {
    printGrowth(argument('--program') ?? PROGRAM, only ?? [], argument('--sizes')?.split(',').map(Number));
    return;
  }
  const wanted = PARTS.filter(part => process.argv.includes(`--${part}`));
  const isWanted = (part: (typeof PARTS)[number]) => wanted.length === 0 || wanted.includes(part);
  const repositories = repositoriesOf(only);
  if (wanted.length === 0) compareWithKustomize(only);
  if (isWanted('again')) await printAgain(PROGRAM, repositories);
  if (isWanted('watch')) await watchMiddle();
  if (isWanted('large')) await printLarge(PROGRAM, toolPath());
  if (isWanted('bounds'))
    await printBounds([
      ...repositories.map(boundedRepository),
      ...boundedTrees(direction => only?.includes(direction) ?? true),
    ]);
  if (!only && wanted.length === 0) printGrowth(PROGRAM, []);
}

/** The repository in the middle, by how many manifests each has. */
async function watchMiddle(): Promise<void> {
  const repos = argument('--repos') ?? resolve(TOP, '../shared/corpus');
  const manifests = (name: string) =>
    readdirSync(join(repos, name), { recursive: true }).filter(file => /\.ya?ml$/.test(String(file))).length;
  const sorted = readdirSync(repos, { withFileTypes: true })
    .filter(each => each.isDirectory())
    .map(({ name }) => ({ name, count: manifests(name) }))
    .sort((a, b) => a.count - b.count);
  const { name } = sorted[sorted.length >> 1]!;
  await inCopy(join(repos, name), folder => printWatched(PROGRAM, name, folder));
}

function repositoriesOf(only: readonly string[] | undefined): string[] {
  const repos = argument('--repos') ?? resolve(TOP, '../shared/corpus');
  const names = readdirSync(repos).filter(name => !only || only.includes(name));
  const wanted = GROUPS.flatMap(group => group.repos);
  return wanted
    .flatMap(prefix => names.filter(name => name.startsWith(prefix)))
    .map(name => join(repos, name));
}

function toolPath(): string {
  const tool = findKustomize(process.env);
  if (!tool) throw new Error('a real kustomize is needed on PATH');
  return tool.path;
}

function compareWithKustomize(only: readonly string[] | undefined): void {
  const repos = argument('--repos') ?? resolve(TOP, '../shared/corpus');
  if (!existsSync(repos)) throw new Error('no corpus: give its folder with --repos');
  if (!existsSync(PROGRAM)) throw new Error('no bundle: npm run build');
  const path = toolPath();
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

await main();
