/** A fix stands where it would stand without the others. */
import type { Repo } from '../harness/repo.ts';
import { BASE, deployment, newLines, outcome, overlay, setting } from './tiny.ts';

const WEB = { name: 'web' };
const CONTAINERS = ['spec', 'template', 'spec', 'containers'];
const READY = ['spec', 'minReadySeconds'];

describe('the proof', () => {
  const VOLUMES = ['spec', 'template', 'spec', 'volumes'];

  test('moves the fix whose place is wrong into the overlays, and no other of the object', () => {
    const repo: Repo = {
      ...BASE,
      'base/web.yaml': `${deployment('web')}      volumes:\n        - name: first\n          emptyDir: {}\n`,
      ...overlay(
        'dev',
        `patches:\n  - target:\n      kind: Deployment\n    patch: |-\n      - op: add\n        path: /spec/template/spec/volumes/-\n        value:\n          name: late\n          emptyDir: {}\n`,
      ),
      ...overlay('prod'),
    };
    const { changed, plan } = outcome(repo, [
      setting([...VOLUMES, { name: 'own' }], { name: 'own', emptyDir: {} }, { id: 'volume' }),
      setting(READY, 10, { id: 'ready' }),
    ]);
    expect(newLines(String(repo['base/web.yaml']), changed['base/web.yaml']!)).toEqual([
      'minReadySeconds: 10',
    ]);
    expect(plan.fixes.map(fix => [fix.transform, fix.status])).toEqual([
      ['ready', 'planned'],
      ['volume', 'planned'],
    ]);
  });
});

describe('an image that the base and an overlay name', () => {
  test('is changed in both texts', () => {
    const image = [...CONTAINERS, WEB, 'image'];
    const repo: Repo = {
      ...BASE,
      ...overlay('dev', 'images:\n  - name: example.com/web\n    newTag: 2.0.0\n'),
      ...overlay('prod'),
    };
    const { changed } = outcome(repo, [
      setting(image, (_, root) => `example.com/web:${root.path.endsWith('dev') ? '2' : '1'}.0.1`),
    ]);
    expect(newLines(deployment('web'), changed['base/web.yaml']!)).toEqual(['image: example.com/web:1.0.1']);
    expect(Object.keys(changed)).toEqual(['base/web.yaml', 'overlays/dev/kustomization.yaml']);
    expect(changed['overlays/dev/kustomization.yaml']).toContain('newTag: 2.0.1');
  });
});
