/** Parts of the configuration that mean nothing are said, with where they stand and what may be meant. */
import { planOf, type Repo } from '../../harness/repo.ts';
import { BASE, overlay, setting } from '../tiny.ts';

const REPO: Repo = { ...BASE, ...overlay('dev'), ...overlay('prod') };
const READY = setting(['spec', 'minReadySeconds'], 10);

const notices = (config: string, repo: Repo = {}, selection = {}) =>
  planOf(
    { ...REPO, 'kustomend.yaml': config, ...repo },
    { transforms: [READY], today: '2026-06-01', ...selection },
  )
    .notices.map(({ at, message }) => `${at}: ${message}`)
    .filter(each => /kustomend\.ya?ml/.test(each));

test.each([
  [
    'a root of an environment',
    'environments:\n  dev:\n    roots: [overlays/dev]\n  prod:\n    roots: [overlays/prd]\n',
    ['kustomend.yaml:5: no root is called overlays/prd, did you mean "overlays/prod"?'],
  ],
  ['a root', 'roots: [apps/*]\n', ['kustomend.yaml:1: no root is called apps/*']],
  [
    'an owner of a namespace',
    'namespaces:\n  shop: {owner: overlays/prood}\n  web: {owner: none}\n  api: {owner: "?"}\n',
    ['kustomend.yaml:2: no root is called overlays/prood, did you mean "overlays/prod"?'],
  ],
  [
    'an image',
    'images:\n  wbe: {user: 1}\n  example.com/web: {user: 1}\n',
    ['kustomend.yaml:2: no image is called wbe, did you mean "web"?'],
  ],
  [
    'an exemption',
    'ignore:\n  - {id: tiny, resource: Deployment/db, reason: old}\n  - {id: tiny, root: overlays/dev, reason: meant}\n',
    [
      'kustomend.yaml:2: nothing is exempt by this entry for tiny; the nearest finding has resource: Deployment/web',
    ],
  ],
  [
    'an exemption from what is found elsewhere',
    'ignore:\n  - {id: tiny, resource: Deployment/web, root: overlays/staging, reason: old}\n',
    [
      'kustomend.yaml:2: nothing is exempt by this entry for tiny; the nearest finding has root: overlays/dev',
    ],
  ],
  [
    'an exemption that has ended',
    'ignore:\n  - {id: tiny, until: 2026-05-31, reason: old}\n',
    ['kustomend.yaml:2: the exemption from tiny ended on 2026-05-31: what it was for is found again'],
  ],
  ['nothing', 'environments: {prod: {roots: [overlays/prod]}}\nimages: {web: {user: 1}}\n', []],
])('%s', (_, config, expected) => {
  expect(notices(config)).toEqual(expected);
});

test('another name of the file', () => {
  expect(notices('', { 'kustomend.yml': 'images: {}\n' })).toEqual([
    'kustomend.yml: is not read: the configuration is called kustomend.yaml',
  ]);
});

test('an exemption from what is not asked says nothing', () => {
  const config = 'ignore:\n  - {id: tiny, resource: Deployment/db, reason: old}\n';
  expect(planOf({ ...REPO, 'kustomend.yaml': config }, { transforms: [] }).notices).toEqual([]);
});
