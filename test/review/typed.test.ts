/** What is typed as an answer, and what becomes of it. */
import { UnstatableError } from '../../src/config/statements.ts';
import type { Setting } from '../../src/review/stating/settings.ts';
import { statementsOf } from '../../src/review/stating/typed.ts';
import type { Json } from '../../src/transform.ts';

const setting = (kind: Setting['kind']): Setting => ({ path: ['a', 'b'], says: '', now: undefined, kind });
const root = { root: 'deploy/eu', named: { staging: ['deploy/staging'] } };

test.each<[Setting['kind'], string, Json]>([
  ['value', '10001', 10001],
  ['value', 'true', true],
  ['value', '{httpGet: {path: /, port: 80}}', { httpGet: { path: '/', port: 80 } }],
  ['text', '1.20', '1.20'],
  ['text', '512Mi', '512Mi'],
  ['list', '/tmp, /var/cache', ['/tmp', '/var/cache']],
  ['list', '[8080]', [8080]],
  ['list', '[]', []],
])('as a %s, %s', (kind, typed, value) => {
  expect(statementsOf(setting(kind), typed)).toEqual([{ type: 'value', path: ['a', 'b'], value }]);
});

test.each([
  ['eu production', 'eu', 'production', ['deploy/eu']],
  ['production', 'production', 'production', ['deploy/eu']],
  ['staging', 'staging', 'staging', ['deploy/staging', 'deploy/eu']],
])('an environment: %s', (typed, name, tier, roots) => {
  expect(statementsOf(setting(root), typed)).toEqual([
    { type: 'value', path: ['environments', name, 'tier'], value: tier },
    { type: 'value', path: ['environments', name, 'roots'], value: roots },
  ]);
});

test.each<[Setting['kind'], string]>([
  ['value', '{a: '],
  [root, 'eu'],
  [root, 'eu production now'],
])('what is no answer is refused (%#)', (kind, typed) => {
  expect(() => statementsOf(setting(kind), typed)).toThrow(UnstatableError);
});
