/** Nothing that a repository brings runs: no hook, no filter, no monitor of git, no program that lies beside the files. */
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { commitAll, git, kustomend, newRepo, type Result, SHOP, writeIn } from '../cli/cli.ts';

const IDENTITY = {
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

/** Everything in the configuration of a repository that names a command. */
function trapped(root: string): string {
  const mark = join(dirname(root), `${root.split('/').at(-1)}-ran`);
  const trap = `touch '${mark}'; cat`;
  git(root, 'config', 'core.fsmonitor', `touch '${mark}'; false`);
  for (const kind of ['clean', 'smudge', 'process']) git(root, 'config', `filter.trap.${kind}`, trap);
  git(root, 'config', 'diff.external', trap);
  git(root, 'config', 'diff.trap.textconv', trap);
  git(root, 'config', 'gpg.program', mark);
  const hooks = join(root, '.git/hooks');
  mkdirSync(hooks, { recursive: true });
  for (const hook of ['pre-commit', 'commit-msg', 'post-commit', 'prepare-commit-msg', 'post-index-change']) {
    writeFileSync(join(hooks, hook), `#!/bin/sh\ntouch '${mark}'\n`, { mode: 0o755 });
  }
  return mark;
}

function expectNothingRan(mark: string, { stderr }: Result): void {
  expect({ ran: existsSync(mark), stderr }).toEqual({ ran: false, stderr });
}

test('a folder of the repository that is a bare repository', () => {
  const root = newRepo({
    'clusters/prod/kustomization.yaml': 'resources:\n- deployment.yaml\n',
    'clusters/prod/deployment.yaml': SHOP['base/deployment.yaml']!,
    'clusters/prod/HEAD': 'ref: refs/heads/main\n',
    'clusters/prod/objects/keep': '',
    'clusters/prod/refs/keep': '',
    'kustomend.yaml': SHOP['kustomend.yaml']!,
  });
  const mark = `${root}-ran`;
  const config = `[core]\nrepositoryformatversion = 0\nbare = false\nworktree = .\nfsmonitor = "touch '${mark}'; false"\n`;
  writeIn(root, 'clusters/prod/config', config);
  commitAll(root);
  const scanned = kustomend(root, ['scan', 'clusters/prod']);
  expectNothingRan(mark, scanned);
  expect(scanned.code).toBe(1);
  const fixed = kustomend(join(root, 'clusters/prod'), ['fix']);
  expectNothingRan(mark, fixed);
  expect(fixed.code).toBe(0);
  expect(git(root, 'status', '--porcelain')).toContain(' M clusters/prod/deployment.yaml\n');
});

describe('commands in the configuration of git', () => {
  test.each(['scan', 'doctor', 'scan --since HEAD', 'fix', 'fix --commits'])('%s', command => {
    const root = newRepo({ ...SHOP, '.gitattributes': '*.txt filter=trap diff=trap\n', 'notes.txt': 'a\n' });
    const mark = trapped(root);
    // What git has to read again, as its times tell it nothing.
    writeIn(root, 'notes.txt', 'b\n');
    const result = kustomend(root, command.split(' '), IDENTITY);
    expectNothingRan(mark, result);
    expect(result.code).toBeLessThanOrEqual(1);
  });

  test('a manifest that a filter would change is not committed', () => {
    const root = newRepo({ ...SHOP, '.gitattributes': '*.yaml filter=trap\n' });
    const mark = trapped(root);
    const head = git(root, 'rev-parse', 'HEAD');
    const result = kustomend(root, ['fix', '--commits'], IDENTITY);
    expectNothingRan(mark, result);
    expect(result.stderr).toContain('filter "trap"');
    expect([result.code, git(root, 'rev-parse', 'HEAD')]).toEqual([2, head]);
    expect(git(root, '-c', 'core.fsmonitor=', '-c', 'filter.trap.process=', 'diff', '--name-only')).toBe('');
  });

  test('a filter whose name cannot be taken apart stops what would need it', () => {
    const root = newRepo(SHOP);
    git(root, 'config', 'filter.a=b.clean', 'touch ran');
    const result = kustomend(root, ['fix']);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('filter.a=b.clean');
  });

  test.each([
    ['holds bytes that are no UTF-8', Buffer.from([0xe9])],
    ['holds the end of a name', Buffer.from('a=b')],
  ])('a filter whose name %s cannot be turned off: nothing is asked of it', (_, name) => {
    const root = newRepo(SHOP);
    const mark = `${root}-ran`;
    const ini = (text: string) => Buffer.concat([Buffer.from('[filter "'), name, Buffer.from(text)]);
    appendFileSync(join(root, '.git/config'), ini(`"]\n\tclean = touch '${mark}'; cat\n`));
    const line = [Buffer.from('*.yaml filter='), name, Buffer.from('\n')];
    writeIn(root, '.git/info/attributes', '');
    writeFileSync(join(root, '.git/info/attributes'), Buffer.concat(line));
    const then = new Date(Date.now() + 5000);
    utimesSync(join(root, 'base/deployment.yaml'), then, then);
    for (const command of ['scan --since HEAD', 'fix', 'fix --commits']) {
      const result = kustomend(root, command.split(' '), IDENTITY);
      expectNothingRan(mark, result);
      expect(result).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be turned off') });
    }
  });
});

test('variables of git do not steer it', () => {
  const [root, other] = [newRepo(SHOP), newRepo({ 'a.txt': '' })];
  const mark = trapped(other);
  const env = {
    GIT_DIR: join(other, '.git'),
    GIT_WORK_TREE: other,
    GIT_INDEX_FILE: join(other, '.git/index'),
    GIT_EXTERNAL_DIFF: `touch '${mark}'`,
    GIT_TRACE: mark,
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'core.fsmonitor',
    GIT_CONFIG_VALUE_0: `touch '${mark}'; false`,
  };
  const result = kustomend(root, ['fix'], env);
  expectNothingRan(mark, result);
  expect(result.code).toBe(0);
  expect(git(root, 'status', '--porcelain')).toContain(' M base/deployment.yaml');
});

/** Programs of every name that is started, in the top folder and in `bin`; what they leave behind when they run. */
function withPrograms(root: string): string {
  const mark = `${root}-ran`;
  for (const folder of ['', 'bin']) {
    for (const program of ['git', 'kustomize', 'kubectl', 'helm', 'less', 'sh', 'rm']) {
      const path = join(folder, program);
      writeIn(root, path, `#!/bin/sh\ntouch '${mark}'\n`);
      chmodSync(join(root, path), 0o755);
    }
  }
  commitAll(root);
  return mark;
}

test.each(['', '.', 'bin', './bin'])('an entry of PATH that is no absolute folder: %j', entry => {
  const root = newRepo(SHOP);
  const mark = withPrograms(root);
  const { PATH } = process.env;
  const result = kustomend(root, ['fix', '--commits'], { ...IDENTITY, PATH: `${entry}:${PATH}` });
  expectNothingRan(mark, result);
  expect(result.code).toBe(0);
});

function linkTo(target: string, path: string): string {
  symlinkSync(target, path);
  return path;
}

describe('a folder of PATH in the repository', () => {
  const entries: [string, (root: string) => string][] = [
    ['by its path', root => join(root, 'bin')],
    ['by a way back', root => `${root}/base/../bin`],
    ['by a link from elsewhere', root => linkTo(join(root, 'bin'), `${root}-bin`)],
  ];
  test.each(entries)('%s', (_, entryOf) => {
    const root = newRepo(SHOP);
    const mark = withPrograms(root);
    const env = { ...IDENTITY, PATH: `${entryOf(root)}:${process.env.PATH}` };
    for (const args of [['doctor'], ['scan', '--since', 'HEAD'], ['fix', '--commits']])
      expectNothingRan(mark, kustomend(root, args, env));
    expect(git(root, 'log', '--oneline').split('\n').length).toBeGreaterThan(3);
  });
});

test('a work tree that the configuration of git puts elsewhere is none', () => {
  const root = newRepo(SHOP);
  const other = newRepo(SHOP, { git: false });
  git(root, 'config', 'core.worktree', other);
  const result = kustomend(root, ['fix']);
  expect(result.code).toBe(2);
  expect(result.stderr).toContain('work tree');
});
