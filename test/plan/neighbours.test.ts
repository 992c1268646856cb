/** A fix stands where it would stand without the others. */
import type { Repo } from '../harness/repo.ts';
import {
  BASE,
  deployment,
  inRoot,
  newLines,
  outcome,
  overlay,
  patch,
  setting,
  type Wish,
  wanting,
} from './tiny.ts';

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

describe('a change that goes with another', () => {
  const image = [...CONTAINERS, WEB, 'image'];
  const policy = [...CONTAINERS, WEB, 'imagePullPolicy'];
  const pinning = (wish: Wish = {}) =>
    wanting(wish, resource =>
      resource.get(image) === 'example.com/web:2'
        ? null
        : {
            path: image,
            changes: [
              resource.set(image, 'example.com/web:2'),
              { ...resource.set(policy, 'Always'), optional: true },
            ],
          },
    );

  test('is said where its object is written', () => {
    const { changed } = outcome({ ...BASE, ...overlay('dev'), ...overlay('prod') }, [pinning()]);
    expect(newLines(deployment('web'), changed['base/web.yaml']!)).toEqual([
      'image: example.com/web:2',
      'imagePullPolicy: Always',
    ]);
  });

  test('is left out where only a patch could say it', () => {
    const { changed, plan } = outcome({ ...BASE, ...overlay('dev'), ...overlay('prod') }, [
      pinning({ when: inRoot('prod') }),
    ]);
    expect(changed['overlays/prod/web-patch.yaml']).toContain('image: example.com/web:2');
    expect(JSON.stringify(changed)).not.toContain('imagePullPolicy');
    expect(plan.fixes.map(fix => fix.status)).toEqual(['planned']);
  });
});

test('a change may be unwanted elsewhere where the rest of its proposal is harmless', () => {
  const label = (key: string) => ['metadata', 'labels', key];
  const labelling = wanting({ when: inRoot('prod'), elsewhere: 'harmless' }, resource =>
    resource.get(label('role')) === 'web'
      ? null
      : {
          path: ['metadata', 'labels'],
          changes: [
            resource.set(label('team'), 'shop'),
            { ...resource.set(label('role'), 'web'), elsewhere: 'unwanted' },
          ],
        },
  );
  const { changed } = outcome({ ...BASE, ...overlay('dev'), ...overlay('prod') }, [labelling]);
  expect(newLines(deployment('web'), changed['base/web.yaml']!)).toEqual(['labels:', 'team: shop']);
  expect(changed['overlays/prod/web-patch.yaml']).toContain('role: web');
});

test('what a fix needs for a container of an overlay stands in the overlay, too', () => {
  const stdin = [...CONTAINERS, { name: 'proxy' }, 'stdin'];
  const volume = ['spec', 'template', 'spec', 'volumes', { name: 'tmp' }];
  const sidecar = patch(
    'web',
    '  template:\n    spec:\n      containers:\n        - name: proxy\n          image: example.com/proxy:2.0.0\n',
  );
  const repo: Repo = {
    ...BASE,
    ...overlay('prod', 'patches:\n  - path: sidecar.yaml\n'),
    'overlays/prod/sidecar.yaml': sidecar,
  };
  const both = wanting({}, resource =>
    resource.get(stdin) === true
      ? null
      : {
          path: stdin,
          changes: [resource.set(stdin, true), resource.set(volume, { name: 'tmp', emptyDir: {} })],
        },
  );
  const { changed } = outcome(repo, [both]);
  expect(Object.keys(changed)).toEqual(['overlays/prod/sidecar.yaml']);
  expect(changed['overlays/prod/sidecar.yaml']).toContain('emptyDir: {}');
});
