/** Which roots it is worth asking about which environment they are. */

import { environmentOf } from '../../../src/config/environments.ts';
import { unnamedAmong } from '../../../src/plan/repository/unnamed.ts';

const among = (...folders: string[]) => [
  ...unnamedAmong(folders.map(folder => ({ folder, environment: environmentOf(folder, {}) }))),
];

test('what stands beside a known environment, or in the one folder of environments, is asked about', () => {
  expect(among('deploy/prod', 'deploy/edge', 'deploy/edge/web', 'tools')).toEqual([
    'deploy/edge',
    'deploy/edge/web',
  ]);
  expect(among('overlays/north', 'overlays/prod/web', 'overlays/south/web')).toEqual([
    'overlays/north',
    'overlays/south/web',
  ]);
});

test('where nothing is called like an environment, overlays of one folder are ways to put a program together', () => {
  expect(among('overlays/prune', 'overlays/with-cache', 'overlays/north')).toEqual([]);
});

test('an environment that its folder does not name has others beside it, too', () => {
  const roots = [
    { folder: 'apps/chat', environment: { name: 'dev' } },
    { folder: 'apps/misc', environment: { name: undefined } },
    { folder: 'tools', environment: { name: undefined } },
  ];
  expect([...unnamedAmong(roots)]).toEqual(['apps/misc']);
});

test('inputs of tests show nothing of what stands beside them', () => {
  expect(among('config', 'test/e2e/data', 'test/remote/web', 'deploy')).toEqual([]);
});

test('where each application has its overlays, a name that is met twice is one, or one like that of a known environment', () => {
  expect(
    among(
      'web/overlays/lab-prod',
      'api/overlays/lab-obs',
      'api/overlays/with-cache',
      'db/overlays/m2-claim',
      'db/overlays/hub',
      'mq/overlays/hub',
    ),
  ).toEqual(['api/overlays/lab-obs', 'db/overlays/hub', 'mq/overlays/hub']);
});

test.each([
  'config',
  'config/default',
  'config/manager',
  'config/overlays/default',
  'overlays/fixture-release-0.3',
  'overlays/e2e',
  'overlays/ci',
  'base/tools/dashboard',
  'components/tracing',
  'config/samples',
  'overlays/stable-2.1',
  'overlays/aws',
  'overlays/use-tls',
])('%s is no environment, whatever stands beside it', folder => {
  expect(among('overlays/production', folder)).toEqual([]);
});
