/** Facts that make fixes safe once somebody states them. */
import type { Fix } from '../../src/plan/model/result.ts';
import { settlingFacts, settlingLine } from '../../src/report/words/questions/open-facts.ts';
import type { OpenFact } from '../../src/transform.ts';

const fix = (...settledBy: OpenFact[]) => ({ settledBy }) as unknown as Fix;
const user = (image: string): OpenFact => ({ image, fact: 'user', value: 1000 });

test('a fact of several fixes is one, and images of a private registry go by their path', () => {
  const found = settlingFacts([fix(user('shop/b')), fix(user('hub.example.com/a')), fix(user('a'))]);
  expect(found.map(({ key, fact, settles }) => [key, fact, settles])).toEqual([
    ['a', 'user', 2],
    ['shop/b', 'user', 1],
  ]);
});

test('a line says all that it takes', () => {
  const writes: OpenFact = { image: 'shop/b', fact: 'writes', value: ['/tmp'] };
  expect(settlingLine(fix(user('a'), writes))).toBe('images: {a: {user: 1000}, shop/b: {writes: [/tmp]}}');
  expect(settlingLine(fix())).toBeUndefined();
});
