/** The proof is worth something only if it refuses what is wrong: corrupted plans, judged by the real kustomize. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createEvaluator, type Evaluator } from '../../src/kustomize/build/evaluate.ts';
import { withChanges } from '../../src/kustomize/files/files.ts';
import { toJson } from '../../src/kustomize/tree/node.ts';
import { parseText } from '../../src/kustomize/tree/parse.ts';
import { planProven, promisedBy } from '../../src/plan/attempts.ts';
import { planningOf } from '../../src/plan/plan.ts';
import { prove } from '../../src/plan/prove/prove.ts';
import { canonical } from '../../src/plan/rendered/same-data.ts';
import type { Repository } from '../../src/plan/repository/repository.ts';
import { injectionOf, type RoundsResult } from '../../src/plan/rounds.ts';
import { caseIds, casesOf, type GoldenCase } from '../harness/cases.ts';
import { realKustomize } from '../harness/kustomize.ts';
import { inputOf, type Repo } from '../harness/repo.ts';
import { runs } from '../harness/runs.ts';
import { inParallel, realBuild } from '../kustomize/corpus.ts';

const WANTED = runs(40);
/** Neutral ones cost a build each: a mutation that is mostly neutral is no mutation. */
const MOST_TRIES = 8 * WANTED;

interface Planned {
  readonly name: string;
  readonly repo: Repo;
  readonly repository: Repository;
  readonly before: Evaluator;
  readonly result: RoundsResult;
}

/** A plan as `plan()` makes it, with what the proof needs. */
function planned({ id, situation, repo, inputs }: GoldenCase): Planned | null {
  const input = inputOf(repo, inputs);
  const planning = planningOf(input, new Map());
  const { rounds: result } = planProven(planning);
  const { repository, evaluator: before } = planning;
  return result.changed.size === 0 ? null : { name: `${id}/${situation}`, repo, repository, before, result };
}

function violationsOf(
  { repository, before, result, repo }: Planned,
  changed: ReadonlyMap<string, string>,
): readonly string[] {
  const after = createEvaluator(withChanges(inputOf(repo).files, changed), before.options);
  const injected = result.created.length > 0 ? before.injected(injectionOf(result.created)) : before;
  const { graph } = repository;
  const proof = prove({
    before,
    injected,
    after,
    graph,
    changedFiles: [...changed.keys()],
    declarations: result.declarations,
    makers: new Map(),
    deployed: new Set(repository.choices.map(({ folder }) => folder)),
    promised: promisedBy(result),
  });
  return proof.violations.map(({ message }) => message);
}

/** A small generator of random numbers: the same corruptions in every run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

type Corruption = (lines: string[], random: (below: number) => number) => void;

const CORRUPTIONS: Readonly<Record<string, Corruption>> = {
  'a line is dropped': (lines, random) => void lines.splice(random(lines.length), 1),
  'a line is there twice': (lines, random) => {
    const index = random(lines.length);
    lines.splice(index, 0, lines[index]!);
  },
  'a value is another': (lines, random) => {
    const index = random(lines.length);
    lines[index] = lines[index]!.replace(
      /([:-] +)(["']?)([^\s"'#]+)/,
      (_, before: string, quote: string, value: string) =>
        /^\d+$/.test(value) ? `${before}${quote}${Number(value) + 1}` : `${before}${quote}${value}x`,
    );
  },
  'an indent is another': (lines, random) => {
    const index = random(lines.length);
    lines[index] = random(2) === 0 ? `  ${lines[index]}` : lines[index]!.replace(/^ {2}/, '');
  },
  'two lines are swapped': (lines, random) => {
    const [a, b] = [random(lines.length), random(lines.length)];
    [lines[a], lines[b]] = [lines[b]!, lines[a]!];
  },
};

interface Corrupted {
  readonly plan: Planned;
  readonly what: string;
  readonly file: string;
  readonly changed: ReadonlyMap<string, string>;
}

function corrupt(plans: readonly Planned[], random: (below: number) => number): Corrupted {
  const plan = plans[random(plans.length)]!;
  const files = [...plan.result.changed.keys()];
  const file = files[random(files.length)]!;
  const kinds = Object.keys(CORRUPTIONS);
  const what = kinds[random(kinds.length)]!;
  const lines = plan.result.changed.get(file)!.split('\n');
  CORRUPTIONS[what]!(lines, random);
  return { plan, what, file, changed: new Map(plan.result.changed).set(file, lines.join('\n')) };
}

/** What the real kustomize makes of every kustomization of a tree. */
async function realRenders(
  kustomize: string,
  { repo, repository }: Planned,
  changed: ReadonlyMap<string, string>,
): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'kustomend-mutation-'));
  try {
    for (const [path, text] of Object.entries({ ...repo, ...Object.fromEntries(changed) })) {
      mkdirSync(join(root, dirname(path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const renders: string[] = [];
    for (const { folder } of repository.choices) {
      const build = await realBuild(kustomize, root, folder, null);
      renders.push(`${folder}: ${build.ok ? objectsOf(build.yaml) : 'does not build'}`);
    }
    return renders.join('\n');
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function objectsOf(yaml: string): string {
  return parseText(yaml, 'resource', doc => ({ type: 'source', file: 'render', doc }))
    .map(({ node }) => canonical(toJson(node)))
    .join('\n');
}

const plans = caseIds().flatMap(id =>
  casesOf(id)
    .filter(each => each.settings.known === undefined)
    .flatMap(each => planned(each) ?? []),
);

test('plans that nobody has corrupted are proven', () => {
  expect(plans.length).toBeGreaterThan(20);
  for (const plan of plans)
    expect([plan.name, violationsOf(plan, plan.result.changed)]).toEqual([plan.name, []]);
});

const witnessed = realKustomize === undefined ? test.skip : test;

witnessed(
  'corruptions that render something else are refused, and all that do not build',
  async () => {
    const random = randomNumbers(20261123);
    const renders = new Map<Planned, Promise<string>>();
    const rendersOf = (plan: Planned) => {
      const known = renders.get(plan) ?? realRenders(realKustomize!.path, plan, plan.result.changed);
      renders.set(plan, known);
      return known;
    };
    const tries = Array.from({ length: MOST_TRIES }, () => corrupt(plans, random));
    const passed: string[] = [];
    const counts = { neutral: 0, broken: 0, other: 0 };
    await inParallel(tries, 8, async ({ plan, what, file, changed }) => {
      if (counts.other >= WANTED) return;
      const [wanted, got] = [await rendersOf(plan), await realRenders(realKustomize!.path, plan, changed)];
      if (got === wanted) {
        counts.neutral++;
        return;
      }
      counts[got.includes(': does not build') ? 'broken' : 'other']++;
      if (violationsOf(plan, changed).length === 0)
        passed.push(`${plan.name} ${file}: ${what}\n${changed.get(file)}`);
    });
    expect(passed).toEqual([]);
    expect(counts.other).toBeGreaterThanOrEqual(WANTED);
    expect(counts.neutral).toBeLessThan(counts.broken + counts.other);
  },
  120_000,
);
