import { type LoadedConfig, loadConfig } from '../../src/config/load.ts';
import { printProblem } from '../../src/config/problems.ts';
import {
  checkTransforms,
  type OptionsSchema,
  resolveOptions,
  transformSetting,
} from '../../src/config/transforms.ts';

const schema: OptionsSchema = {
  minimum: {
    type: 'integer',
    description: 'replicas',
    minimum: 1,
    maximum: 9,
    perEnvironment: { development: 1, staging: 2, production: 3 },
  },
  qos: { type: 'string', description: 'class', enum: ['burstable', 'guaranteed'], default: 'burstable' },
  names: { type: 'array', description: 'names', items: { type: 'string' }, default: [] },
  quota: {
    type: 'object',
    description: 'amounts',
    perEnvironment: { development: { cpu: '10' }, otherwise: { cpu: '20' } },
  },
};
const known = new Map([
  ['replicas', schema],
  ['image-pin', {}],
]);

function load(text: string): LoadedConfig {
  const result = loadConfig(
    { read: path => (path === 'kustomend.yaml' ? text : undefined), obstacle: () => undefined },
    { startDir: '' },
  );
  if ('problems' in result) throw new Error(result.problems.map(printProblem).join('\n'));
  return result;
}

describe('checkTransforms', () => {
  test.each([
    [
      'transforms:\n  replcas: on',
      ['kustomend.yaml:2:3: unknown transform "replcas", did you mean "replicas"?'],
    ],
    [
      'transforms: {replicas: {minimun: 1}}',
      ['kustomend.yaml:1:25: unknown option "minimun" of replicas, did you mean "minimum"?'],
    ],
    [
      'transforms: {replicas: {minimum: two}}',
      ['kustomend.yaml:1:25: transforms.replicas.minimum: expected an integer, found "two"'],
    ],
    [
      'transforms: {replicas: {minimum: 0}}',
      ['kustomend.yaml:1:25: transforms.replicas.minimum: expected at least 1, found 0'],
    ],
    [
      'transforms: {replicas: {minimum: {production: 10}}}',
      ['kustomend.yaml:1:35: transforms.replicas.minimum.production: expected at most 9, found 10'],
    ],
    [
      'transforms: {replicas: {minimum: {prodution: 3}}}',
      [
        'kustomend.yaml:1:35: transforms.replicas.minimum.prodution: no environment or tier "prodution", did you mean "production"?',
      ],
    ],
    [
      'transforms: {replicas: {qos: best}}',
      ['kustomend.yaml:1:25: transforms.replicas.qos: expected one of burstable, guaranteed, found "best"'],
    ],
    [
      'transforms: {replicas: {names: [1]}}',
      ['kustomend.yaml:1:25: transforms.replicas.names: expected an array of string values, found [1]'],
    ],
    [
      'ignore:\n  - {id: image-pins, reason: x}',
      ['kustomend.yaml:2:6: unknown transform "image-pins", did you mean "image-pin"?'],
    ],
    [
      'environments: {eu: {}}\ntransforms: {replicas: {minimum: {eu: 4, otherwise: 1}}, image-pin: off}\nignore: [{id: all, reason: x}]',
      [],
    ],
  ])('%j', (text, messages) => {
    expect(checkTransforms(load(text), known).map(printProblem)).toEqual(messages);
  });
});

test('transformSetting: options mean on', () => {
  const { config } = load('transforms: {a: on, b: off, c: true, d: false, e: {x: 1}}');
  const states = ['a', 'b', 'c', 'd', 'e', 'toString'].map(id => transformSetting(config, id).state);
  expect(states).toEqual(['on', 'off', 'on', 'off', 'on', undefined]);
  expect(transformSetting(config, 'e').options).toEqual({ x: 1 });
});

describe('resolveOptions', () => {
  const at = (name: string | undefined, tier?: 'development' | 'test' | 'staging' | 'production') => ({
    name,
    tier,
  });

  test('takes the defaults of the tier; test takes staging', () => {
    expect(resolveOptions(schema, {}, at('prod', 'production'))).toEqual({
      minimum: 3,
      qos: 'burstable',
      names: [],
      quota: { cpu: '20' },
    });
    expect(resolveOptions(schema, {}, at('qa', 'test')).minimum).toBe(2);
  });

  test('leaves out what depends on a tier that nobody named', () => {
    expect(resolveOptions(schema, {}, at(undefined))).not.toHaveProperty('minimum');
  });

  test('the configuration wins: one value, by environment name, by tier, otherwise', () => {
    const minimum = { 'prod-eu': 5, production: 4, otherwise: 1 };
    expect(resolveOptions(schema, { minimum: 7 }, at('x')).minimum).toBe(7);
    expect(resolveOptions(schema, { minimum }, at('prod-eu', 'production')).minimum).toBe(5);
    expect(resolveOptions(schema, { minimum }, at('prod-us', 'production')).minimum).toBe(4);
    expect(resolveOptions(schema, { minimum }, at('sandbox')).minimum).toBe(1);
    expect(resolveOptions(schema, { minimum: { production: 4 } }, at('dev', 'development')).minimum).toBe(1);
  });

  test('a map option is per environment only when its keys are tiers', () => {
    expect(resolveOptions(schema, { quota: { cpu: '5' } }, at('x')).quota).toEqual({ cpu: '5' });
    expect(
      resolveOptions(schema, { quota: { production: { cpu: '5' } } }, at('p', 'production')).quota,
    ).toEqual({ cpu: '5' });
  });
});
