import { rootOf, workload } from './root.ts';

const POD = `
initContainers:
- {name: i, image: "busybox:1.36"}
- {name: s, image: "envoyproxy/envoy:v1", restartPolicy: Always}
containers:
- {name: a, image: "registry.example:5000/team/app:1@sha256:${'0'.repeat(64)}", ports: [{containerPort: 80}]}
- {name: b, image: "not an image"}`;

test('containers with role, image and path', () => {
  const [web] = rootOf(workload(POD)).workloads;
  expect(web?.containers.map(({ name, role }) => [name, role])).toEqual([
    ['a', 'main'],
    ['b', 'main'],
    ['i', 'init'],
    ['s', 'sidecar'],
  ]);
  const [a, b] = web!.containers;
  expect(a?.image).toMatchObject({ registry: 'registry.example:5000', repository: 'team/app', tag: '1' });
  expect(b?.image).toMatchObject({ text: 'not an image', name: 'not an image', tag: undefined });
  expect(b?.facts.user).toBeUndefined();
  expect(a?.set(['image'], 'x')).toEqual({
    type: 'set',
    resource: 'Deployment/web',
    path: ['spec', 'template', 'spec', 'containers', { name: 'a' }, 'image'],
    value: 'x',
  });
});

test('images of all containers, and of what kustomize takes for an image', () => {
  const root = rootOf(`${workload(`${POD}
ephemeralContainers: [{name: e, image: "busybox:1"}]
volumes: [{name: v, image: {reference: "models:1"}}, {name: w, emptyDir: {}}]`)}
apiVersion: example.com/v1
kind: Engine
metadata: {name: main}
spec:
  containers: [{name: a, image: "x:1"}, {image: "y:1"}, {name: c, image: 7}, {name: d, image: "x:1"}, {name: d, image: "z:1"}]
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: engines}
spec: {containers: [{name: a, image: "x:1"}]}
`);
  const [web, engine, crd] = root.resources.map(({ images }) =>
    images.map(({ path, image, container }) => [
      path.map(step => (typeof step === 'string' ? step : `{${step.name}}`)).join('/'),
      image.name,
      container?.role,
    ]),
  );
  expect(web!.slice(2)).toEqual([
    ['spec/template/spec/initContainers/{i}/image', 'busybox', 'init'],
    ['spec/template/spec/initContainers/{s}/image', 'envoyproxy/envoy', 'sidecar'],
    ['spec/template/spec/ephemeralContainers/{e}/image', 'busybox', 'ephemeral'],
    ['spec/template/spec/volumes/{v}/image/reference', 'models', undefined],
  ]);
  // Without a name of its own, or a text, there is nothing that a path could name.
  expect(engine).toEqual([['spec/containers/{a}/image', 'x', undefined]]);
  expect(crd).toEqual([]);
});

test('a step of merge keys selects an element; an absent protocol is TCP', () => {
  const [web] = rootOf(workload(POD)).resources;
  const ports = ['spec', 'template', 'spec', 'containers', { name: 'a' }, 'ports'];
  expect(web?.get([...ports, { containerPort: 80, protocol: 'TCP' }])).toEqual({ containerPort: 80 });
  expect(web?.get([...ports, { containerPort: 81 }])).toBeUndefined();
  expect(web?.get(['metadata', 'toString'])).toBeUndefined();
});

test('pod spec of a CronJob and of a Pod', () => {
  const root = rootOf(`
apiVersion: batch/v1
kind: CronJob
metadata: {name: c}
spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: a, image: x}]}}}}}
---
apiVersion: v1
kind: Pod
metadata: {name: p, labels: {app: p}}
spec: {containers: [{name: a, image: x}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: broken}
spec: {}
`);
  expect(root.workloads.map(({ podPath }) => podPath.join('.'))).toEqual([
    'spec.jobTemplate.spec.template.spec',
    'spec',
  ]);
  expect(root.workloads[1]?.podLabels).toEqual({ app: 'p' });
  expect(root.find('Deployment')).toHaveLength(1);
});

describe('what speaks of a workload', () => {
  const object = (kind: string, apiVersion: string, spec: string, namespace = 'shop') =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: x, namespace: ${namespace}}\nspec: ${spec}\n---\n`;
  const seen = (text: string) => {
    const root = rootOf(workload(POD) + text);
    const [web] = root.workloads;
    return {
      services: root.servicesFor(web!).length,
      budgets: root.budgetsFor(web!).length,
      policies: root.policiesFor(web!).length,
      scaler: root.autoscalerFor(web!)?.kind,
    };
  };

  test.each([
    ['Service', 'v1', '{selector: {app: web}}', { services: 1 }],
    ['Service', 'v1', '{selector: {app: web, tier: x}}', { services: 0 }],
    ['Service', 'v1', '{}', { services: 0 }],
    ['Service', 'serving.knative.dev/v1', '{selector: {app: web}}', { services: 0 }],
    ['PodDisruptionBudget', 'policy/v1', '{selector: {matchLabels: {app: web}}}', { budgets: 1 }],
    ['PodDisruptionBudget', 'policy/v1', '{selector: {}}', { budgets: 1 }],
    ['PodDisruptionBudget', 'policy/v1beta1', '{selector: {}}', { budgets: 0 }],
    ['PodDisruptionBudget', 'policy/v1', '{}', { budgets: 0 }],
    ['NetworkPolicy', 'networking.k8s.io/v1', '{podSelector: {}}', { policies: 1 }],
    [
      'NetworkPolicy',
      'networking.k8s.io/v1',
      '{podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [web]}]}}',
      { policies: 0 },
    ],
    [
      'HorizontalPodAutoscaler',
      'autoscaling/v2',
      '{scaleTargetRef: {kind: Deployment, name: web}}',
      { scaler: 'HorizontalPodAutoscaler' },
    ],
    ['ScaledObject', 'keda.sh/v1alpha1', '{scaleTargetRef: {name: web}}', { scaler: 'ScaledObject' }],
  ])('%s %s %s', (kind, apiVersion, spec, expected) => {
    expect(seen(object(kind, apiVersion, spec))).toMatchObject(expected);
  });

  test('only in its namespace', () => {
    expect(seen(object('Service', 'v1', '{selector: {app: web}}', 'other')).services).toBe(0);
  });
});

test('the namespace of a root is the one that its objects agree on', () => {
  const map = (namespace: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: ${namespace}}\n---\n`;
  expect(rootOf(map('a') + map('a')).namespace).toBe('a');
  expect(rootOf(map('a') + map('b')).namespace).toBeUndefined();
  expect(rootOf('apiVersion: v1\nkind: Namespace\nmetadata: {name: n}\n').namespace).toBe('n');
});
