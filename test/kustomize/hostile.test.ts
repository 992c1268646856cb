/** What an attacker may put into a repository ends in a clear failure, quickly. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEvaluator } from '../../src/kustomize/build/evaluate.ts';
import { diskFiles } from '../../src/kustomize/files/disk.ts';
import { memoryFiles } from '../../src/kustomize/files/files.ts';
import { configMap, evaluate, failure, render } from './render.ts';

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

test.each([2, 9])('maps that each take in the one before %d times', ways => {
  const maps = Array.from({ length: 60 }, (_, i) => {
    const before = Array.from({ length: ways }, () => `*m${i}`).join(', ');
    return `  m${i + 1}: &m${i + 1}\n    <<: [${before}]\n    k${i}: v\n`;
  });
  const thing = `apiVersion: example.com/v1\nkind: Thing\nmetadata:\n  name: t\nspec:\n  m0: &m0 {a: b}\n`;
  expect(evaluate(withResource(thing + maps.join(''))).state).toBe('evaluated');
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
});

describe('patterns on which an engine may search for ever', () => {
  const name = 'a'.repeat(200);
  const built = (lists: string, text: string) =>
    render({ 'kustomization.yaml': `resources: [r.yaml]\n${lists}`, 'r.yaml': text });
  const add = `patch: '[{"op": "add", "path": "/data/x", "value": "y"}]'`;
  const ends = `${name}b`;

  test.each([
    ['(a+)+', name, true],
    ['(a+)+', ends, false],
    ['(a|aa|a.)*c', ends, false],
    ['(?:a?){200}a{200}', name, true],
    ['(x+x+)+y', 'x'.repeat(200), false],
  ])('target %s', (pattern, named, isMet) => {
    const text = configMap('  a: b\n').replace('name: a', `name: ${named}`);
    const [object] = built(`patches:\n- target: {name: '${pattern}'}\n  ${add}\n`, text);
    expect(object).toMatchObject({ data: isMet ? { a: 'b', x: 'y' } : { a: 'b' } });
  });

  test.each([
    [`a=${'b,'.repeat(50_000)}c`, false],
    [`a${' '.repeat(200_000)}b`, null],
    [`${'a,'.repeat(50_000)}b in (c, d)`, false],
    [`!z, z${' '.repeat(100_000)}notin${' '.repeat(100_000)}(y)`, true],
  ])('label selector %#', (labelSelector, isMet) => {
    const files = {
      'kustomization.yaml': `resources: [r.yaml]\npatches:\n- target: {labelSelector: '${labelSelector}'}\n  ${add}\n`,
      'r.yaml': configMap('  a: b\n'),
    };
    if (isMet === null) expect(failure(files)).toMatch(/^patch-target: unable to parse selector/);
    else expect(render(files)).toMatchObject([{ data: isMet ? { a: 'b', x: 'y' } : { a: 'b' } }]);
  });

  test('an image', () => {
    const pod = (image: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: '${image}'}]}\n`;
    const lists = `images:\n- {name: (a+)+b, newTag: "1"}\n- {name: (a|aa)*, newTag: "2"}\n`;
    expect(built(lists, pod(`${name}:1.0`))).toMatchObject([
      { spec: { containers: [{ image: `${name}:2` }] } },
    ]);
  });

  // What kustomize says of them.
  test.each([
    ['(a', 'missing closing ): `^(?:(a)$`'],
    ['[a', 'missing closing ]: `[a)$`'],
    ['a**', 'invalid nested repetition operator: `**`'],
    ['(?=a)b', 'invalid or unsupported Perl syntax: `(?=`'],
    ['a{2000}', 'invalid repeat count: `{2000}`'],
    ['\\1', 'invalid escape sequence: `\\1`'],
  ])('%s is none', (pattern, message) => {
    const lists = `patches:\n- target: {name: '${pattern}'}\n  ${add}\n`;
    const files = { 'kustomization.yaml': `resources: [r.yaml]\n${lists}`, 'r.yaml': configMap('  a: b\n') };
    expect(failure(files)).toBe(`patch-target: error parsing regexp: ${message}`);
  });
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
