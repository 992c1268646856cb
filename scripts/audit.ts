/**
 * Draws the samples of an audit (docs/design/testing.md, Readers): fixes and questions of repositories, each with its
 * manifest, its evidence and its hunk, as a page that a reader fills in who has seen neither code nor reasons.
 *
 * usage: npm run audit -- --repos DIR [--only a,b] [--seed N] [--safe 60] [--unsafe 30] [--questions 40]
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { didYouMean } from '../src/config/suggest.ts';

interface Finding {
  readonly id: string;
  readonly transform: string;
  readonly message: string;
  readonly subject: {
    readonly kind: string;
    readonly name: string;
    readonly field: string;
    readonly at: string;
  };
  readonly roots: readonly string[];
  readonly environments: readonly (string | null)[];
  readonly status: string;
  readonly reason: string | null;
  readonly safety: 'safe' | 'unsafe';
  readonly restarts: boolean;
  readonly evidence: readonly { readonly at: string; readonly says: string }[];
  readonly places: readonly { readonly file: string }[];
}

interface Question {
  readonly about: string;
  readonly answer: string;
  readonly settles: number;
  readonly findings: readonly string[];
}

interface Sample extends Finding {
  readonly repository: string;
  readonly question: Question | undefined;
  readonly hunks: string;
}

const { values } = parseArgs({
  options: {
    repos: { type: 'string' },
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    safe: { type: 'string', default: '60' },
    unsafe: { type: 'string', default: '30' },
    questions: { type: 'string', default: '40' },
  },
});
const PROGRAM = resolve(import.meta.dirname, '../dist/kustomend.cjs');

function main(): void {
  const { repos } = values;
  if (repos === undefined || !existsSync(repos))
    throw new Error('--repos DIR: the folder of the repositories is needed');
  const all = readdirSync(repos).filter(name => statSync(join(repos, name)).isDirectory());
  const names = values.only?.split(',') ?? all;
  const unknown = names.find(name => !all.includes(name));
  if (unknown !== undefined) throw new Error(`no repository ${unknown}${didYouMean(unknown, all)}`);
  const safe = names.flatMap(name => samplesOf(join(repos, name), name, false));
  const everything = names.flatMap(name => samplesOf(join(repos, name), name, true));
  const random = generator(Number(values.seed));
  const groups = [
    ['Safe fixes', safe.filter(each => each.status === 'planned'), Number(values.safe)],
    [
      'Fixes with --unsafe',
      everything.filter(each => each.status === 'planned' && each.safety === 'unsafe'),
      Number(values.unsafe),
    ],
    ['Questions', safe.filter(isAsked), Number(values.questions)],
  ] as const;
  console.log(`# Audit of ${names.join(', ')} (seed ${values.seed})\n`);
  console.log(patterns(safe));
  for (const [title, population, wanted] of groups) {
    const drawn = stratified(population, wanted, random);
    console.log(`## ${title}: ${drawn.length} of ${population.length}\n`);
    for (const [index, sample] of drawn.entries())
      console.log(page(`${title[0]}${index + 1}`, sample, repos));
  }
}

/** As people meet them: one question for all findings that it settles, shown by the first of them. */
function isAsked({ status, question }: Sample): boolean {
  return status === 'person' && question !== undefined;
}

function samplesOf(folder: string, repository: string, unsafe: boolean): Sample[] {
  const flags = unsafe ? ['--unsafe'] : [];
  const { findings, questions } = JSON.parse(
    run(folder, ['scan', '--format', 'json', '--exit-zero', ...flags]),
  ) as { findings: readonly Finding[]; questions: readonly Question[] };
  const shownBy = new Map(questions.map(each => [each.findings[0], each]));
  const diff = hunksByFile(run(folder, ['preview', '--no-pager', ...flags]));
  return findings.map(each => {
    const question = each.status === 'person' ? shownBy.get(each.id) : undefined;
    return { ...each, repository, hunks: hunksOf(each, diff), question };
  });
}

function run(folder: string, args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [PROGRAM, ...args, '.'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...process.env, NO_COLOR: '1' },
  });
  // 1: something is found; 3: a root is out of sight, which the samples do not need.
  if (status === null || status === 2 || status > 3) throw new Error(`${folder}: ${stderr}`);
  return stdout;
}

function hunksByFile(diff: string): Map<string, string[]> {
  const files = new Map<string, string[]>();
  for (const part of diff.split(/^(?=--- )/m)) {
    const file = /^\+\+\+ b\/(.*)$/m.exec(part)?.[1];
    if (file !== undefined) files.set(file, part.split(/^(?=@@ )/m).slice(1));
  }
  return files;
}

/** Hunks of its files that hold the last key of its field: those of neighbours may come along. */
function hunksOf({ places, subject }: Finding, diff: ReadonlyMap<string, readonly string[]>): string {
  const key = subject.field.split('.').at(-1) ?? '';
  return places
    .flatMap(({ file }) => {
      const hunks = diff.get(file) ?? [];
      const own = hunks.filter(hunk => hunk.includes(key));
      return [`+++ ${file}`, ...(own.length > 0 ? own : hunks)];
    })
    .join('\n')
    .split('\n')
    .slice(0, MOST_LINES)
    .join('\n');
}

const MOST_LINES = 60;

/** From every remediation in turn, so that the rare ones are read too. */
function stratified(population: readonly Sample[], wanted: number, random: () => number): Sample[] {
  const strata = new Map<string, Sample[]>();
  for (const sample of shuffled(population, random))
    strata.set(sample.transform, [...(strata.get(sample.transform) ?? []), sample]);
  const drawn: Sample[] = [];
  while (drawn.length < wanted && [...strata.values()].some(list => list.length > 0)) {
    for (const list of strata.values()) {
      const next = list.pop();
      if (next !== undefined && drawn.length < wanted) drawn.push(next);
    }
  }
  return drawn;
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map(item => ({ item, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

/** mulberry32: the same numbers for the same seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Safe fixes of the whole population by what they say, names left out: noise comes in patterns. */
function patterns(samples: readonly Sample[]): string {
  const counts = new Map<string, number>();
  for (const { transform, message, status } of samples) {
    if (status !== 'planned') continue;
    const pattern = message.replace(/\b[A-Z]\w+ [\w.-]+|\d[\w.]*|container \S+/g, '_');
    const key = `${transform}: ${pattern}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const rows = [...counts].sort(([, a], [, b]) => b - a).slice(0, MOST_PATTERNS);
  return [
    '## Patterns of safe fixes\n',
    ...rows.map(([pattern, count]) => `- ${count} x ${pattern}`),
    '',
  ].join('\n');
}

const MOST_PATTERNS = 40;

function page(name: string, sample: Sample, repos: string): string {
  const { repository, transform, message, subject, roots, reason, evidence, restarts, hunks, question } =
    sample;
  return [
    `### ${name} ${transform}: ${subject.kind}/${subject.name} in ${repository}`,
    '',
    message,
    ...(reason === null ? [] : [`Asked: ${reason}`]),
    ...(question === undefined
      ? []
      : [`As one question: ${question.about}. It settles ${question.settles} findings: ${question.answer}`]),
    `Field: ${subject.field || '(object)'}, ${subject.at}; roots: ${roots.slice(0, 6).join(', ')}${roots.length > 6 ? ', ...' : ''}${restarts ? '; restarts pods' : ''}`,
    ...evidence.map(({ at, says }) => `Evidence: ${says} (${at})`),
    '',
    ...(hunks === '' ? [] : ['```diff', hunks, '```', '']),
    '```yaml',
    manifestAt(join(repos, repository), subject.at),
    '```',
    '',
    question === undefined
      ? '- [ ] I would merge it  - [ ] noise  - [ ] I would take it out, because:  - [ ] it breaks something:'
      : '- [ ] only a person can answer  - [ ] the repository answers it  - [ ] of no use, because:',
    '',
  ].join('\n');
}

/** The document around a line. */
function manifestAt(folder: string, at: string): string {
  const [, file = '', line = '1'] = /^(.*):(\d+)$/.exec(at) ?? [];
  const path = join(folder, file);
  if (file === '' || !existsSync(path)) return at;
  const lines = readFileSync(path, 'utf8').split('\n');
  const index = Number(line) - 1;
  const start = lines.slice(0, index + 1).findLastIndex(each => each.startsWith('---')) + 1;
  const rest = lines.slice(index).findIndex((each, offset) => offset > 0 && each.startsWith('---'));
  const end = rest < 0 ? lines.length : index + rest;
  return lines.slice(start, Math.min(end, start + 2 * MOST_LINES)).join('\n');
}

main();
