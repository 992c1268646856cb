import recommendedLabels from '../../../transforms/recommended-labels/index.ts';
import { changesOf, only, propose, rootOf, type Setting, workload } from '../root.ts';

const POD = 'containers: [{name: web, image: "nginx:1.25.3"}]';
const PRODUCTION: Setting = {
  environment: { name: 'production', tier: 'production' },
  repository: { project: 'shop' },
};
const of = (text: string, setting: Setting = PRODUCTION, options = {}) =>
  propose(recommendedLabels, rootOf(text, setting), options);
const onto = (proposals: ReturnType<typeof of>, key: string) => proposals.filter(({ at }) => at.on === key);
const service = `
apiVersion: v1
kind: Service
metadata: {name: web-service, namespace: shop}
spec: {selector: {app: web}}
---
`;
const NAME = '{"$reference":"name","of":"Deployment/web"}';

test('labels of a workload and of its Service', () => {
  const proposals = of(workload(POD) + service);
  const own = only(onto(proposals, 'Deployment/web'), 'own');
  expect(changesOf(own)).toEqual([
    `metadata.labels.app.kubernetes.io/name = ${NAME}`,
    'metadata.labels.app.kubernetes.io/component = "web"',
  ]);
  expect(own).toMatchObject({ safety: 'safe', elsewhere: 'harmless' });
  expect(changesOf(only(onto(proposals, 'Service/web-service'), 'own'))).toContain(
    `metadata.labels.app.kubernetes.io/name = ${NAME}`,
  );
});

test('shared pairs are a proposal of their own, for every object', () => {
  const config = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\n---\n';
  const proposals = of(workload(POD) + config);
  const expected = [
    'metadata.labels.app.kubernetes.io/part-of = "shop"',
    'metadata.labels.app.kubernetes.io/instance = "shop-production"',
    'metadata.labels.app.kubernetes.io/managed-by = "kustomize"',
    'metadata.labels.environment = "production"',
  ];
  for (const key of ['Deployment/web', 'ConfigMap/c']) {
    expect(changesOf(only(onto(proposals, key), 'shared'))).toEqual(expected);
  }
  expect(only(onto(proposals, 'ConfigMap/c'), 'own')).toBeUndefined();
});

test('without a project there is no part-of and no instance', () => {
  const shared = only(of(workload(POD), { environment: PRODUCTION.environment! }), 'shared');
  expect(changesOf(shared)).toEqual([
    'metadata.labels.app.kubernetes.io/managed-by = "kustomize"',
    'metadata.labels.environment = "production"',
  ]);
});

test('Argo CD owns the instance label unless it tracks by annotation', () => {
  const argo = { ...PRODUCTION, repository: { project: 'shop', hasArgoApplications: true } };
  const instance = (options: object) =>
    changesOf(only(of(workload(POD), argo, options), 'shared')).some(change => change.includes('instance'));
  expect(instance({})).toBe(false);
  expect(instance({ tracking: 'annotation' })).toBe(true);
});

test('a written label is never changed', () => {
  const text = workload(POD).replace('labels: {app: web}', 'labels: {app: web, environment: live}');
  expect(changesOf(only(of(text), 'shared')).some(change => change.includes('environment'))).toBe(false);
});

test('a label that something selects by is not added', () => {
  const monitor = `
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: m, namespace: shop}
spec: {selector: {matchLabels: {app.kubernetes.io/name: other}}}
---
`;
  const proposals = of(workload(POD) + service + monitor);
  expect(changesOf(only(onto(proposals, 'Service/web-service'), 'own'))).toEqual([
    'metadata.labels.app.kubernetes.io/component = "web"',
  ]);
});

describe('version', () => {
  const versionIn = (text: string, setting: Setting = PRODUCTION) => only(of(text, setting), 'version');

  test('is the tag of the main container, for this overlay only', () => {
    expect(versionIn(workload(POD))).toMatchObject({ data: { version: '1.25.3' }, elsewhere: 'unwanted' });
  });

  test.each(['nginx:latest', 'nginx', 'nginx@sha256:'.concat('0'.repeat(64))])('not from %s', image => {
    expect(versionIn(workload(`containers: [{name: web, image: "${image}"}]`))).toBeUndefined();
  });

  test('not from a tag that another file sets', () => {
    const where = (_: string, path: readonly unknown[]) =>
      path.at(-1) === 'image' ? 'overlays/production/kustomization.yaml:9' : 'base/web.yaml:4';
    expect(versionIn(workload(POD), { ...PRODUCTION, where })).toBeUndefined();
  });
});

test('team comes from owners, an exact name before a glob', () => {
  const owners = [
    { pattern: 'Deployment/*', at: 'k:1', team: 'all' },
    { pattern: 'Deployment/web', at: 'k:2', team: 'front end' },
  ];
  const own = only(of(workload(POD), { repository: { owners } }), 'own');
  expect(changesOf(own)).toContain('metadata.labels.team = "front-end"');
});

describe('an illegal value', () => {
  const labelled = (label: string) =>
    workload(POD).replace('labels: {app: web}', `labels: {app: web, ${label}}`);

  test.each([
    ['owner: "The A-Team!"', 'metadata.labels.owner = "The-A-Team"'],
    ['release: 12', 'metadata.labels.release = "12"'],
    [`long: ${'x'.repeat(70)}`, `metadata.labels.long = "${'x'.repeat(63)}"`],
  ])('%s is made valid, unsafe', (label, change) => {
    const proposal = only(of(labelled(label)), 'invalid');
    expect(proposal?.safety).toBe('unsafe');
    expect(changesOf(proposal)).toEqual([change]);
  });
});

describe('pod templates', () => {
  const template = (text: string) => only(of(text, PRODUCTION, { podTemplates: true }), 'template');

  test('are labelled when asked for, which restarts', () => {
    const proposal = template(workload(POD));
    expect(proposal?.restarts).toBe(true);
    expect(changesOf(proposal)).toContain('spec.template.metadata.labels.environment = "production"');
  });

  test('not those of Jobs', () => expect(template(workload(POD, { kind: 'Job' }))).toBeUndefined());
});
