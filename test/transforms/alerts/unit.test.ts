import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import transform from '../../../transforms/alerts/index.ts';
import { changesOf, only, propose, rootOf, type Setting, workload } from '../root.ts';

const CONTAINER = '{name: web, image: "shop/web:1.4.2", ports: [{name: metrics, containerPort: 9102}]}';
const SERVICE =
  'apiVersion: v1\nkind: Service\nmetadata: {name: web-svc, namespace: shop, labels: {app: web, team: a}}\nspec: {selector: {app: web}, ports: [{name: metrics, port: 9102}]}\n---\n';
const HPA =
  'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web-hpa, namespace: shop}\nspec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 4}\n---\n';

function monitor(more = '', kind = 'ServiceMonitor'): string {
  const endpoints = kind === 'PodMonitor' ? 'podMetricsEndpoints' : 'endpoints';
  return `apiVersion: monitoring.coreos.com/v1\nkind: ${kind}\nmetadata: {name: web-m, namespace: shop}\nspec: {selector: {matchLabels: {app: web}}, ${endpoints}: [{port: metrics}]${more}}\n---\n`;
}

function rules(spec: string, labels = '{}'): string {
  return `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: other-rules, namespace: shop, labels: ${labels}}\nspec: ${spec}\n---\n`;
}

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const web = (kind = 'Deployment', more = '') => workload(`containers: [${CONTAINER}]`, { kind, more });
const of = (text: string, options = {}, setting: Setting = {}) =>
  propose(transform, rootOf(text, setting), options);

function written(text: string, options = {}, setting: Setting = {}) {
  const found = only(of(text, options, setting), 'written');
  const [change] = changesOf(found);
  const manifest = change === undefined ? undefined : JSON.parse(change.slice(1));
  return { found, manifest, rules: (manifest?.spec.groups[0].rules ?? []) as readonly Rule[] };
}

test.each([
  ['a Deployment', web(), 'web-[a-z0-9]+-[a-z0-9]{5}'],
  ['a StatefulSet', web('StatefulSet'), 'web-[0-9]+'],
  ['a DaemonSet', web('DaemonSet'), 'web-[a-z0-9]{5}'],
])('%s is down, or restarts', (_, text, pods) => {
  expect(written(text + SERVICE + monitor()).rules.map(({ expr }) => expr)).toEqual([
    'absent(up{namespace="shop", job="web-svc"} == 1)',
    `sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total{namespace="shop", pod=~"${pods}"}[15m])) > 3`,
  ]);
});

test.each([
  ['a label of the Service', SERVICE + monitor(', jobLabel: team'), 'job="a"'],
  ['the monitor of pods', monitor('', 'PodMonitor'), 'job=~"[^/]+/web-m"'],
  ['a label of the pods', monitor(', jobLabel: app', 'PodMonitor'), 'job="web"'],
])('the job is %s', (_, more, job) => {
  expect(written(web() + more).rules[0]?.expr).toBe(`absent(up{namespace="shop", ${job}} == 1)`);
});

test('volumes and autoscalers have a rule where there are some', () => {
  const templates = 'volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce]}}]';
  const claimed = written(web('StatefulSet', templates) + SERVICE + monitor());
  expect(claimed.rules.at(-1)).toMatchObject({ alert: 'WebVolumeFull', for: '15m' });
  expect(claimed.rules.at(-1)?.expr).toContain('persistentvolumeclaim=~"data-web-[0-9]+"} > 0.8');
  const scaled = written(web() + SERVICE + monitor() + HPA);
  expect(scaled.rules.at(-1)).toMatchObject({ alert: 'WebAtMaximum' });
  expect(scaled.rules.at(-1)?.expr).toContain('{namespace="shop", horizontalpodautoscaler="web-hpa"}');
});

test.each([
  ['', false],
  [', minReplicaCount: 0', false],
  [', minReplicaCount: 1', true],
])('what KEDA may scale to none is not down (%s)', (more, isDown) => {
  const scaler = `apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: web, namespace: shop}\nspec: {scaleTargetRef: {name: web}${more}}\n---\n`;
  const { rules: all } = written(web() + SERVICE + monitor() + scaler);
  expect(all.some(({ alert }) => alert === 'WebDown')).toBe(isDown);
});

test('thresholds, severities and the runbook are those that are said', () => {
  const options = { downFor: '1m', restarts: 9, severities: { down: 'page' } };
  const owners = [{ pattern: '*', at: 'kustomend.yaml:9', runbook: 'https://runbooks.example.com/web' }];
  const { found, rules: all } = written(web() + SERVICE + monitor(), options, { repository: { owners } });
  expect(all[0]).toMatchObject({
    for: '1m',
    labels: { severity: 'page' },
    annotations: { runbook_url: 'https://runbooks.example.com/web' },
  });
  expect(all[1]?.expr).toMatch(/> 9$/);
  expect(found?.doubts?.some(each => each.includes('thresholds'))).toBe(false);
});

test('labels, the end of the name and severities are looked up at other rules', () => {
  const sister = rules(
    '{groups: [{name: a, rules: [{alert: A, expr: "1", labels: {severity: page}}]}]}',
    '{role: alerts}',
  );
  const { found, manifest } = written(web() + SERVICE + monitor() + sister);
  expect(manifest.metadata).toMatchObject({ name: { suffix: '-rules' }, labels: { role: 'alerts' } });
  expect(found?.doubts).toContain('other rules say page for their severity');
});

test('a repository with kube-state-metrics, labels and thresholds needs no look', () => {
  const states = workload('containers: [{name: k, image: "k:1"}]', { name: 'kube-state-metrics' });
  const options = { labels: { role: 'alerts' }, restarts: 5 };
  expect(written(web() + SERVICE + monitor() + states, options).found?.safety).toBe('safe');
});

test.each([
  [
    'a rule that names it',
    web() +
      SERVICE +
      monitor() +
      rules('{groups: [{name: a, rules: [{alert: A, expr: "up{job=\'web-svc\'}"}]}]}'),
    [],
  ],
  ['no metrics', workload('containers: [{name: web, image: "shop/web:1"}]') + SERVICE, []],
  [
    'no operator',
    web() + SERVICE,
    ['the Prometheus Operator, which takes rules as objects, is not seen here'],
  ],
  [
    'a monitor of another',
    web() + SERVICE + monitor().replace('matchLabels: {app: web}', 'matchLabels: {app: x}'),
    ['no monitor fetches its metrics, or none by which it could be told'],
  ],
])('nothing is written with %s', (_, text, known) => {
  const found = of(text);
  expect(found.every(({ changes }) => changes.length === 0)).toBe(true);
  expect(found.map(each => each.known)).toEqual(known);
});

const isThere = spawnSync('promtool', ['--version']).status === 0;
if (!isThere)
  console.warn('promtool is not on PATH: nobody reads the rules (Debian: apt-get install prometheus)');

(isThere ? test : test.skip)('promtool takes all of them', () => {
  const templates = 'volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce]}}]';
  const all = [
    written(web('StatefulSet', templates) + SERVICE + monitor()),
    written((web() + monitor('', 'PodMonitor') + HPA).replaceAll(/\bweb\b/g, 'api')),
  ].flatMap(({ manifest }, index) =>
    manifest.spec.groups.map((group: object) => ({ ...group, name: `group-${index}` })),
  );
  const folder = mkdtempSync(join(tmpdir(), 'kustomend-alerts-'));
  try {
    const file = join(folder, 'rules.json');
    writeFileSync(file, JSON.stringify({ groups: all }));
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', file], { encoding: 'utf8' });
    expect({ status, stderr, found: /(\d+) rules found/.exec(stdout)?.[1] }).toEqual({
      status: 0,
      stderr: '',
      found: '6',
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
