import transform from '../../../transforms/replicas/index.ts';
import { changesOf, propose, rootOf, type Setting, workload } from '../root.ts';

const PRODUCTION = { environment: { name: 'production', tier: 'production' } } as const;
const POD = 'containers: [{name: web, image: "registry.example.com/web:1"}]';
const of = (text: string, options = {}, setting: Setting = PRODUCTION) =>
  propose(transform, rootOf(text, setting), options);
const listed = { scalable: ['Deployment/web'] };

test.each([
  ['nothing', ''],
  ['a null', 'replicas: null'],
  ['one', 'replicas: 1'],
])('%s is left alone unless the configuration lists the workload', (_, more) => {
  expect(of(workload(POD, { more }))).toEqual([]);
  const [found] = of(workload(POD, { more }), listed);
  expect(changesOf(found)).toEqual(['spec.replicas = 3']);
  expect(found).toMatchObject({ safety: 'safe', evidence: [{ kind: 'config' }] });
});

test.each([
  ['as many as are wanted', 'replicas: 3'],
  ['more', 'replicas: 5'],
  ['none', 'replicas: 0'],
  ['what somebody fills in', 'replicas: "$REPLICAS"'],
])('%s stays, listed or not', (_, more) => {
  expect(of(workload(POD, { more }), listed)).toEqual([]);
});

test('who scales decides', () => {
  const scaler =
    'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web, namespace: shop}\nspec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 4}';
  expect(of(workload(POD) + scaler, listed)).toEqual([]);
});

test('a number of the environment itself waits for a look, unless the configuration states one', () => {
  const where = (_: string, path: readonly unknown[]) =>
    path.at(-1) === 'replicas' ? 'overlays/production/web.yaml:6' : 'base/web.yaml:1';
  const text = workload(POD, { more: 'replicas: 2' });
  const [found] = of(text, listed, { ...PRODUCTION, where });
  expect(found?.doubts).toEqual(['overlays/production/web.yaml says 2 for this environment alone']);
  expect(of(text, { ...listed, count: 3 }, { ...PRODUCTION, where })[0]?.safety).toBe('safe');
});

test('without a tier the environment is asked for, and a stated number holds for all', () => {
  expect(of(workload(POD), listed, {})[0]?.asks).toEqual([{ type: 'environment' }]);
  expect(changesOf(of(workload(POD), { ...listed, count: 2 }, {})[0])).toEqual(['spec.replicas = 2']);
});

test('members that vote are three in staging too', () => {
  const pod = 'containers: [{name: etcd, image: "quay.io/coreos/etcd:v3.5.9", args: [--initial-cluster=a]}]';
  const text = workload(pod, { kind: 'StatefulSet', name: 'etcd' });
  const staging = { environment: { name: 'staging', tier: 'staging' } } as const;
  expect(changesOf(of(text, { scalable: ['*/etcd'] }, staging)[0])).toEqual(['spec.replicas = 3']);
});

const store = (image: string, container = '', pod = '') =>
  workload(`containers: [{name: db, image: "${image}"${container}}]\n${pod}`, { more: 'replicas: 2' });

test.each([
  ['postgres', store('postgres:16')],
  [
    'opensearch',
    store('opensearchproject/opensearch:2', ', env: [{name: discovery.type, value: single-node}]'),
  ],
])('two pods of %s that know nothing of each other are asked about', (_, text) => {
  expect(of(text)).toMatchObject([{ message: 'split-store', changes: [] }]);
});

test('the same store of two environments is asked about once', () => {
  const abouts = ['a', 'b'].flatMap(name =>
    of(store('postgres:16').replace('name: web', `name: ${name}`)).flatMap(({ asks = [] }) =>
      asks.map(ask => ask.type === 'decision' && ask.about),
    ),
  );
  expect(abouts).toHaveLength(2);
  expect(new Set(abouts).size).toBe(1);
});

test('tables are no configuration', () => {
  const text = (
    key: string,
  ) => `${store('postgres:16', '', 'volumes: [{name: c, configMap: {name: c}}]')}apiVersion: v1
kind: ConfigMap
metadata: {name: c, namespace: shop}
data: {${key}: "SELECT * FROM a JOIN b"}`;
  expect(of(text('init.sql'))).toHaveLength(1);
  expect(of(text('postgresql.conf'))).toEqual([]);
});

test.each([
  ['a replica set', store('mongo:7.0', ', args: [--replSet, rs0]')],
  ['a variable', store('mysql:8.4', ', env: [{name: MYSQL_SERVER_ID, value: "1"}]')],
  ['another program', store('postgres:16', ', command: [/scripts/run]')],
  ['a plain cache', store('memcached:1.6')],
  ['a registry of their own', store('registry.example.com/postgres:16')],
  [
    'its configuration',
    `${store('rabbitmq:3.13', '', 'volumes: [{name: c, configMap: {name: c}}]')}apiVersion: v1
kind: ConfigMap
metadata: {name: c, namespace: shop}
data: {rabbitmq.conf: cluster_formation.peer_discovery_backend = classic_config}`,
  ],
])('nothing is said where %s may make one store of them', (_, text) => {
  expect(of(text)).toEqual([]);
});

test('on one claim they destroy what the other writes, and on a path for each they do not', () => {
  const volumes = 'volumes: [{name: d, persistentVolumeClaim: {claimName: d}}]';
  const mount = (more: string) => `, volumeMounts: [{name: d, mountPath: /var/lib/postgresql/data${more}}]`;
  expect(of(store('postgres:16', mount(''), volumes))).toMatchObject([{ message: 'shared-data' }]);
  expect(of(store('postgres:16', mount(', subPathExpr: $(POD_NAME)'), volumes))).toMatchObject([
    { message: 'split-store' },
  ]);
});

test('what is listed against what the manifest shows is asked about', () => {
  const [found] = of(workload('containers: [{name: web, image: "postgres:16"}]'), listed);
  expect(found?.changes).toEqual([]);
  expect(found?.blocked).toContain('several pods of postgres are several stores');
});
