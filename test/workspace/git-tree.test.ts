/** The work tree around a folder is the one that git itself finds, whatever is out of the ordinary. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRefusal, workTreeAround } from '../../src/workspace/git-tree.ts';

const AUTHOR = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'kustomend-tree-')));
  mkdirSync(join(folder, 'top/a/b'), { recursive: true });
  writeFileSync(join(folder, 'top/.gitignore'), 'ignored\n');
  writeFileSync(join(folder, 'top/a/ignored'), '');
  writeFileSync(join(folder, 'top/a/file.yaml'), '');
  git('top', 'init', '-q');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function git(at: string, ...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: join(folder, at), encoding: 'utf8', stdio: 'pipe' });
}

/** What git says, null where it sees no work tree. */
function said(at: string): readonly string[] | null {
  try {
    return git(at, 'rev-parse', '--show-toplevel', '--absolute-git-dir').trim().split('\n');
  } catch {
    return null;
  }
}

test.each<[string, string, () => void]>([
  ['the top', 'top', () => {}],
  ['a folder below', 'top/a/b', () => {}],
  ['a folder of no repository', '', () => {}],
  ['the inside of .git', 'top/.git/refs', () => {}],
  ['a repository inside another', 'top/a/b', () => git('top/a', 'init', '-q')],
  ['an empty .git below', 'top/a/b', () => mkdirSync(join(folder, 'top/a/.git'))],
  [
    'a folder for a config',
    'top/a',
    () => {
      rmSync(join(folder, 'top/.git/config'));
      mkdirSync(join(folder, 'top/.git/config'));
    },
  ],
  ['a bare repository for a .git', 'top/a', () => git('top', 'config', 'core.bare', 'true')],
  ['a link to a folder below', 'link', () => symlinkSync(join(folder, 'top/a'), join(folder, 'link'))],
  [
    'another work tree of the repository',
    'other',
    () => {
      git('top', ...AUTHOR, 'commit', '-q', '--allow-empty', '-m', 'a');
      git('top', 'worktree', 'add', '-q', '../other');
    },
  ],
])('%s', (_, at, prepare) => {
  prepare();
  const found = workTreeAround(join(folder, at), process.env);
  expect(found && !isRefusal(found) ? [found.top, found.gitDir] : null).toEqual(said(at));
});

test('a bare repository is none: any folder could be made to look like one', () => {
  git('top/a', 'init', '-q', '--bare');
  expect(workTreeAround(join(folder, 'top/a'), process.env)).toMatchObject({ top: join(folder, 'top') });
});

test('a work tree that is configured elsewhere is refused', () => {
  git('top', 'config', 'core.worktree', join(folder, 'top/a'));
  expect(workTreeAround(join(folder, 'top/a'), process.env)).toEqual({
    refusal: 'its configuration puts the work tree elsewhere',
  });
});

test('the environment does not steer git', () => {
  const env = {
    ...process.env,
    GIT_CEILING_DIRECTORIES: join(folder, 'top/a'),
    GIT_DIR: join(folder, 'none'),
  };
  expect(workTreeAround(join(folder, 'top/a/b'), env)).toMatchObject({ top: join(folder, 'top') });
});

test('files that git ignores are left out', () => {
  git('top', 'add', '.gitignore');
  const found = workTreeAround(join(folder, 'top/a'), process.env);
  expect(found && !isRefusal(found) && found.files.toSorted()).toEqual(['.gitignore', 'a/file.yaml']);
});

describe('where git does not answer', () => {
  /** A git that says something and fails. */
  function failingGit(words: string): Record<string, string> {
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin/git'), `#!/bin/sh\necho "${words}" >&2\nexit 128\n`, { mode: 0o755 });
    return { PATH: join(folder, 'bin') };
  }

  test('it is said in its words', () => {
    const env = failingGit('fatal: detected dubious ownership in repository');
    expect(workTreeAround(join(folder, 'top/a'), env)).toEqual({
      refusal: 'fatal: detected dubious ownership in repository',
    });
  });

  test('a repository without a git on PATH is one', () => {
    mkdirSync(join(folder, 'bin'));
    const env = { PATH: join(folder, 'bin') };
    expect(workTreeAround(join(folder, 'top/a'), env)).toEqual({
      refusal: 'there is a repository, and no git on PATH',
    });
    mkdirSync(join(folder, 'plain'));
    expect(workTreeAround(join(folder, 'plain'), env)).toBeUndefined();
  });
});
