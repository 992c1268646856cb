import { EACH, POD_KINDS, type PodStep } from '../../src/kubernetes/pod-kinds.ts';
import {
  isForUsers,
  isOfPods,
  isStateful,
  placedContainers,
  podKindOf,
  podTemplatesIn,
  runsToCompletion,
} from '../../src/kubernetes/pod-templates.ts';

/** An object with one thing at a path of keys; named elements are called `a` and `b`. */
function objectWith(kind: string, apiVersion: string, path: readonly PodStep[], value: object) {
  return { apiVersion, kind, ...nested(path, value) };
}

function nested([step, ...rest]: readonly PodStep[], value: object): object {
  if (step === undefined) return value;
  const below = nested(rest, value);
  return step === EACH ? ['a', 'b'].map(name => ({ name, ...below })) : { [step]: below };
}

describe('podTemplatesIn', () => {
  test.each([
    ['Pod', 'v1', ['spec']],
    ['PodTemplate', 'v1', ['template', 'spec']],
    ['ReplicationController', 'v1', ['spec', 'template', 'spec']],
    ['Deployment', 'apps/v1', ['spec', 'template', 'spec']],
    ['Deployment', 'extensions/v1beta1', ['spec', 'template', 'spec']],
    ['StatefulSet', 'apps/v1', ['spec', 'template', 'spec']],
    ['Job', 'batch/v1', ['spec', 'template', 'spec']],
    ['CronJob', 'batch/v1beta1', ['spec', 'jobTemplate', 'spec', 'template', 'spec']],
    ['Rollout', 'argoproj.io/v1alpha1', ['spec', 'template', 'spec']],
    ['DeploymentConfig', 'apps.openshift.io/v1', ['spec', 'template', 'spec']],
    ['CloneSet', 'apps.kruise.io/v1alpha1', ['spec', 'template', 'spec']],
    ['StatefulSet', 'apps.kruise.io/v1beta1', ['spec', 'template', 'spec']],
    ['ScaledJob', 'keda.sh/v1alpha1', ['spec', 'jobTargetRef', 'template', 'spec']],
    ['Service', 'serving.knative.dev/v1', ['spec', 'template', 'spec']],
    ['Revision', 'serving.knative.dev/v1', ['spec']],
    ['Prometheus', 'monitoring.coreos.com/v1', ['spec']],
  ])('finds the pods of a %s of %s', (kind, apiVersion, path) => {
    const object = objectWith(kind, apiVersion, path, { containers: [] });
    expect(podTemplatesIn(object).map(each => each.path)).toEqual([path]);
  });

  test.each([
    ['Service', 'v1'],
    ['Deployment', 'example.com/v1'],
    ['Configuration', 'example.com/v1'],
    ['constructor', 'v1'],
  ])('%s of %s has none', (kind, apiVersion) => {
    const object = objectWith(kind, apiVersion, ['spec', 'template', 'spec'], { containers: [] });
    expect(podTemplatesIn(object)).toEqual([]);
    expect(podKindOf(kind, apiVersion)).toBeUndefined();
  });

  test('nothing at the path is no pod: a Rollout may take its template from a Deployment', () => {
    const object = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', spec: { workloadRef: {} } };
    expect(podTemplatesIn(object)).toEqual([]);
  });

  test('every named element of a list is a template of its own, with its metadata beside it', () => {
    const path = ['spec', 'metrics', EACH, 'provider', 'job', 'spec', 'template', 'spec'] as const;
    const object = objectWith('AnalysisTemplate', 'argoproj.io/v1alpha1', path, { containers: [] });
    expect(podTemplatesIn(object).map(each => each.metadataPath)).toEqual(
      ['a', 'b'].map(name => [
        ...['spec', 'metrics', { name }, 'provider', 'job', 'spec', 'template', 'metadata'],
      ]),
    );
  });

  test('templates of a workflow have what its spec says for all, and those that run nothing are none', () => {
    const object = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'WorkflowTemplate',
      spec: {
        serviceAccountName: 'runner',
        volumes: [{ name: 'cache', emptyDir: {} }],
        templates: [
          { name: 'main', dag: { tasks: [] } },
          { name: 'build', volumes: [{ name: 'out', emptyDir: {} }], container: { image: 'make:1' } },
        ],
      },
    };
    const [build, ...others] = podTemplatesIn(object);
    expect(others).toEqual([]);
    expect(build).toMatchObject({
      path: ['spec', 'templates', { name: 'build' }],
      metadataPath: ['spec', 'templates', { name: 'build' }, 'metadata'],
      spec: { serviceAccountName: 'runner', volumes: [{ name: 'out' }, { name: 'cache' }] },
    });
  });
});

describe('placedContainers', () => {
  const known = (kind: string, apiVersion: string) => podKindOf(kind, apiVersion)!;

  test('a container that is alone needs no name where its kind gives it one', () => {
    const spec = { containers: [{ image: 'web:1' }] };
    expect(placedContainers(known('Service', 'serving.knative.dev/v1'), spec)).toMatchObject([
      { name: 'user-container', path: ['containers', {}] },
    ]);
    expect(placedContainers(known('Deployment', 'apps/v1'), spec)).toEqual([]);
  });

  test('of several without a name none can be told from the next', () => {
    const spec = { containers: [{ image: 'web:1' }, { image: 'proxy:1' }] };
    expect(placedContainers(known('Service', 'serving.knative.dev/v1'), spec)).toEqual([]);
  });

  test('what changes the containers of an operator is no container', () => {
    const spec = {
      containers: [
        { name: 'prometheus', env: [] },
        { name: 'proxy', image: 'proxy:1' },
      ],
    };
    expect(placedContainers(known('Prometheus', 'monitoring.coreos.com/v1'), spec)).toMatchObject([
      { name: 'proxy', role: 'main' },
    ]);
  });

  test('a step of a workflow is a container, a script, or several, with others around it', () => {
    const workflow = known('Workflow', 'argoproj.io/v1alpha1');
    const spec = {
      script: { image: 'python:3', source: 'pass' },
      initContainers: [{ name: 'fetch', image: 'git:2' }],
      sidecars: [{ name: 'db', image: 'postgres:17' }],
    };
    expect(placedContainers(workflow, spec)).toMatchObject([
      { name: 'main', role: 'main', path: ['script'] },
      { name: 'fetch', role: 'init', path: ['initContainers', { name: 'fetch' }] },
      { name: 'db', role: 'sidecar', path: ['sidecars', { name: 'db' }] },
    ]);
  });
});

test.each([
  ['Service', 'serving.knative.dev/v1', ['spec', 'template', 'spec', 'securityContext'], false],
  ['Service', 'serving.knative.dev/v1', ['spec', 'template', 'spec', 'automountServiceAccountToken'], true],
  [
    'Service',
    'serving.knative.dev/v1',
    ['spec', 'template', 'spec', 'containers', {}, 'startupProbe'],
    false,
  ],
  ['Service', 'serving.knative.dev/v1', ['spec', 'template', 'spec', 'containers', {}, 'resources'], true],
  ['Service', 'serving.knative.dev/v1', ['metadata', 'labels', 'team'], true],
  ['Prometheus', 'monitoring.coreos.com/v1', ['spec', 'securityContext'], false],
  [
    'WorkflowTemplate',
    'argoproj.io/v1alpha1',
    ['spec', 'templates', { name: 'a' }, 'container', 'resources'],
    true,
  ],
  [
    'WorkflowTemplate',
    'argoproj.io/v1alpha1',
    ['spec', 'templates', { name: 'a' }, 'container', 'lifecycle'],
    false,
  ],
  ['Deployment', 'apps/v1', ['spec', 'template', 'spec', 'securityContext'], true],
] as const)('of a %s of %s users write %j: %s', (kind, apiVersion, path, expected) => {
  expect(isForUsers(podKindOf(kind, apiVersion)!, path)).toBe(expected);
});

test('labels of pods are of the pods, those of their object are not', () => {
  const cronJob = podKindOf('CronJob', 'batch/v1')!;
  const template = ['spec', 'jobTemplate', 'spec', 'template'];
  expect(isOfPods(cronJob, [...template, 'metadata', 'labels'])).toBe(true);
  expect(isOfPods(cronJob, ['spec', 'jobTemplate', 'metadata', 'labels'])).toBe(false);
  expect(isOfPods(cronJob, ['metadata', 'labels'])).toBe(false);
});

test('tells what ends and what keeps data', () => {
  expect(runsToCompletion('CronJob', 'batch/v1')).toBe(true);
  expect(runsToCompletion('ScaledJob', 'keda.sh/v1alpha1')).toBe(true);
  expect(runsToCompletion('Deployment', 'apps/v1')).toBe(false);
  expect(isStateful('StatefulSet', 'apps/v1')).toBe(true);
  expect(isStateful('Deployment', 'apps/v1', { volumes: [{ name: 't', emptyDir: {} }] })).toBe(false);
  expect(isStateful('Deployment', 'apps/v1', { volumes: [{ name: 'd', persistentVolumeClaim: {} }] })).toBe(
    true,
  );
});

test('no two kinds of the table have a name and a group in common', () => {
  const names = POD_KINDS.flatMap(({ kind, groups }) => groups.map(group => `${kind}.${group}`));
  expect(names).toEqual([...new Set(names)]);
});
