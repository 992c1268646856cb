/**
 * npm run measure: what takes too long for every change. Speed and growth, the whole corpus, a thousand random trees under
 * fixes, what the real sops encrypts, hostile repositories, the page of a review, what a real API server takes and what policies make it refuse, what a real
 * Prometheus finds, what independent
 * checkers find. About two hours on two cores.
 *
 * usage: measure.ts [step ...]
 */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { browserPath } from '../test/harness/chromium.ts';
import { providedKustomize } from './kustomize.ts';
import { chosenSteps, exitCodeOf, runSteps, type Step, summaryOf } from './measure-steps.ts';
import { readArguments } from './options.ts';

const TOP = resolve(import.meta.dirname, '..');
const CORPUS = join(TOP, '../shared/corpus');

/** The tool that starts a real API server, what it has built for that, and the store that the server needs. */
const SERVER = [
  join(TOP, '../shared/tools/apiserver.sh'),
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kustomend-apiserver/v1.34.1/kube-apiserver'),
  onPath('etcd'),
];

function onPath(name: string): string {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map(folder => join(folder, name)).find(path => existsSync(path)) ?? name;
}

const script = (name: string, ...args: string[]): Step['command'] => [
  'node',
  'scripts/run.mjs',
  `scripts/${name}.ts`,
  ...args,
];
const suite = (...args: string[]): Step['command'] => [
  'node',
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
  ...args,
];

const STEPS: readonly Step[] = [
  { name: 'bench', command: script('bench'), needs: [CORPUS] },
  { name: 'corpus', command: script('corpus', '--all'), needs: [CORPUS] },
  { name: 'corpus-complete', command: script('corpus', '--all', '--unsafe', '--complete'), needs: [CORPUS] },
  { name: 'ownership', command: script('ownership'), needs: [CORPUS] },
  { name: 'trees', command: suite('test/kustomize/random-trees'), env: { KUSTOMEND_RUNS: '5000' } },
  { name: 'fixes', command: suite('test/plan/random-trees'), env: { KUSTOMEND_RUNS: '1000' } },
  { name: 'sops', command: script('provide-sops', '--install') },
  { name: 'encrypt', command: suite('test/cli/encrypt') },
  { name: 'fuzz', command: script('fuzz', '--minutes', '20') },
  { name: 'browser', command: script('browser'), needs: browserPath === undefined ? ['chromium'] : [] },
  { name: 'apiserver', command: script('apiserver'), needs: [CORPUS, ...SERVER] },
  { name: 'guardrails', command: script('guardrails'), needs: [CORPUS, ...SERVER] },
  { name: 'rabbitmq', command: script('rabbitmq'), needs: ['/usr/lib/rabbitmq/bin/rabbitmq-server'] },
  { name: 'monitoring', command: script('monitoring'), needs: [onPath('prometheus')] },
  { name: 'backup', command: script('backup'), needs: ['/usr/lib/postgresql', onPath('aws')] },
  { name: 'pool', command: script('pool'), needs: ['/usr/lib/postgresql', '/usr/sbin/pgbouncer'] },
  {
    name: 'checkers',
    command: script('checkers'),
    needs: [CORPUS, join(TOP, '../shared/tools/measure.py')],
  },
];

function main(): number {
  const read = readArguments(process.argv.slice(2), {});
  const steps = typeof read === 'string' ? read : chosenSteps(STEPS, read.names);
  if (typeof steps === 'string') {
    console.error(steps);
    return 2;
  }
  const kustomize = providedKustomize();
  if (!kustomize) {
    console.error('a real kustomize is needed on PATH');
    return 2;
  }
  process.env.PATH = [dirname(kustomize.path), process.env.PATH].join(delimiter);
  process.env.KUSTOMEND_STYLES = 'all';
  const bundle: Step = { name: 'bundle', command: ['node', 'scripts/build.mjs', '--bundle'] };
  const outcomes = runSteps([bundle, ...steps], TOP, line => console.log(line));
  console.log(`\n${summaryOf(outcomes)}`);
  return exitCodeOf(outcomes);
}

process.exitCode = main();
