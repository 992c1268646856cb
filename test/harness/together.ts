/** A case's repository under all transforms at once, safe and unsafe: fixes must not get in each other's way. */
import type { GoldenCase } from './cases.ts';
import * as invariants from './invariants.ts';
import { type Inputs, planOf } from './repo.ts';
import { isThorough, turnOf } from './turns.ts';

export function checkTogether({ id, situation, repo, inputs, settings }: GoldenCase): void {
  const isOverlaysTurn = turnOf(id + situation) % 2 === 0;

  if (isThorough || !isOverlaysTurn)
    test('is fixed in one go with all transforms', () => {
      check({ ...inputs, selection: { only: [], unsafe: true } });
    });

  if (isThorough || isOverlaysTurn)
    test('is fixed by its overlays only with all transforms', () => {
      const plan = check({ ...inputs, selection: { only: [], unsafe: true, placement: 'overlay' } });
      const roots = plan.roots.map(root => root.folder);
      const elsewhere = plan.changes.filter(
        ({ path, before }) => before !== null && !roots.some(root => isIn(root, path)),
      );
      expect(elsewhere.map(change => change.path)).toEqual([]);
    });

  function check(all: Inputs) {
    const plan = planOf(repo, all);
    const withdrawn = plan.fixes.filter(fix => fix.status === 'withdrawn');
    const isMeant = (transform: string) => settings.withdrawn !== undefined && transform === id;
    expect(withdrawn.filter(({ transform }) => !isMeant(transform))).toEqual([]);
    invariants.expectDeclaredRenders(repo, plan);
    invariants.expectWitness(repo, plan, all);
    invariants.expectCleanTexts(plan);
    invariants.expectNamedChanges(plan);
    invariants.expectNoCollateral(plan);
    invariants.expectSecondPlanEmpty(repo, plan, all);
    return plan;
  }
}

function isIn(folder: string, path: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}
