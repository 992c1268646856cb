import transform from '../../../transforms/pod-spread/index.ts';
import { deployment, planOf } from '../../harness/repo.ts';
import { changesOf, propose, rootOf, type Setting, workload } from '../root.ts';

const POD = 'containers: [{name: web, image: "registry.example.com/web:1"}]';
const two = (pod = POD, more = 'replicas: 2') => workload(pod, { more });
const ZONES: Setting = { platform: { zones: () => 'cluster/class.yaml:4' } };
const of = (text: string, options = {}, setting: Setting = {}) =>
  propose(transform, rootOf(text, setting), options);
const ANTI = 'spec.template.spec.affinity.podAntiAffinity';
const SPREAD = 'spec.template.spec.topologySpreadConstraints';
const fieldsOf = (text: string, setting?: Setting) =>
  changesOf(of(text, {}, setting)[0]).map(change => change.split(' ')[0]);

test('nodes are preferred by an anti-affinity and zones by a constraint, and nothing is required', () => {
  const [found] = of(two(), {}, ZONES);
  expect(found).toMatchObject({ safety: 'safe', message: 'missing' });
  const [anti, spread] = changesOf(found);
  expect(anti).toContain(`${ANTI} = {"preferredDuringScheduling`);
  expect(anti).toContain('"topologyKey":"kubernetes.io/hostname"');
  expect(spread).toContain(
    '"topologyKey":"topology.kubernetes.io/zone","whenUnsatisfiable":"ScheduleAnyway"',
  );
});

test('a neighbour that speaks of zones alone does so of zones: nodes are told apart besides', () => {
  const neighbour = workload(
    `${POD}\ntopologySpreadConstraints: [{maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule}]`,
    { name: 'api', more: 'replicas: 2' },
  );
  expect(fieldsOf(two() + neighbour)).toEqual([ANTI, SPREAD]);
});

test('zones of which nothing speaks are left to the scheduler', () => {
  expect(fieldsOf(two())).toEqual([ANTI]);
  expect(of(two())[0]?.data).toMatchObject({ apart: 'nodes' });
});

test.each([
  ['one pod', two(POD, 'replicas: 1')],
  ['none', two(POD, 'replicas: 0')],
  ['as many as cannot be on one node', two(POD, 'replicas: 10')],
  ['an anti-affinity', two(`${POD}\naffinity: {podAntiAffinity: {}}`)],
  ['a wish to be near others', two(`${POD}\naffinity: {podAffinity: {}}`)],
  ['no constraints, in so many words', two(`${POD}\ntopologySpreadConstraints: []`)],
  [
    'a port of the node',
    two('containers: [{name: web, image: "web:1", ports: [{containerPort: 80, hostPort: 80}]}]'),
  ],
])('%s leaves nothing to say', (_, text) => {
  expect(of(text)).toEqual([]);
});

test.each([
  ['an image that is loaded into the node', two(POD.replace('}', ', imagePullPolicy: Never}')), {}],
  ['a cluster on a laptop', two(), { environment: { name: 'minikube', tier: 'development' } }],
] as const)('%s has one node', (_, text, setting) => {
  expect(of(text, {}, setting)).toEqual([]);
});

test.each([
  ['the manifest', 'base/web.yaml:3', 'harmless'],
  ['what stands beside it', 'base/platform.yaml:9', 'harmless'],
  ['a layer', 'layer/kustomization.yaml:3', 'unwanted'],
])('replicas that %s says may be spread for everybody, or not', (_, place, elsewhere) => {
  const where = (_: string, path: readonly unknown[]) =>
    path.includes('replicas') ? place : 'base/web.yaml:1';
  expect(of(two(), {}, { where })[0]?.elsewhere).toBe(elsewhere);
});

test('what is said of nodes alone stands beside', () => {
  expect(fieldsOf(two(`${POD}\naffinity: {nodeAffinity: {}}`), ZONES)).toEqual([ANTI, SPREAD]);
});

test('a cluster before constraints gets none', () => {
  const old =
    'apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: {name: web, namespace: shop}\nspec: {}';
  expect(fieldsOf(`${two()}${old}`, ZONES)).toEqual([ANTI]);
});

test('an autoscaler counts by its minimum', () => {
  const scaler = (least: number) =>
    `${two(POD, '')}apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web, namespace: shop}\nspec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, minReplicas: ${least}, maxReplicas: 40}`;
  expect(of(scaler(1))).toEqual([]);
  expect(of(scaler(2))[0]?.data).toMatchObject({ replicas: 2 });
});

test.each([
  ['pods of others', `${two()}${two().replaceAll('name: web', 'name: api')}`, 'keep away from the pods of'],
  ['another scheduler', two(`${POD}\nschedulerName: volcano`), 'volcano decides'],
  [
    'files of the node',
    two(`${POD}\nvolumes: [{name: data, hostPath: {path: /srv}}]`),
    'reads data from its node',
  ],
])('%s are a doubt', (_, text, doubt) => {
  expect(of(text)[0]?.doubts).toEqual([expect.stringContaining(doubt)]);
});

test('replicas of trials are for trials', () => {
  const where = (_: string, path: readonly unknown[]) =>
    path.at(-1) === 'replicas' ? 'overlays/dev/web.yaml:6' : 'base/web.yaml:1';
  const environment = { name: 'dev', tier: 'development' } as const;
  expect(of(two(), {}, { environment, where })).toEqual([]);
  expect(of(two(), {}, { environment })).toHaveLength(1);
});

test('stores of a single pod are reported on request', () => {
  const store = workload('containers: [{name: db, image: "postgres:16"}]', { kind: 'StatefulSet' });
  const environment = { name: 'live', tier: 'production' } as const;
  expect(of(store, {}, { environment })).toEqual([]);
  expect(of(store, { single: true })).toEqual([]);
  expect(of(store, { single: true }, { environment })).toMatchObject([{ message: 'single-store' }]);
  expect(of(workload(POD), { single: true }, { environment })).toEqual([]);
});

const rule = (labels: string) =>
  `${POD}\ntopologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule${labels}}]`;

test.each([
  ['no selector', '', 1],
  ['a name that nobody has', ', labelSelector: {matchLabels: {app: gone}}', 1],
  ['its own', ', labelSelector: {matchLabels: {app: web}}', 0],
])('a constraint by %s', (_, labels, findings) => {
  expect(of(two(rule(labels)))).toHaveLength(findings);
});

test('one of several terms may be for pods that come later', () => {
  const term = (app: string) =>
    `{labelSelector: {matchLabels: {app: ${app}}}, topologyKey: kubernetes.io/hostname}`;
  const pod = (terms: string) =>
    `${POD}\naffinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [${terms}]}}`;
  expect(of(two(pod(`${term('gone')}, ${term('web')}`)))).toEqual([]);
  expect(of(two(pod(term('gone'))))).toMatchObject([{ message: 'selects-nothing' }]);
});

test('selects by the labels of the manifest: a version that a layer gives to all is another one tomorrow', () => {
  const text = workload('containers: [{name: a, image: "x:1"}]', { more: 'replicas: 2' }).replaceAll(
    /(selector: \{matchLabels|template:\n {4}metadata: \{labels): \{app: web\}/g,
    '$1: {app: web, version: "1"}',
  );
  const where = (key: string, path: readonly unknown[]) =>
    path.includes('version') ? 'kustomization.yaml:1' : `${key}:1`;
  const [found] = propose(transform, rootOf(text, { where }));
  expect(JSON.stringify(found?.changes)).toContain('"keys":["app"]');
});

test('it rests on the replicas, where no neighbour says in its manifest how it keeps apart', () => {
  const spread = two(`${POD}\naffinity: {podAntiAffinity: {}}`).replaceAll('name: web', 'name: api');
  const changes = (text: string) => [...(of(text, {}, ZONES)[0]?.changes ?? [])];
  expect(changes(two())).toMatchObject(Array(2).fill({ restsOn: { path: ['spec', 'replicas'] } }));
  expect(changes(`${two()}${spread}`).some(change => 'restsOn' in change)).toBe(false);
});

test('who stands alone in a root is spread as its neighbours of the namespace are', () => {
  const constraint =
    '{maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: web}}}';
  const { changes } = planOf(
    {
      'web/kustomization.yaml': 'namespace: shop\nresources: [web.yaml]\n',
      'web/web.yaml': deployment('web', 2, `      topologySpreadConstraints: [${constraint}]\n`),
      'tunnel/kustomization.yaml': 'namespace: shop\nresources: [tunnel.yaml]\n',
      'tunnel/tunnel.yaml': deployment('tunnel', 2),
    },
    { transforms: [transform] as never },
  );
  expect(changes.map(({ path }) => path)).toEqual(['tunnel/tunnel.yaml']);
  expect(changes[0]!.after).toContain('topologySpreadConstraints');
  expect(changes[0]!.after).not.toContain('podAntiAffinity');
});
