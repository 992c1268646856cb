/** A mount stands no lower than its volume. */

import { BASE, mountIn, outcome, overlay, scratch, VOLUMES, wanting } from './tiny.ts';

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

test('where each root calls the volume otherwise the field that wants it stands there too', () => {
  const named = wanting({}, (resource, root) => {
    const name = root.path.replace('overlays/', 'tmp-');
    const path = ['spec', 'template', 'spec', 'hostname'];
    if (resource.get(path) !== undefined) return null;
    const volume = resource.set(['spec', 'template', 'spec', 'volumes', { name }], { name, emptyDir: {} });
    const mount = resource.set(mountIn(resource), { name, mountPath: '/tmp' });
    return { path, changes: [resource.set(path, 'with-tmp'), volume, mount] };
  });
  const { changed } = outcome({ ...BASE, ...overlay('staging'), ...overlay('prod') }, [named]);
  expect(Object.keys(changed)).not.toContain('base/web.yaml');
});
