/**
 * What independent checkers find in real repositories before and after a run: builds the bundle, runs the measuring
 * tool over the corpus with whatever checkers are there, and prints its table. Checkers are looked up in $PEERS and on
 * the PATH.
 *
 * usage: checkers.ts [--safe] [--only a,b] [--checkers a,b] [--max-roots N] [--tool measure.py] [--repos DIR]
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const TOP = resolve(import.meta.dirname, '..');
const SHARED = join(TOP, '../shared');
const BUNDLE = join(TOP, 'dist/kustomend.cjs');

function argument(name: string): string | undefined {
  const index = process.argv.indexOf(name);
  return index < 0 ? undefined : process.argv[index + 1];
}

const tool = argument('--tool') ?? join(SHARED, 'tools/measure.py');
const repos = argument('--repos') ?? join(SHARED, 'corpus');
for (const path of [tool, repos]) {
  if (existsSync(path)) continue;
  console.error(`${path} is not there: name it with --tool or --repos`);
  process.exit(2);
}

run(process.execPath, [join(TOP, 'scripts/build.mjs'), '--bundle']);
const unsafe = process.argv.includes('--safe') ? '' : '--unsafe ';
// The proof needs no second opinion here: the tool renders with the real kustomize afterwards.
const options = '--allow-dirty --verify builtin --load-restrictor LoadRestrictionsNone --quiet';
run('python3', [
  tool,
  ...['--repos', repos, '--label', 'kustomend', '--lock'],
  ...['--fixer', `cd {dir} && ${process.execPath} ${BUNDLE} fix ${unsafe}${options} .`],
  ...['--tools', argument('--checkers') ?? 'kube-score,kube-linter,polaris,kubeaudit,checkov'],
  ...['--max-roots', argument('--max-roots') ?? '4'],
  ...['--only', argument('--only') ?? ''],
]);

function run(command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
