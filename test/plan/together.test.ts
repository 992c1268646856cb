/** A mount stands no lower than its volume, and what takes the place of a field no lower than that goes. */

import { BASE, deployment, mountIn, outcome, overlay, scratch, VOLUMES, wanting } from './tiny.ts';

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

describe('a field that takes the place of another', () => {
  const OLD = '  annotations:\n    kept: b\n    old: a\n';
  const MARKED = {
    ...BASE,
    'base/web.yaml': deployment('web').replace('  name: web\n', `  name: web\n${OLD}`),
  };
  /** An overlay that says it once more. */
  const repeating = (name: string) => ({
    ...overlay(name, 'patchesStrategicMerge:\n  - web.yaml\n'),
    [`overlays/${name}/web.yaml`]: `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n${OLD}`,
  });
  const renamed = wanting({}, resource => {
    const path = ['metadata', 'annotations', 'old'];
    const value = resource.get(path);
    if (value === undefined) return null;
    return { path, changes: [resource.set(['spec', 'paused'], false), resource.remove(path)] };
  });

  test('stands where the old one can go, which is above what says that again', () => {
    const repo = { ...MARKED, ...repeating('staging'), ...repeating('prod') };
    const { changed } = outcome(repo, [renamed]);
    expect(Object.keys(changed)).not.toContain('base/web.yaml');
    expect(Object.values(changed).filter(text => text.includes('paused'))).toHaveLength(2);
  });

  test('stands in the base where the old one goes from there for anybody', () => {
    const repo = { ...MARKED, ...overlay('staging'), ...overlay('prod') };
    const { changed } = outcome(repo, [renamed]);
    expect(Object.keys(changed)).toEqual(['base/web.yaml']);
    expect(changed['base/web.yaml']).not.toContain('old: a');
  });
});
