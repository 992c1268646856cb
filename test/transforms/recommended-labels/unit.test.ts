import recommendedLabels from '../../../transforms/recommended-labels/index.ts';
import { changesOf, only, propose, rootOf, type Setting, workload } from '../root.ts';

const POD = 'containers: [{name: web, image: "nginx:1.25.3"}]';
const PRODUCTION: Setting = {
  environment: { name: 'production', tier: 'production' },
  repository: { project: 'shop' },
};
const of = (text: string, setting: Setting = PRODUCTION, options = {}) =>
  propose(recommendedLabels, rootOf(text, setting), { labels: 'all', version: true, ...options });
const onto = (proposals: ReturnType<typeof of>, key: string) => proposals.filter(({ at }) => at.on === key);
/** Of the labels of the object itself. */
const own = (proposals: ReturnType<typeof of>, key: string) =>
  onto(proposals, key)
    .filter(({ message }) => message === 'own')
    .flatMap(changesOf);
const service = `
apiVersion: v1
kind: Service
metadata: {name: web-service, namespace: shop}
spec: {selector: {app: web}}
---
`;

test('labels of a workload and of its Service', () => {
  const proposals = of(workload(POD) + service);
  expect(own(proposals, 'Deployment/web')).toEqual([
    'metadata.labels.app.kubernetes.io/name = "web"',
    'metadata.labels.app.kubernetes.io/component = "web"',
  ]);
  expect(onto(proposals, 'Deployment/web').every(({ safety }) => safety === 'safe')).toBe(true);
  expect(own(proposals, 'Service/web-service')).toContain('metadata.labels.app.kubernetes.io/name = "web"');
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
  expect(own(proposals, 'ConfigMap/c')).toEqual([]);
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
  expect(own(proposals, 'Service/web-service')).toEqual([
    'metadata.labels.app.kubernetes.io/component = "web"',
  ]);
});

describe('the name', () => {
  const nameIn = (text: string) =>
    own(of(text), 'Deployment/web-depl').find(change => change.includes('/name'));
  const web = (labels: string) =>
    workload(POD, { name: 'web-depl' }).replaceAll('labels: {app: web-depl}', `labels: {${labels}}`);

  test.each([
    ['of the pods, before that of their object', 'app: web', '"web"'],
    ['by the key of the repository', 'k8s-app: web', '"web"'],
    [
      'of the object, where the pods have none',
      'color: red',
      '{"$reference":"name","of":"Deployment/web-depl"}',
    ],
  ])('%s', (_, labels, name) => {
    expect(nameIn(web(labels))).toBe(`metadata.labels.app.kubernetes.io/name = ${name}`);
  });

  test('none, where the pods of others have it too', () => {
    const other = workload(POD, { name: 'other' }).replaceAll('labels: {app: other}', 'labels: {app: web}');
    expect(nameIn(`${web('app: web')}\n---\n${other}`)).toBeUndefined();
  });

  test.each(['web-$(ENV)', '"{{ app }}"'])('none from the variable %s', name => {
    expect(nameIn(web(`app: ${name}`))).toBeUndefined();
  });
});

describe('the component', () => {
  const component = (name: string, container: string) =>
    own(of(workload(`containers: [${container}]`, { name })), `Deployment/${name}`).find(change =>
      change.includes('/component'),
    );
  test.each([
    ['session-redis', '{name: c, image: "redis:7.2"}', '"cache"'],
    ['front', '{name: c, image: "redis:7.2"}', undefined],
    ['redis-exporter', '{name: c, image: "redis:7.2"}', undefined],
    ['redis', '{name: c, image: "redis:7.2", command: [redis-cli]}', undefined],
    ['redis', '{name: c, image: "redis:7.2", args: [redis-cli]}', undefined],
    ['redis', '{name: c, image: "redis:7.2", args: ["--save"]}', '"cache"'],
  ])('of %s with %s', (name, container, value) => {
    const change = value && `metadata.labels.app.kubernetes.io/component = ${value}`;
    expect(component(name, container)).toBe(change);
  });
});

describe('version', () => {
  const versionIn = (text: string, setting: Setting = PRODUCTION) => only(of(text, setting), 'version');

  test('is the tag of the main container, for this overlay only', () => {
    const proposal = versionIn(workload(POD));
    expect(proposal).toMatchObject({ data: { version: '1.25.3' }, changes: [{ elsewhere: 'unwanted' }] });
  });

  test.each([
    'image: "python:3.12-slim"',
    'image: "curlimages/curl:8.5.0"',
    'image: "postgres:16.3", command: [psql]',
    'image: "registry.example.com/web:5f3c2a1"',
    'image: "registry.example.com/web:$(TAG)"',
  ])('not from %s', container => {
    expect(versionIn(workload(`containers: [{name: web, ${container}}]`))).toBeUndefined();
  });

  test.each([
    'nginx:1.25',
    'mongo:7.0',
    'redis:7.2-alpine',
    'nginx:latest',
    'nginx',
    'nginx@sha256:'.concat('0'.repeat(64)),
  ])('not from %s', image => {
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
  expect(own(of(workload(POD), { repository: { owners } }), 'Deployment/web')).toContain(
    'metadata.labels.team = "front-end"',
  );
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
    expect(changesOf(proposal)).toContain('spec.template.metadata.labels.app.kubernetes.io/name = "web"');
  });

  test('not those of Jobs', () => expect(template(workload(POD, { kind: 'Job' }))).toBeUndefined());
});

test.each([
  ['a name, whoever says it', 'labels: {app.kubernetes.io/name: web}', 0],
  ['a word of their own', 'labels: {app: web}', 0],
  ['another one', 'labels: {team: web}', 1],
  ['none', 'annotations: {}', 1],
])('labels are offered unless all workloads say what they are: %s', (_, labels, offers) => {
  const text = workload(POD).replace('labels: {app: web}', labels);
  const found = propose(recommendedLabels, rootOf(text, PRODUCTION), { labels: 'gaps' });
  expect(found.filter(({ message }) => message === 'offer')).toHaveLength(offers);
});
