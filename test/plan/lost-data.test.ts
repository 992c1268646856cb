/** A restart that empties a store is nothing that anybody merges unread. */

import { planOf, type Repo } from '../harness/repo.ts';
import { setting } from './tiny.ts';

interface Store {
  readonly name?: string;
  readonly image?: string;
  /** Of its pod. */
  readonly volume?: string;
  readonly folder?: string;
}

const store = ({ name = 'queue', image = 'redis:7.2', volume = '', folder = 'app' }: Store): Repo => ({
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
${volume === '' ? '' : `          volumeMounts:\n            - {name: data, mountPath: /data}\n      volumes:\n        - {name: data, ${volume}}\n`}`,
});

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
  ['it is there for trials', store({ folder: 'overlays/dev' }), 'safe'],
  ['its image is a copy of a known one', store({ image: 'registry.example.com/mirror/redis:7.2' }), 'unsafe'],
  ['nobody knows it, and it is called a store', store({ image: 'example/clickhouse-server:3' }), 'unsafe'],
  [
    'a claim keeps what one of that name has',
    store({ image: 'example/orderdb-local:3', volume: CLAIM }),
    'safe',
  ],
  ['it only talks to a store', store({ image: 'example/orderdb-exporter:3' }), 'safe'],
  ['it is in production', store({ folder: 'overlays/production' }), 'unsafe'],
])('a restart where %s', (_, repo, safety) => {
  const { fixes } = planOf(repo, { transforms: [IN_POD], selection: { unsafe: true } });
  expect(fixes.map(fix => fix.safety)).toEqual([safety]);
});

test('says which container, and where its data is', () => {
  const { fixes } = planOf(store({}), { transforms: [IN_POD], selection: { unsafe: true } });
  expect(fixes[0]!.doubts).toEqual(['a restart empties queue: no volume that outlives its pods is at /data']);
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
