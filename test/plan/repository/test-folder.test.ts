import { planOf, type Repo } from '../../harness/repo.ts';

const OBJECT = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';

/** The environment of each root. */
function environments(folders: readonly string[], config = ''): Readonly<Record<string, string | undefined>> {
  const files = folders.flatMap(folder => [
    [`${folder}/kustomization.yaml`, 'resources: [a.yaml]\n'],
    [`${folder}/a.yaml`, OBJECT],
  ]);
  const repo: Repo = Object.fromEntries([...files, ...(config === '' ? [] : [['kustomend.yaml', config]])]);
  return Object.fromEntries(planOf(repo).roots.map(root => [root.folder, root.environment.name]));
}

test('a folder of tests at the top is no environment', () => {
  expect(environments(['deploy/prod', 'test/remote/manifests'])).toEqual({
    'deploy/prod': 'prod',
    'test/remote/manifests': undefined,
  });
  const { roots } = planOf({
    'test/remote/kustomization.yaml': 'resources: [a.yaml]\n',
    'test/remote/a.yaml': OBJECT,
  });
  expect(roots.map(({ environment }) => environment)).toEqual([{ name: undefined, tier: 'test' }]);
});

test('it is one beside others, by itself, further down and by the configuration', () => {
  expect(environments(['prod/web', 'test/web'])['test/web']).toBe('test');
  expect(environments(['test']).test).toBe('test');
  expect(environments(['deploy/test/web'])['deploy/test/web']).toBe('test');
  expect(environments(['test/web'], 'environments: {test: {tier: test}}\n')['test/web']).toBe('test');
});
