/** What an attacker may put into a repository, through the program: a result or a clear error, never a stack trace. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commitAll, kustomend, newRepo, type Result } from './cli.ts';

const MANIFEST = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n';
const withResource = (text: string) => ({ 'kustomization.yaml': 'resources: [r.yaml]\n', 'r.yaml': text });

const BOMB = Array.from({ length: 10 }, (_, i) =>
  i === 0
    ? 'l0: &l0 [a, a, a, a, a, a, a, a, a, a]\n'
    : `l${i}: &l${i} [${Array(10)
        .fill(`*l${i - 1}`)
        .join(', ')}]\n`,
).join('');

/** Memory that a run may take: an ordinary one takes less than a third of it. */
const BOUNDED = { NODE_OPTIONS: '--max-old-space-size=400' };

function expectNoTrace({ code, stderr }: Result, codes: readonly number[]): void {
  expect(stderr).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m);
  expect(stderr).not.toMatch(/has a bug|FATAL ERROR|heap out of memory|RangeError/);
  expect({ code, stderr, expected: codes.includes(code ?? -1) }).toEqual({ code, stderr, expected: true });
}

const CYCLE = {
  'a/kustomization.yaml': 'resources: [../b]\n',
  'b/kustomization.yaml': 'resources: [../a]\n',
};
const CHAIN = Object.fromEntries(
  Array.from({ length: 600 }, (_, i) => [`c${i}/kustomization.yaml`, `resources: [../c${i + 1}]\n`]),
);

describe.each([
  ['an alias bomb', withResource(MANIFEST + BOMB), 'aliases expand to too many nodes'],
  ['an alias bomb in a kustomization', { 'kustomization.yaml': BOMB }, 'aliases expand to too many nodes'],
  [
    'an anchor that contains itself',
    withResource(`${MANIFEST}  a: &x\n    b: *x\n`),
    'an anchor that contains itself',
  ],
  ['deep nesting', withResource(`${MANIFEST}  a: ${'['.repeat(50_000)}\n`), 'nested too deeply'],
  ['deep nesting by indentation', withResource(MANIFEST + deepMaps(3000)), 'nested too deeply'],
  ['a cycle', CYCLE, 'cycle: '],
  ['a chain that is too long', CHAIN, 'more than 500 kustomizations deep'],
])('%s', (_, files, says) => {
  const root = newRepo(files);

  test.each([
    ['preview', []],
    ['scan', ['scan']],
    ['doctor', ['doctor']],
    ['render', ['render', '.']],
    ['graph', ['graph']],
  ])('%s ends with a clear word', (command, args) => {
    const result = kustomend(root, args, BOUNDED);
    expectNoTrace(result, [0, 1, 2, 3]);
    const isSaid =
      command !== 'graph' && !(command === 'render' && result.stderr.includes('has no kustomization'));
    if (isSaid) expect(result.stderr + result.stdout).toContain(says);
  });
});

test('a file of 100 MB', () => {
  const root = newRepo({ 'kustomization.yaml': 'resources: [r.yaml]\n' }, { git: false });
  writeFileSync(join(root, 'r.yaml'), `${MANIFEST}  a: ${'x'.repeat(100 * 1024 * 1024)}\n`);
  const result = kustomend(root, ['doctor'], BOUNDED);
  // A limit of ours, about which there may be a kustomize to ask.
  expectNoTrace(result, [0, 3]);
  expect(result.stdout).toContain('larger than 50 MB');
});

test('a plain folder with the same manifests is refused file by file', () => {
  const root = newRepo({ 'bomb.yaml': MANIFEST + BOMB, 'good.yaml': `${MANIFEST}  a: b\n` });
  const result = kustomend(root, ['doctor'], BOUNDED);
  expectNoTrace(result, [0]);
  expect(result.stdout).toContain('roots       1 of 1 looked at');
  expect(result.stdout).toMatch(/notice: bomb\.yaml:\d+: left alone: aliases expand to too many nodes/);
});

test('links out of the repository are neither read nor written through', () => {
  const root = newRepo({ 'kustomization.yaml': 'resources: [r.yaml, folder]\n' }, { git: false });
  const outside = join(dirname(root), 'outside');
  mkdirSync(outside, { recursive: true });
  writeFileSync(join(outside, 'r.yaml'), `${MANIFEST}  a: from-outside\n`);
  writeFileSync(join(outside, 'kustomization.yaml'), 'resources: [r.yaml]\n');
  symlinkSync('../outside/r.yaml', join(root, 'r.yaml'));
  symlinkSync('../outside', join(root, 'folder'));
  commitAll(root);
  for (const args of [[], ['scan'], ['render', '.'], ['fix'], ['doctor']]) {
    const result = kustomend(root, args, BOUNDED);
    expectNoTrace(result, [0, 1, 2, 3]);
    expect(result.stdout + result.stderr).not.toContain('from-outside');
  }
});

test('10,000 kustomizations', () => {
  const names = Array.from({ length: 10_000 }, (_, i) => `k${i}`);
  const files = Object.fromEntries(
    names.flatMap(name => [
      [`${name}/kustomization.yaml`, 'resources: [r.yaml]\n'],
      [`${name}/r.yaml`, MANIFEST.replace('name: a', `name: ${name}`)],
    ]),
  );
  const root = newRepo(
    { ...files, 'kustomization.yaml': `resources:\n${names.map(name => `- ${name}\n`).join('')}` },
    { git: false },
  );
  const args = ['scan', '--exit-zero', '--quiet', '--format', 'json', '--output', '../scan.json'];
  const result = kustomend(root, args, { NODE_OPTIONS: '--max-old-space-size=1000' });
  expectNoTrace(result, [0]);
}, 120_000);

function deepMaps(depth: number): string {
  return Array.from({ length: depth }, (_, i) => `${' '.repeat(2 + i)}a:\n`).join('');
}
