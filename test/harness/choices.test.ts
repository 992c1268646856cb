import { mistakesIn } from './choices.ts';

test.each([
  ['an option that nobody has', ['transforms', 'monitoring', 'bye'], 'pods'],
  ['a transform that nobody has', ['transforms', 'monitorin', 'by'], 'pods'],
  ['a value that it does not take', ['transforms', 'monitoring', 'by'], 'pod'],
] as const)('an answer that states %s is a mistake', (_, path, value) => {
  expect(mistakesIn({ says: 'pods', states: { path, value } })).toHaveLength(1);
});

test('an answer that the configuration takes is none', () => {
  expect(
    mistakesIn({ says: 'pods', states: { path: ['transforms', 'monitoring', 'by'], value: 'pods' } }),
  ).toEqual([]);
  expect(mistakesIn({ says: 'nobody', exempt: 'made elsewhere' })).toEqual([]);
});
