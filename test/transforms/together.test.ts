/** The repositories of the cases under all transforms at once, safe and unsafe: fixes must not get in each other's way. */

import { caseIds, casesOf } from '../harness/cases.ts';
import { diffOf } from '../harness/diff.ts';
import * as invariants from '../harness/invariants.ts';
import { type Inputs, planOf, type Repo } from '../harness/repo.ts';

const repositories = caseIds().flatMap(id =>
  casesOf(id).map(({ situation, repo, inputs }) => [`${id}/${situation}`, repo, inputs] as const),
);

describe.each(repositories)('%s', (_, repo: Repo, inputs) => {
  test('is fixed in one go', () => {
    check({ ...inputs, selection: { only: [], unsafe: true } });
  });

  test('is fixed by its overlays only', () => {
    const plan = check({ ...inputs, selection: { only: [], unsafe: true, placement: 'overlay' } });
    const roots = plan.roots.map(root => root.folder);
    const elsewhere = plan.changes.filter(
      ({ path, before }) => before !== null && !roots.some(root => isIn(root, path)),
    );
    expect(elsewhere.map(change => change.path)).toEqual([]);
  });

  function check(all: Inputs) {
    const plan = planOf(repo, all);
    expect(plan.fixes.filter(fix => fix.status === 'withdrawn')).toEqual([]);
    invariants.expectDeclaredRenders(repo, plan);
    invariants.expectWitness(repo, plan, all);
    invariants.expectCleanTexts(plan);
    invariants.expectNoCollateral(plan);
    invariants.expectSecondPlanEmpty(repo, plan, all);
    expect(diffOf(planOf(repo, all))).toBe(diffOf(plan));
    return plan;
  }
});

function isIn(folder: string, path: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}
