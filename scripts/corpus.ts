/**
 * Runs kustomend over real repositories and checks what must always hold, with the real kustomize as judge:
 * no crash, every kustomization that built still builds, rendered changes are the declared ones, no line outside of
 * a fix changes, no comment is lost, `git apply` of the printed diff gives the same bytes, a second run plans nothing.
 *
 * usage: corpus.ts [--repos DIR] [--only a,b] [--unsafe] [--complete] [--all]
 */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { PlanInput } from '../src/plan/model/input.ts';
import type { Plan } from '../src/plan/model/result.ts';
import { plan } from '../src/plan/plan.ts';
import { printDiff } from '../src/report/diff/diff.ts';
import { findKustomize } from '../src/witness/tool.ts';
import { witness } from '../src/witness/witness.ts';
import { openWorkspace } from '../src/workspace/open.ts';
import { movedAway } from '../test/harness/moved-away.ts';
import { transforms } from '../transforms/index.ts';
import { CORPUS_SLICE } from './corpus-slice.ts';

interface Row {
  readonly repo: string;
  readonly roots: number;
  readonly planned: number;
  readonly source: number;
  readonly extended: number;
  readonly patches: number;
  readonly files: number;
  readonly entries: number;
  readonly checked: number;
  readonly violations: number;
  readonly collateral: number;
  readonly comments: number;
  readonly applyDiffers: number;
  readonly second: number;
  readonly seconds: number;
  readonly problems: readonly string[];
}

function argument(name: string): string | undefined {
  const index = process.argv.indexOf(name);
  return index < 0 ? undefined : process.argv[index + 1];
}

const unsafe = process.argv.includes('--unsafe');
const preset = process.argv.includes('--complete') ? 'complete' : 'recommended';
const repos = argument('--repos') ?? findCorpus();
const only = argument('--only')?.split(',');

function findCorpus(): string {
  const candidates = [join(process.cwd(), '../shared/corpus')];
  const found = candidates.find(path => existsSync(path));
  if (!found) throw new Error('no corpus: give its folder with --repos');
  return found;
}

function inputFor(
  root: string,
  extra: Partial<PlanInput> = {},
): { input: PlanInput; workspace: ReturnType<typeof openWorkspace> } {
  const workspace = openWorkspace(root, [], process.env);
  const input: PlanInput = {
    files: workspace.files,
    paths: workspace.paths,
    nested: workspace.nested,
    config: workspace.config,
    transforms,
    loadRestrictor: 'LoadRestrictionsNone',
    today: '2026-01-01',
    lock: new Map(),
    decisions: { rejected: new Set(), accepted: new Set(), raised: new Set() },
    selection: {
      paths: [],
      only: [],
      skip: [],
      environments: [],
      severity: undefined,
      preset,
      unsafe,
      noRestart: false,
      foreignIgnores: true,
      placement: 'anywhere',
    },
    ...extra,
  };
  return { input, workspace };
}

function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', ['-c', 'user.email=corpus@example.invalid', '-c', 'user.name=corpus', ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
  });
}

function runRepository(name: string): Row {
  const work = mkdtempSync(join(tmpdir(), 'kustomend-corpus-'));
  const root = join(work, 'repo');
  const problems: string[] = [];
  try {
    cpSync(join(repos, name), root, { recursive: true, verbatimSymlinks: true });
    git(root, 'init', '-q');
    git(root, 'add', '-A', '-f');
    git(root, 'commit', '-qm', 'before');
    const started = performance.now();
    const { input, workspace } = inputFor(root);
    const result = plan(input);
    const seconds = (performance.now() - started) / 1000;
    const tool = findKustomize(process.env);
    if (!tool) throw new Error('a real kustomize is needed on PATH');
    const report = witness(tool, root, workspace.paths, result, {
      loadRestrictor: 'LoadRestrictionsNone',
    });
    problems.push(...report.violations.map(v => `${v.folder}: ${v.message}`));
    // What needs the network or helm is not built here.
    const whole = result.roots.filter(({ state }) => state === 'evaluated').map(({ folder }) => folder);
    for (const { folder, says } of report.notJudged)
      if (whole.includes(folder)) problems.push(`${folder}: not judged: ${says}`);
    const damage = measureDamage(result, problems);
    const applyDiffers = applyAsPatch(root, result, problems);
    const second = plan(inputFor(root).input);
    if (second.changes.length > 0) {
      problems.push(
        ...second.fixes
          .filter(f => f.status === 'planned')
          .map(f => `second run: ${f.transform} ${f.subject.kind}/${f.subject.name} ${f.message}`),
      );
    }
    for (const fix of result.fixes)
      if (fix.status === 'withdrawn')
        problems.push(`withdrawn: ${fix.transform} ${fix.subject.kind}/${fix.subject.name}: ${fix.reason}`);
    const kinds = countPlaces(result);
    return {
      repo: name,
      roots: result.roots.filter(r => r.state === 'evaluated' || r.state === 'opaque').length,
      planned: result.fixes.filter(f => f.status === 'planned').length,
      ...kinds,
      checked: report.checked,
      violations: report.violations.length,
      ...damage,
      applyDiffers,
      second: second.changes.length,
      seconds,
      problems,
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function countPlaces(result: Plan): Pick<Row, 'source' | 'extended' | 'patches' | 'files' | 'entries'> {
  const places = new Map<string, string>();
  for (const fix of result.fixes)
    for (const place of fix.places) places.set(`${place.kind} ${place.file}`, place.kind);
  const count = (...kinds: string[]) => [...places.values()].filter(kind => kinds.includes(kind)).length;
  return {
    source: count('source', 'in-place'),
    extended: count('extended-patch'),
    patches: count('new-patch'),
    files: count('new-file'),
    entries: count('entry', 'component'),
  };
}

/** Lines that went away although no fix replaces them, and comments that are gone. */
function measureDamage(result: Plan, problems: string[]): Pick<Row, 'collateral' | 'comments'> {
  let collateral = 0;
  let comments = 0;
  for (const { path, before, after } of result.changes) {
    if (before === null) continue;
    const left = countLines(after);
    left.set('', (left.get('') ?? 0) + movedAway(before, after));
    for (const line of before.split('\n')) {
      const count = left.get(line) ?? 0;
      if (count > 0) {
        left.set(line, count - 1);
        continue;
      }
      // A replaced value comes back as another line with the same key; blank and comment lines never do.
      if (/^\s*(?:#.*)?$/.test(line)) {
        collateral++;
        problems.push(`${path}: lost the line '${line}'`);
      }
    }
    const lost = [...commentsOf(before)].filter(
      ([text, count]) => (commentsOf(after).get(text) ?? 0) < count,
    );
    comments += lost.length;
    problems.push(...lost.map(([text]) => `${path}: lost the comment '${text}'`));
  }
  return { collateral, comments };
}

function countLines(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of text.split('\n')) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

function commentsOf(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const match of text.matchAll(/(?:^|\s)#(.*)$/gm)) {
    const comment = match[1]!.trim();
    counts.set(comment, (counts.get(comment) ?? 0) + 1);
  }
  return counts;
}

/** Applies the printed diff with git; the bytes must be those that `fix` writes. */
function applyAsPatch(root: string, result: Plan, problems: string[]): number {
  if (result.changes.length === 0) return 0;
  const patch = join(dirname(root), 'fix.diff');
  writeFileSync(patch, printDiff(result, { secrets: 'show' }));
  try {
    git(root, 'apply', '--whitespace=nowarn', patch);
  } catch (error) {
    problems.push(`git apply: ${(error as { stderr?: string }).stderr ?? error}`);
    for (const change of result.changes) {
      mkdirSync(dirname(join(root, change.path)), { recursive: true });
      writeFileSync(join(root, change.path), change.after);
    }
    return result.changes.length;
  }
  const differing = result.changes.filter(
    change => readFileSync(join(root, change.path), 'utf8') !== change.after,
  );
  problems.push(...differing.map(change => `${change.path}: git apply gives other bytes`));
  return differing.length;
}

const names = (only ?? (process.argv.includes('--all') ? readdirSync(repos) : CORPUS_SLICE)).filter(
  name => existsSync(join(repos, name)) && !name.endsWith('.md'),
);
let failed = 0;
console.log(
  'repository | roots | fixes | source | ext.patch | new patch | new file | entries | witnessed | violations | collateral | comments | apply differs | second run | s',
);
for (const name of names) {
  try {
    const row = runRepository(name);
    const bad = row.violations + row.collateral + row.comments + row.applyDiffers + row.second > 0;
    if (bad) failed++;
    console.log(
      [
        row.repo,
        row.roots,
        row.planned,
        row.source,
        row.extended,
        row.patches,
        row.files,
        row.entries,
        row.checked,
        row.violations,
        row.collateral,
        row.comments,
        row.applyDiffers,
        row.second,
        row.seconds.toFixed(1),
      ].join(' | '),
    );
    for (const problem of row.problems.slice(0, 12)) console.log(`    ${problem.slice(0, 300)}`);
  } catch (error) {
    failed++;
    console.log(`${name} | CRASH ${(error as Error).stack?.split('\n').slice(0, 4).join(' ')}`);
  }
}
console.log(`${names.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
