/** Images that Argo CD takes from elsewhere than the kustomization. */
import { memoryFiles } from '../../../src/kustomize/files/files.ts';
import { readGitOps } from '../../../src/plan/repository/gitops/gitops.ts';
import { readImageOverrides, repositoryOf } from '../../../src/plan/repository/others/image-overrides.ts';
import type { Repo } from '../../harness/repo.ts';

/** `folder: repository, ...` */
const overrides = (repo: Repo) => {
  const [files, paths] = [memoryFiles(repo), Object.keys(repo)];
  return readImageOverrides(files, paths, readGitOps(files, paths, []).deployments).map(
    ({ folder, repositories }) => `${folder ?? 'any'}: ${[...(repositories ?? ['all'])].join(', ')}`,
  );
};

const PREFIX = 'argocd-image-updater.argoproj.io/';
const application = (annotations: Readonly<Record<string, string>>, source = 'source: {path: prod}') => `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: shop
  annotations: ${JSON.stringify(Object.fromEntries(Object.entries(annotations).map(([key, value]) => [PREFIX + key, value])))}
spec: {${source}}
`;
const updater = (reference: string, more = '') => `
apiVersion: ${PREFIX}v1alpha1
kind: ImageUpdater
metadata: {name: all}
spec: {${more}applicationRefs: [${reference}]}
`;

test.each([
  ['nginx', 'docker.io/library/nginx'],
  [' ghcr.io/shop/api:~1.2 ', 'ghcr.io/shop/api'],
  ['registry:5000/api@sha256:0', 'registry:5000/api'],
  ['No Image:1', 'No Image'],
])('the repository of %j', (image, repository) => {
  expect(repositoryOf(image)).toBe(repository);
});

test('annotations of an Application name images, with the names that the kustomization has for them', () => {
  const list = { 'image-list': 'api=ghcr.io/shop/api:^1, nginx', 'api.kustomize.image-name': 'api' };
  expect(overrides({ 'app.yaml': application(list) })).toEqual([
    'prod: ghcr.io/shop/api, docker.io/library/api, docker.io/library/nginx',
  ]);
});

test('every source of an Application counts, one that a generator fills in does not', () => {
  const sources = 'sources: [{path: a}, {chart: b}, {path: "{{path}}"}, {path: ./c/}]';
  expect(overrides({ 'app.yaml': application({ 'image-list': 'x' }, sources) })).toEqual([
    'a: docker.io/library/x',
    'c: docker.io/library/x',
  ]);
});

test('so do the Applications of a set', () => {
  const [, ...lines] = application({ 'image-list': 'x' }).trim().split('\n');
  const template = lines.slice(1).join('\n').replace(/^/gm, '    ');
  const set = `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: all}\nspec:\n  template:\n${template}\n`;
  expect(overrides({ 'set.yaml': set })).toEqual(['prod: docker.io/library/x']);
});

test.each([
  ['kustomization', []],
  ['kustomization:../base', ['base']],
  ['kustomization:/apps/base', ['apps/base']],
  ['kustomization:../../outside', []],
  ['helmvalues:/values.yaml', []],
])('what is written back to %s counts there too', (target, folders) => {
  const found = overrides({ 'app.yaml': application({ 'image-list': 'x', 'write-back-target': target }) });
  expect(found).toEqual(['prod', ...folders].map(folder => `${folder}: docker.io/library/x`));
});

test.each([
  ['shop', true],
  ['sh*', true],
  ['s?op', true],
  ['*', true],
  ['sho', false],
  ['s.op', false],
])('an ImageUpdater means the Applications that match %s', (pattern, isMeant) => {
  const images = 'images: [{alias: x, imageName: "x:^1", manifestTargets: {kustomize: {name: y}}}]';
  const found = overrides({
    'app.yaml': application({}),
    'updater.yaml': updater(`{namePattern: "${pattern}", ${images}}`),
  });
  expect(found).toEqual(isMeant ? ['prod: docker.io/library/x, docker.io/library/y'] : []);
});

test('an ImageUpdater says for all where it writes, unless one reference says otherwise', () => {
  const target = (path: string) =>
    `writeBackConfig: {gitConfig: {writeBackTarget: "kustomization:${path}"}}, `;
  const reference = '{namePattern: shop, images: [{imageName: x}]}';
  const own = `{${target('../own')}namePattern: shop, images: [{imageName: x}]}`;
  const found = (text: string) => overrides({ 'app.yaml': application({}), 'updater.yaml': text });
  expect(found(updater(reference, target('../all')))).toContain('all: docker.io/library/x');
  expect(found(updater(own, target('../all')))).toEqual([
    'prod: docker.io/library/x',
    'own: docker.io/library/x',
  ]);
});

test('a file of parameters beside a kustomization replaces both names of an entry', () => {
  const parameters = 'kustomize:\n  images: [api=ghcr.io/shop/api:1.2, nginx@sha256:0]\n';
  expect(
    overrides({
      'prod/.argocd-source-shop.yaml': parameters,
      '.argocd-source.yaml': 'helm: {parameters: []}\n',
      'prod/argocd-source.yaml': parameters,
    }),
  ).toEqual(['prod: docker.io/library/api, ghcr.io/shop/api, docker.io/library/nginx']);
});

test('a manifest that cannot be read names nothing', () => {
  const broken = `${application({ 'image-list': 'x' })}  bad: [\n`;
  expect(overrides({ 'app.yaml': broken })).toEqual([]);
});

test('Skaffold builds its artifacts, those of profiles too, whoever renders them', () => {
  const config = (more: string) => `apiVersion: skaffold/v2\nkind: Config\n${more}`;
  const built = 'build: {artifacts: [{image: web}, {image: ghcr.io/shop/api}]}\n';
  const profile = 'profiles: [{name: x, build: {artifacts: [{image: tool}]}}]\n';
  expect(overrides({ 'a/skaffold.dev.yaml': config(built + profile), 'other.yaml': config(built) })).toEqual([
    'any: docker.io/library/web, ghcr.io/shop/api, docker.io/library/tool',
  ]);
});

test.each([
  ['renovate.json', '{"extends": ["config:best-practices"]}', true],
  ['.github/renovate.json5', '{extends: ["docker:pinDigests"], /* all */}', true],
  ['.renovaterc', '{"pinDigests": true}', true],
  ['renovate.json', '{"kustomize": {"pinDigests": true}}', true],
  ['renovate.json', '{"github-actions": {"pinDigests": true}}', false],
  ['renovate.json', '{"extends": ["config:recommended"]}', false],
  ['app/renovate.json', '{"pinDigests": true}', false],
])('Renovate with %s: %s', (path, text, pins) => {
  expect(overrides({ [path]: text })).toEqual(pins ? ['any: all'] : []);
});

test('an ApplicationSet whose template fills in images and folders renews them wherever they are', () => {
  const set = `
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: apps}
spec:
  generators: [{clusters: {}}]
  template:
    metadata:
      name: "{{service}}"
      annotations: {${PREFIX}image-list: "app=registry.example.com/shop/{{service}}"}
    spec: {source: {path: "apps/{{service}}/prod"}}
`;
  expect(overrides({ 'set.yaml': set })).toEqual(['any: registry.example.com/shop/*']);
});

describe('what the updater is told to follow', () => {
  const knownIn = (repo: Repo) => {
    const [files, paths] = [memoryFiles(repo), Object.keys(repo)];
    return readImageOverrides(files, paths, readGitOps(files, paths, []).deployments).map(
      ({ decision }) => decision.known,
    );
  };

  test.each([
    { 'image-list': 'api=shop/api', 'api.update-strategy': 'semver' },
    { 'image-list': 'shop/api', 'update-strategy': 'semver' },
  ])('is decided where it is written: %j', annotations => {
    expect(knownIn({ 'app.yaml': application(annotations) })).toEqual([
      'Argo CD Image Updater renews this image for Application shop by its strategy semver',
    ]);
  });

  test('is decided in an ImageUpdater', () => {
    const reference =
      '{namePattern: "*", images: [{imageName: shop/api, commonUpdateSettings: {updateStrategy: digest}}]}';
    expect(knownIn({ 'app.yaml': application({}), 'updater.yaml': updater(reference) })).toEqual([
      'Argo CD Image Updater renews this image for Application shop by its strategy digest',
    ]);
  });

  test('is its own where nothing says it, and nobody is asked', () => {
    expect(knownIn({ 'app.yaml': application({ 'image-list': 'shop/api' }) })).toEqual([
      'Argo CD Image Updater renews this image for Application shop, and drops a digest unless its strategy is digest',
    ]);
  });
});
