import { bundleOf } from '../../../src/plan/repository/others/bundles.ts';
import { originOf } from '../../../src/plan/repository/others/generated.ts';

const object = (kind: string, labels: Readonly<Record<string, string>> = {}, above = '') =>
  `${above}apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: a\n  labels:\n    app: a\n${Object.entries(
    labels,
  )
    .map(([key, value]) => `    ${key}: ${value}\n`)
    .join('')}`;
const stream = (...objects: string[]) => objects.join('---\n');
const HELM = { 'helm.sh/chart': 'ingress-nginx-4.8.3', 'app.kubernetes.io/managed-by': 'Helm' };
const VERSION = { 'app.kubernetes.io/version': '1.9.4', 'app.kubernetes.io/part-of': 'ingress-nginx' };
const SCHEMA = `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  annotations:\n    controller-gen.kubebuilder.io/version: v0.14.0\n`;
const five = (kind: string, labels = VERSION) =>
  stream(...['Namespace', 'ServiceAccount', kind, 'Service', 'Deployment'].map(each => object(each, labels)));

test.each([
  [
    'what a chart has made',
    stream(object('Namespace'), object('Role', HELM), object('Deployment', HELM)),
    'a.yaml',
    'rendered from chart ingress-nginx-4.8.3',
  ],
  [
    'what helm template prints',
    stream(
      object('Namespace'),
      object('Role', {}, '# Source: web/templates/role.yaml\n'),
      object('Pod', {}, '# Source: web/charts/redis/templates/pod.yaml\n'),
    ),
    'a.yaml',
    'rendered from chart web',
  ],
  [
    'an operator with its schemas',
    stream(SCHEMA, object('Deployment')),
    'operator.yaml',
    'a release of an operator, by its generated schemas',
  ],
  [
    'a name with a version',
    stream(object('Namespace'), object('Role'), object('Deployment')),
    'infra/cert-manager-v1.13.yaml',
    'release v1.13, by its name',
  ],
  ['one version on all', five('ClusterRole'), 'deploy.yaml', 'release 1.9.4 of ingress-nginx, by its labels'],
])('%s is a release', (_, text, path, is) => {
  expect(bundleOf(path, text)).toBe(is);
});

test.each([
  ['an application of several objects', stream(object('Service'), object('Deployment')), 'web.yaml'],
  ['one object of a chart among many', stream(object('Role'), object('Pod'), object('Job', HELM)), 'a.yaml'],
  ['a schema alone', SCHEMA, 'crd.yaml'],
  ['a version of two objects', stream(object('Service'), object('Deployment')), 'web-v1.13.yaml'],
  ['an application with versions', five('Role'), 'web.yaml'],
  [
    'labels of a kustomization',
    'resources: [web.yaml]\ncommonLabels:\n  helm.sh/chart: web-1.0.0\n  app.kubernetes.io/managed-by: Helm\nkind: Kustomization\n',
    'kustomization.yaml',
  ],
])('%s is not', (_, text, path) => {
  expect(bundleOf(path, text)).toBeUndefined();
});

test.each([
  '# https://github.com/acme/web/releases/download/v1.2.0/install.yaml\nkind: A\n',
  '# curl -sSL https://github.com/acme/web/releases/download/v1.2.0/install.yaml > install.yaml\nkind: A\n',
  '# wget https://raw.githubusercontent.com/acme/web/v1.2.0/deploy/all.yaml\nkind: A\n',
])('%j says where it is taken from', text => {
  expect(originOf(text)).toContain('taken from https://');
});

test.each([
  '# https://kubernetes.io/examples/application/web.yaml\nkind: A\n',
  '# needs kubectl apply -f https://github.com/acme/web/releases/download/v1.2.0/crds.yaml\nkind: A\n',
])('%j does not', text => {
  expect(originOf(text)).toBeUndefined();
});
