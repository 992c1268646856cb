/** Pipes, folders and links where files are expected, and repositories where folders are. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commitAll, git, kustomend, newRepo, programOf, SHOP, writeIn } from '../cli/cli.ts';

const onPosix = process.platform === 'win32' ? describe.skip : describe;

const pipe = (path: string) => execFileSync('mkfifo', [path]);
const ODD: [string, (path: string) => void][] = [
  ['a pipe', pipe],
  ['a folder', path => mkdirSync(path)],
  ['a link that leads nowhere', path => symlinkSync('nowhere', path)],
  ['a link to itself', path => symlinkSync(path, path)],
];

onPosix('a policy that cannot be read is not passed over', () => {
  describe.each(['kustomend.yaml', 'kustomend.lock.yaml', 'kustomend.evidence.yaml'])('%s', name => {
    test.each(ODD)('%s', (_, make) => {
      const { 'kustomend.yaml': config, ...others } = SHOP;
      const root = newRepo(name === 'kustomend.yaml' ? others : { ...others, 'kustomend.yaml': config! });
      make(join(root, name));
      const { code, stderr } = kustomend(root, ['scan', 'overlays/production']);
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(`${name} is `) });
    });
  });
});

onPosix('a pipe where git reads', () => {
  test.each(['.gitignore', '.git/index', '.git/HEAD', '.git/info/exclude'])('%s', name => {
    const root = newRepo(SHOP);
    rmSync(join(root, name), { force: true });
    mkdirSync(dirname(join(root, name)), { recursive: true });
    pipe(join(root, name));
    const { code, stderr } = kustomend(root, ['scan']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: `kustomend: git: ${name} is a pipe, and no file\n` });
  });
});

onPosix('--output into a pipe', () => {
  test('that nobody reads from is refused', () => {
    const root = newRepo(SHOP);
    pipe(join(root, 'out'));
    const { code, stderr } = kustomend(root, ['fix', '--output', 'out']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('out is a pipe that nobody'),
    });
  });

  test('that somebody reads from arrives whole', async () => {
    const root = newRepo(SHOP);
    pipe(join(root, 'out'));
    const reader = spawn('cat', [join(root, 'out')], { stdio: ['ignore', 'pipe', 'inherit'] });
    const writer = spawn(process.execPath, [programOf(), '--output', 'out'], { cwd: root, stdio: 'ignore' });
    let text = '';
    for await (const chunk of reader.stdout) text += String(chunk);
    await new Promise(resolve => (writer.exitCode === null ? writer.once('close', resolve) : resolve(0)));
    expect(text).toContain('+++ b/base/deployment.yaml');
  });
});

test('a repository whose files the outer one tracks is not edited either', () => {
  const root = newRepo(SHOP);
  git(join(root, 'base'), 'init', '-q');
  const { code, stderr } = kustomend(root, ['fix', '--unsafe']);
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringContaining('left out: base: a repository of its own'),
  });
  expect(readFileSync(join(root, 'base/deployment.yaml'), 'utf8')).toBe(SHOP['base/deployment.yaml']);
  expect(readFileSync(join(root, 'overlays/production/kustomization.yaml'), 'utf8')).toContain('patches:');
});

test('nor is one above the folders that hold files', () => {
  const root = newRepo({ 'a/deep/cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n' });
  commitAll(join(root, 'a'));
  writeIn(root, 'b.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: b\n');
  expect(kustomend(root, ['doctor']).stderr).toContain('left out: a: a repository of its own');
});

test('a lock file with two documents is said in our words', () => {
  const root = newRepo({ ...SHOP, 'kustomend.lock.yaml': 'version: 1\n---\nversion: 1\n' });
  const { code, stderr } = kustomend(root, ['scan']);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'kustomend.lock.yaml:2:1: holds more than one document\n',
  });
});

test('a commit that fails says how to go back', () => {
  const root = newRepo(SHOP);
  writeIn(root, '.git/index.lock', '');
  const { code, stderr } = kustomend(root, ['fix', '--commits', '--only', 'security-context']);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining(`restore --staged --worktree base/deployment.yaml`),
  });
});

onPosix('a folder of ours', () => {
  test.each(ODD.filter(([what]) => what !== 'a folder'))('in the place of which %s stands', (_, make) => {
    const root = newRepo(SHOP);
    make(join(root, '.git/kustomend'));
    const { code, stderr } = kustomend(root, ['fix']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('kustomend is no folder') });
    expect(git(root, 'status', '--porcelain')).toBe('');
  });
});
