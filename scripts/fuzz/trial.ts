/** One hostile repository: made, run through commands, and watched for what must never happen. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Step } from './hostile.ts';
import { BESIDE, OUTSIDE, SECRET, TREE } from './tree.ts';

export interface Trial {
  readonly steps: readonly Step[];
  /** Arguments of each run, in their order. */
  readonly runs: readonly (readonly string[])[];
}

/** Exit codes that mean something. */
const CODES = new Set([0, 1, 2, 3]);

/** A run over so small a repository that lasts longer has hung, however busy the machine is. */
const PATIENCE = 60_000;

const IDENTITY = {
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

/** What went wrong: a kind that stays the same while a trial is made smaller, and what was seen. */
export interface Failure {
  readonly kind: string;
  readonly run: readonly string[];
  readonly seen: string;
}

/** Null where all is well. */
export function tryOut(program: string, trial: Trial): Failure | null {
  const top = mkdtempSync(join(tmpdir(), 'kustomend-fuzz-'));
  try {
    const root = join(top, 'repository');
    makeRepository(top, root, trial.steps);
    for (const run of trial.runs) {
      const failure = watch(program, top, root, run);
      if (failure !== null) return failure;
    }
    return null;
  } finally {
    openAgain(top);
    rmSync(top, { recursive: true, force: true });
  }
}

/** The repository that the steps make of the tree. */
export function makeRepository(top: string, root: string, steps: readonly Step[]): void {
  for (const [path, text] of Object.entries(BESIDE)) writeAt(join(top, 'outside'), path, text);
  for (const [path, text] of Object.entries(TREE)) writeAt(root, path, text);
  git(root, ['init', '-q']);
  git(root, ['add', '-A']);
  git(root, ['-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-q', '-m', 'files']);
  for (const step of steps) take(root, step);
}

/** A step that is not possible any more, after those before it, is none. */
function take(root: string, step: Step): void {
  try {
    switch (step.do) {
      case 'git':
        git(root, step.args);
        return;
      case 'mode':
        chmodSync(join(root, step.path), step.mode);
        return;
      case 'remove':
        rmSync(join(root, step.path), { recursive: true, force: true });
        return;
      case 'write':
        // Through a link it would be a change outside that nobody else has made.
        if (!isPlain(root, step.path) || isSpecial(join(root, step.path))) return;
        writeAt(root, step.path, Buffer.from(step.bytes, 'base64'));
        return;
      default: {
        if (!isPlain(root, dirname(step.path))) return;
        const path = join(root, step.path);
        rmSync(path, { recursive: true, force: true });
        mkdirSync(dirname(path), { recursive: true });
        if (step.do === 'folder') mkdirSync(path);
        else if (step.do === 'link') symlinkSync(step.to, path);
        else execFileSync('mkfifo', [path]);
      }
    }
  } catch {
    return;
  }
}

function isPlain(root: string, path: string): boolean {
  for (let at = path; at !== '.' && at !== ''; at = dirname(at))
    if (lstatSync(join(root, at), { throwIfNoEntry: false })?.isSymbolicLink()) return false;
  return true;
}

/** A pipe that is opened for writing waits for its reader for ever. */
function isSpecial(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFIFO() ?? false;
}

function writeAt(root: string, path: string, bytes: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), bytes);
}

function git(root: string, args: readonly string[]): void {
  execFileSync('git', args, { cwd: root, stdio: 'ignore' });
}

function watch(program: string, top: string, root: string, run: readonly string[]): Failure | null {
  const outside = printOf(join(top, 'outside'));
  const before = printOf(root);
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [program, ...run], {
    cwd: root,
    encoding: 'utf8',
    timeout: PATIENCE,
    killSignal: 'SIGKILL',
    maxBuffer: 1 << 28,
    env: { PATH: process.env.PATH, HOME: top, XDG_CACHE_HOME: process.env.XDG_CACHE_HOME, ...IDENTITY },
  });
  const failure = (kind: string, seen: string): Failure => ({ kind, run, seen: seen.slice(0, 4000) });
  if (signal !== null) return failure('hang', `${signal} after ${PATIENCE} ms`);
  if (!CODES.has(status ?? -1)) return failure(`exit code ${status}`, stderr);
  if (/^\s+at .+:\d+:\d+\)?$/m.test(stderr)) return failure('stack trace', stderr);
  const said = stdout + stderr;
  if (said.includes(OUTSIDE)) return failure('read outside', said);
  if (said.includes(SECRET) || said.includes(Buffer.from(SECRET).toString('base64')))
    return failure('secret', said);
  if (printOf(join(top, 'outside')) !== outside) return failure('written outside', stderr);
  const changed = changesBetween(before, printOf(root));
  const written = /^written: (?:\d+ fix(?:es)?(?: \(\d+ unsafe\))? in )?(\d+) file/m.exec(stderr)?.[1];
  if (!isAllowed(run, changed, Number(written ?? 0)))
    return failure('half-written', `${changed.join('\n')}\n${stderr}`);
  if (run[0] === 'init') return failureOfInit(root, run, program);
  const isPatch = run.length > 0 && run[0] === 'preview' && /^--- /m.test(stdout);
  if (isPatch && !applies(root, stdout)) return failure('patch that does not apply', stdout);
  if (written === undefined || !run.includes('fix')) return null;
  const again = spawnSync(process.execPath, [program, ...run], {
    cwd: root,
    encoding: 'utf8',
    timeout: PATIENCE,
  });
  return /^written: /m.test(again.stderr) ? failure('second run', again.stderr) : null;
}

function isAllowed(run: readonly string[], changed: readonly string[], written: number): boolean {
  // Commits are a write each, and the last may have been refused.
  if (run.includes('--commits')) return true;
  if (run[0] === 'init') return changed.every(name => name === '"/kustomend.yaml"');
  return changed.length === written;
}

/** What it writes goes into the repository, for everybody to read; asked again it has nothing to add. */
function failureOfInit(root: string, run: readonly string[], program: string): Failure | null {
  const path = join(root, 'kustomend.yaml');
  const text = () =>
    lstatSync(path, { throwIfNoEntry: false })?.isFile() ? contentOf(path, lstatSync(path)) : '';
  const written = text();
  const shown = written === '' || written === 'closed' ? '' : readFileSync(path, 'utf8');
  if (shown.includes(OUTSIDE)) return { kind: 'read outside', run, seen: shown };
  if (shown.includes(SECRET)) return { kind: 'secret', run, seen: shown };
  spawnSync(process.execPath, [program, ...run], { cwd: root, encoding: 'utf8', timeout: PATIENCE });
  return text() === written ? null : { kind: 'second run', run, seen: shown };
}

function applies(root: string, patch: string): boolean {
  return spawnSync('git', ['apply', '--check', '-'], { cwd: root, input: patch }).status === 0;
}

/** One line for each entry below a folder, what git keeps left out. */
function printOf(folder: string): string {
  const lines: string[] = [];
  const walk = (path: string, name: string): void => {
    const stat = lstatSync(path);
    if (stat.isDirectory()) {
      for (const entry of list(path)) if (entry !== '.git') walk(join(path, entry), `${name}/${entry}`);
    } else lines.push(`${JSON.stringify(name)} ${stat.mode} ${contentOf(path, stat)}`);
  };
  walk(folder, '');
  return lines.sort().join('\n');
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function contentOf(path: string, stat: { isFile(): boolean; isSymbolicLink(): boolean }): string {
  if (stat.isSymbolicLink()) return readlinkSync(path);
  if (!stat.isFile()) return '';
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch {
    return 'closed';
  }
}

function changesBetween(before: string, after: string): string[] {
  const old = new Set(before.split('\n'));
  const now = new Set(after.split('\n'));
  const names = [...now].filter(line => !old.has(line)).concat([...old].filter(line => !now.has(line)));
  return [...new Set(names.map(line => line.slice(0, line.indexOf('" ') + 1)))];
}

/** What was closed to everybody can be removed again. */
function openAgain(folder: string): void {
  for (const entry of list(folder)) {
    const path = join(folder, entry);
    const stat = lstatSync(path);
    if (!stat.isDirectory()) continue;
    chmodSync(path, 0o755);
    openAgain(path);
  }
}
