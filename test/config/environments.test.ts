import { environmentOf } from '../../src/config/environments.ts';
import { matchesGlob } from '../../src/config/glob.ts';
import { suggest } from '../../src/config/suggest.ts';

const config = {
  environments: {
    'eu-live': { tier: 'production' as const, roots: ['clusters/eu/**', 'overlays/live'] },
    sandbox: { tier: 'development' as const },
    dev: {},
  },
};

describe('environmentOf', () => {
  test.each([
    ['clusters/eu/apps', 'eu-live', 'production', 'config'],
    ['overlays/live', 'eu-live', 'production', 'config'],
    ['overlays/sandbox', 'sandbox', 'development', 'config'],
    ['overlays/dev', 'dev', 'development', 'config'],
    ['overlays/prd', 'prd', 'production', 'folder'],
    ['overlays/UAT', 'UAT', 'test', 'folder'],
    ['production/web', 'production', 'production', 'folder'],
    ['production/qa', 'qa', 'test', 'folder'],
    ['apps/base/development/portal', undefined, undefined, 'none'],
    ['bases/qa', undefined, undefined, 'none'],
    ['production/base/web', 'production', 'production', 'folder'],
    ['base/sandbox', 'sandbox', 'development', 'config'],
    ['overlays/prod-us', 'prod-us', 'production', 'folder'],
    ['overlays/init-db-production-fwi', 'init-db-production-fwi', 'production', 'folder'],
    ['overlays/dev-to-prod', 'dev-to-prod', 'production', 'folder'],
    ['overlays/pre-prod', 'pre-prod', 'staging', 'folder'],
    ['deploy/docker-desktop', 'docker-desktop', 'development', 'folder'],
    ['overlays/kind', 'kind', 'development', 'folder'],
    ['overlays/non-prod', undefined, undefined, 'none'],
    ['overlays/nonprod', undefined, undefined, 'none'],
    ['overlays/production-vs-staging-eu', undefined, undefined, 'none'],
    ['envs/tst', 'tst', 'test', 'folder'],
    ['apps/web/pprd', 'pprd', 'staging', 'folder'],
    ['overlays/hml', 'hml', 'staging', 'folder'],
    ['envs/loja-producao', 'loja-producao', 'production', 'folder'],
    ['overlays/eu-sbx', 'eu-sbx', 'development', 'folder'],
    ['overlays/int', 'int', 'test', 'folder'],
    ['environments/Acceptance', 'Acceptance', 'test', 'folder'],
    ['overlays/perf', 'perf', 'test', 'folder'],
    ['envs/live', 'live', 'production', 'folder'],
    ['clusters/prd2', 'prd2', 'production', 'folder'],
    ['envs/dev1', 'dev1', 'development', 'folder'],
    ['charts/live', undefined, undefined, 'none'],
    ['suites/integration', undefined, undefined, 'none'],
    ['build/stage2', undefined, undefined, 'none'],
    ['overlays/gateway-int', undefined, undefined, 'none'],
    ['envs/preview', undefined, undefined, 'none'],
    ['envs/lab', undefined, undefined, 'none'],
    ['kustomize/develop', 'develop', 'development', 'folder'],
    ['overlays/devel', 'devel', 'development', 'folder'],
    ['overlays/shop-develop', 'shop-develop', 'development', 'folder'],
    ['apps/preprod', 'preprod', 'staging', 'folder'],
    ['overlays/pre-prd', 'pre-prd', 'staging', 'folder'],
    ['overlays/pre', 'pre', 'staging', 'folder'],
    ['envs/sit', 'sit', 'test', 'folder'],
    ['overlays/hml', 'hml', 'staging', 'folder'],
    ['apps/homolog', 'homolog', 'staging', 'folder'],
    ['apps/pre', undefined, undefined, 'none'],
    ['overlays/local', 'local', 'development', 'folder'],
    ['apps/dev-portal', undefined, undefined, 'none'],
    ['apps/load-test', undefined, undefined, 'none'],
    ['clusters/Staging.eu', 'Staging.eu', 'staging', 'folder'],
    ['.', undefined, undefined, 'none'],
  ])('%s is %s, %s, by %s', (root, name, tier, source) => {
    expect(environmentOf(root, config)).toEqual({ name, tier, source });
  });
});

describe('matchesGlob', () => {
  test.each([
    ['overlays/prod', 'overlays/prod', true],
    ['./overlays/prod/', 'overlays/prod/eu', true],
    ['overlays/prod', 'overlays/production', false],
    ['overlays/*', 'overlays/a/b', true],
    ['*/b', 'overlays/a/b', false],
    ['**/b', 'b', true],
    ['**/b', 'x/y/b', true],
    ['a/**/z', 'a/z', true],
    ['{dev,prod-?}/x', 'prod-1/x', true],
    ['a.b', 'axb', false],
    ['[x', '[x', true],
    ['a{b', 'a{b', true],
    ['.', 'anything/at/all', true],
    ['Deployment/*', 'Deployment/web', true],
  ])('%s on %s: %s', (glob, path, expected) => expect(matchesGlob(glob, path)).toBe(expected));
});

test('suggest finds typing errors and nothing else', () => {
  expect(suggest('sacn', ['scan', 'fix'])).toBe('scan');
  expect(suggest('imagse', ['images', 'ignore'])).toBe('images');
  expect(suggest('zebra', ['scan', 'fix'])).toBeUndefined();
});
