import { readCharts } from '../../../src/plan/repository/platform/charts.ts';

const read = (text: string, path = 'apps/platform.yaml') => readCharts({ read: () => text } as never, [path]);

test.each([
  [
    'an Application',
    `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: a}
spec:
  source:
    repoURL: https://charts.example.com
    chart: operator
    targetRevision: 0.10.x
`,
    8,
  ],
  [
    'an Application with several sources',
    `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: a}
spec:
  sources:
    - {ref: values, path: values}
    - {chart: operator, targetRevision: 0.10.x}
`,
    7,
  ],
  [
    'a HelmRelease',
    `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: a}
spec:
  chart:
    spec:
      chart: operator
      version: 0.10.x
`,
    8,
  ],
])('%s says which chart it installs', (_, text, line) =>
  expect(read(text)).toEqual([{ name: 'operator', version: '0.10.x', at: `apps/platform.yaml:${line}` }]),
);

test('a kustomization says which charts it renders', () =>
  expect(read('helmCharts:\n  - name: operator\n    version: 0.10.1\n', 'kustomization.yaml')).toEqual([
    { name: 'operator', version: '0.10.1', at: 'kustomization.yaml:3' },
  ]));

test('a chart without a version says nothing', () =>
  expect(read('helmCharts:\n  - name: operator\n', 'kustomization.yaml')).toEqual([]));
