/** A restart that may bring another major version of a database is nothing that anybody merges unread. */

import { planOf, type Repo } from '../harness/repo.ts';
import { setting } from './tiny.ts';

const store = (image: string): Repo => ({
  'kustomization.yaml': 'resources:\n  - store.yaml\n',
  'store.yaml': `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  template:
    spec:
      containers:
        - name: db
          image: ${image}
          volumeMounts:
            - {name: data, mountPath: /var/lib/postgresql/data}
  volumeClaimTemplates:
    - metadata: {name: data}
`,
});

const IN_POD = setting(['spec', 'template', 'spec', 'hostname'], 'a', { kinds: ['StatefulSet'] });
const BESIDE = setting(['spec', 'revisionHistoryLimit'], 3, { kinds: ['StatefulSet'] });

const doubtsOf = (image: string, change = IN_POD) =>
  planOf(store(image), { transforms: [change] }).fixes.flatMap(({ doubts }) => doubts);

test.each([
  'postgres',
  'postgres:latest',
  'postgres:alpine',
  'postgres:alpine3.20',
  'registry.example.com/postgres:bookworm',
])('%s is whatever its tag means at the next start', image => {
  expect(doubtsOf(image)).toEqual([
    expect.stringMatching(/says no version: a restart may bring one that does not take the data of db$/),
  ]);
});

test.each([
  'postgres:16',
  'postgres:16.4-alpine',
  'timescale/timescaledb:latest-pg16',
  'pgvector/pgvector:pg17',
  `postgres:alpine@sha256:${'a'.repeat(64)}`,
  // Variables are filled in by somebody else.
  'postgres:$PG_VERSION',
  // An application of the team: a new version is what its tag is for.
  'registry.example.com/web:latest',
])('%s is another matter', image => {
  expect(doubtsOf(image).filter(doubt => doubt.includes('says no version'))).toEqual([]);
});

test('what restarts nothing brings no version', () => {
  expect(doubtsOf('postgres:latest', BESIDE)).toEqual([]);
});
