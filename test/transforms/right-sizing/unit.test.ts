import { NOTHING_OBSERVED, type Usage } from '../../../src/transform.ts';
import transform from '../../../transforms/right-sizing/index.ts';
import { changesOf, only, propose, rootOf, workload } from '../root.ts';

const USAGE: Usage = {
  at: 'kustomend.evidence.yaml:4',
  date: '2026-01-01',
  isOld: false,
  source: 'krr',
  method: 'CPU at percentile 95',
  days: 14,
  caveat: undefined,
  requests: { cpu: '120m', memory: '300Mi' },
  limits: { memory: '345Mi' },
};
const pod = (resources: string) => `containers: [{name: a, image: "app:1", resources: {${resources}}}]`;
const vpa = (target: string) =>
  `apiVersion: autoscaling.k8s.io/v1\nkind: VerticalPodAutoscaler\nmetadata: {name: ${target}, namespace: shop}\nspec: {targetRef: {kind: Deployment, name: ${target}}}\n---\n`;
const scaler =
  'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web, namespace: shop}\nspec: {scaleTargetRef: {kind: Deployment, name: web}, maxReplicas: 3}\n---\n';

function of(resources: string, { usage = USAGE, beside = '', options = {} } = {}) {
  const observed = { ...NOTHING_OBSERVED, containers: new Map([['shop/Deployment/web/a', { usage }]]) };
  const root = rootOf(workload(pod(resources)) + beside, { repository: { observed } });
  return propose(transform, root, options);
}

test('amounts near what was measured stay, and so does what is not written', () => {
  expect(of('requests: {cpu: 100m, memory: 400Mi}, limits: {memory: 512Mi}')).toEqual([]);
  expect(of('')).toEqual([]);
  expect(of('requests: {cpu: 200m}', { options: { factor: 1.5 } })).toHaveLength(1);
});

test('a written amount changes to the measured one, and never unread', () => {
  const above = only(of('requests: {cpu: 2}'), 'above');
  expect(changesOf(above)).toEqual(['spec.template.spec.containers.a.resources.requests.cpu = "120m"']);
  expect(above).toMatchObject({ safety: 'unsafe', evidence: [{ kind: 'usage' }] });
  expect(only(of('requests: {memory: 64Mi}'), 'below')).toBeDefined();
});

test('a limit of memory that is below what was used goes up, and the request with it', () => {
  const tight = only(of('requests: {memory: 64Mi}, limits: {memory: 256Mi}'), 'tight');
  expect(changesOf(tight)).toEqual([
    'spec.template.spec.containers.a.resources.limits.memory = "345Mi"',
    'spec.template.spec.containers.a.resources.requests.memory = "300Mi"',
  ]);
});

test('no request goes above its limit', () => {
  expect(of('requests: {cpu: 10m}, limits: {cpu: 50m}')).toEqual([]);
});

test('what speaks against a measurement, or is measured by it, is said', () => {
  const doubts = (usage: Usage, beside = '') =>
    only(of('requests: {cpu: 2}', { usage, beside }), 'above')?.doubts?.length;
  expect(doubts(USAGE)).toBe(1);
  expect(doubts({ ...USAGE, days: 2 })).toBe(2);
  expect(doubts(USAGE, scaler)).toBe(2);
});

test('a recommendation is asked for where the cluster makes some, and nothing says more', () => {
  const root = (beside: string) => propose(transform, rootOf(workload(pod('')) + beside));
  expect(root('')).toEqual([]);
  expect(root(vpa('web'))).toEqual([]);
  const proposal = only(root(vpa('other')), 'no-advice');
  expect(proposal?.safety).toBe('safe');
  expect(changesOf(proposal)[0]).toContain('"updatePolicy":{"updateMode":"Off"}');
  expect(of('', { beside: vpa('other') })).toEqual([]);
});
