/** The start of the program: with compiled code, without, and with a cache that is of no use. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import nodeModule from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const project = join(import.meta.dirname, '../..');
/** Node 22.8 and later keep compiled code themselves. */
const isKeptByNode = 'enableCompileCache' in nodeModule;
const testOfOurs = isKeptByNode ? test.skip : test;
const testOfNodes = isKeptByNode ? test : test.skip;
const MANIFEST =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  replicas: 2\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n    spec: {containers: [{name: a, image: example/a:1}]}\n';
const tree = mkdtempSync(join(tmpdir(), 'kustomend-launched-'));
writeFileSync(join(tree, 'a.yaml'), MANIFEST);
writeFileSync(join(tree, 'kustomization.yaml'), 'resources: [a.yaml]\n');
// Long enough to be worth keeping, whatever comes of it.
const slow = join(tree, 'slow.cjs');
writeFileSync(slow, 'process.uptime = () => 5;');
afterAll(() => rmSync(tree, { recursive: true, force: true }));
let cache: string;

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'kustomend-cache-'));
});
afterEach(() => rmSync(cache, { recursive: true, force: true }));

function preview(environment: Record<string, string>): string {
  const args = ['--require', slow, join(project, 'dist/kustomend.cjs'), '--diff', '--no-pager', tree];
  const env = { ...process.env, NODE_OPTIONS: '', ...environment };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: project,
    env,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  return stdout;
}

const kept = () => readdirSync(cache, { recursive: true, encoding: 'utf8' });
const files = () => kept().filter(name => statSync(join(cache, name)).isFile());

test('a run keeps what it has compiled for the next, readable by the user alone', () => {
  const first = preview({ XDG_CACHE_HOME: cache });
  expect(first).toContain('+kind: PodDisruptionBudget');
  expect(files()).toHaveLength(1);
  const [file] = files();
  expect(statSync(join(cache, file!)).mode & 0o077).toBe(0);
  expect(preview({ XDG_CACHE_HOME: cache })).toBe(first);
  expect(files()).toEqual([file]);
});

testOfOurs('the next runs add what they have compiled, and then it stays as it is', () => {
  const runsIn = (file: string) => readFileSync(file).at(-1);
  preview({ XDG_CACHE_HOME: cache });
  const file = join(cache, files()[0]!);
  expect(runsIn(file)).toBe(1);
  preview({ XDG_CACHE_HOME: cache });
  expect(runsIn(file)).toBe(2);
  const bytes = readFileSync(file);
  bytes[bytes.length - 1] = 6;
  writeFileSync(file, bytes);
  preview({ XDG_CACHE_HOME: cache });
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

testOfOurs('broken code is compiled anew, and code that others may write is not run', () => {
  const first = preview({ XDG_CACHE_HOME: cache });
  const file = join(cache, files()[0]!);
  writeFileSync(file, 'not compiled at all');
  expect(preview({ XDG_CACHE_HOME: cache })).toBe(first);
  expect(statSync(file).size).toBeGreaterThan(10_000);
  writeFileSync(file, 'not compiled at all');
  chmodSync(file, 0o666);
  expect(preview({ XDG_CACHE_HOME: cache })).toBe(first);
});

testOfNodes('broken code is compiled anew, and a folder that others may enter is not used', () => {
  const first = preview({ XDG_CACHE_HOME: cache });
  const file = join(cache, files()[0]!);
  writeFileSync(file, 'not compiled at all');
  expect(preview({ XDG_CACHE_HOME: cache })).toBe(first);
  expect(statSync(file).size).toBeGreaterThan(10_000);
  writeFileSync(file, 'not compiled at all');
  chmodSync(join(cache, 'kustomend/compiled'), 0o755);
  expect(preview({ XDG_CACHE_HOME: cache })).toBe(first);
  expect(readFileSync(file, 'utf8')).toBe('not compiled at all');
});

testOfOurs('what other versions left a month ago goes, and nothing else', () => {
  const folder = join(cache, 'kustomend/compiled');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const day = 24 * 3600;
  for (const [name, days] of [
    ['compiled-old', 31],
    ['compiled-recent', 2],
    ['kustomize-old', 31],
  ] as const) {
    writeFileSync(join(folder, name), '');
    const then = Date.now() / 1000 - days * day;
    utimesSync(join(folder, name), then, then);
  }
  preview({ XDG_CACHE_HOME: cache });
  const left = readdirSync(folder);
  expect(left).toHaveLength(3);
  expect(left).toEqual(expect.arrayContaining(['compiled-recent', 'kustomize-old']));
});

describe('a cache that lies among the files of somebody is neither kept nor used', () => {
  test.each([
    ['in a work tree', '.git', '.'],
    ['below a configuration', 'kustomend.yaml', '.'],
    ['in what is looked at', 'a', '.'],
    ['behind a link', '.git', 'elsewhere'],
  ])('%s', (_, mark, place) => {
    const theirs = join(cache, 'tree');
    mkdirSync(join(theirs, '.cache/kustomend/compiled'), { recursive: true, mode: 0o700 });
    writeFileSync(join(theirs, mark), '');
    writeFileSync(join(theirs, 'cm.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n');
    if (place !== '.') symlinkSync(join(theirs, '.cache'), join(cache, place));
    const wanted = place === '.' ? join(theirs, '.cache') : join(cache, place);
    const args = [join(project, 'dist/kustomend.cjs'), 'graph', theirs];
    const env = { ...process.env, NODE_OPTIONS: '', XDG_CACHE_HOME: wanted };
    spawnSync(process.execPath, ['--require', slow, ...args], { cwd: project, env });
    expect(readdirSync(join(theirs, '.cache/kustomend/compiled'))).toEqual([]);
  });
});

test('no cache is kept when none is wanted or none can be', () => {
  preview({ XDG_CACHE_HOME: cache, KUSTOMEND_CACHE: 'off' });
  expect(kept()).toEqual([]);
  const blocked = join(cache, 'file');
  writeFileSync(blocked, '');
  preview({ XDG_CACHE_HOME: blocked });
  expect(kept()).toEqual(['file']);
});

test.each([
  ['18.20.8', 2, 'kustomend needs node 20.19 or later; this is 18.20.8\n'],
  ['20.18.3', 2, 'kustomend needs node 20.19 or later; this is 20.18.3\n'],
  ['20.19.0', 0, ''],
  ['24.1.0', 0, ''],
])('node %s', (version, code, said) => {
  const disguise = join(cache, 'disguise.cjs');
  writeFileSync(
    disguise,
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`,
  );
  const args = ['--require', disguise, join(project, 'dist/kustomend.cjs'), '--version'];
  const env = { ...process.env, KUSTOMEND_CACHE: 'off', NODE_OPTIONS: '' };
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: code, stderr: said });
});
