/** What is written is what was shown, all of it or nothing. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { realKustomize } from '../harness/kustomize.ts';
import { git, kustomend, newRepo, oracleFolder, SHOP, writeIn } from './cli.ts';

function contents(root: string): Record<string, string> {
  const files = git(root, 'ls-files', '-co', '--exclude-standard').trim().split('\n').sort();
  return Object.fromEntries(files.map(file => [file, readFileSync(join(root, file), 'utf8')]));
}

const CRLF = Object.fromEntries(
  Object.entries(SHOP).map(([path, text]) => [
    path,
    path === 'base/deployment.yaml' ? text.replaceAll('\n', '\r\n') : text,
  ]),
);
const NO_FINAL_NEWLINE = { ...SHOP, 'base/deployment.yaml': SHOP['base/deployment.yaml']!.trimEnd() };

describe('the diff of a preview', () => {
  test.each([
    ['as usual', SHOP],
    ['with CRLF', CRLF],
    ['without a final newline', NO_FINAL_NEWLINE],
  ])('git apply makes of it the same bytes as fix, %s', (_, files) => {
    const [applied, fixed] = [newRepo(files), newRepo(files)];
    const { stdout } = kustomend(applied, []);
    execFileSync('git', ['apply', '-'], { cwd: applied, input: stdout });
    expect(kustomend(fixed, ['fix']).code).toBe(0);
    expect(contents(applied)).toEqual(contents(fixed));
    expect(contents(fixed)).not.toEqual(files);
  });

  test('patch -p1 accepts it too', () => {
    const [applied, fixed] = [newRepo(SHOP), newRepo(SHOP)];
    const { stdout } = kustomend(applied, []);
    execFileSync('patch', ['-p1', '-s', '--no-backup-if-mismatch'], { cwd: applied, input: stdout });
    kustomend(fixed, ['fix']);
    expect(contents(applied)).toEqual(contents(fixed));
  });

  test('leaves out a file that would show a secret, and says so; --output holds it', () => {
    const value = 'c2VjcmV0LXZhbHVl';
    const root = newRepo({
      ...SHOP,
      'base/kustomization.yaml': 'resources:\n- deployment.yaml\n- secret.yaml\n',
      'base/secret.yaml': `apiVersion: v1\nkind: Secret\ndata:\n  key: ${value}\nmetadata:\n  name: shop\n`,
    });
    const output = join(dirname(root), 'fix.diff');
    const printed = kustomend(root, []);
    expect(printed.stdout + printed.stderr).not.toContain(value);
    kustomend(root, ['--output', output]);
    const patch = readFileSync(output, 'utf8');
    expect(statSync(output).mode & 0o777).toBe(0o600);
    execFileSync('git', ['apply', '--check', output], { cwd: root });
    // Whether the Secret is changed at all is for the transforms to say.
    if (patch.includes(value)) expect(printed.stdout).toContain('# left out: the change of base/secret.yaml');
  });
});

describe('fix', () => {
  test('--output writes a patch and nothing else', () => {
    const root = newRepo(SHOP);
    const before = contents(root);
    const result = kustomend(root, ['fix', '--output', '../only.diff']);
    expect(result).toMatchObject({ code: 0, stdout: '' });
    expect(contents(root)).toEqual(before);
    expect(readFileSync(join(dirname(root), 'only.diff'), 'utf8')).toContain('+++ b/base/deployment.yaml');
  });

  test('--write is fix', () => {
    const [one, other] = [newRepo(SHOP), newRepo(SHOP)];
    kustomend(one, ['--write']);
    kustomend(other, ['fix']);
    expect(contents(one)).toEqual(contents(other));
  });

  const identity = {
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@b.c',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@b.c',
  };

  test('--commits is undone by the git command that it says, and what is not committed stays', () => {
    const root = newRepo({ ...SHOP, 'notes.txt': 'old\n' });
    writeIn(root, 'notes.txt', 'new\n');
    const before = contents(root);
    const { stderr } = kustomend(root, ['fix', '--commits'], identity);
    const [, command] = /^\d+ commits; undo: git (.+)$/m.exec(stderr)!;
    git(root, ...command!.split(' '));
    expect(contents(root)).toEqual(before);
  });

  test('--commits takes nothing of others into its commits, whatever is allowed', () => {
    const root = newRepo(SHOP);
    writeIn(root, 'base/deployment.yaml', `${SHOP['base/deployment.yaml']}# mine\n`);
    const { code, stderr } = kustomend(root, ['fix', '--commits', '--allow-dirty'], identity);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('uncommitted changes in base/deployment.yaml: commit them first\n'),
    });
    expect(git(root, 'log', '--format=%s')).toBe('files\n');
  });

  test('--commits with nothing to change', () => {
    const { code, stderr } = kustomend(newRepo({ 'kustomization.yaml': 'namePrefix: a\n' }), [
      'fix',
      '--commits',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('0 commits\n') });
  });

  test('--commits in a repository without a commit', () => {
    const root = newRepo(SHOP, { git: false });
    git(root, 'init', '-q');
    const { code, stderr } = kustomend(root, ['fix', '--commits'], identity);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('--commits needs a first commit to begin from'),
    });
  });

  test('--commits makes one commit per transform, and together they are the fix', () => {
    const [one, other] = [newRepo(SHOP), newRepo(SHOP)];
    expect(kustomend(one, ['fix', '--commits'], identity).code).toBe(0);
    kustomend(other, ['fix']);
    expect(git(one, 'status', '--porcelain')).toBe('');
    expect(git(one, 'log', '--format=%s')).toMatch(/^security-context: /m);
    expect(kustomend(one, ['--check']).code).toBe(0);
    expect(contents(one)).toEqual(contents(other));
  });

  test('works where there is no git', () => {
    const root = newRepo(SHOP, { git: false });
    const before = readFileSync(join(root, 'base/deployment.yaml'), 'utf8');
    expect(kustomend(root, ['fix']).code).toBe(0);
    expect(readFileSync(join(root, 'base/deployment.yaml'), 'utf8')).not.toBe(before);
    expect(existsSync(join(root, 'kustomend-journal.json'))).toBe(false);
  });
});

describe('the witness', () => {
  const withOracle = oracleFolder === undefined ? test.skip : test;
  const path = (folder: string) => ({ PATH: `${folder}:${dirname(process.execPath)}:/usr/bin:/bin` });

  withOracle('a real kustomize agrees before anything is written', () => {
    const root = newRepo(SHOP);
    const { code, stderr } = kustomend(root, ['fix', '--verify', 'kustomize'], path(oracleFolder!));
    expect(stderr).toMatch(/kustomize v5\.\d+\.\d+ renders exactly what was declared/);
    expect(code).toBe(0);
  });

  withOracle('judges a plain folder too, in a copy that has a kustomization', () => {
    const root = newRepo({
      'k8s/shop.yaml': SHOP['base/deployment.yaml']!,
      'kustomend.yaml': SHOP['kustomend.yaml']!,
    });
    const { code, stderr } = kustomend(root, ['fix', '--verify', 'kustomize'], path(oracleFolder!));
    expect(stderr).toMatch(/renders exactly what was declared \(1\)/);
    expect(code).toBe(0);
    const after = contents(root);
    expect(after['k8s/shop.yaml']).toContain('readOnlyRootFilesystem: true');
    expect(Object.keys(after).filter(file => /ustomization/.test(file))).toEqual([]);
    expect(kustomend(root, ['fix']).stderr).toContain('nothing to change');
  });

  /** A folder with a program of that name. */
  const programIn = (root: string, name: string, script: string): string => {
    const folder = join(root, '..', `bin-${basename(root)}`);
    writeIn(folder, name, script);
    chmodSync(join(folder, name), 0o755);
    return folder;
  };

  test('one that builds nothing has judged nothing', () => {
    const root = newRepo(SHOP);
    const { code, stderr } = kustomend(root, ['fix'], path(programIn(root, 'kustomize', REFUSER)));
    expect(stderr).toContain(
      'warning: overlays/production: not judged by kustomize v0.0.0: Error: not today\n',
    );
    expect(stderr).toContain('kustomize v0.0.0 has judged nothing (0, 2 not judged)');
    expect(stderr).not.toContain('renders exactly');
    expect(code).toBe(0);
  });

  test('one that must judge and cannot stops the write', () => {
    const root = newRepo(SHOP);
    const before = contents(root);
    const env = path(programIn(root, 'kustomize', REFUSER));
    const { code, stderr } = kustomend(root, ['fix', '--verify', 'kustomize'], env);
    expect(stderr).toContain('base: not judged by kustomize v0.0.0: Error: not today\n');
    expect(stderr).toContain('nothing has been written');
    expect(code).toBe(3);
    expect(contents(root)).toEqual(before);
  });

  withOracle('kubectl stands in where there is nothing else', () => {
    const root = newRepo(SHOP);
    const kubectl = KUBECTL.replace('KUSTOMIZE', realKustomize!.path);
    const { code, stderr } = kustomend(root, ['fix'], path(programIn(root, 'kubectl', kubectl)));
    expect(stderr).toContain('kubectl kustomize v5.4.2 renders exactly what was declared (2)');
    expect(code).toBe(0);
  });

  test.each([
    ['fix', ['fix']],
    ['--output', ['--output', 'fixes.patch']],
    ['--commits', ['fix', '--commits']],
  ])('none at all is said once by %s', (_, args) => {
    const { stderr } = kustomend(newRepo(SHOP), args);
    expect(stderr.match(/^warning: no kustomize on PATH/gm)).toHaveLength(1);
  });

  test('one that renders something else stops the write', () => {
    const root = newRepo(SHOP);
    const before = contents(root);
    const { code, stderr } = kustomend(root, ['fix'], path(programIn(root, 'kustomize', LIAR)));
    expect(stderr).toContain('nothing has been written');
    expect(code).toBe(3);
    expect(contents(root)).toEqual(before);
  });
});

/** Renders the same whatever it is given. */
const LIAR = `#!/bin/sh
if [ "$1" = version ]; then echo v0.0.0; else printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata:\\n  name: a\\n'; fi
`;

/** Builds nothing, after a warning. */
const REFUSER = `#!/bin/sh
if [ "$1" = version ]; then echo v0.0.0; else printf '# Warning: old\\nError: not today\\nmore of it\\n' >&2; exit 1; fi
`;

const KUBECTL = `#!/bin/sh
if [ "$1" = version ]; then printf 'Client Version: v1.31.0\\nKustomize Version: v5.4.2\\n'; exit; fi
shift
exec KUSTOMIZE build "$@"
`;

test('the bundle is one executable file', () => {
  const root = newRepo({}, { git: false });
  expect(kustomend(root, ['--version'])).toMatchObject({ code: 0, stdout: '0.1.0\n' });
});
