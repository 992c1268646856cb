/** Answers between reviews. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepSaid, keptSaid } from '../../src/review/state/store.ts';

const folder = mkdtempSync(join(tmpdir(), 'kustomend-review-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'review.json');

test('are kept by id with a version, for their owner alone; what was skipped is asked again', () => {
  expect([...keptSaid(folder).answers]).toEqual([]);
  const answers = new Map([
    ['a', 'accepted'],
    ['b', 'rejected'],
    ['c', 'skipped'],
  ] as const);
  keepSaid(folder, { answers, stated: [], raised: new Set(['b']) });
  expect([...keptSaid(folder).answers]).toEqual([
    ['a', 'accepted'],
    ['b', 'rejected'],
  ]);
  expect([...keptSaid(folder).raised]).toEqual(['b']);
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
  expect([...keptSaid(folder).answers]).toEqual([]);
});

test('of which one is no answer: that one is asked', () => {
  writeFileSync(file, '{"version":1,"answers":{"a":"accepted","b":"maybe","c":{}}}');
  expect([...keptSaid(folder).answers]).toEqual([['a', 'accepted']]);
});

test('with what was stated; what is no statement is none', () => {
  const stated = [
    { type: 'value', path: ['images', 'shop', 'user'], value: 10001 },
    { type: 'exemption', id: 'probes', resource: 'Deployment/web', reason: 'soon' },
  ] as const;
  keepSaid(folder, { answers: new Map(), stated, raised: new Set() });
  expect(keptSaid(folder).stated).toEqual(stated);
  const odd = [
    { type: 'value', path: 'images', value: 1 },
    { type: 'exemption', id: 3, reason: '' },
    null,
    'a',
  ];
  writeFileSync(
    file,
    JSON.stringify({ version: 1, answers: {}, stated: [...odd, stated[0]], raised: [1, 'a'] }),
  );
  expect(keptSaid(folder).stated).toEqual([stated[0]]);
  expect([...keptSaid(folder).raised]).toEqual(['a']);
});
