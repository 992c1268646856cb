import { reasonsTogether } from '../../src/plan/reasons.ts';

test.each([
  [['it is off'], 'it is off'],
  [['it is off', 'it is off'], 'it is off'],
  [
    ['a comment says so (a.yaml:1)', 'it is off', 'a comment says so (b.yaml:2)'],
    'a comment says so (a.yaml:1, b.yaml:2); it is off',
  ],
  [['it is off', 'it is off (a.yaml:1)'], 'it is off (a.yaml:1)'],
  [['a', 'b', 'c', 'd', 'e'], 'a; b; c; 2 more'],
  [['a', 'b', 'c', 'd'].map(each => `so (${each}:1)`), 'so (a:1, b:1, c:1, 1 more)'],
])('%j', (reasons, said) => expect(reasonsTogether(reasons)).toBe(said));
