/** Values that an automation writes are left to it. */
import { BASE, deployment, outcome, setting } from './tiny.ts';

const READY = ['spec', 'minReadySeconds'];

const changedWith = (line: string, more = '') =>
  Object.keys(
    outcome({ ...BASE, 'base/web.yaml': deployment('web', `${line}\n${more}`) }, [setting(READY, 10)])
      .changed,
  );

test.each([
  '  minReadySeconds: 5 # {"$imagepolicy": "apps:web:tag"}',
  '  # renovate: datasource=docker depName=web\n  minReadySeconds: 5',
  '  # renovate: datasource=docker depName=web\n  # by hand before\n  minReadySeconds: 5',
  '  minReadySeconds: 5 # renovate: datasource=docker',
])('%j', line => {
  expect(changedWith(line)).toEqual([]);
});

test.each([
  '  minReadySeconds: 5 # renovated',
  '  # renovate: datasource=docker depName=web\n  paused: false\n  minReadySeconds: 5',
  '  # renovate: datasource=docker depName=web\n\n  minReadySeconds: 5',
])('not %j', line => {
  expect(changedWith(line)).toEqual(['base/web.yaml']);
});

test('nor a value above a marked one', () => {
  expect(changedWith('  minReadySeconds: 5', '  paused: false # {"$imagepolicy": "apps:web:tag"}\n')).toEqual(
    ['base/web.yaml'],
  );
});
