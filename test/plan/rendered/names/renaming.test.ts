import { nameWord } from '../../../../src/kubernetes/names/name-word.ts';
import { DEFAULT_FIELD_SPECS } from '../../../../src/kustomize/data/field-specs.ts';
import type { Renaming } from '../../../../src/plan/model/renaming.ts';
import { renamedObject, sayingLeaves } from '../../../../src/plan/rendered/names/renaming.ts';

function renamingOf(kind: string, from: string, to: string): Renaming {
  return {
    names: new Map([[from, to]]),
    word: nameWord([from], 'g'),
    named: { kind, names: [from], namespaces: new Set(['shop']) },
    formerNamespaces: new Set(),
    rules: DEFAULT_FIELD_SPECS.nameReference,
    apart: new Set(),
  };
}

const SERVICE = renamingOf('Service', 'web-service', 'web-svc');
const CONFIG = renamingOf('ConfigMap', 'app-conf', 'app-config');

const encoded = (text: string) => Buffer.from(text).toString('base64');

test('local names of pods and images stay, what a Secret holds encoded is read', () => {
  const pod = (name: string) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', labels: { app: 'app-conf' } },
    spec: {
      volumes: [{ name: 'app-conf', configMap: { name, items: [{ key: 'app-conf', path: 'app-conf' }] } }],
      containers: [
        {
          name: 'app-conf',
          image: 'registry.example.com/app-conf:1',
          volumeMounts: [{ name: 'app-conf', mountPath: '/etc/a', subPath: 'app-conf' }],
          env: [{ name: 'A', valueFrom: { configMapKeyRef: { name, key: 'app-conf' } } }],
        },
      ],
    },
  });
  expect(renamedObject(pod('app-conf'), CONFIG, false)).toEqual(pod('app-config'));
  const secret = (text: string) => ({
    kind: 'Secret',
    metadata: { name: 'a' },
    data: { url: encoded(text), bytes: '/wD/' },
  });
  expect(renamedObject(secret('http://web-service'), SERVICE, false)).toEqual(secret('http://web-svc'));
});

test('a field that holds names of another kind holds none of these, whatever it reads like', () => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a' },
    spec: { serviceAccountName: 'app-conf', volumes: [{ name: 'v', secret: { secretName: 'app-conf' } }] },
  };
  expect(renamedObject(pod, CONFIG, false)).toBe(pod);
  const scaler = (kind: string) => ({
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: 'a' },
    spec: { scaleTargetRef: { kind, name: 'app-conf' } },
  });
  const deployment = scaler('Deployment');
  expect(renamedObject(deployment, CONFIG, false)).toBe(deployment);
});

test('a custom resource names it by a key that says the kind, or beside the kind', () => {
  const route = (name: string) => ({
    apiVersion: 'traefik.io/v1alpha1',
    kind: 'IngressRoute',
    metadata: { name: 'a' },
    spec: { routes: [{ services: [{ name, port: 80 }], middlewares: [{ name: 'web-service' }] }] },
  });
  expect(renamedObject(route('web-service'), SERVICE, false)).toEqual(route('web-svc'));
  const bound = (name: string) => ({
    kind: 'X',
    metadata: { name: 'a' },
    spec: { of: { kind: 'Service', name } },
  });
  expect(renamedObject(bound('web-service'), SERVICE, false)).toEqual(bound('web-svc'));
});

test('a namespace beside a name is that of the object', () => {
  const hook = (namespace: string, name = 'web-service') => ({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'a' },
    webhooks: [{ clientConfig: { service: { name, namespace } } }],
  });
  expect(renamedObject(hook('shop'), SERVICE, true)).toEqual(hook('shop', 'web-svc'));
  const other = hook('infra');
  expect(renamedObject(other, SERVICE, false)).toBe(other);
});

test('an operation of a JSON patch writes where its path leads', () => {
  const operations = [
    { op: 'replace', path: '/spec/rules/0/http/paths/0/backend/service/name', value: 'web-service' },
    { op: 'add', path: '/metadata/labels/app', value: 'web-service' },
    { op: 'add', path: '/data/url', value: encoded('http://web-service') },
    { op: 'add', path: '/data/host', value: 'web-service' },
    {
      op: 'add',
      path: '/spec/template/spec/containers/0/env/-',
      value: { name: 'DB_NAME', value: 'web-service' },
    },
  ];
  const leaves = [...sayingLeaves(operations, SERVICE, { of: 'object', isApart: false })];
  expect(leaves.map(({ said }) => said[0]?.meaning)).toEqual([
    'it',
    'nothing',
    'it',
    'it',
    'not known to be it',
  ]);
});

test('what is binary is no text', () => {
  const config = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a' },
    binaryData: { a: 'web-service', b: encoded('http://web-service') },
  };
  expect(renamedObject(config, SERVICE, false)).toBe(config);
});
