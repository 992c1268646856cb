/** Repositories inside of the repository, and work trees that are not whole: none of it is ours to edit. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commitAll, git, kustomend, newRepo, oracleFolder, SHOP, writeIn } from '../cli/cli.ts';

const LIBRARY = {
  'kustomization.yaml': 'resources:\n- deployment.yaml\n',
  'deployment.yaml': SHOP['base/deployment.yaml']!,
};
const TAKES_IT_IN = { 'production/kustomization.yaml': 'namespace: shop\nresources:\n- ../vendor/library\n' };

function withSubmodule(): string {
  const library = newRepo(LIBRARY);
  const root = newRepo({ ...TAKES_IT_IN, 'kustomend.yaml': SHOP['kustomend.yaml']! });
  git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'vendor/library');
  commitAll(root);
  return root;
}

function withClone(gitOutside: boolean): string {
  const root = newRepo({ ...TAKES_IT_IN, 'kustomend.yaml': SHOP['kustomend.yaml']! }, { git: gitOutside });
  for (const [path, text] of Object.entries(LIBRARY)) writeIn(root, `vendor/library/${path}`, text);
  commitAll(join(root, 'vendor/library'));
  return root;
}

describe.each([
  ['a submodule', withSubmodule],
  ['a repository that was cloned there', () => withClone(true)],
  ['one in a folder without git', () => withClone(false)],
])('%s', (_, make) => {
  test('is read and not edited, and that is said', () => {
    const root = make();
    const { code, stderr } = kustomend(root, ['fix', '--unsafe']);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining('left out: vendor/library: a repository of its own'),
    });
    expect(git(join(root, 'vendor/library'), 'status', '--porcelain')).toBe('');
    expect(readFileSync(join(root, 'production/kustomization.yaml'), 'utf8')).toContain('patches:');
    expect(kustomend(root, ['fix', '--unsafe']).stderr).toContain('nothing to change');
  });

  (oracleFolder === undefined ? test.skip : test)('is part of what kustomize proves', () => {
    const root = make();
    const env = { PATH: `${oracleFolder}:${process.env.PATH}` };
    const { code, stderr } = kustomend(root, ['fix', '--unsafe', '--verify', 'kustomize'], env);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining('renders exactly what was declared (1)'),
    });
  });

  test.each(['scan', 'graph', 'doctor', 'init', 'preview'])('%s ends with a sentence', command => {
    expect(kustomend(make(), [command]).stderr).not.toContain('has a bug');
  });
});

test('a submodule that is not checked out spoils the roots that need it', () => {
  const from = withSubmodule();
  const root = join(dirname(from), 'clone-without-submodules');
  git(dirname(from), 'clone', '--quiet', from, root);
  try {
    const { code, stderr } = kustomend(root, ['fix']);
    expect(code).toBe(3);
    expect(stderr).toContain('left out: vendor/library: a repository of its own');
    expect(stderr).toContain('does not build with kustomize either');
    expect(git(root, 'status', '--porcelain')).toBe('');
  } finally {
    rmSync(root, { recursive: true });
  }
});

test('what a sparse checkout leaves out is left out here too', () => {
  const root = newRepo({ ...SHOP, 'elsewhere/kustomization.yaml': 'resources:\n- ../base\n' });
  git(root, 'sparse-checkout', 'set', 'base', 'overlays');
  const { code, stderr } = kustomend(root, ['fix']);
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringContaining('left out: 1 file that a sparse checkout leaves out'),
  });
  expect(stderr).not.toContain('elsewhere');
});

test('a second work tree of a repository is one like the first', () => {
  const first = newRepo(SHOP);
  const second = join(dirname(first), 'second-work-tree');
  git(first, 'worktree', 'add', '--quiet', '--detach', second);
  try {
    const { code, stderr } = kustomend(second, ['fix']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('written: ') });
    expect(git(first, 'status', '--porcelain')).toBe('');
    expect(git(second, 'status', '--porcelain')).not.toBe('');
  } finally {
    git(first, 'worktree', 'remove', '--force', second);
  }
});

test('a folder that is named like a manifest and holds a repository', () => {
  const root = newRepo(SHOP);
  const place = join(root, 'base/other.yaml');
  mkdirSync(place);
  writeIn(place, 'a.yaml', 'a: b\n');
  commitAll(place);
  git(root, 'add', '-A');
  writeIn(root, 'base/kustomization.yaml', 'resources:\n- deployment.yaml\n- other.yaml\n');
  expect(kustomend(root, ['fix', '--allow-dirty']).code).toBe(3);
});
