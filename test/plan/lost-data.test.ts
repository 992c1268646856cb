/** A restart that empties a store is nothing that anybody merges unread. */

import { planOf, type Repo } from '../harness/repo.ts';
import { setting } from './tiny.ts';

interface Store {
  /** Of the container, below its image. */
  readonly more?: string;
  readonly name?: string;
  readonly image?: string;
  /** Of its pod. */
  readonly volume?: string;
  /** Where it is mounted. */
  readonly at?: string;
  readonly folder?: string;
}

const store = ({
  name = 'queue',
  image = 'redis:7.2',
  volume = '',
  folder = 'app',
  more = '',
  at = '/data',
}: Store): Repo => ({
  [`${folder}/kustomization.yaml`]: 'resources:\n  - store.yaml\n',
  [`${folder}/store.yaml`]: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  template:
    spec:
      containers:
        - name: ${name}
          image: ${image}
${more === '' ? '' : `          ${more}\n`}${volume === '' ? '' : `          volumeMounts:\n            - {name: data, mountPath: ${at}}\n      volumes:\n        - {name: data, ${volume}}\n`}`,
});

const kafka = (more: string) =>
  store({ image: 'apache/kafka:3.7.0', volume: CLAIM, at: '/var/lib/kafka/data', more });

const CLAIM = 'persistentVolumeClaim: {claimName: data}';
const IN_POD = setting(['spec', 'template', 'spec', 'hostname'], 'a', { kinds: ['Deployment'] });
const BESIDE = setting(['spec', 'revisionHistoryLimit'], 3, { kinds: ['Deployment'] });

test.each([
  ['nothing is mounted', store({}), 'unsafe'],
  ['what is mounted goes with the pod', store({ volume: 'emptyDir: {}' }), 'unsafe'],
  ['a claim keeps it', store({ volume: CLAIM }), 'safe'],
  ['the node keeps it', store({ volume: 'hostPath: {path: /srv/queue}' }), 'safe'],
  ['it is called a cache', store({ name: 'session-cache' }), 'safe'],
  ['it holds nothing but memory', store({ image: 'memcached:1.6' }), 'safe'],
  ['it is no store', store({ image: 'nginx:1.27.1' }), 'safe'],
  ['it is the console of one', store({ image: 'docker.elastic.co/kibana/kibana:8.15.0' }), 'safe'],
  ['its dashboards are in a file of its own', store({ image: 'grafana/grafana:11.2.0' }), 'unsafe'],
  ['it is there for trials', store({ folder: 'overlays/dev' }), 'safe'],
  ['others have set it up for trials', store({ folder: 'overlays/dev', image: 'postgres:16.4' }), 'unsafe'],
  ['its image is a copy of a known one', store({ image: 'registry.example.com/mirror/redis:7.2' }), 'unsafe'],
  ['nobody knows it, and it is called a store', store({ image: 'example/clickhouse-server:3' }), 'unsafe'],
  [
    'a claim keeps what one of that name has',
    store({ image: 'example/orderdb-local:3', volume: CLAIM }),
    'safe',
  ],
  ['it only talks to a store', store({ image: 'example/orderdb-exporter:3' }), 'safe'],
  ['Kafka is told all but where to write', kafka('env: [{name: KAFKA_NODE_ID, value: "1"}]'), 'unsafe'],
  [
    'Kafka is told to write to its volume',
    kafka('env: [{name: KAFKA_LOG_DIRS, value: /var/lib/kafka/data/logs}]'),
    'safe',
  ],
  [
    'a script tells Redis where, and goes on',
    store({
      volume: CLAIM,
      at: '/var/kept',
      more: 'command: ["sh", "-c", "redis-server --dir /var/kept; echo ended"]',
    }),
    'safe',
  ],
  [
    'a store has many flags and says no path',
    store({
      image: 'minio/minio:RELEASE.2024-01-01T00-00-00Z',
      volume: CLAIM,
      more: `args: [server, ${Array.from({ length: 60 }, (_, i) => `--flag${i}=a`).join(', ')}]`,
    }),
    'safe',
  ],
  ['a map may tell Kafka where to write', kafka('envFrom: [{configMapRef: {name: kafka}}]'), 'safe'],
  ['a file may tell Kafka where to write', kafka(''), 'safe'],
  [
    'PostgreSQL is told to write beside its volume',
    store({
      image: 'postgres:16.4',
      volume: CLAIM,
      at: '/var/lib/postgresql/data',
      more: 'env: [{name: PGDATA, value: /srv/data}]',
    }),
    'unsafe',
  ],
  [
    'MongoDB is told to write to its volume',
    store({ image: 'mongo:7.0', volume: CLAIM, at: '/srv/mongo', more: 'args: [--dbpath, /srv/mongo]' }),
    'safe',
  ],
  ['metrics are in no volume', store({ name: 'metrics', image: 'prom/prometheus:v2.53.0' }), 'unsafe'],
  [
    'metrics are in a volume',
    store({ name: 'metrics', image: 'prom/prometheus:v2.53.0', volume: CLAIM }),
    'safe',
  ],
  ['dashboards are in a file', store({ name: 'charts', image: 'grafana/grafana:11.1.0' }), 'unsafe'],
  [
    'dashboards are in a database',
    store({
      name: 'charts',
      image: 'grafana/grafana:11.1.0',
      more: 'env: [{name: GF_DATABASE_TYPE, value: postgres}]',
    }),
    'safe',
  ],
  ['what a proxy writes down it gets again', store({ name: 'edge', image: 'caddy:2.8' }), 'safe'],
  ['it is in production', store({ folder: 'overlays/production' }), 'unsafe'],
])('a restart where %s', (_, repo, safety) => {
  const { fixes } = planOf(repo, { transforms: [IN_POD], selection: { unsafe: true } });
  expect(fixes.map(fix => fix.safety)).toEqual([safety]);
});

test('says which container, and where its data is', () => {
  const { fixes } = planOf(store({}), { transforms: [IN_POD], selection: { unsafe: true } });
  expect(fixes[0]!.doubts).toEqual(['a restart empties queue: no volume that outlives its pods is at /data']);
});

test('of several paths says the one that is lost', () => {
  const twoDisks = kafka('env: [{name: KAFKA_LOG_DIRS, value: "/var/lib/kafka/data/a,/srv/b"}]');
  const { fixes } = planOf(twoDisks, { transforms: [IN_POD], selection: { unsafe: true } });
  expect(fixes[0]!.doubts).toEqual([
    'a restart empties queue: no volume that outlives its pods is at /srv/b',
  ]);
});

test('what restarts nothing is as safe as ever', () => {
  const { fixes } = planOf(store({}), { transforms: [BESIDE], selection: { unsafe: true } });
  expect(fixes.map(fix => fix.safety)).toEqual(['safe']);
});

test('what is worth little does not empty what is there for trials either', () => {
  const small = { ...IN_POD, severity: 'low' as const };
  const { fixes } = planOf(store({ folder: 'overlays/dev' }), {
    transforms: [small],
    selection: { unsafe: true },
  });
  expect(fixes.map(fix => fix.safety)).toEqual(['unsafe']);
});
