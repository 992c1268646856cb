import transform from '../../../transforms/rolling-update/index.ts';
import { changesOf, propose, rootOf, workload } from '../root.ts';

const service =
  'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n---\n';
const POD = 'containers: [{name: web, image: "registry.example.com/web:1"}]';
const of = (text: string, options = {}) => propose(transform, rootOf(text), options);
const served = (more: string, pod = POD, kind = 'Deployment') => `${workload(pod, { more, kind })}${service}`;
const steps = (text: string, replicas = 3) => `replicas: ${replicas}\nstrategy: {rollingUpdate: {${text}}}`;

test.each([
  ['nothing written', 'replicas: 3'],
  ['half of the pods', steps('maxUnavailable: 50%')],
  ['all but one', steps('maxUnavailable: 2')],
  ['no surge, and what is unset', steps('maxSurge: 0')],
  ['one pod, which may go', steps('maxUnavailable: 1, maxSurge: 0', 1)],
  ['one pod, which goes first', 'replicas: 1\nstrategy: {type: Recreate}'],
  ['none at all', 'replicas: 0\nstrategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0}}'],
])('%s stays', (_, more) => {
  expect(of(served(more))).toEqual([]);
});

test.each([
  ['maxUnavailable: 100%', 'maxUnavailable = 0'],
  ['maxUnavailable: 3', 'maxUnavailable = 0'],
  ['maxUnavailable: 100%, maxSurge: 0', 'maxUnavailable = 1'],
])('%s stops all of them', (text, change) => {
  const [found] = of(served(steps(text)));
  expect(changesOf(found)).toEqual([`spec.strategy.rollingUpdate.${change}`]);
  expect(found?.safety).toBe('unsafe');
  expect(of(workload(POD, { more: steps(text) }))).toEqual([]);
});

test('neither more nor less is no rollout, and where a port is taken it is one less', () => {
  const none = steps('maxUnavailable: 0%, maxSurge: 0');
  expect(changesOf(of(served(none))[0])).toEqual(['spec.strategy.rollingUpdate.maxSurge = 1']);
  const port = `${POD}\nhostNetwork: true`;
  expect(changesOf(of(served(none, port))[0])).toEqual(['spec.strategy.rollingUpdate.maxUnavailable = 1']);
});

test.each([
  ['maxSurge: 1', ['spec.updateStrategy.rollingUpdate.maxUnavailable = 0']],
  ['maxSurge: 1, maxUnavailable: 0', undefined],
  ['maxUnavailable: 100%', undefined],
  ['maxUnavailable: 0', ['spec.updateStrategy.rollingUpdate.maxSurge = 1']],
])('a DaemonSet with %s', (text, changes) => {
  const [found] = of(served(`updateStrategy: {rollingUpdate: {${text}}}`, POD, 'DaemonSet'));
  expect(found && changesOf(found)).toEqual(changes);
});

const RECREATE = 'replicas: 2\nstrategy: {type: Recreate}';

test('several pods that go together are a question of their strategy', () => {
  const [found] = of(served(RECREATE));
  expect(changesOf(found)).toEqual([
    'spec.strategy.type = "RollingUpdate"',
    'spec.strategy.rollingUpdate = {"maxUnavailable":0,"maxSurge":1}',
  ]);
  expect(found?.doubts).toHaveLength(2);
  expect(of(workload(POD, { more: RECREATE }))).toEqual([]);
});

test('steps that stand beside it are used', () => {
  const more = 'replicas: 2\nstrategy: {type: Recreate, rollingUpdate: {maxSurge: 1}}';
  expect(changesOf(of(served(more))[0])).toEqual(['spec.strategy.type = "RollingUpdate"']);
  const one = more.replace('2', '1');
  expect(of(served(one))).toMatchObject([{ message: 'steps-of-none', changes: [] }]);
});

test.each([
  ['a volume', `${POD}\nvolumes: [{name: d, persistentVolumeClaim: {claimName: d}}]`],
  ['a port of the node', `${POD}\nhostNetwork: true`],
  ['data', 'containers: [{name: db, image: "postgres:16"}]'],
  ['a copy of a store', 'containers: [{name: db, image: "example.com/postgres:16"}]'],
  ['the only one', 'containers: [{name: beat, image: "example.com/jobs:1", args: [celery, beat]}]'],
])('who goes first for %s is reported where there are several', (_, pod) => {
  expect(of(served(RECREATE, pod))).toMatchObject([{ message: 'recreate-held', changes: [] }]);
  expect(of(served(RECREATE.replace('2', '1'), pod), { all: true })).toEqual([]);
});

test('a single pod and OnDelete are found on request', () => {
  expect(of(served(RECREATE.replace('2', '1')), { all: true })).toMatchObject([{ message: 'recreate' }]);
  const store = served('updateStrategy: {type: OnDelete}', POD, 'StatefulSet');
  expect(of(store)).toEqual([]);
  expect(changesOf(of(store, { all: true })[0])).toEqual(['spec.updateStrategy.type = "RollingUpdate"']);
});

test('a wait is written where somebody has stated one, and no longer than a rollout may take', () => {
  expect(of(served('replicas: 2'), { minReadySeconds: 10 })).toMatchObject([
    { safety: 'safe', message: 'ready' },
  ]);
  expect(of(served('minReadySeconds: 0'), { minReadySeconds: 10 })).toEqual([]);
  expect(of(served('progressDeadlineSeconds: 10'), { minReadySeconds: 10 })).toEqual([]);
  expect(of(workload(POD), { minReadySeconds: 10 })).toEqual([]);
});
