/** What keys make of a review once something is planned. */
import type { Fix } from '../../src/plan/model/result.ts';
import { type Conducting, newConduct } from '../../src/review/conduct/conduct.ts';
import type { Planned } from '../../src/review/conduct/planned.ts';
import { acceptedOf, currentItem, newReview } from '../../src/review/state/state.ts';
import { newFix, newPlan } from '../report/fixture.ts';

const fixNamed = (name: string): Fix =>
  newFix({ id: name, transform: name, subject: { ...newFix().subject, name, container: undefined } });
const [TAKEN, NEEDED] = [fixNamed('quota'), fixNamed('limits')];

/** Whoever takes the first gets the second as well. */
function conductOf(fixes: readonly Fix[]) {
  const planned = {
    fixes,
    reports: [],
    questions: [],
    knowledge: { prove: () => newPlan({ fixes: [TAKEN, NEEDED] }) },
  } as unknown as Planned;
  const conducting: Conducting = { plan: () => planned, check: () => {}, keep: () => {} };
  return newConduct(newReview(fixes, new Map()), planned, conducting, () => {});
}

test('what comes along is asked about by itself before anything can be written', () => {
  const conduct = conductOf([TAKEN, NEEDED]);
  for (const key of ['y', 'f', 'y']) conduct.key(key);
  expect(conduct.state.view.name).toBe('item');
  expect(currentItem(conduct.state)?.key).toBe('limits');
  expect(conduct.state.message).toBe(
    '1 fix comes along, which what is taken needs (limits of Deployment/limits): answer it, then f again',
  );
  for (const key of ['y', 'y']) conduct.key(key);
  expect([...acceptedOf(conduct.state)]).toEqual(['quota', 'limits']);
  expect(conduct.state.view.name).toBe('proven');
});

test('whoever leaves it open has seen it, and what is on no screen is for the summary', () => {
  const left = conductOf([TAKEN, NEEDED]);
  for (const key of ['y', 'f', 'y', 'j', 'y']) left.key(key);
  expect(left.state.view.name).toBe('proven');
  const unseen = conductOf([TAKEN]);
  for (const key of ['y', 'y']) unseen.key(key);
  expect(unseen.state.view.name).toBe('proven');
});
