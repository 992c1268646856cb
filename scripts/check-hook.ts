/**
 * The pre-commit hook as its users have it: pre-commit from PyPI, the hook from a git clone of this project, and nothing on
 * PATH but what pre-commit itself runs. Without PyPI it says that it is skipped; where PyPI answers, it fails.
 *
 * usage: check-hook.ts
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const TOP = resolve(import.meta.dirname, '..');
const VERSION = '4.7.0';
/** git's own scripts run the last of them. */
const NEEDED = ['git', 'node', 'npm', 'sh', 'env', 'python3', 'basename', 'sed', 'uname'];
/** A small repository with a fault. */
const EXAMPLE = join(TOP, 'test/transforms/service-account-token/cases/example/repo');

/** The hook is installed with what builds it. */
const LONGEST = 5 * 60_000;

interface Said {
  readonly code: number | null;
  readonly text: string;
}

let [passed, failed] = [0, 0];
const folder = mkdtempSync(join(tmpdir(), 'kustomend-hook-'));
try {
  const preCommit = provided();
  if (preCommit === undefined) console.log('pre-commit: skipped, PyPI does not answer');
  else judged(preCommit);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** In the user's cache; undefined where it cannot be had. @throws Error where it could, and is not */
function provided(): string | undefined {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const venv = join(cache, `kustomend/pre-commit-${VERSION}`);
  const program = join(venv, 'bin/pre-commit');
  if (existsSync(program)) return program;
  const made = said('python3', ['-m', 'venv', venv]);
  const pip = join(venv, 'bin/pip');
  const installed = made.code === 0 ? said(pip, ['install', '-q', `pre-commit==${VERSION}`]) : made;
  if (installed.code === 0) return program;
  rmSync(venv, { recursive: true, force: true });
  if (said('python3', ['-c', REACHES]).code !== 0) return undefined;
  throw new Error(`pre-commit cannot be installed: ${installed.text}`);
}

const REACHES =
  'import urllib.request; urllib.request.urlopen("https://pypi.org/simple/pre-commit/", timeout=20)';

function judged(preCommit: string): void {
  const clone = join(folder, 'clone');
  copyTree(clone);
  const rev = needed('git', ['-C', clone, 'rev-parse', 'HEAD']).trim();
  const repo = join(folder, 'repo');
  cpSync(EXAMPLE, repo, { recursive: true });
  // What lies in the home of the user is no node of the system to pre-commit.
  const home = join(folder, 'home');
  mkdirSync(home);
  // How registries are reached is the machine's affair.
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    PATH: pathOf(preCommit),
    HOME: home,
    PRE_COMMIT_HOME: join(folder, 'hooks'),
  };
  const git = (...args: readonly string[]) =>
    needed('git', ['-C', repo, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args]);
  const run = (id: string, args: readonly string[] = []) => {
    const hook = `  - id: ${id}\n    args: ${JSON.stringify(args)}\n`;
    const text = `repos:\n- repo: ${clone}\n  rev: ${rev}\n  hooks:\n${hook}`;
    writeFileSync(join(repo, '.pre-commit-config.yaml'), text);
    git('add', '-A');
    return said(preCommit, ['run', '--color', 'never', '--verbose'], { cwd: repo, env });
  };
  git('init', '-q');

  const failing = run('kustomend');
  expectThat('a staged fault fails', failing, ({ code, text }) => code === 1 && text.includes('+++ b/'));
  const baseline = `json=${join(repo, 'baseline.json')}`;
  needed(process.execPath, [join(clone, 'scripts/hook.mjs'), '--format', baseline, repo]);
  const known = run('kustomend', ['--baseline', 'baseline.json']);
  expectThat(
    'what a baseline knows passes',
    known,
    ({ code, text }) => code === 0 && text.includes('Passed'),
  );
  const fixing = run('kustomend-fix');
  expectThat(
    'the fixing hook writes, and says so',
    fixing,
    ({ code, text }) => code === 1 && text.includes('files were modified by this hook'),
  );
  expectThat('what is fixed passes', run('kustomend'), ({ code }) => code === 0);
  console.log(`${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

/** A repository of one commit: the tree as it is, not as it was committed. */
function copyTree(to: string): void {
  const files = needed('git', ['-C', TOP, 'ls-files', '-co', '--exclude-standard', '-z']).split('\0');
  for (const file of files.filter(each => each !== '' && existsSync(join(TOP, each))))
    cpSync(join(TOP, file), join(to, file));
  needed('git', ['init', '-q', to]);
  needed('git', ['-C', to, 'add', '-A']);
  needed('git', [...'-c user.name=a -c user.email=a@example.com -C'.split(' '), to, 'commit', '-qm', 'tree']);
}

function expectThat(sentence: string, run: Said, isSo: (run: Said) => boolean): void {
  const holds = isSo(run);
  if (holds) passed++;
  else failed++;
  console.log(holds ? `ok ${sentence}` : `FAILED ${sentence} (exit ${run.code})\n${run.text}`);
}

/** A folder with nothing else in it: not the program, and no kustomize. */
function pathOf(preCommit: string): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const name of NEEDED) {
    const found = needed('sh', ['-c', `command -v ${name}`]).trim();
    symlinkSync(found, join(bin, name));
  }
  symlinkSync(preCommit, join(bin, 'pre-commit'));
  return bin;
}

function said(command: string, args: readonly string[], options: object = {}): Said {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: LONGEST,
    ...options,
  });
  return { code: status, text: `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}` };
}

/** @throws Error where it fails */
function needed(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
  return stdout;
}
