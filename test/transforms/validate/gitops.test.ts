/** What GitOps controllers are told that cannot come out right. */
import validate from '../../../transforms/validate/index.ts';
import { propose, rootOf } from '../root.ts';

const found = (text: string, message: string) =>
  propose(validate, rootOf(text))
    .filter(each => each.message === message)
    .map(({ data }) => data);

describe('a hook before the sync', () => {
  const job = (hook: string, reference = 'configMapRef: {name: schema}') => `apiVersion: batch/v1
kind: Job
metadata: {name: schema, namespace: shop, annotations: {argocd.argoproj.io/hook: ${hook}}}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: a:1, envFrom: [{${reference}}]}]}}}
---
`;
  const config = (annotations = '{}') =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: schema, namespace: shop, annotations: ${annotations}}\ndata: {A: b}\n---\n`;
  const secret =
    'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: keys, namespace: shop}\nspec: {target: {name: keys}, data: [{secretKey: a}]}\n---\n';

  test('needs what comes with it', () => {
    expect(found(job('PreSync') + config(), 'early-hook')).toMatchObject([{ names: 'ConfigMap schema' }]);
    expect(found(job('PreSync', 'secretRef: {name: keys}') + secret, 'early-hook')).toMatchObject([
      { names: 'Secret keys' },
    ]);
  });

  test.each([
    ['is a hook of that phase too', job('PreSync') + config('{argocd.argoproj.io/hook: PreSync}')],
    ['comes from elsewhere', job('PreSync')],
    ['is there when it runs', job('Sync') + config()],
    ['is optional', job('PreSync', 'configMapRef: {name: schema, optional: true}') + config()],
  ])('may name what %s', (_, text) => {
    expect(found(text, 'early-hook')).toEqual([]);
  });
});

describe('a folder', () => {
  const flux = (name: string, more = '') =>
    `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${name}, namespace: flux-system}\nspec: {path: ./apps/web/, sourceRef: {kind: GitRepository, name: flux-system}${more}}\n---\n`;
  const argo = (name: string, source = '') =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: ${name}, namespace: argocd}\nspec: {source: {repoURL: https://git.example/a.git, path: apps/web${source}}, destination: {name: in-cluster, namespace: web}}\n---\n`;

  test('is applied by one Kustomization, or Application', () => {
    expect(found(flux('a') + flux('b', ', dependsOn: [{name: a}]'), 'applied-twice')).toEqual([
      { resource: 'Kustomization b', first: 'a', folder: 'apps/web' },
    ]);
    expect(found(argo('a') + argo('b'), 'applied-twice')).toHaveLength(1);
  });

  test.each([
    ['two namespaces', flux('a', ', targetNamespace: a') + flux('b', ', targetNamespace: b')],
    ['other values', flux('a') + flux('b', ', postBuild: {substitute: {A: b}}')],
    ['a part of it', flux('a') + flux('b', ', patches: [{patch: "$patch: delete"}]')],
    ['nothing as long as it is suspended', flux('a') + flux('b', ', suspend: true')],
    ['another render of it', argo('a') + argo('b', ', kustomize: {namePrefix: b-}')],
    ['another revision of it', argo('a') + argo('b', ', targetRevision: next')],
  ])('may be applied by two for %s', (_, text) => {
    expect(found(text, 'applied-twice')).toEqual([]);
  });
});
