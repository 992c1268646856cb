/** Nothing that is printed, or written beside the repository, shows a secret of it. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commitAll, git, kustomend, newRepo, writeIn } from '../cli/cli.ts';
import { plantCanaries, shownIn } from './canaries.ts';

const { files, values } = plantCanaries('every form', 100);
const root = newRepo(files);

const COMMANDS = [
  '--unsafe',
  '--unsafe --format json',
  '--unsafe --format markdown',
  'scan',
  'scan --format json',
  'scan --format sarif',
  'scan --format markdown',
  'scan --format github',
  'scan --preset complete',
  'overlay overlays/production',
  'render overlays/production',
  'render base',
  'trace base Deployment/shop',
  'trace base Deployment/shop --format json',
  'trace overlays/production Secret/listed',
  'trace overlays/production ConfigMap/config',
  'trace overlays/production ConfigMap/config data --format json',
  'graph',
  'graph --format svg',
  'doctor',
];

test.each(COMMANDS)('%s', command => {
  const { stdout, stderr, code } = kustomend(root, command.split(' '));
  expect(shownIn(stdout + stderr, values)).toEqual([]);
  expect({ code, stderr: code === 70 ? stderr : '' }).toEqual({ code, stderr: '' });
});

test('init, and what it writes for everybody to read', () => {
  const repo = newRepo(files);
  const { stdout, stderr, code } = kustomend(repo, ['init']);
  expect(code).toBe(0);
  const written = readFileSync(join(repo, 'kustomend.yaml'), 'utf8');
  expect(shownIn(stdout + stderr + written, values)).toEqual([]);
});

test('the canaries are there to be shown', () => {
  const { stdout } = kustomend(root, ['render', 'base', '--show-secrets']);
  const missing = [...values.keys()].filter(name => !shownIn(stdout, values).includes(name));
  expect(missing.filter(name => !name.includes('pem') && !name.includes('line'))).toEqual([]);
});

test('ordinary words that are secrets somewhere are hidden there, and nowhere else', () => {
  const repo = newRepo({
    'kustomization.yaml':
      'resources: [a.yaml]\nsecretGenerator:\n- {name: s, literals: [a=true, b=1, c=postgres]}\n',
    'a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: postgres}
data: {PASSWORD: postgres, enabled: "true", replicas: "1", TOKEN_FILE: /run/token}
`,
  });
  const { stdout } = kustomend(repo, ['render', '.']);
  expect(stdout).toContain('name: postgres');
  expect(stdout).toContain('enabled: "true"\n');
  expect(stdout).toContain('TOKEN_FILE: /run/token');
  expect(stdout).toMatch(/PASSWORD: .?\*\*\*/);
});

describe('errors', () => {
  const canary = 'Cn0123456789abcdef';
  const base = { 'r.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n' };
  test.each([
    [
      'a literal without a name',
      { 'kustomization.yaml': `secretGenerator:\n- {name: s, literals: [${canary}]}\n` },
    ],
    [
      'a line of an env file',
      { 'kustomization.yaml': 'secretGenerator:\n- {name: s, envs: [a.env]}\n', 'a.env': `${canary} x\n` },
    ],
    [
      'one of a ConfigMap',
      {
        'kustomization.yaml': 'configMapGenerator:\n- {name: s, envs: [a.env]}\n',
        'a.env': `a b ${canary}\n`,
      },
    ],
    [
      'text that is no YAML',
      {
        'kustomization.yaml': 'resources: [s.yaml]\n',
        's.yaml': `kind: Secret\nstringData:\n  a: "x" ${canary}\n`,
      },
    ],
    [
      'an unknown alias',
      {
        'kustomization.yaml': 'resources: [s.yaml]\n',
        's.yaml': `kind: Secret\nstringData:\n  a: *${canary}\n`,
      },
    ],
  ])('%s', (_, more) => {
    const repo = newRepo({ ...base, ...more });
    for (const command of ['render .', 'scan', 'doctor', 'graph']) {
      const { stdout, stderr } = kustomend(repo, command.split(' '));
      expect(stdout + stderr).not.toContain(canary);
    }
  });
});

test('a report that is written to a file hides them too', () => {
  kustomend(root, ['scan', '--format', 'json', '--output', join(root, '../report.json')]);
  expect(shownIn(readFileSync(join(root, '../report.json'), 'utf8'), values)).toEqual([]);
});

test('a patch in a file has the true bytes for its owner only, whoever could read the file before', () => {
  const patch = join(root, '../all.patch');
  writeFileSync(patch, 'old', { mode: 0o644 });
  kustomend(root, ['--unsafe', '--output', patch]);
  expect(statSync(patch).mode & 0o777).toBe(0o600);
  expect(git(root, 'apply', '--check', patch)).toBe('');
});

test('what a preview prints beside secrets can be applied', () => {
  const repo = newRepo(files);
  writeIn(
    repo,
    'base/kustomization.yaml',
    files['base/kustomization.yaml']!.replace('list.json]', 'list.json, web.yaml]'),
  );
  writeIn(
    repo,
    'base/web.yaml',
    files['base/deployment.yaml']!.replace(/ {8}command[\s\S]* {8}ports:/, '        ports:')
      .replaceAll('shop', 'web')
      .replace(/ {2}annotations[\s\S]*?\nspec/, 'spec'),
  );
  commitAll(repo);
  const { stdout } = kustomend(repo, ['--unsafe']);
  expect(shownIn(stdout, values)).toEqual([]);
  expect(stdout).toContain('+++ b/base/deployment.yaml');
  expect(stdout).toContain('+++ b/base/web.yaml');
  writeIn(repo, 'printed.patch', stdout);
  expect(git(repo, 'apply', '--check', 'printed.patch')).toBe('');
});

test('commits', () => {
  const repo = newRepo(files);
  const env = {
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@example.com',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@example.com',
  };
  const { stdout, stderr } = kustomend(repo, ['fix', '--commits'], env);
  expect(shownIn(stdout + stderr + git(repo, 'log', '--format=%B'), values)).toEqual([]);
  expect(git(repo, 'log', '--format=%s')).not.toBe('files\n');
});
