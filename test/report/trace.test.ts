import { createEvaluator } from '../../src/kustomize/build/evaluate.ts';
import { memoryFiles } from '../../src/kustomize/files/files.ts';
import { lookup, splitDottedPath } from '../../src/kustomize/tree/field-path.ts';
import { type FieldTrace, traceNode, traceRemoval } from '../../src/report/explain/trace.ts';
import { asWritten } from '../../src/report/secrets/rendered.ts';

const files = memoryFiles({
  'base/kustomization.yaml': 'resources:\n- web.yaml\nconfigMapGenerator:\n- name: c\n  literals:\n  - a=b\n',
  'base/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: {tier: x}
spec:
  replicas: 1
  paused: true
  template:
    spec:
      containers:
      - name: web
        image: nginx
        envFrom:
        - configMapRef:
            name: c
`,
  'kustomization.yaml': `resources:
- base
namespace: ns
labels:
- pairs:
    tier: x
images:
- name: nginx
  newTag: "1"
replicas:
- name: web
  count: 3
patches:
- patch: |
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: web
    spec:
      paused: null
      minReadySeconds: 5
- target:
    kind: Deployment
  patch: |
    - op: add
      path: /spec/revisionHistoryLimit
      value: 2
`,
});
const outcome = createEvaluator(files, { loadRestrictor: 'LoadRestrictionsRootOnly' }).evaluate('');
const resources = outcome.state === 'evaluated' ? outcome.resources : [];
const [configMap, web] = resources;

const lines = (traces: readonly FieldTrace[]) =>
  traces.flatMap(({ steps }) => steps.map(step => `${step.file}:${step.line} ${step.by} ${step.value}`));

test.each([
  ['spec.replicas', ['kustomization.yaml:12 replicas[0] 3', 'base/web.yaml:7 source 1']],
  [
    'spec.template.spec.containers.[name=web].image',
    ['kustomization.yaml:8 images[0] (newTag in line 9) nginx:1', 'base/web.yaml:13 source nginx'],
  ],
  ['spec.minReadySeconds', ['kustomization.yaml:21 patch (patches[0]) 5']],
  ['spec.revisionHistoryLimit', ['kustomization.yaml:27 JSON patch (patches[1]) 2']],
  ['metadata.namespace', ['kustomization.yaml:3 namespace ns']],
  ['metadata.labels.tier', ['kustomization.yaml:6 labels[0] x', 'base/web.yaml:5 source x']],
  [
    'spec.template.spec.containers.0.envFrom.0.configMapRef.name',
    [
      'base/web.yaml:16 name of ConfigMap c-4h2mbtbbt6 in namespace ns c-4h2mbtbbt6',
      'base/web.yaml:16 source c',
    ],
  ],
])('%s', (field, expected) => {
  expect(lines(traceNode(files, field, lookup(web!.node, splitDottedPath(field))!, asWritten))).toEqual(
    expected,
  );
});

test('a generated value is named by the entry that says it', () => {
  const data = lookup(configMap!.node, ['data', 'a'])!;
  expect(lines(traceNode(files, 'data.a', data, asWritten, configMap!.source.generators))).toEqual([
    'base/kustomization.yaml:6 configMapGenerator[0] b',
  ]);
});

test('a field that is gone was removed by somebody', () => {
  expect(traceRemoval(files, lookup(web!.node, ['spec'])!, 'paused')).toBe(
    'kustomization.yaml:20 patch (patches[0])',
  );
});
