/** `kustomend evidence`: files of other tools, kept for fixes to rest on. */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { krr, listOf, pod, profile, scan } from '../evidence/files.ts';
import { environment, git, kustomend, newRepo, programOf, writeIn } from './cli.ts';

const FILE = 'kustomend.evidence.yaml';
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: app
        image: shop/web:1.4
`;
const REPO = {
  'base/kustomization.yaml': 'resources:\n- web.yaml\n',
  'base/web.yaml': DEPLOYMENT,
  'overlays/production/kustomization.yaml': 'namespace: shop\nresources:\n- ../../base\n',
  'overlays/staging/kustomization.yaml': 'namespace: shop-staging\nresources:\n- ../../base\n',
};
const MEASURED = scan({
  requests: { cpu: { value: 0.12 }, memory: { value: 300e6 } },
  limits: { memory: { value: 300e6 } },
});

/** A repository, and files of tools beside it. */
function having(
  files: Readonly<Record<string, object>>,
  repo: Readonly<Record<string, string>> = REPO,
): string {
  const root = newRepo(repo);
  for (const [name, content] of Object.entries(files)) writeIn(root, `.git/${name}`, JSON.stringify(content));
  return root;
}

const of = (root: string, ...args: readonly string[]) => kustomend(root, ['evidence', ...args]);
const kept = (root: string) => readFileSync(join(root, FILE), 'utf8');

test('a preview shows the diff and writes nothing; --check says that there is one', () => {
  const root = having({ 'krr.json': krr(MEASURED) });
  const { code, stdout, stderr } = of(root, '.git/krr.json', '--date', '2026-11-20');
  expect(stdout).toContain(`--- /dev/null\n+++ b/${FILE}\n`);
  expect(stdout).toContain(
    '+  shop/Deployment/web/app:\n+    usage:\n+      source: krr\n+      date: "2026-11-20"\n',
  );
  expect(stderr).toBe(`.git/krr.json: 1 of 1 records are of what is rendered here\n${FILE}: 1 new entry\n`);
  expect(code).toBe(0);
  expect(existsSync(join(root, FILE))).toBe(false);
  expect(of(root, '.git/krr.json', '--check').code).toBe(1);
  expect(of(root, '.git/krr.json', '--check', '--exit-zero').code).toBe(0);
});

test('what is written makes fixes safe where it was seen', () => {
  const files = {
    'krr.json': krr(MEASURED),
    'pods.json': listOf(pod()),
    'profiles.json': listOf(profile({ opens: [{ path: '/tmp/x', flags: ['O_RDWR', 'O_CREAT'] }] })),
  };
  const root = having(files);
  const fixes = ['--only', 'resources,security-context,writable-paths'];
  expect(kustomend(root, fixes).stdout).not.toContain('runAsUser');
  const all = Object.keys(files).map(name => `.git/${name}`);
  const written = of(root, ...all, '--write');
  expect(written).toMatchObject({ code: 0, stdout: '' });
  expect(written.stderr).toContain('undo: kustomend undo');
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', 'evidence');
  const { stdout } = kustomend(root, fixes);
  for (const text of [
    'cpu: 120m',
    'memory: 287Mi',
    'runAsUser: 1000',
    'readOnlyRootFilesystem: true',
    'drop:',
  ])
    expect(stdout).toContain(text);
  expect(stdout).not.toContain('b/base/web.yaml');
  expect(stdout.split('b/overlays/staging')[1]).not.toContain('runAsUser');
  const report = JSON.parse(kustomend(root, ['scan', '--format', 'json', ...fixes]).stdout);
  const evidence = report.findings.flatMap(
    (finding: { evidence: { kind: string; at: string }[] }) => finding.evidence,
  );
  expect(evidence).toContainEqual(expect.objectContaining({ kind: 'usage', at: `${FILE}:5` }));
  const again = of(root, ...all, '--write', '--check');
  expect(again).toMatchObject({ code: 0, stdout: '' });
  expect(again.stderr).toContain(`${FILE}: 1 entry, nothing new\n`);
});

test('another tool adds its part, and a new word renews the old one', () => {
  const root = having({ 'krr.json': krr(MEASURED), 'pods.json': listOf(pod()) });
  of(root, '.git/krr.json', '--write', '--date', '2026-11-01');
  expect(of(root, '.git/pods.json', '--write', '--allow-dirty', '--date', '2026-11-02').stderr).toContain(
    '1 renewed',
  );
  expect(kept(root)).toContain('date: "2026-11-01"');
  expect(kept(root)).toContain('uid: 1000');
  of(root, '.git/krr.json', '--write', '--date', '2026-11-03', '--allow-dirty');
  expect(kept(root)).not.toContain('2026-11-01');
});

test('standard input is a file too, with the day of today', () => {
  const root = having({});
  const { stdout, status } = spawnSync(process.execPath, [programOf(), 'evidence', '-'], {
    cwd: root,
    input: JSON.stringify(krr(MEASURED)),
    encoding: 'utf8',
    env: environment(),
  });
  expect(status).toBe(0);
  expect(stdout).toContain(`date: "${new Date().toISOString().slice(0, 10)}"`);
});

describe('environments with namespaces of one name', () => {
  const repo = {
    ...REPO,
    'overlays/staging/kustomization.yaml': REPO['overlays/production/kustomization.yaml'],
  };

  test('are told apart by --env: what is enough for staging is no number of production', () => {
    const root = having({ 'krr.json': krr(MEASURED) }, repo);
    of(root, '.git/krr.json', '--write', '--env', 'staging');
    expect(kept(root)).toContain('  staging:shop/Deployment/web/app:\n');
    const { stdout } = kustomend(root, ['--only', 'resources']);
    expect(stdout).toContain('cpu: 120m');
    expect(stdout).not.toContain('b/overlays/production');
  });

  test('make a doubt of what is said of none of them', () => {
    const root = having({ 'krr.json': krr(MEASURED) }, repo);
    of(root, '.git/krr.json', '--write');
    expect(kustomend(root, ['--only', 'resources']).stdout).toBe('');
    expect(kustomend(root, ['--only', 'resources', '--unsafe', '-v', '--no-cache']).stdout).toContain(
      'kustomend evidence --env says which one was seen',
    );
  });

  test('that nobody renders are wrong use', () => {
    const root = having({ 'krr.json': krr(MEASURED) }, repo);
    expect(of(root, '.git/krr.json', '--env', 'prodution')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no root has the environment "prodution", did you mean "production"?'),
    });
  });
});

test('what is old is said in every run, is a doubt, and goes with --prune', () => {
  const root = having({ 'krr.json': krr(MEASURED) });
  of(root, '.git/krr.json', '--write', '--date', '2020-01-01');
  const { stdout, stderr } = kustomend(root, ['--only', 'resources']);
  expect(stdout).toBe('');
  expect(stderr).toContain(`${FILE}: 1 of its records is too old to count (kustomend evidence)\n`);
  expect(of(root).stderr).toContain(
    'shop/Deployment/web/app, usage: it is of 2020-01-01, which is too long ago\n',
  );
  const pruned = of(root, '--prune', '--write', '--allow-dirty');
  expect(pruned.stderr).toContain('taken out: shop/Deployment/web/app, usage: ');
  expect(pruned.stderr).toContain(`${FILE}: 1 taken out\n`);
  expect(kept(root)).not.toContain('krr');
  writeIn(root, 'kustomend.yaml', 'evidence:\n  maxAge: 36500\n');
  of(root, '.git/krr.json', '--write', '--date', '2020-01-01', '--allow-dirty');
  expect(kustomend(root, ['--only', 'resources']).stdout).toContain('cpu: 120m');
});

test('another cluster has nothing that is rendered here', () => {
  const root = having({ 'krr.json': krr(scan({ requests: { cpu: { value: 1 } } }, { namespace: 'other' })) });
  const { code, stderr } = of(root, '.git/krr.json');
  expect(code).toBe(2);
  expect(stderr).toContain('nothing of that is rendered here: is it of another cluster?\n');
});

test('names that are mistaken are said with what may be meant', () => {
  const wrong = scan({ requests: { cpu: { value: 1 } } }, { name: 'wbe' });
  const root = having({ 'krr.json': krr(MEASURED, wrong) });
  expect(of(root, '.git/krr.json').stderr).toContain(
    'not rendered here: shop/Deployment/wbe/app, did you mean "shop/Deployment/web/app"?\n',
  );
});

test('secrets that an image is started with are masked in what is kept', () => {
  const image = {
    Id: 'sha256:x',
    RepoTags: ['shop/web:1.4'],
    RepoDigests: [],
    Os: 'linux',
    Architecture: 'amd64',
    Config: { User: '1000', Env: ['DB_PASSWORD=Kd83hfKs2x'], Cmd: ['--password=Kd83hfKs2y', '--port=80'] },
  };
  const root = having({ 'image.json': [image] });
  const { stdout, stderr } = of(root, '.git/image.json', '--write');
  expect(stdout + stderr + kept(root)).not.toContain('Kd83');
  expect(kept(root)).toContain('--port=80');
  expect(kustomend(root, ['--only', 'security-context']).stdout).toContain('runAsUser: 1000');
});

test.each([
  ['an absent file', ['missing.json'], 'missing.json'],
  ['a folder', ['.git'], '.git'],
  [
    'a file that is none',
    ['base/web.yaml'],
    'base/web.yaml:1:1: is none of the files that can be read (kind Deployment)',
  ],
  ['a day that is none', ['base/web.yaml', '--date', 'yesterday'], 'expected a day such as 2026-01-31'],
  ['an image that is none', ['base/web.yaml', '--image', 'A B'], '--image: A B is no image reference'],
])('%s is wrong use', (_, args, message) => {
  const { code, stdout, stderr } = of(newRepo(REPO), ...args);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('has a bug');
});

test('a broken file of ours stops every run, with its place', () => {
  const root = newRepo({ ...REPO, [FILE]: 'version: 1\ncontainers: {a/b: {}}\n' });
  expect(kustomend(root, [])).toMatchObject({ code: 2, stderr: expect.stringContaining(`${FILE}:2:14: `) });
});

test('it is not written over uncommitted changes', () => {
  const root = having({ 'krr.json': krr(MEASURED) });
  of(root, '.git/krr.json', '--write');
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', 'x');
  writeIn(root, FILE, `${kept(root)}# mine\n`);
  const { code, stderr } = of(root, '.git/krr.json', '--write', '--date', '2026-01-01');
  expect([code, stderr]).toEqual([2, expect.stringContaining(`uncommitted changes in ${FILE}`)]);
});
