/** Inputs of ordinary size that take for ever where something tries every way. Times are not measured: a hang is. */
import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { matchesGlob } from '../../src/config/glob.ts';
import { oneLine } from '../../src/report/words/words.ts';
import { kustomend, newRepo, programOf, SHOP, writeIn } from '../cli/cli.ts';

const LIMIT = 60_000;

function expectEnd(root: string, ...args: string[]): string {
  const options = { cwd: root, encoding: 'utf8', timeout: LIMIT, maxBuffer: 1 << 26 } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [programOf(), ...args], options);
  expect({ status, stderr }).toEqual({ status: expect.any(Number), stderr });
  expect(stderr).not.toContain('has a bug');
  return stdout;
}

test('a diamond of many layers is shown once', () => {
  const files: Record<string, string> = {};
  for (let layer = 0; layer < 24; layer++) {
    for (const side of ['a', 'b']) {
      const next = layer < 23 ? `components: [../a${layer + 1}, ../b${layer + 1}]\n` : '';
      files[`${side}${layer}/kustomization.yaml`] =
        `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${next}`;
    }
  }
  const root = newRepo({ ...files, 'top/kustomization.yaml': 'components: [../a0, ../b0]\n' });
  const text = expectEnd(root, 'graph');
  expect(text.split('\n').length).toBeLessThan(200);
  expect(text).toContain('a1 (component) (see above)');
  expectEnd(root, 'graph', '--format', 'svg');
  expectEnd(root, 'graph', '--format', 'mermaid');
});

test('an error that kustomize quotes once more in each layer', () => {
  const odd = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: "\u0001"}\n';
  const root = newRepo({ 'kustomization.yaml': 'resources: [odd.yaml]\n', 'odd.yaml': odd });
  const script = `#!/bin/sh
[ "$1" = version ] && { echo v5.8.2; exit; }
{ printf 'Error: first '; head -c 8000000 /dev/zero | tr '\\0' '\\\\\\\\'; printf '" %02000d last' 0; } >&2
exit 1
`;
  writeIn(root, '../quoting/kustomize', script);
  chmodSync(join(root, '../quoting/kustomize'), 0o755);
  const env = { PATH: `${join(root, '../quoting')}:${process.env.PATH}` };
  const { code, stderr } = kustomend(root, ['scan'], env);
  const said = stderr.replaceAll(/\s+/g, ' ');
  expect({ code, said }).toEqual({
    code: expect.any(Number),
    said: expect.stringMatching(/kustomize: Error: first \\" 0.* \.\.\. 0.* last/),
  });
  expect(stderr.length).toBeLessThan(10_000);
});

describe('globs', () => {
  test.each([
    [`${'**/'.repeat(14)}b`, `${'a/'.repeat(60)}c`],
    [`${'*a'.repeat(20)}b`, 'a'.repeat(200)],
    [`${'{a,aa}'.repeat(30)}b`, 'a'.repeat(60)],
  ])('%s', (glob, path) => {
    expect(matchesGlob(glob, path)).toBe(false);
    expect(matchesGlob(glob, `${path}b`.replace('cb', 'b'))).toBe(true);
  });
});

test.each([
  ['a value of blanks', ' '.repeat(200_000)],
  ['a scheme without end', `${'a'.repeat(100_000)}://`],
  ['many schemes', 'a://'.repeat(50_000)],
  ['many signs of an assignment', 'password='.repeat(20_000)],
  ['many settings without a value', 'token: '.repeat(28_000)],
  ['many keys without an end', '-----BEGIN PRIVATE KEY-----'.repeat(2000)],
  ['many blocks', 'password: |\n  a\n'.repeat(140_000)],
  ['many options', '--password '.repeat(20_000)],
  ['many addresses', '//u:'.repeat(50_000)],
  ['many lines', '\n'.repeat(200_000)],
])('%s', (_, value) => {
  oneLine(value);
  const env = `        env:\n        - name: A\n          value: ${JSON.stringify(value)}\n`;
  const root = newRepo({ ...SHOP, 'base/deployment.yaml': SHOP['base/deployment.yaml'] + env });
  expectEnd(root, 'scan');
  expectEnd(root, 'render', 'base');
});

/** At the edge of the stack V8 ends the process: nothing may come near to it. */
test.each([
  ['lists', '['.repeat(1000)],
  ['maps', '{'.repeat(20_000)],
  ['objects', '{"a":'.repeat(10_000)],
  ['items', '- '.repeat(20_000)],
  ['keys', '? '.repeat(20_000)],
])('a text that nests like a document, of %s', (_, text) => {
  const root = newRepo({
    'kustomization.yaml': 'resources: [a.yaml]\n',
    'a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {password: ${JSON.stringify(text)}, conf: ${JSON.stringify(`password: ${text}`)}, b: ${JSON.stringify(text)}}\n`,
  });
  expect(expectEnd(root, 'render', '.')).toContain('kind: ConfigMap');
});

test('a Secret of many lines beside a text that has them too', () => {
  const lines = Array.from({ length: 20_000 }, (_, index) => `    Kx81jdQpWv${index}aZ\n`).join('');
  const root = newRepo({
    'kustomization.yaml': 'resources: [a.yaml]\n',
    'a.yaml': `apiVersion: v1
kind: Secret
metadata: {name: a}
stringData:
  a: |
${lines}---
apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data:
  a: |
${lines}`,
  });
  expect(expectEnd(root, 'render', '.')).not.toContain('Kx81');
});

describe('files that are read for what they say of images and objects', () => {
  const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: web:1
        envFrom: [{secretRef: {name: web-key}}]
---
apiVersion: v1
kind: Secret
metadata: {name: other}
`;
  const fan = (folder: string) =>
    `FROM nginx:1.27\n${`COPY ${folder}.conf /etc/nginx/conf.d/default.conf\n`.repeat(20)}`;
  const words = (count: number) =>
    `${'kubectl '.repeat(count)}${'create '.repeat(count)}${'secret _ '.repeat(count)}`;

  test.each([
    ['commands of many words', { 'up.sh': words(8000) }],
    ['commands that go on in many lines', { 'up.sh': words(4000).replaceAll(' ', '\\\n') }],
    ['Terraform without an end', { 'keys.tf': '"kubernetes_secret" "a" { metadata { name '.repeat(4000) }],
    [
      'a configuration of open quotes',
      { 'web/Dockerfile': fan('web'), 'web/web.conf': '"\\'.repeat(49_000) },
    ],
    [
      'a configuration of blanks',
      {
        'web/Dockerfile': fan('web').replace('nginx:1.27', 'redis:7').replaceAll('conf.d/default', 'redis'),
        'web/web.conf': `port a${' '.repeat(98_000)}b`,
      },
    ],
    [
      'steps that hand on blanks',
      {
        'web/Dockerfile': 'FROM scratch\n',
        '.github/workflows/a.yml': `jobs: {a: {steps: [{run: ${JSON.stringify(`echo a=${' '.repeat(500_000)}b`)}}]}}\n`,
      },
    ],
    [
      'steps that hand on many variables',
      {
        'web/Dockerfile': 'FROM scratch\n',
        '.github/workflows/a.yml': `jobs: {a: {steps: [{run: ${JSON.stringify('echo a=b >> $GITHUB_ENV\n'.repeat(200_000))}}]}}\n`,
      },
    ],
  ])('%s', (_, files) => {
    const kustomization = { 'kustomization.yaml': 'resources: [web.yaml]\n', 'web.yaml': deployment };
    expect(expectEnd(newRepo({ ...kustomization, ...files }), 'scan')).toContain('web-key');
  });
});
