/** What `doctor` says of the clusters (docs/design/judgement.md 3). */
import { describePlatform } from '../../src/plan/describe-platform.ts';
import { platformText } from '../../src/report/explain/platform.ts';
import { inputOf, type Repo } from '../harness/repo.ts';
import { deployment } from './tiny.ts';

const REPO: Repo = {
  'apps/web/kustomization.yaml': 'namespace: web\nresources:\n  - web.yaml\n  - route.yaml\n',
  'apps/web/web.yaml': deployment('web'),
  'apps/web/route.yaml':
    'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web}\nspec: {ingressClassName: nginx}\n',
  'platform/kustomization.yaml': 'resources:\n  - all.yaml\n',
  'platform/all.yaml': `apiVersion: v1
kind: Namespace
metadata: {name: web}
---
apiVersion: v1
kind: LimitRange
metadata: {name: limits, namespace: web}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web, namespace: argocd}
spec:
  project: team
  source: {path: apps/web, kustomize: {namePrefix: a-}}
  destination: {namespace: web, name: east}
`,
};

const report = describePlatform(inputOf(REPO, { transforms: [] }));

test('who deploys, which tools are there, whose business a namespace is', () => {
  expect(report.deployments).toMatchObject([
    { by: 'Application web', folders: ['apps/web'], project: 'team', cluster: 'east', changes: true },
  ]);
  expect(report.tools.map(({ name, role }) => [role, name])).toEqual([
    ['gitops', 'Argo'],
    ['ingress', 'ingress-nginx'],
  ]);
  expect(report.namespaces.find(({ name }) => name === 'web')).toMatchObject({
    owner: 'platform',
    roots: ['apps/web', 'platform'],
    workloads: 1,
    guards: ['LimitRange'],
  });
});

test('is read in a minute', () => {
  const lines = platformText(report);
  expect(lines.length).toBeLessThan(20);
  expect(lines).toContainEqual(
    expect.stringMatching(/^ {2}web +1 workload +platform and 1 other +LimitRange$/),
  );
});
