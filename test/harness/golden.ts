/** Golden cases of the transforms, with what must hold for every one of them (test/harness/invariants.ts). */

import type { Json } from '../../src/kustomize/tree/node.ts';
import { canonical } from '../../src/plan/rendered/same-data.ts';
import { absentSituations, caseIds, casesOf, expectFile, type GoldenCase, SITUATIONS } from './cases.ts';
import { expectTakableChoices } from './choices.ts';
import { changedLines, diffOf, fixesOf } from './diff.ts';
import { configFaults, planFaults } from './faults.ts';
import * as invariants from './invariants.ts';
import { applied, planOf, type Repo, render } from './repo.ts';
import { restyled, STYLES, type Style } from './restyle.ts';
import { checkTogether } from './together.ts';
import { isThorough, turnOf } from './turns.ts';

/**
 * The cases of the transforms whose id begins with one of some letters, each with all that must hold for it. Transforms share a
 * suite: what they all load is loaded once, and is warm for the next.
 *
 * @param from first letter
 * @param to last letter
 */
export function goldenCases(from: string, to: string): void {
  const ids = caseIds().filter(([first = '']) => from <= first && first <= to);
  describe.each(ids)('%s', casesOfTransform);
}

function casesOfTransform(id: string): void {
  const cases = casesOf(id);

  test('shows every situation, or says why it cannot', () => {
    const absent = absentSituations(id);
    const missing = SITUATIONS.filter(
      situation => !(situation in absent) && !cases.some(each => each.situation === situation),
    );
    expect(missing).toEqual([]);
    expect(Object.keys(absent).filter(situation => cases.some(each => each.situation === situation))).toEqual(
      [],
    );
  });

  test('has no case twice', () => {
    const contents = cases.map(({ repo, settings }) => JSON.stringify([repo, { ...settings, about: '' }]));
    expect(new Set(contents).size).toBe(contents.length);
  });

  for (const each of cases) {
    describe(each.situation, () => {
      if (each.settings.known === undefined) checkCase(each);
      else test.todo(each.settings.known);
      checkTogether(each);
    });
  }
}

/** How many styles a case has its turn with. */
const STYLES_OF_A_TURN = 3;

function checkCase(golden: GoldenCase): void {
  const { id, situation, folder, repo, settings, inputs } = golden;
  const result = once(() => planOf(repo, inputs));

  test('plans what is expected', () => {
    // Before anything is written down: what comes out of such a case blesses nothing.
    expect(configFaults(golden)).toEqual([]);
    expect(planFaults(golden, result())).toEqual([]);
    expectFile(folder, 'expected.txt', fixesOf(result()));
    expectFile(folder, 'expected.diff', diffOf(result()));
  });

  test('keeps what its name says', () => {
    const statuses = result()
      .fixes.filter(fix => fix.transform === id)
      .map(fix => fix.status);
    if (situation === 'already-good') expect(statuses).toEqual([]);
    if (situation === 'blocked') expect(statuses).toContain('person');
    if (situation === 'blocked') expect(statuses).not.toContain('planned');
    if (situation === 'example' || situation === 'overlay-owns-it') expect(statuses).toContain('planned');
    if (settings.withdrawn === undefined) expect(statuses).not.toContain('withdrawn');
    else expect(statuses).toContain('withdrawn');
  });

  test('renders what the fixes declare', () => {
    invariants.expectDeclaredRenders(repo, result());
    invariants.expectWitness(repo, result(), inputs);
  });

  test('leaves alone what no fix is about', () => {
    invariants.expectCleanTexts(result());
    invariants.expectNamedChanges(result());
    invariants.expectNoCollateral(result());
    invariants.expectReversible(repo, result());
    invariants.expectCompleteFindings(repo, result());
    expectTakableChoices(result().fixes);
  });

  test('plans the same again, and nothing afterwards or when all is rejected', () => {
    invariants.expectDeterministic(repo, result(), inputs);
    invariants.expectSecondPlanEmpty(repo, result(), inputs);
    invariants.expectRejectable(repo, result(), inputs);
  });

  const others = STYLES.flatMap(style => {
    const other = style.name in (settings.not ?? {}) ? null : restyled(repo, style);
    return other === null ? [] : [{ style, other }];
  });
  const turn = turnOf(id + situation);
  others.forEach(({ style, other }, index) => {
    const behind = (index + turn) % others.length;
    if (!isThorough && behind >= STYLES_OF_A_TURN) return;
    const isWitnessed = isThorough || behind === 0;
    test(`does the same with ${style.name}`, () => checkStyle(other, style, isWitnessed));
  });

  function checkStyle(other: Repo, style: Style, isWitnessed: boolean): void {
    const next = planOf(other, inputs);
    invariants.expectCleanTexts(next);
    invariants.expectNoCollateral(next);
    if (isWitnessed) invariants.expectWitness(other, next, inputs);
    expect(statusesOf(next.fixes)).toEqual(statusesOf(result().fixes));
    for (const { folder: root } of result().roots) {
      expect(unordered(render(applied(other, next), root))).toEqual(
        unordered(render(applied(repo, result()), root)),
      );
    }
    // Comments above lines that move are counted with them.
    const isCounted =
      style.sameLineCount &&
      invariants.saidOtherwise(result()).length === 0 &&
      invariants.convertedBy(result()).length === 0;
    if (isCounted) expect(countLines(next)).toEqual(countLines(result()));
    invariants.expectSecondPlanEmpty(other, next, inputs);
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The line behind the name of a file. */
const LINE = /(?<=\.\w+):\d+/g;

function statusesOf(fixes: ReturnType<typeof planOf>['fixes']): string[] {
  // In another style lines have other numbers.
  return fixes.map(fix => `${fix.id} ${fix.status} ${fix.message.replaceAll(LINE, '')}`).sort();
}

function unordered(objects: readonly Json[] | string): string | string[] {
  return typeof objects === 'string' ? objects : objects.map(canonical).sort();
}

function countLines(result: ReturnType<typeof planOf>): { removed: number; added: number } {
  const { removed, added } = changedLines(result);
  return { removed: removed.length, added: added.length };
}
