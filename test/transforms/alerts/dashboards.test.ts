/** Dashboards, by those that are there. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import transform from '../../../transforms/alerts/index.ts';
import { changesOf, only, propose, rootOf, type Setting, workload } from '../root.ts';

const CONTAINER = '{name: web, image: "shop/web:1.4.2", ports: [{name: metrics, containerPort: 9102}]}';
const web = (name = 'web', kind = 'Deployment', more = '') =>
  workload(`containers: [${CONTAINER}]`, { kind, more, name });
const object = (apiVersion: string, kind: string, metadata: string, rest: string) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {namespace: shop, ${metadata}}\n${rest}\n---\n`;
const monitored = (name = 'web') =>
  object(
    'v1',
    'Service',
    `name: ${name}, labels: {app: ${name}}`,
    `spec: {selector: {app: ${name}}, ports: [{name: metrics, port: 9102}]}`,
  ) +
  object(
    'monitoring.coreos.com/v1',
    'ServiceMonitor',
    `name: ${name}`,
    `spec: {selector: {matchLabels: {app: ${name}}}, endpoints: [{port: metrics}]}`,
  );
const HPA = object(
  'autoscaling/v2',
  'HorizontalPodAutoscaler',
  'name: web-hpa',
  'spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 4}',
);

const map = (metadata: string, text = '{"panels": []}', namespace = 'shop') =>
  object('v1', 'ConfigMap', metadata, `data: {x.json: '${text}'}`).replace(
    'namespace: shop',
    `namespace: ${namespace}`,
  );
const SIDECAR = map('name: other-dashboard, labels: {grafana_dashboard: "1"}');
const operated = (spec: string, name = 'other') =>
  object(
    'grafana.integreatly.org/v1beta1',
    'GrafanaDashboard',
    `name: ${name}`,
    `spec: {instanceSelector: {matchLabels: {a: b}}${spec}}`,
  );

const found = (text: string, setting: Setting = {}) =>
  only(propose(transform, rootOf(text, setting), {}), 'dashboard');
function written(text: string, setting: Setting = {}) {
  const [change] = changesOf(found(text, setting));
  const manifest = change === undefined ? undefined : JSON.parse(change.slice(1));
  const json = manifest?.spec?.json ?? Object.values(manifest?.data ?? {})[0];
  return { manifest, json: json as string, dashboard: json === undefined ? undefined : JSON.parse(json) };
}

interface Panel {
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number };
  readonly targets: readonly { readonly expr: string; readonly refId: string }[];
}
const panelsOf = (text: string): readonly Panel[] => written(text).dashboard.panels;

describe('a dashboard comes', () => {
  test.each([
    ['as a ConfigMap with the label of others', SIDECAR, 'ConfigMap', { grafana_dashboard: '1' }],
    [
      'with whatever label they have',
      map('name: x, labels: {team.grafana-dashboard: "true"}'),
      'ConfigMap',
      { 'team.grafana-dashboard': 'true' },
    ],
    ['as an object of the operator', operated(''), 'GrafanaDashboard', undefined],
  ])('%s', (_, others, kind, labels) => {
    const { manifest } = written(web() + monitored() + others);
    expect(manifest.kind).toBe(kind);
    expect(manifest.metadata.labels).toEqual(labels);
  });

  test.each([
    ['no other is there', ''],
    ['the label is a name by which something mounts it', map('name: x, labels: {grafana_dashboard: shop}')],
    [
      'others have the label and no dashboard',
      map('name: x, labels: {grafana_dashboard: "1"}').replace('x.json', 'x.txt'),
    ],
    ['the others say no Grafana', operated('').replace('instanceSelector', 'other')],
    ['nothing fetches its metrics', SIDECAR, web()],
    [
      'it is the exporter of something else',
      SIDECAR,
      (web() + monitored()).replace('shop/web:1.4.2', 'prom/blackbox-exporter:v0.25.0'),
    ],
    ['one names it', map('name: x, labels: {grafana_dashboard: "1"}', '{"expr": "up{job=\\"web\\"}"}')],
    ['one is called after it', operated(', url: "https://grafana.example/1"', 'web')],
    [
      'one shows whichever pod is chosen',
      map('name: x, labels: {grafana_dashboard: "1"}', '{"expr": "kube_pod_info{pod=~\\"$pod\\"}"}'),
    ],
  ])('not where %s', (_, others, own = web() + monitored()) => expect(found(own + others)).toBeUndefined());

  test('where a dashboard of something else has choices', () =>
    expect(
      found(
        web() +
          monitored() +
          map(
            'name: x, labels: {grafana_dashboard: "1"}',
            '{"expr": "node_load1{container=\\"$container\\"}"}',
          ),
      ),
    ).toBeDefined());
});

describe('where it stands is', () => {
  const folder = (name: string, namespace: string) =>
    map(
      `name: ${name}, labels: {grafana_dashboard: "1"}, annotations: {grafana_folder: Shop}`,
      '{}',
      namespace,
    );
  test.each([
    ['where the neighbour is', folder('a', 'shop'), { grafana_folder: 'Shop' }],
    ['where several are', folder('a', 'ops') + folder('b', 'ops'), { grafana_folder: 'Shop' }],
    ['not where one of another namespace is', folder('a', 'ops'), undefined],
  ])('%s', (_, others, annotations) =>
    expect(written(web() + monitored() + others).manifest.metadata.annotations).toEqual(annotations),
  );

  test.each([
    ['in no other namespace', folder('a', 'ops'), true],
    ['near', SIDECAR, false],
    [
      'anywhere',
      operated(', allowCrossNamespaceImport: true').replace('namespace: shop', 'namespace: ops'),
      false,
    ],
    ['where the operator looks', operated('').replace('namespace: shop', 'namespace: ops'), true],
  ])('taken %s', (_, others, isDoubted) =>
    expect(
      found(web() + monitored() + others)?.doubts?.includes('Grafana may look for dashboards in ops alone'),
    ).toBe(isDoubted),
  );
});

describe('what it shows', () => {
  const claims = 'volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce]}}]';
  const titles = (text: string) => panelsOf(text + SIDECAR).map(({ title }) => title);
  const ALWAYS = ['Pods that answer', 'Restarts within an hour', 'Processors', 'Memory'];
  test.each([
    ['of whatever runs', web() + monitored(), ALWAYS],
    ['of claims', web('web', 'StatefulSet', claims) + monitored(), [...ALWAYS, 'Volumes']],
    ['of an autoscaler', web() + monitored() + HPA, [...ALWAYS, 'Replicas']],
  ])('%s', (_, text, expected) => expect(titles(text)).toEqual(expected));

  test('stands side by side, in the JSON model of Grafana', () => {
    const { dashboard, json } = written(web() + monitored() + HPA + SIDECAR);
    expect(dashboard).toMatchObject({ uid: 'shop-web', title: 'shop / web', schemaVersion: 39 });
    expect(dashboard.templating.list[0]).toMatchObject({ name: 'datasource', type: 'datasource' });
    expect(new Set(dashboard.panels.map(({ gridPos: { x, y } }: Panel) => `${x} ${y}`)).size).toBe(5);
    // Flux would fill it in.
    expect(json).not.toContain('${');
  });

  test.each(['a'.repeat(36), 'b'.repeat(60)])('has a name of its own that is not too long: %s', name => {
    const { uid } = written(web(name) + monitored(name) + SIDECAR).dashboard;
    expect(uid.length).toBeLessThanOrEqual(40);
    expect(uid).not.toBe(written(web(`${name}z`) + monitored(`${name}z`) + SIDECAR).dashboard.uid);
  });

  const isThere = spawnSync('promtool', ['--version']).status === 0;
  (isThere ? test : test.skip)('promtool takes all queries', () => {
    const all = [web('web', 'StatefulSet', claims) + monitored(), web() + monitored() + HPA];
    const queries = all.flatMap(text => panelsOf(text + SIDECAR)).flatMap(({ targets }) => targets);
    const rules = queries.map(({ expr }, index) => ({ record: `query_${index}`, expr }));
    const folder = mkdtempSync(join(tmpdir(), 'kustomend-dashboards-'));
    try {
      const file = join(folder, 'rules.json');
      writeFileSync(file, JSON.stringify({ groups: [{ name: 'queries', rules }] }));
      const { status, stderr, stdout } = spawnSync('promtool', ['check', 'rules', file], {
        encoding: 'utf8',
      });
      expect({ status, stderr, found: /(\d+) rules found/.exec(stdout)?.[1] }).toEqual({
        status: 0,
        stderr: '',
        found: String(rules.length),
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
