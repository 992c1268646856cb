import { createEvaluator } from '../../../src/kustomize/build/evaluate.ts';
import { memoryFiles } from '../../../src/kustomize/files/files.ts';
import { wrongNames } from '../../../src/plan/prove/new-names.ts';
import { renamingOf } from '../../../src/plan/rendered/names/renaming-of.ts';
import { renderedRoot } from '../../../src/plan/rendered/rendered.ts';

const KUSTOMIZATION = `
namespace: shop
resources: [all.yaml]
configMapGenerator: [{name: made-conf, literals: [a=b]}]
`;

const ALL = `
apiVersion: v1
kind: Service
metadata: {name: web-service}
spec: {ports: [{port: 80}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: web-conf}
data:
  web-conf: a
  url: http://web-service/a
  other: http://web-service.infra.svc/a
  outside: https://web-service.example.com
  image: acme/web-service:1.0
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, labels: {app: web-service}}
spec: {defaultBackend: {service: {name: web-service, port: {number: 80}}}}
---
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web-service
      envFrom: [{configMapRef: {name: made-conf}}]
      env: [{name: A, valueFrom: {configMapKeyRef: {name: web-conf, key: web-conf}}}]
`;

function evaluated(all: string, kustomization: string) {
  const files = memoryFiles({ 'kustomization.yaml': kustomization, 'all.yaml': all });
  const outcome = createEvaluator(files, { loadRestrictor: 'LoadRestrictionsRootOnly' }).evaluate('');
  if (outcome.state !== 'evaluated') throw new Error('does not build');
  return outcome;
}

/** What is wrong where a writer has replaced texts, one pair after the other. */
function wrongBehind(key: string, to: string, ...replaced: readonly (readonly [string, string])[]): string[] {
  const change = (text: string) => replaced.reduce((made, [old, fresh]) => made.replaceAll(old, fresh), text);
  const before = evaluated(ALL, KUSTOMIZATION);
  const root = renderedRoot(before);
  const object = root.objects.find(({ accumulated: { source } }) => source.id.endsWith(key))!;
  const renaming = { ...renamingOf(object, to, [root]), sourceId: object.sourceId };
  return wrongNames(before, evaluated(change(ALL), change(KUSTOMIZATION)), [renaming]);
}

const NAME = ['{name: web-service}', '{name: web-svc}'] as const;
const BACKEND = ['{name: web-service,', '{name: web-svc,'] as const;
const URL = ['http://web-service/', 'http://web-svc/'] as const;

test('a name, its references and its addresses', () => {
  expect(wrongBehind('#0', 'web-svc', NAME, BACKEND, URL)).toEqual([]);
  expect(wrongBehind('made-conf', 'made-config', ['made-conf', 'made-config'])).toEqual([]);
});

test('a reference that is left leads nowhere', () => {
  expect(wrongBehind('#0', 'web-svc', NAME)).toEqual([
    expect.stringMatching(/^Ingress\/web: Service web-service/),
  ]);
});

test.each([
  ['another namespace', 'web-service.infra', 'web-svc.infra', 'data.other'],
  ['a host outside', 'web-service.example', 'web-svc.example', 'data.outside'],
  ['an image in a text', 'acme/web-service', 'acme/web-svc', 'data.image'],
  ['an image', 'image: web-service', 'image: web-svc', 'spec.containers.0.image'],
  ['a label', 'app: web-service', 'app: web-svc', 'metadata.labels.app'],
  ['more than the name', '- name: web\n', '- name: web-svc\n', 'spec.containers.0.name'],
])('a writer that takes %s along is refused', (_, old, fresh, path) => {
  const wrong = wrongBehind('#0', 'web-svc', NAME, BACKEND, URL, [old, fresh]);
  expect(wrong).toEqual([expect.stringContaining(`${path} says another thing`)]);
});

test('a key that is renamed with its ConfigMap is refused', () => {
  const wrong = wrongBehind(
    '#1',
    'web-config',
    ['name: web-conf', 'name: web-config'],
    ['key: web-conf', 'key: web-config'],
  );
  expect(wrong).toEqual([
    'Pod/web: spec.containers.0.env.0.valueFrom.configMapKeyRef.key says another thing',
  ]);
});
