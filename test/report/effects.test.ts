/** What a plan changes in what is rendered, in few words. */
import { fieldEffects, renderedEffects } from '../../src/report/effects/effects.ts';
import type { Json } from '../../src/transform.ts';
import { newPlan, newRoot } from './fixture.ts';

const mask = (text: string) => text;
const find = () => [];

function web(spec: Json, name = 'web', kind = 'Deployment'): Json {
  return { apiVersion: 'apps/v1', kind, metadata: { name }, spec };
}

/** The same change in each of the roots. */
function planOf(before: readonly Json[], after: readonly Json[], environments: readonly string[] = ['dev']) {
  const roots = environments.map(name => newRoot({ folder: name, environment: { name, tier: undefined } }));
  return newPlan({
    roots,
    expected: new Map(environments.map(name => [name, { before, after, fixes: after.map(() => []) }])),
  });
}

const said = (before: readonly Json[], after: readonly Json[]) =>
  fieldEffects(planOf(before, after), find).flatMap(({ changes }) =>
    changes.map(({ object, path, says }) => `${object} ${path}: ${says}`),
  );

test('equal changes of several environments are said once', () => {
  const plan = planOf([web({ replicas: 1 })], [web({ replicas: 2 })], ['dev', 'staging', 'production']);
  expect(fieldEffects(plan, find)).toEqual([
    {
      where: 'dev, staging and production',
      changes: [{ object: 'Deployment/web', path: 'spec.replicas', says: '1 -> 2' }],
    },
  ]);
});

test('objects with names that end alike are no objects with hashes', () => {
  const both = (a: number, b: number) => [web({ a }, 'web-production'), web({ b }, 'web-playground')];
  expect(said(both(1, 1), both(2, 1))).toEqual(['Deployment/web-production spec.a: 1 -> 2']);
  expect(said(both(1, 1), both(2, 2))).toEqual([
    'Deployment/web-production spec.a: 1 -> 2',
    'Deployment/web-playground spec.b: 1 -> 2',
  ]);
});

test('a root of another run, and one that stays, have no effect', () => {
  const plan = planOf([web({})], [web({})]);
  expect(fieldEffects(plan, find)).toEqual([]);
  const other = {
    ...planOf([web({})], [web({ a: 1 })]),
    roots: [newRoot({ folder: 'dev', selected: false })],
  };
  expect(fieldEffects(other, find)).toEqual([]);
});

test.each<[string, Json, Json, string[]]>([
  ['the topmost map that is new', {}, { a: { b: [1, 'x'] } }, ['a: absent -> {b: [1, "x"]}']],
  ['a field that goes', { a: 1 }, {}, ['a: 1 -> absent']],
  [
    'an element by its name',
    { c: [{ name: 'x' }, { name: 'y', n: 1 }] },
    { c: [{ name: 'x' }, { name: 'y', n: 2 }] },
    ['c.[name=y].n: 1 -> 2'],
  ],
  ['a list without names as a whole', { c: [1] }, { c: [1, 2] }, ['c: [1] -> [1, 2]']],
  [
    'a large number',
    { n: 9007199254740993n },
    { n: 9007199254740995n },
    ['n: "9007199254740993" -> "9007199254740995"'],
  ],
])('%s', (_, before, after, lines) => {
  expect(said([web(before)], [web(after)])).toEqual(lines.map(line => `Deployment/web spec.${line}`));
});

test('a new object, and one whose hash changes', () => {
  expect(said([], [web({})])[0]).toMatch(/^Deployment\/web : absent -> \{apiVersion: /);
  const before = { kind: 'ConfigMap', metadata: { name: 'c-2bk8gc7kc4' }, data: { a: '1' } };
  const after = { kind: 'ConfigMap', metadata: { name: 'c-7d4m9tbk66' }, data: { a: '2' } };
  expect(said([before], [after])).toEqual([
    'ConfigMap/c-7d4m9tbk66 metadata.name: "c-2bk8gc7kc4" -> "c-7d4m9tbk66"',
    'ConfigMap/c-7d4m9tbk66 data.a: "1" -> "2"',
  ]);
});

test('the printed objects are compared, with what is around', () => {
  const [effect] = renderedEffects(planOf([web({ replicas: 1 })], [web({ replicas: 2 })]), mask);
  expect(effect!.changes).toEqual([
    'Deployment/web',
    '@@ -3,4 +3,4 @@',
    ' metadata:',
    '   name: web',
    ' spec:',
    '-  replicas: 1',
    '+  replicas: 2',
  ]);
});

describe('a secret', () => {
  const secret = (password: string, more: Json = 1): Json => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's' },
    stringData: { password },
    more,
  });

  test('is shown in no field', () => {
    expect(said([secret('pw1')], [secret('pw2')])).toEqual(['Secret/s stringData.password: *** -> ***']);
    const env = (value: string) => web({ env: [{ name: 'DB_PASSWORD', value }] });
    expect(said([env('a1')], [env('a2')])).toEqual([
      'Deployment/web spec.env.[name=DB_PASSWORD].value: *** -> ***',
    ]);
  });

  test('is shown in no line of the object', () => {
    const [effect] = renderedEffects(planOf([secret('pw1')], [secret('pw1', 2)]), mask);
    expect(effect!.changes.join('\n')).toContain('password: ***');
    expect(effect!.changes.join('\n')).not.toContain('pw1');
  });
});
