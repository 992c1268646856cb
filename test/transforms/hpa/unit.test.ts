import transform from '../../../transforms/hpa/index.ts';
import { changesOf, only, propose, rootOf, workload } from '../root.ts';

const POD =
  'containers: [{name: web, image: "registry.example.com/web:1", resources: {requests: {cpu: 100m}}}]';
const BARE = 'containers: [{name: web, image: "registry.example.com/web:1"}]';
const scaler = (more = '', spec = 'minReplicas: 2, maxReplicas: 5', name = 'web') =>
  `---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: ${name}, namespace: shop}\nspec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, ${spec}${more}}\n`;
const share = (resource: string) =>
  `, metrics: [{type: Resource, resource: {name: ${resource}, target: {type: Utilization, averageUtilization: 70}}}]`;
const resizer = (mode: string, only = '') =>
  `---\napiVersion: autoscaling.k8s.io/v1\nkind: VerticalPodAutoscaler\nmetadata: {name: web, namespace: shop}\nspec: {targetRef: {kind: Deployment, name: web}, updatePolicy: {updateMode: ${mode}}${only}}\n`;
const PRODUCTION = { environment: { name: 'production', tier: 'production' } } as const;
const LISTED = { scalable: ['Deployment/*'] };
const of = (text: string, options = {}, setting = {}) => propose(transform, rootOf(text, setting), options);
const messages = (text: string, options = {}, setting = {}) =>
  of(text, options, setting).map(({ message }) => message);

test('nothing is scaled that nobody lists, or where nobody says how far', () => {
  expect(messages(workload(POD), {}, PRODUCTION)).toEqual([]);
  expect(messages(workload(POD), LISTED)).toEqual([]);
  expect(messages(workload(POD), LISTED, { environment: { name: 'dev', tier: 'development' } })).toEqual([]);
});

test('an autoscaler never begins below what is there, and has room', () => {
  const text = workload(POD, { more: 'replicas: 12' });
  const proposal = only(of(text, LISTED, PRODUCTION), 'missing');
  expect(proposal).toMatchObject({ data: { minimum: 12, maximum: 13 }, safety: 'unsafe' });
  expect(changesOf(proposal)[1]).toBe('-spec.replicas');
});

test('what the configuration lists and bounds is safe beside another autoscaler', () => {
  const bounds = { ...LISTED, minimum: 2, maximum: 4 };
  const other = scaler('', 'minReplicas: 2, maxReplicas: 5', 'other').replace('name: web}', 'name: other}');
  expect(only(of(workload(POD) + other, bounds), 'missing')).toMatchObject({
    safety: 'safe',
    evidence: [{ kind: 'config' }],
  });
  expect(only(of(workload(POD), bounds), 'missing')?.doubts).toHaveLength(1);
});

test('behind a mesh the container of the program is measured alone', () => {
  const text = workload(POD).replace(
    '{labels: {app: web}}',
    '{labels: {app: web, sidecar.istio.io/inject: "true"}}',
  );
  expect(changesOf(only(of(text, LISTED, PRODUCTION), 'missing'))[0]).toContain('"container":"web"');
});

test.each([
  ['no request', BARE, ''],
  ['a store', 'containers: [{name: db, image: "postgres:16", resources: {requests: {cpu: 1}}}]', ''],
  ['requests that change', POD, resizer('Auto')],
])('%s is asked about', (_, pod, beside) => {
  expect(only(of(workload(pod) + beside, LISTED, PRODUCTION), 'missing')).toMatchObject({
    changes: [],
    blocked: expect.stringContaining('?'),
  });
});

test('an autoscaler that works is left alone', () => {
  expect(messages(workload(POD) + scaler(share('cpu')), LISTED, PRODUCTION)).toEqual([]);
  expect(messages(workload(POD) + scaler(share('cpu')) + resizer('"Off"'))).toEqual([]);
});

test('what it measures by has to be requested: by the container, its limit or its namespace', () => {
  expect(messages(workload(BARE) + scaler(share('cpu')))).toEqual(['no-request']);
  expect(messages(workload(POD) + scaler(share('memory')))).toEqual(['no-request']);
  const limited = BARE.replace('}]', ', resources: {limits: {cpu: 1}}}]');
  expect(messages(workload(limited) + scaler(share('cpu')))).toEqual([]);
  const range =
    '---\napiVersion: v1\nkind: LimitRange\nmetadata: {name: limits, namespace: shop}\nspec: {limits: [{type: Container, defaultRequest: {cpu: 10m}}]}\n';
  expect(messages(workload(BARE) + scaler(share('cpu')) + range)).toEqual([]);
  // The oldest version says it otherwise, and a value is no share.
  const old = scaler(', targetCPUUtilizationPercentage: 70').replace('autoscaling/v2', 'autoscaling/v1');
  expect(messages(workload(BARE) + old)).toEqual(['no-request']);
  expect(messages(workload(BARE) + scaler(share('cpu').replace('Utilization', 'AverageValue')))).toEqual([]);
});

test('nobody else changes what it measures by, or what it sets', () => {
  expect(messages(workload(POD) + scaler(share('cpu')) + resizer('Auto'))).toEqual(['resized']);
  const memory =
    ', resourcePolicy: {containerPolicies: [{containerName: "*", controlledResources: [memory]}]}';
  expect(messages(workload(POD) + scaler(share('cpu')) + resizer('Auto', memory))).toEqual([]);
  expect(messages(workload(POD) + scaler() + scaler('', 'maxReplicas: 5, minReplicas: 2', 'b'))).toEqual([
    'two',
  ]);
});

test('a number beside it goes, and not unread', () => {
  const proposal = only(of(workload(POD, { more: 'replicas: 3' }) + scaler()), 'replicas');
  expect(changesOf(proposal)).toEqual(['-spec.replicas']);
  const under = (leavesReplicas: 'compared' | 'synced') =>
    only(
      of(
        workload(POD, { more: 'replicas: 3' }) + scaler(),
        {},
        { platform: { replicas: { leavesReplicas, leavesAllReplicas: undefined } } },
      ),
      'replicas',
    );
  expect(under('compared')?.data).toMatchObject({
    when: 'every sync of Argo CD, without RespectIgnoreDifferences=true,',
  });
  expect(under('synced')).toBeUndefined();
  expect(proposal?.safety).toBe('unsafe');
});

test('bounds: an unset least is ours to offer, a written one is asked about', () => {
  const least = (spec: string) => of(workload(POD) + scaler('', spec), {}, PRODUCTION);
  expect(changesOf(only(least('maxReplicas: 5'), 'few'))).toEqual(['spec.minReplicas = 3']);
  expect(only(least('minReplicas: 1, maxReplicas: 5'), 'few-written')?.blocked).toBeDefined();
  expect(only(least('minReplicas: 4, maxReplicas: 4'), 'no-room')?.blocked).toBeDefined();
  expect(messages(workload(POD) + scaler('', 'maxReplicas: 5'))).toEqual([]);
});
