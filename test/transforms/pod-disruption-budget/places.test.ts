/** Where a new budget stands, and what the cluster that it is for knows of it. */

import budgets from '../../../transforms/pod-disruption-budget/index.ts';
import { deployment, planOf, type Repo } from '../../harness/repo.ts';

const budget = (name: string) => `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: ${name}-pdb
spec:
  maxUnavailable: 1
  selector:
    matchLabels: {app: ${name}}
`;
const changesOf = (repo: Repo) => planOf(repo, { transforms: [budgets] as never }).changes;

/** A base with a budget for its gateway, and an engine that production alone has two of. */
const game = (gateway: number): Repo => ({
  'base/kustomization.yaml': 'resources: [gateway.yaml, engine.yaml, pdb.yaml]\n',
  'base/gateway.yaml': deployment('gateway', gateway),
  'base/engine.yaml': deployment('engine', 1),
  'base/pdb.yaml': budget('gateway'),
  'overlays/dev/kustomization.yaml': 'resources: [../../base]\n',
  'overlays/prod/kustomization.yaml':
    'resources: [../../base]\nreplicas: [{name: engine, count: 2}, {name: gateway, count: 3}]\n',
});

test('goes where the replicas are, although those of other workloads stand below with theirs', () => {
  const files = changesOf(game(2)).map(({ path }) => path);
  expect(files).toEqual(['overlays/prod/kustomization.yaml', 'overlays/prod/pdb.yaml']);
});

test('goes below with others whose replicas stand there as its own do', () => {
  const repo = { ...game(2), 'base/engine.yaml': deployment('engine', 2) };
  expect(changesOf(repo).map(({ path }) => path)).toEqual(['base/pdb.yaml']);
});

test('goes below where others of a single replica do', () => {
  expect(changesOf(game(1)).map(({ path }) => path)).toEqual(['base/pdb.yaml']);
});

test.each([
  ['a current one', '', true],
  ['a certificate of an old cert-manager', 'cert-manager.io/v1alpha2', false],
  ['an autoscaler that 1.26 took away', 'autoscaling/v2beta2', false],
  ['a certificate of today', 'cert-manager.io/v1', true],
])('says what becomes of pods that are not ready as the cluster knows it: %s', (_, version, isSaid) => {
  const old = version === '' ? '' : `---\napiVersion: ${version}\nkind: Thing\nmetadata: {name: thing}\n`;
  const changes = changesOf({
    'kustomization.yaml': 'resources: [web.yaml]\n',
    'web.yaml': deployment('web', 2) + old,
  });
  const written = changes.map(({ after }) => after).join('\n');
  expect(written).toContain('policy/v1');
  expect(written.includes('unhealthyPodEvictionPolicy')).toBe(isSaid);
});

test.each([
  ['v1beta2', false],
  ['v1', true],
])('says it as the Flux that applies the root is of that age: %s', (version, isSaid) => {
  const changes = changesOf({
    'clusters/live/apps.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/${version}\nkind: Kustomization\nmetadata: {name: apps}\nspec: {path: ./live}\n`,
    'live/shop/kustomization.yaml': 'resources: [web.yaml]\n',
    'live/shop/web.yaml': deployment('web', 2),
  });
  const written = changes.map(({ after }) => after).join('\n');
  expect(written).toContain('policy/v1');
  expect(written.includes('unhealthyPodEvictionPolicy')).toBe(isSaid);
});

/** Two environments whose objects only a suffix tells apart. */
const suffixed = (env: string): Repo => ({
  [`overlays/${env}/kustomization.yaml`]: `nameSuffix: -${env}\nresources: [../../base]\npatches: [{path: env.yaml}]\n`,
  [`overlays/${env}/env.yaml`]: `apiVersion: apps/v1
kind: Deployment
metadata: {name: front}
spec:
  selector: {matchLabels: {env: ${env}}}
  template: {metadata: {labels: {env: ${env}}}}
`,
});

test('where no namespace tells environments apart, it has the label that does, and else a doubt', () => {
  const repo: Repo = {
    'base/kustomization.yaml': 'resources: [front.yaml, back.yaml]\n',
    'base/front.yaml': deployment('front', 2),
    'base/back.yaml': deployment('back', 2),
    ...suffixed('prod'),
    ...suffixed('staging'),
  };
  const { changes, fixes } = planOf(repo, { transforms: [budgets] as never });
  expect(changes.map(({ path }) => path).filter(path => path.includes('front'))).toEqual([
    'overlays/prod/front-pdb.yaml',
    'overlays/staging/front-pdb.yaml',
  ]);
  expect(fixes.map(({ status, doubts }) => [status, doubts])).toContainEqual([
    'unsafe',
    [expect.stringContaining('overlays/prod and overlays/staging name no namespace')],
  ]);
});
