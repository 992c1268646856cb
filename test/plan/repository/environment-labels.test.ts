import { buildGraph } from '../../../src/kustomize/file/graph.ts';
import { memoryFiles } from '../../../src/kustomize/files/files.ts';
import { labelledEnvironments } from '../../../src/plan/repository/environment-labels.ts';

function said(kustomization: string, namespace: string) {
  const texts = {
    'east/kustomization.yaml': `resources: [namespace.yaml, ../base]\n${kustomization}`,
    'east/namespace.yaml': `apiVersion: v1\nkind: Namespace\nmetadata: {name: east, labels: ${namespace}}\n`,
    'base/kustomization.yaml': 'commonLabels: {environment: development}\n',
  };
  const files = memoryFiles(texts);
  return labelledEnvironments('east', buildGraph(files, Object.keys(texts)), files);
}

test.each([
  ['its Namespace', '', '{environment: production}', ['production']],
  ['a short key', '', '{env: prod}', ['prod']],
  ['a key with a prefix', '', '{app.kubernetes.io/environment: staging}', ['staging']],
  ['commonLabels', 'commonLabels: {env: qa}', '{}', ['qa']],
  ['labels', 'labels: [{pairs: {shop.example/environment: dev}}]', '{}', ['dev']],
  ['two that differ', 'commonLabels: {env: qa}', '{env: prod}', ['qa', 'prod']],
  ['a value that is no environment', '', '{tier: backend, environment: blue}', []],
])('the environment of a root is said by %s', (_, kustomization, namespace, expected) => {
  expect(said(kustomization, namespace)).toEqual(expected);
});
