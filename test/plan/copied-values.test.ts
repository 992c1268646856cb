/** What a replacement writes is changed at its source. */
import type { Json } from '../../src/transform.ts';
import type { Repo } from '../harness/repo.ts';
import { deployment, inRoot, onlyFix, outcome, overlay, removing, setting, type Wish } from './tiny.ts';

const IMAGE = ['spec', 'template', 'spec', 'containers', { name: 'web' }, 'image'];
const image = (value: Json, wish: Wish = {}) => [setting(IMAGE, value, wish)];

const VERSIONS = `apiVersion: v1
kind: ConfigMap
metadata:
  name: versions
data:
  web: example.com/web:2.0.0 # by the release
  tag: 2.0.0
`;

function replacing(more: { source?: string; targets?: string; options?: string } = {}): string {
  const {
    source = '      fieldPath: data.web\n',
    targets = '    targets:\n      - select: {kind: Deployment, name: web}\n        fieldPaths:\n          - spec.template.spec.containers.[name=web].image\n',
    options = '',
  } = more;
  return `replacements:\n  - source:\n      kind: ConfigMap\n      name: versions\n${source}${targets}${options}`;
}

const REPO: Repo = {
  'base/kustomization.yaml': `resources:\n  - web.yaml\n  - versions.yaml\n${replacing()}`,
  'base/web.yaml': deployment('web'),
  'base/versions.yaml': VERSIONS,
};

test('in the document that it is copied from', () => {
  const { changed } = outcome({ ...REPO, ...overlay('prod') }, image('example.com/web:3.0.0'));
  expect(changed).toEqual({
    'base/versions.yaml': VERSIONS.replace('web:2.0.0', 'web:3.0.0'),
  });
});

test('in a file of replacements, whose source a generator makes', () => {
  const repo: Repo = {
    'base/kustomization.yaml':
      'resources:\n  - web.yaml\nreplacements:\n  - path: images.yaml\nconfigMapGenerator:\n  - name: versions\n    literals:\n      - web=example.com/web:2.0.0\n',
    'base/images.yaml': replacing().replace('replacements:\n', '').replace(/^ {2}/gm, ''),
    'base/web.yaml': deployment('web'),
  };
  const { changed } = outcome(repo, image('example.com/web:3.0.0'));
  expect(Object.keys(changed)).toEqual(['base/kustomization.yaml']);
  expect(changed['base/kustomization.yaml']).toContain('- web=example.com/web:3.0.0');
});

test('a number that is copied from a text', () => {
  const targets =
    '    targets:\n      - select: {kind: Deployment, name: web}\n        fieldPaths:\n          - spec.replicas\n';
  const repo: Repo = {
    'kustomization.yaml': `resources:\n  - web.yaml\n  - versions.yaml\n${replacing({ source: '      fieldPath: data.count\n', targets })}`,
    'web.yaml': deployment('web', '  replicas: 1\n'),
    'versions.yaml': `${VERSIONS}  count: "2"\n`,
  };
  const { changed } = outcome(repo, [setting(['spec', 'replicas'], 3)]);
  expect(changed).toEqual({ 'versions.yaml': `${VERSIONS}  count: "3"\n` });
});

describe('where only one overlay wants it', () => {
  const wanted = image('example.com/web:3.0.0', { when: inRoot('prod') });

  test('the overlay patches what was copied, above the one that copies', () => {
    const { changed } = outcome({ ...REPO, ...overlay('dev'), ...overlay('prod') }, wanted);
    expect(Object.keys(changed)).toEqual([
      'overlays/prod/kustomization.yaml',
      'overlays/prod/web-patch.yaml',
    ]);
    expect(changed['overlays/prod/web-patch.yaml']).toContain('image: example.com/web:3.0.0');
  });

  test('an overlay that copies itself patches the source, as its own patches come first', () => {
    const base = { ...REPO, 'base/kustomization.yaml': 'resources:\n  - web.yaml\n  - versions.yaml\n' };
    const repo = { ...base, ...overlay('dev'), ...overlay('prod', replacing()) };
    const { changed } = outcome(repo, wanted);
    expect(changed['overlays/prod/versions-patch.yaml']).toContain('  web: example.com/web:3.0.0\n');
    expect(changed['base/versions.yaml']).toBeUndefined();
  });
});

describe('where its source cannot take it', () => {
  const alone = (kustomization: string, more: Repo = {}): Repo => ({
    'kustomization.yaml': `resources:\n  - web.yaml\n  - versions.yaml\n${kustomization}`,
    'web.yaml': deployment('web'),
    'versions.yaml': VERSIONS,
    ...more,
  });

  test('because only a part is copied: the reason names the replacement', () => {
    const options = "        options:\n          delimiter: ':'\n          index: 1\n";
    const repo = alone(replacing({ source: '      fieldPath: data.tag\n', options }));
    const result = outcome(repo, image('example.com/web:3.0.0'));
    expect(result.changed).toEqual({});
    expect(onlyFix(result)).toMatchObject({
      status: 'withdrawn',
      reason:
        'replacements[0] of . writes it (kustomization.yaml:5), and it is a part of what is copied, or only a part of it is',
    });
  });

  test('because somebody else has the same value from there', () => {
    const targets =
      '    targets:\n      - select: {kind: Deployment}\n        fieldPaths:\n          - spec.template.spec.containers.0.image\n';
    const repo = alone(replacing({ targets }).replace('resources', 'resources'), {
      'kustomization.yaml': `resources:\n  - web.yaml\n  - api.yaml\n  - versions.yaml\n${replacing({ targets })}`,
      'api.yaml': deployment('api'),
    });
    const web = image('example.com/web:3.0.0', { when: ({ name }) => name === 'web' });
    const result = outcome(repo, web);
    expect(result.changed).toEqual({});
    expect(onlyFix(result).reason).toBe(
      'replacements[0] of . writes it (kustomization.yaml:6), and spec.template.spec.containers.api.image of Deployment api has the same value from there',
    );
  });

  test('unless all of them want it', () => {
    const targets =
      '    targets:\n      - select: {kind: Deployment}\n        fieldPaths:\n          - spec.minReadySeconds\n        options: {create: true}\n';
    const repo: Repo = {
      'kustomization.yaml': `resources:\n  - web.yaml\n  - api.yaml\n  - versions.yaml\n${replacing({ source: '      fieldPath: data.wait\n', targets })}`,
      'web.yaml': deployment('web'),
      'api.yaml': deployment('api'),
      'versions.yaml': `${VERSIONS}  wait: "5"\n`,
    };
    const { changed } = outcome(repo, [setting(['spec', 'minReadySeconds'], 10)]);
    expect(changed).toEqual({ 'versions.yaml': `${VERSIONS}  wait: "10"\n` });
  });

  test('because it is to go', () => {
    const annotations = ['metadata', 'annotations', 'web'];
    const targets =
      '    targets:\n      - select: {kind: Deployment}\n        fieldPaths:\n          - metadata.annotations.web\n        options: {create: true}\n';
    const result = outcome(alone(replacing({ targets })), [removing(annotations)]);
    expect(onlyFix(result).reason).toBe(
      'replacements[0] of . writes it (kustomization.yaml:5), and what is copied cannot be removed',
    );
  });

  test('because the source is not ours to edit', () => {
    const repo = alone(replacing(), { 'kustomend.yaml': 'vendored: ["**/*.yaml", "*.yaml"]\n' });
    expect(onlyFix(outcome(repo, image('example.com/web:3.0.0'))).reason).toContain('is vendored');
  });
});

describe('copied from another workload', () => {
  const copying = (path: string, target: string) =>
    `resources:\n  - api.yaml\n  - web.yaml\nreplacements:\n  - source: {kind: Deployment, name: api, fieldPath: ${path}}\n    targets:\n      - select: {kind: Deployment, name: web}\n        fieldPaths: [${target}]\n        options: {create: true}\n`;
  const images = 'spec.template.spec.containers.0.image';
  const repo = (kustomization: string): Repo => ({
    'kustomization.yaml': kustomization,
    'api.yaml': deployment('api'),
    'web.yaml': deployment('web'),
  });
  const WAIT = ['spec', 'minReadySeconds'];

  test('that one keeps what it has', () => {
    const result = outcome(repo(copying(images, images)), image('example.com/web:3.0.0', { when: isWeb }));
    expect(result.changed).toEqual({});
    expect(onlyFix(result).reason).toContain(
      'image of Deployment api, from which it is copied, must not change',
    );
  });

  test('unless it wants the same', () => {
    const files = {
      ...repo(copying('spec.minReadySeconds', 'spec.minReadySeconds')),
      'api.yaml': deployment('api', '  minReadySeconds: 5\n'),
    };
    const { changed } = outcome(files, [setting(WAIT, 10)]);
    expect(changed).toEqual({ 'api.yaml': deployment('api', '  minReadySeconds: 10\n') });
  });

  test('a name is nothing to change for a copy', () => {
    const annotation = ['metadata', 'annotations', 'of'];
    const result = outcome(repo(copying('metadata.name', 'metadata.annotations.of')), [
      setting(annotation, 'other', { when: isWeb }),
    ]);
    expect(result.changed).toEqual({});
    expect(onlyFix(result).reason).toContain('metadata.name of Deployment api is what others know it by');
  });
});

function isWeb({ name }: { readonly name: string }): boolean {
  return name === 'web';
}
