/** The example platform: it builds, its planted defects are found and become what defects.yaml says, and stay gone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Defect, defectName, defectsIn, plain } from '../../scripts/planted.ts';
import { lockOf } from '../../src/cli/session/lock.ts';
import { memoryFiles } from '../../src/kustomize/files/files.ts';
import type { Fix, FixStatus, Plan } from '../../src/plan/model/result.ts';
import { activeTransforms } from '../../src/plan/repository/active.ts';
import * as invariants from '../harness/invariants.ts';
import { configOf, type Inputs, inputOf, planOf, type Repo, render } from '../harness/repo.ts';
import { filesBelow } from '../kustomize/corpus.ts';
import { DISPUTED } from './disputed.ts';

const FOLDER = join(import.meta.dirname, '../../examples/cptm8');
const repo: Repo = Object.fromEntries(
  filesBelow(FOLDER).map(path => [path, readFileSync(join(FOLDER, path), 'utf8')]),
);
// Those that run there: an opt-in transform takes part once `kustomend.yaml` of the example switches it on.
const active = activeTransforms(inputOf(repo)).map(transform => transform.id);
const defects = defectsIn(repo['defects.yaml']!).filter(({ id }) => active.includes(id));

const lock = lockOf(memoryFiles(repo), configOf(repo));
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
  });

  test('leaves alone what no fix is about', () => {
    invariants.expectCleanTexts(plan, [
      '# asked for by the audit of 2020',
      '# still here for the old import script, the Secret wins (CPT-149)',
    ]);
    invariants.expectNoCollateral(plan);
    invariants.expectReversible(repo, plan);
    invariants.expectCompleteFindings(repo, plan);
  });

  test('leaves nothing for a second run, and withdraws only labels of an anchor that others share', () => {
    invariants.expectSecondPlanEmpty(repo, plan, inputs);
    const withdrawn = plan.fixes.filter(fix => fix.status === 'withdrawn');
    const reasons = withdrawn.map(
      ({ transform, subject, reason }) => `${transform} ${subject.name}: ${reason}`,
    );
    expect([...new Set(reasons)]).toEqual(['recommended-labels mongodb: a patch is more than it is worth']);
  });
});

describe('planted defects', () => {
  const named = defects.map(defect => [defectName(defect), defect] as const);

  test('are named once', () => {
    expect(new Set(named.map(([name]) => name)).size).toBe(named.length);
  });

  test.each(named.filter(([name]) => !(name in DISPUTED)))('%s', (name, defect) => {
    const outcomes = outcomesOf(defect);
    if (!outcomes.includes(defect.outcome)) throw new Error(advice(name, defect, outcomes));
  });

  test('are disputed only as long as they have another outcome', () => {
    const settled = named.filter(
      ([name, defect]) => name in DISPUTED && outcomesOf(defect).includes(defect.outcome),
    );
    expect(settled.map(([name]) => name)).toEqual([]);
    expect(Object.keys(DISPUTED).filter(name => !named.some(([each]) => each === name))).toEqual([]);
  });
});

/** What somebody who has just added a transform does about a defect that it does not treat as planted. */
function advice(name: string, { id, outcome }: Defect, outcomes: readonly string[]): string {
  return [
    `examples/cptm8/defects.yaml says of "${name}": ${outcome}. What becomes of it: ${outcomes.join(', ') || 'nothing is found'}.`,
    `See it: npm run demo -- --unsafe --only ${id}`,
    'One of three is wrong:',
    `- the transform: it should find this, and make it ${outcome};`,
    '- defects.yaml: the note of the defect says what is special about it;',
    '- neither: test/examples/disputed.ts takes the name of the defect with what speaks for the outcome of today.',
  ].join('\n');
}

/** What becomes of the findings that are about a defect, in every root of it where they are not exempt. */
function outcomesOf(defect: Defect): string[] {
  const perRoot = (
    defect.roots.length === 0
      ? [outcomesIn(undefined, defect)]
      : defect.roots.map(root => outcomesIn(`overlays/${root}`, defect))
  ).filter(each => !each.includes('ignored'));
  return ['fixed', 'unsafe', 'person'].filter(
    outcome => perRoot.length > 0 && perRoot.every(each => each.includes(outcome)),
  );
}

/** @param root undefined for a text, which belongs to none */
function outcomesIn(root: string | undefined, defect: Defect): string[] {
  const [safe, unsafe] = Object.values(plans).map(({ fixes }) => {
    const statuses = fixes
      .filter(fix => (root === undefined ? fix.roots.length === 0 : fix.roots.includes(root)))
      .filter(fix => isAbout(fix, defect))
      .map(fix => fix.status);
    return new Set<FixStatus>(statuses);
  }) as [Set<FixStatus>, Set<FixStatus>];
  return [
    ...(safe.has('planned') ? ['fixed'] : []),
    ...(safe.has('unsafe') && unsafe.has('planned') ? ['unsafe'] : []),
    ...(safe.has('person') || safe.has('reported') ? ['person'] : []),
    ...(safe.has('ignored') ? ['ignored'] : []),
  ];
}

function isAbout({ transform, subject }: Fix, { id, place, resource, field }: Defect): boolean {
  if (transform !== id) return false;
  if (subject.kind === 'File' && subject.name !== place) return false;
  if (resource !== undefined && resource !== `${subject.kind}/${subject.name}`) return false;
  if (field === undefined) return true;
  const [a, b] = [`${plain(field)}.`, `${subject.field}.`];
  return a.startsWith(b) || b.startsWith(a);
}
