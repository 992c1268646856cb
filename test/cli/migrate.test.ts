/** `kustomend migrate`: steps that lead to what a fix writes, each of which holds. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { stepsSchema } from '../../src/report/migration/steps-schema.ts';
import { hasTerminals, onTerminal } from '../harness/terminal.ts';
import {
  commitAll,
  environment,
  git,
  kustomend,
  newRepo,
  oracleFolder,
  programOf,
  SHOP,
  writeIn,
} from './cli.ts';

const IDENTITY = {
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};
const TEAMS = { ...SHOP, '.github/CODEOWNERS': '* @shop/platform\n/overlays/ @shop/delivery\n' };
const withOracle = oracleFolder === undefined ? test.skip : test;

/** The tree of a commit. */
function treeOf(root: string, revision = 'HEAD'): string {
  return git(root, 'rev-parse', `${revision}^{tree}`);
}

/** What one run writes. */
function fixed(files: Readonly<Record<string, string>>): string {
  const root = newRepo(files);
  kustomend(root, ['fix']);
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', 'fix');
  return treeOf(root);
}

const titlesOf = (root: string) => git(root, 'log', '--reverse', '--format=%s').trim().split('\n').slice(1);

test('the steps are listed, nothing is written, and JSON says the same', () => {
  const root = newRepo(TEAMS);
  const { code, stdout } = kustomend(root, ['migrate']);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^\d+ fixes in \d+ steps, each proven on those before it; pods restart from step \d+ on$/m,
  );
  expect(stdout).toMatch(/^ *\d+ +security-context .* @shop\/platform$/m);
  expect(git(root, 'status', '--porcelain')).toBe('');
  const report = JSON.parse(kustomend(root, ['migrate', '--format', 'json']).stdout);
  expect(stepsSchema().parse(report)).toEqual(report);
  const { steps } = report;
  expect(stdout).toContain(`in ${steps.length} steps`);
  expect(steps[0]).toEqual({
    number: 1,
    name: expect.any(String),
    title: expect.stringMatching(/^kustomend: .* \(@shop\/\w+\)$/),
    severity: expect.any(String),
    transforms: expect.any(Array),
    fixes: expect.any(Array),
    files: expect.any(Array),
    owners: ['@shop/platform'],
    restarts: [],
  });
});

test('--commits makes a commit of each step, together they are the fix, and nothing is left', () => {
  const root = newRepo(TEAMS);
  const { steps } = JSON.parse(kustomend(root, ['migrate', '--format', 'json']).stdout);
  expect(kustomend(root, ['migrate', '--commits'], IDENTITY).code).toBe(0);
  expect(titlesOf(root)).toEqual(steps.map(({ title }: { title: string }) => title));
  expect(treeOf(root)).toBe(fixed(TEAMS));
  expect(kustomend(root, ['migrate']).stdout).toMatch(/^no step is left$/m);
});

test('--next takes the first step, and again, until all are taken', () => {
  const root = newRepo(SHOP);
  const most = JSON.parse(kustomend(root, ['migrate', '--format', 'json']).stdout).steps.length;
  for (let step = 0; step < most; step++) kustomend(root, ['migrate', '--next'], IDENTITY);
  expect(titlesOf(root)).toHaveLength(most);
  expect(treeOf(root)).toBe(fixed(SHOP));
});

test('--to N ends there, and says how many are left', () => {
  const root = newRepo(SHOP);
  const { stderr } = kustomend(root, ['migrate', '--commits', '--to', '2'], IDENTITY);
  expect(titlesOf(root)).toHaveLength(2);
  expect(stderr).toMatch(/^\d+ steps are left: kustomend migrate lists what is to come$/m);
});

test('what is said next is of the same paths and flags, and each command knows them', () => {
  const root = newRepo({
    ...SHOP,
    'base/deployment.yaml': SHOP['base/deployment.yaml']!.replace(/image: .*/, 'image: redis:7.2'),
  });
  const given = ['overlays', '--env', 'production', '--preset', 'complete', '--no-restart'];
  const { stdout } = kustomend(root, ['migrate', ...given, '--most-files', '3', '--checklist', '../todo.md']);
  const typed = ' overlays --preset complete --env production --no-restart --most-files 3';
  expect(stdout).toContain(`next: kustomend migrate --next${typed}\n`);
  const todo = readFileSync(join(dirname(root), 'todo.md'), 'utf8');
  const [, fix = ''] = /`kustomend (fix .*)`/.exec(todo) ?? [];
  expect(fix).toMatch(/^fix overlays --preset complete --env production --no-restart --id [0-9a-f ]+$/);
  expect(kustomend(root, [...fix.split(' '), '--dry-run']).stderr).not.toContain('unknown');
  expect(todo).toContain('`kustomend pin --write overlays`');
});

test('--patches are what git am makes the same of; a folder that holds some is refused', () => {
  const root = newRepo(TEAMS);
  const args = ['migrate', '--patches', '../steps-of-shop', '--checklist', '../decide.md'];
  const { code, stderr } = kustomend(root, args);
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringMatching(/^\d+ patches written; git am \.\.\/steps-of-shop\/\*\.patch takes them$/m),
  });
  expect(git(root, 'status', '--porcelain')).toBe('');
  const folder = join(dirname(root), 'steps-of-shop');
  const patches = readdirSync(folder).map(name => join(folder, name));
  expect(statSync(patches[0]!).mode & 0o777).toBe(0o600);
  git(root, 'am', '-q', ...patches);
  expect(treeOf(root)).toBe(fixed(TEAMS));
  expect(readFileSync(join(dirname(root), 'decide.md'), 'utf8')).toMatch(/^# What people decide\n/);
  expect(kustomend(root, args)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--patches: there are patches in ../steps-of-shop already'),
  });
});

test('what somebody has not committed is in no commit', () => {
  const root = newRepo(SHOP);
  writeIn(root, 'base/deployment.yaml', `${SHOP['base/deployment.yaml']}# mine\n`);
  expect(kustomend(root, ['migrate', '--next'], IDENTITY)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('uncommitted changes in base/deployment.yaml: commit them first'),
  });
  expect(titlesOf(root)).toEqual([]);
});

test.each([
  [['--to', '2'], '--to N goes with --commits or --patches DIR'],
  [['--to', '0', '--commits'], 'expected a number from 1 on'],
  [['--next', '--format', 'json'], 'leave out --commits, --next and --patches'],
  [['--next', '--to', '2'], "cannot be used with option '--to <n>'"],
  [['--commits', '--patches', 'steps'], "cannot be used with option '--patches <dir>'"],
])('%j is refused', (flags, says) => {
  const { code, stderr } = kustomend(newRepo(SHOP), ['migrate', ...flags]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(says) });
});

test('Ctrl-C leaves whole commits', async () => {
  const root = newRepo(SHOP);
  const child = spawn(process.execPath, [programOf(), 'migrate', '--commits'], {
    cwd: root,
    env: environment(IDENTITY),
    detached: true,
  });
  let said = '';
  for await (const chunk of child.stderr.iterator({ destroyOnReturn: false })) {
    said += String(chunk);
    // As a terminal does: to every program of the group.
    if (said.includes('committed:')) break;
  }
  const ended = new Promise(resolve => child.on('close', resolve));
  child.stderr.on('data', chunk => {
    said += String(chunk);
  });
  process.kill(-child.pid!, 'SIGINT');
  expect(await ended).toBe(130);
  expect(git(root, 'status', '--porcelain')).toBe('');
  const made = titlesOf(root).length;
  expect(made).toBeGreaterThan(0);
  expect(said).toMatch(
    /^interrupted: \d+ commits? (?:is|are) made; undo: git -C \S+ reset --keep [0-9a-f]+$/m,
  );
  expect(said).toContain(`interrupted: ${made} commit`);
  kustomend(root, ['migrate', '--commits'], IDENTITY);
  expect(treeOf(root)).toBe(fixed(SHOP));
});

(hasTerminals ? test : test.skip)('so it does on a terminal', () => {
  const root = newRepo(SHOP);
  const argv = [process.execPath, programOf(), 'migrate', '--commits'];
  const { code, tail } = onTerminal({ cwd: root, argv, env: environment(IDENTITY), columns: 120 }, [
    { printed: 'committed:', send: '\u0003' },
  ]);
  expect({ code, tail }).toEqual({ code: 130, tail: expect.stringMatching(/interrupted: \d+ commits? /) });
});

withOracle(
  'the example: every commit builds, the last is the fix, and a second run has no step',
  () => {
    const example = () => {
      const root = newRepo({}, { git: false });
      cpSync(resolve(import.meta.dirname, '../../examples/cptm8'), root, { recursive: true });
      commitAll(root);
      return root;
    };
    const [root, other] = [example(), example()];
    expect(kustomend(root, ['migrate', '--commits', '--verify', 'builtin'], IDENTITY).code).toBe(0);
    kustomend(other, ['fix', '--verify', 'builtin']);
    git(other, 'add', '-A');
    expect(treeOf(root)).toBe(git(other, 'write-tree'));
    expect(kustomend(root, ['migrate']).stdout).toMatch(/^no step is left$/m);
    const copy = mkdtempSync(join(dirname(root), 'built-'));
    for (const commit of git(root, 'rev-list', 'HEAD').trim().split('\n')) {
      git(root, `--work-tree=${copy}`, 'checkout', '-f', '-q', commit, '--', '.');
      for (const overlay of ['dev', 'staging', 'production'])
        execFileSync(join(oracleFolder!, 'kustomize'), ['build', join(copy, 'overlays', overlay)], {
          stdio: 'pipe',
        });
    }
  },
  300_000,
);
