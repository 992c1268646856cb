/** Who owns a namespace that several roots put something into (docs/design/judgement.md 3). */
import type { NamespaceOwner } from '../../src/transform.ts';
import { planOf, type Repo } from '../harness/repo.ts';
import { deployment, wanting } from './tiny.ts';

const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n';
const root = (name: string, ...files: string[]) => ({
  [`${name}/kustomization.yaml`]: `namespace: shop\nresources:\n${files.map(each => `  - ../${each}\n`).join('')}`,
});
/** Two ways to deploy the operator, of which one brings the Namespace; beside either runs the store. */
const REPO: Repo = {
  'files/operator/kustomization.yaml': 'resources: [operator.yaml]\n',
  'files/operator/operator.yaml': deployment('operator'),
  'files/store/kustomization.yaml': 'resources: [store.yaml]\n',
  'files/store/store.yaml': deployment('store'),
  'files/namespace/kustomization.yaml': 'resources: [namespace.yaml]\n',
  'files/namespace/namespace.yaml': namespace,
  ...root('full', 'files/operator', 'files/namespace'),
  ...root('slim', 'files/operator'),
  ...root('store', 'files/store'),
};

function ownersIn(repo: Repo): Record<string, NamespaceOwner> {
  const owners: Record<string, NamespaceOwner> = {};
  const transform = wanting({}, (_, { path, platform }) => {
    owners[path] = platform.ownerOf('shop');
    return null;
  });
  planOf(repo, { transforms: [transform] });
  return owners;
}

test('is the one root that brings the Namespace, seen from another way to deploy the same too', () => {
  const owner = { root: 'full', claimants: [] };
  expect(ownersIn(REPO)).toEqual({ full: owner, slim: owner, store: owner });
});

test('several ways that bring the Namespace are among those that are asked about', () => {
  const other = root('other', 'files/operator', 'files/namespace');
  expect(ownersIn({ ...REPO, ...other }).slim).toEqual({
    root: undefined,
    claimants: ['slim', 'store', 'full', 'other'],
  });
});

test('test data that deploys the same has no claim', () => {
  const fixture = {
    'e2e/full/kustomization.yaml': REPO['full/kustomization.yaml']!.replaceAll('../', '../../'),
  };
  expect(ownersIn({ ...REPO, ...fixture }).slim).toEqual({ root: 'full', claimants: [] });
});

test('another environment that brings its Namespace says nothing of this one', () => {
  const { 'slim/kustomization.yaml': slim = '', 'store/kustomization.yaml': store = '', ...rest } = REPO;
  const repo = {
    ...rest,
    'prod/slim/kustomization.yaml': slim.replace('../', '../../'),
    'prod/store/kustomization.yaml': store.replace('../', '../../'),
    'dev/full/kustomization.yaml': REPO['full/kustomization.yaml']!.replaceAll('../', '../../'),
  };
  delete (repo as Record<string, string>)['full/kustomization.yaml'];
  expect(ownersIn(repo)['prod/slim']).toEqual({ root: undefined, claimants: ['prod/slim', 'prod/store'] });
});
