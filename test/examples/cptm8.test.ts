/** The example platform: it builds, its planted defects are found and become what defects.yaml says, and stay gone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readLock } from '../../src/cli/session/lock.ts';
import { memoryFiles } from '../../src/kustomize/files/files.ts';
import type { Fix, FixStatus, Plan } from '../../src/plan/model/result.ts';
import * as invariants from '../harness/invariants.ts';
import { configOf, type Inputs, planOf, REGISTRY, type Repo, render } from '../harness/repo.ts';
import { filesBelow } from '../kustomize/corpus.ts';
import { DISPUTED } from './disputed.ts';

interface Defect {
  readonly id: string;
  readonly place: string;
  readonly resource?: string;
  readonly field?: string;
  readonly roots: readonly string[];
  readonly outcome: 'fixed' | 'unsafe' | 'person';
}

const FOLDER = join(import.meta.dirname, '../../examples/cptm8');
const repo: Repo = Object.fromEntries(
  filesBelow(FOLDER).map(path => [path, readFileSync(join(FOLDER, path), 'utf8')]),
);
const ids = REGISTRY.map(transform => transform.id);
const defects = (parse(repo['defects.yaml']!) as Defect[]).filter(({ id }) => ids.includes(id));

const lock = readLock(memoryFiles(repo), configOf(repo));
const RUNS: Readonly<Record<string, Inputs>> = {
  'a default run': { lock },
  'a run with --unsafe': { lock, selection: { unsafe: true } },
};
const plans: Readonly<Record<string, Plan>> = Object.fromEntries(
  Object.entries(RUNS).map(([name, inputs]) => [name, planOf(repo, inputs)]),
);

test.each(['overlays/dev', 'overlays/staging', 'overlays/production'])('%s builds', folder => {
  expect(render(repo, folder)).toBeInstanceOf(Array);
});

describe.each(Object.entries(RUNS))('%s', (name, inputs) => {
  const plan = plans[name]!;

  test('renders what it declares, also for the real kustomize', () => {
    expect(plan.changes.length).toBeGreaterThan(10);
    invariants.expectDeclaredRenders(repo, plan);
    invariants.expectWitness(repo, plan, inputs);
  }, 60_000);

  test('leaves alone what no fix is about', () => {
    invariants.expectCleanTexts(plan);
    invariants.expectNoCollateral(plan);
    invariants.expectReversible(repo, plan);
    invariants.expectCompleteFindings(repo, plan);
  });

  test('leaves nothing for a second run, and withdraws nothing', () => {
    invariants.expectSecondPlanEmpty(repo, plan, inputs);
    expect(plan.fixes.filter(fix => fix.status === 'withdrawn')).toEqual([]);
  }, 60_000);
});

describe('planted defects', () => {
  const named = defects.map(defect => [nameOf(defect), defect] as const);

  test('are named once', () => {
    expect(new Set(named.map(([name]) => name)).size).toBe(named.length);
  });

  test.each(named.filter(([name]) => !(name in DISPUTED)))('%s', (_, defect) => {
    expect(outcomesOf(defect)).toContain(defect.outcome);
  });

  test('are disputed only as long as they have another outcome', () => {
    const settled = named.filter(
      ([name, defect]) => name in DISPUTED && outcomesOf(defect).includes(defect.outcome),
    );
    expect(settled.map(([name]) => name)).toEqual([]);
    expect(Object.keys(DISPUTED).filter(name => !named.some(([each]) => each === name))).toEqual([]);
  });
});

function nameOf({ id, resource, place, field, roots }: Defect): string {
  const scope = roots.length === 3 ? '' : ` in ${roots.join(', ')}`;
  return `${id} ${resource ?? place}${field === undefined ? '' : ` ${plain(field)}`}${scope}`;
}

/** `containers.[name=web].image` as fixes print it. */
function plain(field: string): string {
  return field.replaceAll(/\.\[\w+=([^\]]+)\]/g, '.$1');
}

/** What becomes of the findings that are about a defect, in every root of it where they are not exempt. */
function outcomesOf(defect: Defect): string[] {
  const perRoot = defect.roots
    .map(root => outcomesIn(`overlays/${root}`, defect))
    .filter(each => !each.includes('ignored'));
  return ['fixed', 'unsafe', 'person'].filter(
    outcome => perRoot.length > 0 && perRoot.every(each => each.includes(outcome)),
  );
}

function outcomesIn(root: string, defect: Defect): string[] {
  const [safe, unsafe] = Object.values(plans).map(({ fixes }) => {
    const statuses = fixes
      .filter(fix => fix.roots.includes(root) && isAbout(fix, defect))
      .map(fix => fix.status);
    return new Set<FixStatus>(statuses);
  }) as [Set<FixStatus>, Set<FixStatus>];
  return [
    ...(safe.has('planned') ? ['fixed'] : []),
    ...(safe.has('unsafe') && unsafe.has('planned') ? ['unsafe'] : []),
    ...(safe.has('person') ? ['person'] : []),
    ...(safe.has('ignored') ? ['ignored'] : []),
  ];
}

function isAbout({ transform, subject }: Fix, { id, resource, field }: Defect): boolean {
  if (transform !== id) return false;
  if (resource !== undefined && resource !== `${subject.kind}/${subject.name}`) return false;
  if (field === undefined) return true;
  const [a, b] = [`${plain(field)}.`, `${subject.field}.`];
  return a.startsWith(b) || b.startsWith(a);
}
