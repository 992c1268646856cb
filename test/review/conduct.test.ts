/** What keys make of a review once something is planned. */
import type { Fix } from '../../src/plan/model/result.ts';
import { questionsOf } from '../../src/report/words/questions/questions.ts';
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

describe('a decision with answers at hand', () => {
  const path = ['transforms', 'monitoring', 'by'] as const;
  const choices = [
    { says: 'annotations on pods', states: { path, value: 'pods' } },
    { says: 'nothing', exempt: 'nobody looks at them' },
  ] as const;
  const asks = [{ type: 'decision', about: 'what fetches metrics', question: 'which?', choices }] as const;
  const asking = fixNamed('unfetched');
  const questions = questionsOf(newPlan({ fixes: [{ ...asking, status: 'person', asks }] }));
  const settings = choices.map(choice => ({ path, says: '', now: undefined, kind: { choice } }));
  const planned = { fixes: [], reports: [], questions, settings: () => settings } as unknown as Planned;
  const begun = (plans: (readonly unknown[])[]) =>
    newConduct(
      newReview([], new Map(), { questions }),
      planned,
      {
        plan: answers => {
          plans.push(answers);
          return planned;
        },
        check: () => {},
        keep: () => {},
      },
      () => {},
    );
  const stated = { type: 'value', path, value: 'pods' };

  test.each([['1'], ['e1'], ['e enter']])('is answered by %s, planned anew, and undone', keys => {
    const plans: (readonly unknown[])[] = [];
    const conduct = begun(plans);
    for (const key of keys.includes(' ') ? keys.split(' ') : keys) conduct.key(key);
    expect(conduct.state.stated).toEqual([stated]);
    conduct.key('u');
    expect(conduct.state.stated).toEqual([]);
    expect(plans).toEqual([[stated], []]);
  });

  test('leaves the findings as they are, by an entry with its reason', () => {
    const conduct = begun([]);
    conduct.key('2');
    expect(conduct.state.stated).toMatchObject([{ type: 'exemption', reason: 'nobody looks at them' }]);
  });

  test('has no number more than it shows', () => {
    const conduct = begun([]);
    conduct.key('3');
    expect(conduct.state.message).toBe('"3" is no key here; ? lists them');
  });
});

test('whoever leaves it open has seen it, and what is on no screen is for the summary', () => {
  const left = conductOf([TAKEN, NEEDED]);
  for (const key of ['y', 'f', 'y', 'j', 'y']) left.key(key);
  expect(left.state.view.name).toBe('proven');
  const unseen = conductOf([TAKEN]);
  for (const key of ['y', 'y']) unseen.key(key);
  expect(unseen.state.view.name).toBe('proven');
});
