import { buildGraph } from '../../../src/kustomize/file/graph.ts';
import { memoryFiles } from '../../../src/kustomize/files/files.ts';
import { at } from '../../../src/kustomize/tree/node.ts';
import {
  deployedEnvironment,
  labelledEnvironments,
} from '../../../src/plan/repository/environment-labels.ts';
import type { Deployment } from '../../../src/plan/repository/gitops/gitops.ts';
import { documentsIn } from '../../../src/plan/repository/manifests/documents.ts';

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

test.each([
  ['its label', '{environment: staging}', 'shop-prod', {}, 'staging'],
  ['the end of its namespace', '{app: shop}', 'shop-prod', {}, 'prod'],
  ['a variable', '{}', 'shop', { ENVIRONMENT: 'qa', REGION: 'live' }, 'qa'],
  ['a label with a name of its own', '{environment: release}', 'shop', {}, 'release'],
  ['nothing', '{tier: release}', 'shop', { COLOR: 'blue' }, undefined],
])(
  'the environment that something is deployed to is said by %s',
  (_, labels, namespace, values, expected) => {
    const files = memoryFiles({ 'a.yaml': `kind: Application\nmetadata: {name: a, labels: ${labels}}\n` });
    const variables = new Map(
      Object.entries(values).map(([name, value]) => [name, { value, at: 'a.yaml:1' }]),
    );
    const deployment = {
      labels: at(documentsIn(files, 'a.yaml')[0], 'metadata', 'labels'),
      namespace,
      variables,
    } as unknown as Deployment;
    expect(deployedEnvironment(deployment)).toBe(expected);
  },
);
