import transform from '../../../transforms/headless-service/index.ts';
import { changesOf, propose, rootOf } from '../root.ts';

const store = (ports: string, more = '') => `
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: store}
spec:
  serviceName: store
  replicas: 2
  ${more}
  selector: {matchLabels: {app: store}}
  template:
    metadata: {labels: {app: store}}
    spec:
      containers: [{name: store, image: "store:1", ports: [${ports}]}]`;
const of = (text: string, setting = {}) => propose(transform, rootOf(text, setting));

test('ports that are declared twice, or under names that a Service cannot have, come once and by number', () => {
  const ports =
    '{containerPort: 80, name: web}, {containerPort: 80}, {containerPort: 81, name: web}, {containerPort: 82, name: a-name-of-16-char}';
  const [change] = changesOf(of(store(ports))[0]);
  expect(change).toContain(
    '"ports":[{"name":"web","port":80},{"name":"tcp-81","port":81},{"name":"tcp-82","port":82}]',
  );
});

test('without ports there are none', () => {
  expect(changesOf(of(store(''))[0])[0]).not.toContain('ports');
});

test('it selects by labels alone, and whom it would take too is said', () => {
  const expression = '{key: tier, operator: In, values: [data]}';
  const own = store('').replace('{app: store}}', `{app: store}, matchExpressions: [${expression}]}`);
  const other = `\n---${store('').replaceAll('name: store', 'name: other').replace('serviceName: store', 'serviceName: ""')}`;
  expect(of(own + other.replaceAll('app: store', 'app: other'))[0]?.doubts).toEqual([]);
  const [found] = of(own + other);
  expect(found?.doubts).toEqual(['it would take the pods of StatefulSet other too']);
});

test('a neighbour in the namespace may bring it', () => {
  const service =
    'apiVersion: v1\nkind: Service\nmetadata: {name: store, namespace: shop}\nspec: {clusterIP: None}';
  const text = store('').replace('{name: store}', '{name: store, namespace: shop}');
  expect(of(text)).toHaveLength(1);
  expect(of(text, { neighbours: { other: service } })).toEqual([]);
});

test('it carries the labels that other Services have from their workloads', () => {
  const service = (name: string) => `
---
apiVersion: v1
kind: Service
metadata: {name: ${name}, labels: {app: store, public: "${name}"}}
spec: {selector: {app: store}, ports: [{port: 80}]}`;
  const labelsOf = (more: string) => changesOf(of(store('') + more)[0])[0];
  expect(labelsOf(service('a'))).not.toContain('labels');
  expect(labelsOf(service('a') + service('b'))).toContain('"labels":{"app":"store"}');
});
