/** What the name of a patch file says that it is for. */
import {
  isForeign,
  renamedFor,
  topicsOf,
  topicsOfFile,
} from '../../../src/plan/repository/habits/patch-topic.ts';
import type { Resource, Root } from '../../../src/transform.ts';
import type { Repo } from '../../harness/repo.ts';
import { deployment, outcome, overlay, patch, setting, wanting } from '../tiny.ts';

test.each([
  ['replicas.yaml', ['replicas']],
  ['patches/scale-patch.yml', ['replicas']],
  ['memorylimit_patch.yaml', ['resources']],
  ['api-healthcheck.yaml', ['probes']],
  ['resources-and-probes.yaml', ['resources', 'probes']],
  ['env-prod.yaml', ['env']],
  ['environment.yaml', []],
  ['escalate.yaml', []],
  ['patch-web.yaml', []],
  ['image-resizer.yaml', []],
])('the name %s', (file, topics) => {
  expect([...topicsOfFile(file, 'image-resizer')]).toEqual(topics);
});

test('fields are about what they say, wherever they stand', () => {
  const resources = ['spec', 'template', 'spec', 'containers', { name: 'web' }, 'resources', 'limits'];
  expect([...topicsOf([resources, ['spec', 'replicas']])]).toEqual(['resources', 'replicas']);
  expect([...topicsOf([['spec', 'minReadySeconds']])]).toEqual([]);
  expect(isForeign(new Set(['replicas']), topicsOf([['spec', 'minReadySeconds']]))).toBe(false);
  expect(isForeign(new Set(['replicas']), topicsOf([resources]))).toBe(true);
  expect(isForeign(new Set(), topicsOf([resources]))).toBe(false);
});

test.each([
  ['replicas.yaml', 'resources.yaml'],
  ['patches/replicas-patch.yaml', 'patches/resources-patch.yaml'],
  ['patch-replica.yml', 'patch-resources.yml'],
  ['web.yaml', null],
  ['probes-and-replicas.yaml', null],
])('%s for resources is %s', (file, renamed) => {
  expect(renamedFor(file, 'resources')).toBe(renamed);
});

describe('a new value', () => {
  const LIMIT = ['spec', 'template', 'spec', 'containers', { name: 'web' }, 'resources', 'limits', 'memory'];
  const base = {
    'base/kustomization.yaml': 'namespace: shop\nresources:\n  - web.yaml\n  - api.yaml\n  - other.yaml\n',
    'base/web.yaml': deployment('web'),
    'base/api.yaml': deployment('api'),
    'base/other.yaml': deployment('other'),
  };
  const limits = (name: string, memory = '64Mi') =>
    patch(
      name,
      `  template:\n    spec:\n      containers:\n        - name: ${name}\n          resources:\n            limits:\n              memory: ${memory}\n`,
    );
  const repoOf = (files: Readonly<Record<string, string>>): Repo => ({
    ...base,
    ...overlay('dev'),
    ...overlay(
      'prod',
      `patches:\n${Object.keys(files)
        .map(file => `  - path: ${file}\n`)
        .join('')}`,
    ),
    ...Object.fromEntries(Object.entries(files).map(([file, text]) => [`overlays/prod/${file}`, text])),
  });
  const isWebOfProd = ({ name }: Resource, root: Root) => name === 'web' && root.path.endsWith('prod');
  const memory = [setting(LIMIT, '64Mi', { when: isWebOfProd })];

  test('does not go into the file for something else', () => {
    const { changed } = outcome(repoOf({ 'replicas.yaml': patch('web', '  replicas: 2\n') }), memory);
    expect(changed['overlays/prod/web-patch.yaml']).toBe(limits('web'));
    expect(Object.keys(changed)).toEqual([
      'overlays/prod/kustomization.yaml',
      'overlays/prod/web-patch.yaml',
    ]);
  });

  test('goes into the file for it, whatever stands nearer', () => {
    const near = patch(
      'web',
      '  template:\n    spec:\n      containers:\n        - name: web\n          tty: true\n',
    );
    const files = { 'resources.yaml': patch('web', '  paused: false\n'), 'web.yaml': near };
    expect(Object.keys(outcome(repoOf(files), memory).changed)).toEqual(['overlays/prod/resources.yaml']);
  });

  test('joins the patches of others in the file for it', () => {
    const others = `${limits('api', '32Mi')}---\n${patch('other', '  paused: false\n')}`;
    const { changed } = outcome(repoOf({ 'resources.yaml': others }), memory);
    expect(changed).toEqual({ 'overlays/prod/resources.yaml': `${others}---\n${limits('web')}` });
  });

  test('has a file of its own beside one for another object', () => {
    const others = `${limits('api', '32Mi')}---\n${patch('api', '  paused: false\n')}`;
    const { changed } = outcome(repoOf({ 'resources.yaml': others }), memory);
    expect(Object.keys(changed)).toContain('overlays/prod/web-patch.yaml');
  });

  test('stands at the end where a later patch would hide it', () => {
    const others = `${limits('api', '32Mi')}---\n${patch('other', '  paused: false\n')}`;
    const gone = limits('web').replace(/limits:[\s\S]*$/, 'limits: null\n');
    const { changed } = outcome(repoOf({ 'resources.yaml': others, 'web.yaml': gone }), memory);
    expect(Object.keys(changed)).toEqual([
      'overlays/prod/kustomization.yaml',
      'overlays/prod/web-patch.yaml',
    ]);
  });

  test('opens a file for it where there are such files for something else', () => {
    const replicas = `${patch('web', '  replicas: 2\n')}---\n${patch('api', '  replicas: 2\n')}`;
    const api = setting(
      ['spec', 'template', 'spec', 'containers', { name: 'api' }, 'resources', 'limits', 'memory'],
      '64Mi',
      { id: 'two', when: (r, root) => r.name === 'api' && root.path.endsWith('prod') },
    );
    const { changed } = outcome(repoOf({ 'some/replicas-patch.yaml': replicas }), [...memory, api]);
    expect(changed['overlays/prod/some/resources-patch.yaml']).toBe(`${limits('web')}---\n${limits('api')}`);
    expect(changed['overlays/prod/kustomization.yaml']).toContain(
      '  - path: some/replicas-patch.yaml\n  - path: some/resources-patch.yaml\n',
    );
  });

  test('opens the file that another kustomization has for it', () => {
    const own = `${limits('api', '32Mi')}---\n${patch('other', '  paused: false\n')}`;
    const repo = {
      ...base,
      ...overlay('dev', 'patches:\n  - path: patches/resources.yaml\n'),
      'overlays/dev/patches/resources.yaml': own,
      ...overlay('prod'),
    };
    const { changed } = outcome(repo, memory);
    expect(changed['overlays/prod/patches/resources.yaml']).toBe(limits('web'));
    expect(changed['overlays/prod/kustomization.yaml']).toContain('  - path: patches/resources.yaml\n');
  });

  test('stays with the rest of its fix', () => {
    const context = ['spec', 'template', 'spec', 'securityContext', 'runAsNonRoot'];
    const volume = ['spec', 'template', 'spec', 'volumes', { name: 'tmp' }];
    const both = wanting({ when: isWebOfProd }, resource =>
      resource.get(context) === true
        ? null
        : {
            path: context,
            changes: [resource.set(context, true), resource.set(volume, { name: 'tmp', emptyDir: {} })],
          },
    );
    const { changed } = outcome(repoOf({ 'security.yaml': patch('web', '  paused: false\n') }), [both]);
    expect(Object.keys(changed)).toEqual(['overlays/prod/security.yaml']);
    expect(changed['overlays/prod/security.yaml']).toContain('emptyDir: {}');
  });
});

test('a list of patches with nothing in it is no reason to stop', () => {
  const memory = ['spec', 'template', 'spec', 'containers', { name: 'web' }, 'resources', 'limits', 'memory'];
  const repo = {
    'base/kustomization.yaml': 'resources:\n  - web.yaml\n',
    'base/web.yaml': deployment('web'),
    ...overlay('broken', 'patches:\n  -\npatchesStrategicMerge:\n  -\n'),
    ...overlay('prod'),
  };
  expect(Object.keys(outcome(repo, [setting(memory, '64Mi')]).changed)).toEqual(['base/web.yaml']);
});
