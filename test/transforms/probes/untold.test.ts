import { asTold } from '../../../transforms/probes/untold.ts';
import { rootOf } from '../root.ts';

const ASKED = 'exec pg_isready -h 127.0.0.1 -U "$POSTGRES_USER" -d "$POSTGRES_DB"';

const commandOf = (more: string) => {
  const root = rootOf(`
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec: {template: {spec: {containers: [{name: db, image: "postgres:16"${more}}]}}}`);
  return asTold({ command: ['sh', '-c', ASKED] }, root.workloads[0]!.containers[0]!).command;
};

test.each([
  ['neither is told', '', 'exec pg_isready -h 127.0.0.1 -U postgres'],
  [
    'the user alone',
    ', env: [{name: POSTGRES_USER, value: shop}]',
    'exec pg_isready -h 127.0.0.1 -U "$POSTGRES_USER"',
  ],
  [
    'both',
    ', env: [{name: POSTGRES_USER, value: shop}, {name: POSTGRES_DB, valueFrom: {secretKeyRef: {name: db, key: name}}}]',
    ASKED,
  ],
  ['whatever a Secret holds', ', envFrom: [{secretRef: {name: db}}]', ASKED],
])('a probe asks for what the container is told: %s', (_, more, command) => {
  expect(commandOf(more)).toEqual(['sh', '-c', command]);
});

test('what asks by a port is left as it is', () => {
  const root = rootOf(`
apiVersion: v1
kind: Pod
metadata: {name: db}
spec: {containers: [{name: db, image: "postgres:16"}]}`);
  expect(asTold({ port: 5432 }, root.workloads[0]!.containers[0]!)).toEqual({ port: 5432 });
});
