/** What an attacker may put into a repository ends in a clear failure, quickly. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEvaluator } from '../../src/kustomize/build/evaluate.ts';
import { diskFiles } from '../../src/kustomize/files/disk.ts';
import { memoryFiles } from '../../src/kustomize/files/files.ts';
import { configMap, evaluate, failure } from './render.ts';

const withResource = (text: string) => ({ 'kustomization.yaml': 'resources: [r.yaml]\n', 'r.yaml': text });

function aliasBomb(): string {
  let text = 'l0: &l0 [a, a, a, a, a, a, a, a, a, a]\n';
  for (let i = 1; i < 10; i++)
    text += `l${i}: &l${i} [${Array(10)
      .fill(`*l${i - 1}`)
      .join(', ')}]\n`;
  return text;
}

test('an anchor that contains itself', () => {
  expect(failure(withResource(configMap('  a: &x\n    b: *x\n')))).toBe(
    'unreadable-yaml: an anchor that contains itself',
  );
});

// kustomize reads some of these: it is asked.
test.each([
  ['an alias bomb', configMap('  a: b\n') + aliasBomb(), 'aliases expand to too many nodes'],
  ['a merge key that contains itself', configMap('  a: &x\n    <<: *x\n'), 'an anchor that contains itself'],
  ['deep flow lists', configMap(`  a: ${'['.repeat(10_000)}${']'.repeat(10_000)}\n`), 'nested too deeply'],
  ['deep flow maps', configMap(`  a: ${'{a: '.repeat(10_000)}1${'}'.repeat(10_000)}\n`), 'nested too deeply'],
  ['lists that never end', configMap(`  a: ${'['.repeat(50_000)}`), 'nested too deeply'],
  ['a huge file', configMap(`  a: ${'x'.repeat(51 * 1024 * 1024)}\n`), 'larger than 50 MB'],
])('%s', (_, text, message) => {
  expect(failure(withResource(text))).toBe(`limit: ${message}`);
});

test('many aliases take linear time', () => {
  const aliases = Array.from({ length: 20_000 }, (_, i) => `  k${i}: *x\n`).join('');
  expect(evaluate(withResource(configMap(`  a: &x b\n${aliases}`))).state).toBe('evaluated');
});

test('long rows of blanks in a text of several lines take linear time', () => {
  const blanks = ' '.repeat(1_000_000);
  const text = configMap(`  a: "x${blanks}y\n    z"\n  b: x${blanks}y\n    z\n`);
  expect(evaluate(withResource(text)).state).toBe('evaluated');
});

test.each([
  ['\u0001', 'control characters are not allowed'],
  ['\u007f', 'control characters are not allowed'],
  ['\u0086', 'control characters are not allowed'],
  ['\ufffe', 'control characters are not allowed'],
])('%j spoils a text wherever it stands', (character, message) => {
  for (const text of [`  a: b # ${character}\n`, `  a: "${character}"\n`, `  a: b\n---\n# ${character}\n`])
    expect(failure(withResource(configMap(text)))).toBe(`unreadable-yaml: ${message}`);
});

test.each(['\r', '\u0085', '\u2028', '\u2029'])('%j is a line end to kustomize', character => {
  const text = configMap(`  a: b # ${character}  c: d\n`);
  expect(failure(withResource(text))).toBe(
    'limit: a line end other than LF and CRLF, which kustomend does not read',
  );
});

test.each(['\t', '\r\n', '\u00a0', '\ufffd', '\ufeff', '\u{1f600}'])(
  '%j is a character like any other',
  text => {
    expect(evaluate(withResource(configMap(`  a: b # ${text}\n`))).state).toBe('evaluated');
  },
);

test('a hundred layers and more', () => {
  const files: Record<string, string> = { 'c300/kustomization.yaml': 'resources: [r.yaml]' };
  for (let i = 0; i < 300; i++) files[`c${i}/kustomization.yaml`] = `resources: [../c${i + 1}]`;
  files['c300/r.yaml'] = configMap('  a: b\n');
  expect(evaluate(files, 'c0').state).toBe('evaluated');
});

test('cycles are named', () => {
  const files = { 'a/kustomization.yaml': 'resources: [../b]', 'b/kustomization.yaml': 'resources: [../a]' };
  expect(failure(files, 'a')).toBe('cycle: cycle: a -> b -> a');
});

test('long chains and components that double each other end', () => {
  const chain: Record<string, string> = {};
  const doubling: Record<string, string> = { 'c40/kustomization.yaml': component('namePrefix: a') };
  for (let i = 0; i < 2000; i++) chain[`c${i}/kustomization.yaml`] = `resources: [../c${i + 1}]`;
  for (let i = 0; i < 40; i++) {
    doubling[`c${i}/kustomization.yaml`] = component(`components: [../c${i + 1}, ../c${i + 1}]`);
  }
  expect(failure(chain, 'c0')).toMatch(/^limit: /);
  expect(failure(doubling, 'c0')).toMatch(/^limit: /);
});

const component = (body: string) =>
  `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${body}\n`;

test('10,000 kustomizations', () => {
  const files: Record<string, string> = {};
  const names = Array.from({ length: 10_000 }, (_, i) => `k${i}`);
  for (const name of names) {
    files[`${name}/kustomization.yaml`] = 'resources: [r.yaml]';
    files[`${name}/r.yaml`] = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
  }
  files['kustomization.yaml'] = `resources:\n${names.map(name => `- ${name}\n`).join('')}`;
  const outcome = createEvaluator(memoryFiles(files), { loadRestrictor: 'LoadRestrictionsNone' }).evaluate(
    '',
  );
  expect(outcome.state === 'evaluated' && outcome.resources.length).toBe(10_000);
}, 20_000);

test('patterns that would search for ever are not tried', () => {
  const patch = 'patches:\n- target: {name: (a+)+}\n  patch: |\n    - {op: add, path: /data/x, value: y}\n';
  const text = configMap('  a: b\n').replace('name: a', `name: ${'a'.repeat(40)}b`);
  expect(failure({ 'kustomization.yaml': `resources: [r.yaml]\n${patch}`, 'r.yaml': text })).toBe(
    'out-of-scope',
  );
});

test('links out of the repository are not followed', () => {
  const top = mkdtempSync(join(tmpdir(), 'kustomend-links-'));
  try {
    const root = join(top, 'repository');
    mkdirSync(join(root, 'files'), { recursive: true });
    mkdirSync(join(top, 'outside'));
    writeFileSync(join(top, 'outside/kustomization.yaml'), 'configMapGenerator: [{name: secret}]\n');
    writeFileSync(join(top, 'outside/r.yaml'), configMap('  a: secret\n'));
    symlinkSync('../../outside/r.yaml', join(root, 'files/r.yaml'));
    symlinkSync('../outside', join(root, 'folder'));
    writeFileSync(join(root, 'files/kustomization.yaml'), 'resources: [r.yaml]\n');
    writeFileSync(join(root, 'kustomization.yaml'), 'resources: [folder]\n');
    for (const loadRestrictor of ['LoadRestrictionsRootOnly', 'LoadRestrictionsNone'] as const) {
      const evaluator = createEvaluator(diskFiles(root), { loadRestrictor });
      for (const folder of ['files', '']) {
        expect([folder, evaluator.evaluate(folder).state]).not.toEqual([folder, 'evaluated']);
      }
    }
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
});
