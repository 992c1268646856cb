/** What manifests and GitOps objects say of the clusters that they are for (docs/design/judgement.md 3). */
import { memoryFiles } from '../../../src/kustomize/files/files.ts';
import { readGitOps } from '../../../src/plan/repository/gitops/gitops.ts';
import { forbiddenBy, readProjects } from '../../../src/plan/repository/gitops/projects.ts';
import {
  holdsVariable,
  textWithVariables,
  withVariables,
} from '../../../src/plan/repository/gitops/variables.ts';
import { mayShareCluster, whereabouts } from '../../../src/plan/repository/platform/cluster.ts';
import { readOpenShift, signFor } from '../../../src/plan/repository/platform/openshift.ts';
import type { Tier } from '../../../src/transform.ts';

describe('two roots may run in one cluster', () => {
  const at = (folder: string, name?: string, tier?: Tier, clusters: string[] = []) =>
    whereabouts(folder, { name, tier }, clusters);

  test.each([
    ['nothing is stated', at('apps/a'), at('apps/b'), true],
    ['one environment', at('a/prod', 'prod', 'production'), at('b/prod', 'prod', 'production'), true],
    ['two words for it', at('a/prod', 'prod', 'production'), at('b/x', 'production', 'production'), true],
    ['one states none', at('platform'), at('a/prod', 'prod', 'production'), true],
    ['two environments', at('a/dev', 'dev', 'development'), at('a/prod', 'prod', 'production'), false],
    ['two of one tier', at('a', 'moc-prod', 'production'), at('a', 'ocp-prod', 'production'), false],
    ['two cluster folders', at('clusters/one/apps'), at('clusters/two/apps'), false],
    ['two numbered clusters', at('overlays/cluster1'), at('overlays/cluster2'), false],
    ['a cluster folder, and shared apps', at('clusters/one'), at('apps/a'), true],
    [
      'two addresses',
      at('a', undefined, undefined, ['east']),
      at('b', undefined, undefined, ['west']),
      false,
    ],
    ['an example beside the real one', at('examples/small'), at('config/default'), false],
    ['two examples', at('examples/small'), at('examples/large'), false],
    ['parts of one example', at('examples/small/db'), at('examples/small/web'), true],
    ['a role of the cluster', at('config/cluster-roles'), at('config/other'), true],
  ])('%s', (_, a, b, expected) => {
    expect(mayShareCluster(a, b)).toBe(expected);
    expect(mayShareCluster(b, a)).toBe(expected);
  });
});

describe('AppProjects', () => {
  const project = (spec: string) => {
    const text = `apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {name: team}\nspec: ${spec}\n`;
    const [read] = readProjects(memoryFiles({ 'p.yaml': text }), ['p.yaml']);
    return read!;
  };

  test.each([
    [
      'a black list',
      '{namespaceResourceBlacklist: [{group: "", kind: LimitRange}]}',
      'v1',
      'LimitRange',
      true,
    ],
    ['another kind', '{namespaceResourceBlacklist: [{group: "", kind: LimitRange}]}', 'v1', 'Secret', false],
    ['no lists', '{}', 'policy/v1', 'PodDisruptionBudget', false],
    [
      'a white list',
      '{namespaceResourceWhitelist: [{group: apps, kind: "*"}]}',
      'policy/v1',
      'PodDisruptionBudget',
      true,
    ],
    [
      'a white list with it',
      '{namespaceResourceWhitelist: [{group: "*", kind: "*"}]}',
      'policy/v1',
      'PodDisruptionBudget',
      false,
    ],
    ['an empty white list', '{namespaceResourceWhitelist: []}', 'v1', 'ConfigMap', true],
    ['a kind of the cluster, which has to be listed', '{}', 'scheduling.k8s.io/v1', 'PriorityClass', true],
    [
      'one that is',
      '{clusterResourceWhitelist: [{group: "scheduling.*", kind: P*}]}',
      'scheduling.k8s.io/v1',
      'PriorityClass',
      false,
    ],
  ])('%s', (_, spec, apiVersion, kind, isForbidden) => {
    expect(forbiddenBy(project(spec), apiVersion, kind) !== undefined).toBe(isForbidden);
  });
});

describe('what controllers build', () => {
  const read = (text: string, built: string[] = []) =>
    readGitOps(memoryFiles({ 'a.yaml': text }), ['a.yaml'], built).deployments;
  const flux = (spec: string) =>
    `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: apps}\nspec: ${spec}\n`;
  const argo = (spec: string) =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: shop}\nspec: ${spec}\n`;

  test('a Kustomization: folder, namespace, another cluster', () => {
    const spec = '{path: ./apps, targetNamespace: shop, kubeConfig: {secretRef: {name: east}}}';
    expect(read(flux(spec))).toMatchObject([{ folders: ['apps'], namespace: 'shop', cluster: 'east' }]);
  });

  test('a Kustomization of an artifact that is a part of the repository', () => {
    const spec = '{path: ./apps/web}';
    const folders = (...built: string[]) => read(flux(spec), built).flatMap(each => each.folders);
    expect(folders('cluster/apps/web', 'cluster/apps/db')).toEqual(['cluster/apps/web']);
    expect(folders('apps/web', 'cluster/apps/web')).toEqual(['apps/web']);
    expect(folders('one/apps/web', 'two/apps/web')).toEqual(['apps/web']);
  });

  test('an Application: project, namespace, its own cluster', () => {
    const spec =
      '{project: team, source: {path: apps}, destination: {namespace: shop, server: "https://kubernetes.default.svc"}}';
    expect(read(argo(spec))).toMatchObject([
      { folders: ['apps'], project: 'team', namespace: 'shop', cluster: undefined },
    ]);
  });

  test('an ApplicationSet finds folders by globs, without those that it excludes', () => {
    const set = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: all}
spec:
  generators:
    - git: {directories: [{path: apps/*}, {path: apps/old, exclude: true}]}
  template: {spec: {project: team, source: {path: '{{path}}'}, destination: {namespace: '{{path.basename}}'}}}
`;
    const [found] = read(set, ['apps/web', 'apps/old', 'apps/web/base', 'other/web']);
    expect(found).toMatchObject({ folders: ['apps/web'], project: 'team', namespace: 'web' });
  });

  test('what an Application changes is a kustomization', () => {
    const kustomize =
      '{images: ["web=registry.example.com/web:2", "db@sha256:abc"], replicas: [{name: web, count: "3"}], namePrefix: a-}';
    const [found] = read(argo(`{source: {path: apps, kustomize: ${kustomize}}}`));
    expect(found?.above).toMatchObject({
      by: 'Application shop',
      at: 'a.yaml:4',
      fields: {
        images: [
          { name: 'web', newName: 'registry.example.com/web', newTag: '2' },
          { name: 'db', digest: 'sha256:abc' },
        ],
        replicas: [{ name: 'web', count: 3 }],
        namePrefix: 'a-',
      },
    });
  });

  test('templates for values say nothing', () => {
    const [found] = read(argo('{source: {path: apps, kustomize: {namePrefix: "{{name}}-"}}}'));
    expect(found?.above).toBeUndefined();
  });

  test('merge patches of Flux are data', () => {
    const [found] = read(
      flux('{path: apps, patchesStrategicMerge: [{kind: Deployment, spec: {replicas: 2}}]}'),
    );
    expect(found?.above?.fields).toEqual({
      patchesStrategicMerge: ['{"kind":"Deployment","spec":{"replicas":2}}'],
    });
  });
});

describe('variables of Flux', () => {
  const files = memoryFiles({
    'k.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps}
spec:
  path: apps
  postBuild:
    substitute: {REPLICAS: "3"}
    substituteFrom: [{kind: ConfigMap, name: vars}, {kind: Secret, name: hidden}]
`,
    'one/vars.yaml':
      'kind: ConfigMap\nmetadata: {name: vars}\ndata: {REPLICAS: "9", SIZE: "5", ON: "true"}\n',
    'two/vars.yaml':
      'kind: ConfigMap\nmetadata: {name: vars}\ndata: {REPLICAS: "8", SIZE: "6", ON: "true"}\n',
  });
  const [deployment] = readGitOps(files, ['k.yaml', 'one/vars.yaml', 'two/vars.yaml'], []).deployments;

  test('inline before objects, and of several objects only what they agree on', () => {
    const values = [...(deployment?.variables ?? [])].map(([name, { value, at }]) => [name, value, at]);
    expect(values).toEqual([
      ['ON', 'true', 'one/vars.yaml:3'],
      ['REPLICAS', '3', 'k.yaml:7'],
    ]);
  });

  test.each([
    [`rabbitmq:\${REPLICAS}-management`, 'rabbitmq:3-management'],
    [`rabbitmq:\${TAG:-3.8}`, 'rabbitmq:3.8'],
    [`rabbitmq:\${TAG}`, `rabbitmq:\${TAG}`],
    [`$\${REPLICAS}`, `$\${REPLICAS}`],
  ])('%s is looked at as %s', (text, expected) => {
    expect(textWithVariables(text, deployment!.variables!)).toBe(expected);
  });

  test('literals of a generator are data as well', () => {
    const generated = memoryFiles({
      'k.yaml':
        'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: a}\nspec: {path: apps, postBuild: {substituteFrom: [{kind: ConfigMap, name: vars}]}}\n',
      'kustomization.yaml': `configMapGenerator: [{name: vars, literals: ["TAG=3.6", "SIZE='5'"]}]\n`,
    });
    const [found] = readGitOps(generated, ['k.yaml', 'kustomization.yaml'], []).deployments;
    expect([...found!.variables!].map(([name, { value }]) => `${name} ${value}`)).toEqual([
      'TAG 3.6',
      'SIZE 5',
    ]);
  });

  test('numbers and truth values are known; texts stay variables', () => {
    const object = { a: `\${REPLICAS}`, b: [`\${ON}`], c: `\${SIZE:=2}`, d: `x-\${REPLICAS}`, e: `\${SIZE}` };
    expect(withVariables(object, deployment!.variables!)).toEqual({
      a: 3,
      b: [true],
      c: 2,
      d: `x-\${REPLICAS}`,
      e: `\${SIZE}`,
    });
  });

  test.each([
    [`web-\${env:=dev}-x`, true],
    [`\${A}`, true],
    [`$\${A}`, false],
    ['$(A)', false],
    [`\${}`, false],
    [`echo \${1}`, false],
  ])('%s', (text, expected) => {
    expect(holdsVariable(text)).toBe(expected);
  });
});

describe('OpenShift', () => {
  const route = 'apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {name: r}\n';
  const signs = (file: string, folder: string, own: string[] = []) => {
    const read = readOpenShift(memoryFiles({ [file]: route }), [file]);
    return signFor(read, folder, each => own.includes(each))?.at;
  };

  test.each([
    ['anywhere in the repository', 'apps/web/route.yaml', 'apps/db', [], 'apps/web/route.yaml:1'],
    [
      'a folder that is called so',
      'overlays/openshift/route.yaml',
      'overlays/openshift',
      [],
      'overlays/openshift/route.yaml:1',
    ],
    ['of another folder it says nothing', 'overlays/openshift/route.yaml', 'overlays/kind', [], undefined],
    [
      'but where it is read',
      'openshift/route.yaml',
      'prod',
      ['openshift/route.yaml'],
      'openshift/route.yaml:1',
    ],
  ])('%s', (_, file, folder, own, expected) => {
    expect(signs(file, folder, own)).toBe(expected);
  });

  const hasSign = (repository: Record<string, string>) =>
    readOpenShift(memoryFiles(repository), Object.keys(repository)).signs.map(({ at }) => at);
  const role = (verb: string) =>
    `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: any}
rules: [{apiGroups: [security.openshift.io], resources: [securitycontextconstraints], verbs: [${verb}]}]
`;
  const binding = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: b}
roleRef: {kind: ClusterRole, name: any}
`;

  test.each([
    ['an API in a flow map', 'a.yaml', '- {apiVersion: console.openshift.io/v1, kind: ConsoleLink}', 1],
    ['its registry', 'a.yaml', 'image: image-registry.openshift-image-registry.svc:5000/a/b', 1],
    ['an annotation', 'a.yaml', 'metadata:\n  annotations: {openshift.io/display-name: shop}', 2],
    ['values of a chart', 'values.yaml', 'global:\n  openshift:\n    enabled: true', 2],
    ['values in one line', 'values.yaml', 'global: {isOpenshift: true}', 1],
    ['values that say no', 'values.yaml', 'openshift:\n  enabled: false', undefined],
    ['a comment', 'a.yaml', '# system:openshift:scc:anyuid', undefined],
    ['a command in a script', 'deploy.sh', '#!/bin/sh\noc apply -k prod', 2],
    [
      'a command in a pipeline',
      '.gitlab-ci.yml',
      'deploy: {script: ["oc login", "oc -n shop apply -k ."]}',
      1,
    ],
    ['a script that takes either', 'deploy.sh', 'oc apply -k prod || kubectl apply -k prod', undefined],
    ['words of a text', 'deploy.sh', 'echo doc get', undefined],
  ])('%s', (_, file, text, line) => {
    expect(hasSign({ [file]: text })).toEqual(line === undefined ? [] : [`${file}:${line}`]);
  });

  test('a role that may use an SCC, once somebody has it', () => {
    expect(hasSign({ 'r.yaml': role('use') })).toEqual([]);
    expect(hasSign({ 'r.yaml': role('use'), 'b.yaml': binding })).toEqual(['r.yaml:4']);
    expect(hasSign({ 'r.yaml': role('get'), 'b.yaml': binding })).toEqual([]);
  });
});
