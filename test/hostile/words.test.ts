/** A broken machine and odd names end in a sentence, and leave nothing behind. */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { watch } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commitAll, git, kustomend, newRepo, programOf, SHOP, writeIn } from '../cli/cli.ts';

function expectSentence({ code, stderr }: { code: number | null; stderr: string }, says: string): void {
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(says) });
  expect(stderr).not.toMatch(/has a bug|^\s+at /m);
}

test('a full disk', () => {
  expectSentence(kustomend(newRepo(SHOP), ['--output', '/dev/full']), 'no space left');
});

test.each([
  ['--baseline', ['scan', '--baseline', 'base']],
  ['--output', ['scan', '--output', 'base']],
  ['--config', ['scan', '--config', 'base']],
])('a folder for %s', (_, args) => {
  expectSentence(kustomend(newRepo(SHOP), args), 'base');
});

test('a pipe in the place of a manifest holds nobody up', () => {
  const root = newRepo(SHOP);
  rmSync(join(root, 'base/deployment.yaml'));
  execFileSync('mkfifo', [join(root, 'base/deployment.yaml')]);
  const { code, stderr } = kustomend(root, ['scan']);
  expect({ code, stderr }).toEqual({
    code: 3,
    stderr: expect.stringContaining('deployment.yaml does not exist'),
  });
});

describe('a name does not write over the terminal, nor give orders to who reads the log', () => {
  const name = 'a\n::error::owned\u001b[2J\u202e';
  // Roots that make findings, one by itself and one that somebody with a good name takes in.
  const files = {
    ...SHOP,
    [`${name}/kustomization.yaml`]: 'resources:\n- deployment.yaml\n',
    [`${name}/deployment.yaml`]: SHOP['base/deployment.yaml']!,
    'other/kustomization.yaml': `resources:\n- ${JSON.stringify(`../${name}`)}\n`,
  };

  test.each([
    'preview',
    'scan',
    'scan --format github',
    'scan --format markdown',
    'scan --format sarif',
    'graph',
    'graph --format svg',
    'graph --format mermaid',
    'doctor',
    'fix --commits',
    'fix',
    'render other',
  ])('%s', command => {
    const root = newRepo(files);
    const { stdout, stderr } = kustomend(root, command.split(' '));
    expect(stderr).toContain('left out: 2 files with control characters in the name');
    const said = stdout + stderr;
    expect(said).not.toMatch(/^::error::owned/m);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(said).not.toMatch(/[\u001b\u202e]/);
    expect(git(root, 'status', '--porcelain', '--', name)).toBe('');
  });
});

describe('a text of a manifest gives no orders either', () => {
  const long = `${'a'.repeat(90)} ::error file=x::PWN`;
  const files = {
    'kustomization.yaml': 'resources: [a.yaml]\n',
    'a.yaml': SHOP['base/deployment.yaml']!.replace('shop:1.2.3', '"shop:1\\e[2J\\u202E\\u2028\\x85"'),
    'other/kustomization.yaml': 'resources: [b.yaml]\n',
    'other/b.yaml': `apiVersion: example.com/v1
kind: "K\\e[31mEVIL\\n::error file=x::PWN\\n"
metadata: {name: "a ##[error]b"}
spec: {template: {spec: {containers: [{name: a, image: "a:1"}]}}}
`,
    'broken/kustomization.yaml': `resources: ["${long}"]\n`,
  };
  test.each([
    'scan',
    'scan -v --preset complete',
    'scan --format json --preset complete',
    'scan --format sarif --preset complete',
    'scan --format markdown --preset complete',
    'scan --format github --preset complete',
    '--format text --preset complete',
    '--format json --preset complete',
    'doctor',
    'doctor --format json',
    'graph',
    'trace . Deployment/shop',
    'trace . Deployment/shop --format json',
  ])('%s', command => {
    const { stdout, stderr } = kustomend(newRepo(files), command.split(' '));
    const said = stdout + stderr;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(said).not.toMatch(/[\u001b\u0080-\u009f\u2028\u202e]/);
    expect(said).not.toMatch(/^\s*::error file=x::PWN/m);
    if (!/json|sarif|github|markdown/.test(command)) expect(said).not.toContain('##[error]');
  });

  test('what is rendered reaches a pipe byte for byte', () => {
    const { stdout } = kustomend(newRepo(files), ['render', '.']);
    expect(stdout).toContain('image: "shop:1\\e[2J\u202e\\L\\N"');
  });
});

test('--quiet keeps an undo patch', () => {
  const root = newRepo(SHOP);
  expect(kustomend(root, ['fix', '--quiet'])).toMatchObject({ code: 0, stderr: '' });
  expect(readdirSync(join(root, '.git/kustomend'))).toContain('undo-1.patch');
});

test.each(['--assume-unchanged', '--skip-worktree'])('an edit that git does not see counts: %s', flag => {
  const root = newRepo(SHOP);
  git(root, 'update-index', flag, 'base/deployment.yaml');
  expect(kustomend(root, ['--output', '/dev/null']).code).toBe(0);
  const edited = SHOP['base/deployment.yaml']!.replace('# ours', '# mine');
  writeIn(root, 'base/deployment.yaml', edited);
  expectSentence(kustomend(root, ['fix']), 'uncommitted changes in base/deployment.yaml');
  expect(readFileSync(join(root, 'base/deployment.yaml'), 'utf8')).toBe(edited);
});

test('a file that nobody may write is not replaced', () => {
  const root = newRepo(SHOP);
  chmodSync(join(root, 'base/deployment.yaml'), 0o444);
  expectSentence(kustomend(root, ['fix']), 'base/deployment.yaml is read-only; nothing has been written');
});

test('a hard link that is cut is named', () => {
  const root = newRepo(SHOP);
  linkSync(join(root, 'base/deployment.yaml'), `${root}-other`);
  expect(kustomend(root, ['fix']).stderr).toContain('base/deployment.yaml had other names');
});

describe('a journal', () => {
  test('that is none ends a fix with its name, and nothing else', () => {
    const root = newRepo(SHOP);
    const victim = 'base/.kustomend-00000000-0000-0000-0000-000000000000-0.tmp';
    writeIn(root, victim, 'x');
    const forged = { committed: true, dirs: [], files: [{ path: 'base/deployment.yaml', after: null }] };
    writeIn(root, '.git/kustomend/kustomend-journal.json', JSON.stringify(forged));
    expectSentence(
      kustomend(root, ['fix']),
      'kustomend-journal.json is no journal of a write here: move it away',
    );
    expect(existsSync(join(root, victim))).toBe(true);
    expect(existsSync(join(root, 'base/deployment.yaml'))).toBe(true);
    expect(kustomend(root, ['scan']).code).toBe(1);
  });
});

test.each(['SIGTERM', 'SIGKILL'] as const)(
  '%s while kustomize builds leaves no copy behind',
  async signal => {
    const root = newRepo(SHOP);
    commitAll(root);
    const place = newRepo({}, { git: false });
    const temporary = join(place, 'tmp');
    mkdirSync(temporary);
    writeIn(place, 'bin/kustomize', '#!/bin/sh\n[ "$1" = version ] && echo v5.0.0 || exec sleep 5\n');
    chmodSync(join(place, 'bin/kustomize'), 0o755);
    const env = { PATH: `${join(place, 'bin')}:${process.env.PATH}`, TMPDIR: temporary, HOME: place };
    const child = spawn(process.execPath, [programOf(), 'fix'], { cwd: root, env, stdio: 'ignore' });
    const ended = new Promise(resolve => child.once('exit', resolve));
    const copies = () => readdirSync(temporary).filter(name => name.startsWith('kustomend-witness-'));
    // The moment in which it appears, which is the worst: whoever is to remove it must know of it already.
    await appears(temporary);
    child.kill(signal);
    await ended;
    await until(() => copies().length === 0);
    expect(copies()).toEqual([]);
  },
  60_000,
);

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400 && !isSo(); tries++) await sleep(50);
}

/** @returns once something has come into a folder, without the delay of asking again and again */
async function appears(folder: string): Promise<void> {
  for await (const { eventType } of watch(folder, { signal: AbortSignal.timeout(30_000) }))
    if (eventType === 'rename') return;
}
