/** A mount stands no lower than its volume. */

import { BASE, outcome, overlay, scratch, VOLUMES } from './tiny.ts';

test('where every overlay has volumes of its own the mount stands there too', () => {
  const repo = { ...BASE, ...overlay('staging', VOLUMES), ...overlay('prod', VOLUMES) };
  const { changed } = outcome(repo, [scratch()]);
  expect(Object.keys(changed)).not.toContain('base/web.yaml');
});

test('where one has them, the base has both for the others', () => {
  const repo = { ...BASE, ...overlay('staging'), ...overlay('prod', VOLUMES) };
  const { changed } = outcome(repo, [scratch()]);
  expect(changed['base/web.yaml']).toContain('mountPath: /tmp');
  expect(changed['base/web.yaml']).toContain('emptyDir');
});
