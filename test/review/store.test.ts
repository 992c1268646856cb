/** Answers between reviews. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepAnswers, keptAnswers } from '../../src/review/store.ts';

const folder = mkdtempSync(join(tmpdir(), 'kustomend-review-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'review.json');

test('are kept by id with a version, for their owner alone; what was skipped is asked again', () => {
  expect([...keptAnswers(folder)]).toEqual([]);
  keepAnswers(
    folder,
    new Map([
      ['a', 'accepted'],
      ['b', 'rejected'],
      ['c', 'skipped'],
    ]),
  );
  expect([...keptAnswers(folder)]).toEqual([
    ['a', 'accepted'],
    ['b', 'rejected'],
  ]);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version: 1 });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test.each([
  '',
  'no json',
  '[]',
  'null',
  '{"version":2,"answers":{"a":"accepted"}}',
  '{"version":1,"answers":3}',
])('of another kind (%s) are none', text => {
  writeFileSync(file, text);
  expect([...keptAnswers(folder)]).toEqual([]);
});

test('of which one is no answer: that one is asked', () => {
  writeFileSync(file, '{"version":1,"answers":{"a":"accepted","b":"maybe","c":{}}}');
  expect([...keptAnswers(folder)]).toEqual([['a', 'accepted']]);
});
