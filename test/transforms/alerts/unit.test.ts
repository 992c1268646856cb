import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WrittenPrometheus } from '../../../src/transform.ts';
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
    `sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total{namespace="shop", pod=~"${pods}"}[1h])) > 3 and max by (namespace, pod) (max_over_time(kube_pod_container_status_waiting_reason{namespace="shop", pod=~"${pods}", reason="CrashLoopBackOff"}[15m])) > 0`,
  ]);
});

test.each([
  ['a label of the Service', SERVICE + monitor(', jobLabel: team'), 'job="a"'],
  ['the monitor of pods', monitor('', 'PodMonitor'), 'job=~"[^/]+/web-m"'],
  ['a label of the pods', monitor(', jobLabel: app', 'PodMonitor'), 'job="web"'],
])('the job is %s', (_, more, job) => {
  expect(written(web() + more).rules[0]?.expr).toBe(`absent(up{namespace="shop", ${job}} == 1)`);
});

test.each([
  ['oliver006/redis_exporter:v1.66.0', '', 'redis_up', 0],
  ['oliver006/redis_exporter:v1.66.0', 'args: [--namespace=cache], ', 'up', 1],
  ['shop/queue-exporter:1.0', '', 'up', 1],
  ['shop/sidecar:1.0', '', 'up', 0],
])('%s (%s) says by %s whether its server answers', (image, more, metric, doubts) => {
  const port = image.includes('redis') ? 9121 : 9102;
  const containers = `[{name: redis, image: "redis:7.2"}, {name: exporter, image: "${image}", ${more}ports: [{name: metrics, containerPort: ${port}}]}]`;
  const service = SERVICE.replace('port: 9102', `port: ${port}`);
  const { found, rules: all } = written(workload(`containers: ${containers}`) + service + monitor());
  expect(all[0]?.expr).toBe(`absent(${metric}{namespace="shop", job="web-svc"} == 1)`);
  expect(found?.doubts?.filter(each => each.startsWith('that no pod answers'))).toHaveLength(doubts);
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
  expect(all[1]?.expr).toContain('> 9 and');
  expect(found?.doubts?.some(each => each.includes('is a proposal'))).toBe(false);
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

test.each([
  ['api-alert-rules', '-alert-rules'],
  ['api-prometheus-rule', '-prometheus-rule'],
  ['api', '-alerts'],
])('a rule beside %s ends in %s', (name, suffix) => {
  const sister = rules('{groups: []}').replace('other-rules', name);
  expect(written(web() + SERVICE + monitor() + sister).manifest.metadata.name).toMatchObject({ suffix });
});

test('that the operator is there is said of the monitor', () => {
  const { found } = written(web() + SERVICE + monitor());
  expect(found?.evidence?.map(({ says }) => says)).toContain(
    'ServiceMonitor web-m is an object of the operator',
  );
});

test('a repository with kube-state-metrics, labels and thresholds needs no look', () => {
  const states = workload('containers: [{name: k, image: "k:1"}]', { name: 'kube-state-metrics' });
  const options = { labels: { role: 'alerts' }, restarts: 5 };
  const of = (more: object, text = '') =>
    written(web() + SERVICE + monitor() + states + text, { ...options, ...more }).found;
  const unsaid = (found: ReturnType<typeof of>) =>
    found?.doubts?.find(each => each.includes('is a proposal'));
  expect(of({ downFor: '5m' })).toMatchObject({ safety: 'safe' });
  expect(of({ downFor: '5m' })?.evidence?.map(({ says }) => says)).toContain(
    'the team has set restarts to 5',
  );
  expect(unsaid(of({}))).toMatch(/says downFor$/);
  expect(unsaid(of({ downFor: '5m' }, HPA))).toMatch(/says fullFor$/);
  expect(of({ downFor: '5m', fullFor: '1h' }, HPA)?.safety).toBe('safe');
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
  ['metrics that nothing fetches', web() + SERVICE, []],
  [
    'no operator',
    web() + SERVICE.replace('labels:', 'annotations: {prometheus.io/scrape: "true"}, labels:'),
    ['the Prometheus Operator, which takes rules as objects, is not seen here'],
  ],
  [
    'a monitor of another',
    web() + SERVICE + monitor().replace('matchLabels: {app: web}', 'matchLabels: {app: x}'),
    [],
  ],
])('nothing is written with %s', (_, text, known) => {
  const found = of(text);
  expect(found.every(({ changes }) => changes.length === 0)).toBe(true);
  expect(found.map(each => each.known)).toEqual(known);
});

function prometheus(setting: Partial<WrittenPrometheus>): Setting {
  const nothing = { servers: [], rules: [], alerts: [], scrapes: [], otherWay: undefined };
  return { platform: { prometheus: () => ({ ...nothing, ...setting }) } };
}

test.each([
  ['up == 0', 0],
  ['up{job="api"} == 0', 1],
  ['redis_up == 0', 1],
  ['increase(kube_pod_container_status_restarts_total[1h]) > 5', 0],
  ['kube_pod_status_phase{namespace=~"shop|web", phase="Failed"} > 0', 0],
  ['kube_pod_status_phase{namespace="other"} > 0', 1],
  ['kube_pod_status_phase{pod=~".+"} > 0', 0],
  ['errors{service="web-svc"} > 1', 0],
  ['up{namespace!="shop"} == 0', 1],
  ['up{namespace!~"shop|web"} == 0', 1],
  ['up{namespace!~"shop-.*|kube-(system|public)"} == 0', 0],
  ['up{namespace=~"sh.+"} == 0', 0],
  ['up{namespace=~"(?i)shop"} == 0', 1],
  ['up{job!="web-svc"} == 0', 1],
  ['up{job!="api", namespace="shop"} == 0', 0],
  ['kube_statefulset_status_replicas_ready < 1', 1],
  ['kube_deployment_status_replicas_available < 1', 0],
])('a rule of a plain Prometheus may be about it: %s', (expr, count) => {
  const setting = prometheus({ alerts: [{ at: 'rules.yaml:1', expr }] });
  expect(of(web() + SERVICE + monitor(), {}, setting)).toHaveLength(count);
});

test.each([
  ['up{job="web-shop"} == 0', 1],
  ['shop_web_up == 0', 1],
  ['errors{job="web-svc", namespace="other"} > 1', 1],
  ['errors{job="web-svc", namespace!~"shop"} > 1', 1],
  ['errors{job="web-svc", namespace=~"(?i)shop"} > 1', 0],
  ['errors{job="web-svc", namespace="$(NAMESPACE)"} > 1', 0],
  ['errors{namespace="shop", pod=~"web-[a-z0-9]{9}-.*"} > 1', 0],
  ['errors{pod=~"web-shop-.*"} > 1', 1],
  ['errors{deployment=~"api|web"} > 1', 0],
  ['web:errors:rate5m > 1', 0],
  ['sum by (web) (errors) > 1', 1],
  ['a / on(web, pod) group_left (web) b > 1', 1],
])('an alert names it, and nobody else: %s', (expr, count) => {
  const spec = { groups: [{ name: 'a', rules: [{ alert: 'A', expr }] }] };
  expect(of(web() + SERVICE + monitor() + rules(JSON.stringify(spec)))).toHaveLength(count);
});

test('what is said of an alert, and what only records, is no alert about it', () => {
  const spec =
    '{groups: [{name: web, rules: [{alert: A, expr: "absent(b)", annotations: {summary: Look at the web console}}, {record: c, expr: "up{job=\'web\'}"}]}]}';
  expect(of(web() + SERVICE + monitor() + rules(spec))).toHaveLength(1);
});

test('a name is a text, and no pattern', () => {
  const text = (web() + SERVICE + monitor()).replaceAll(/\bweb\b/g, 'w.b');
  const setting = prometheus({ alerts: [{ at: 'rules.yaml:1', expr: 'up{job="web"} == 0' }] });
  expect(of(text, {}, setting)).toHaveLength(1);
});

test.each([
  ['scrape_configs: []', 1],
  ['receivers:\n  prometheus:\n    config:\n      scrape_configs: []', 0],
])('a plain Prometheus reads no rules of the operator: %j', (text, count) => {
  const scrapes = [{ at: 'prometheus.yml:1', text }];
  const { found } = written(web() + SERVICE + monitor(), {}, prometheus({ scrapes }));
  const doubt = 'a plain Prometheus runs here (prometheus.yml:1) and reads no such objects';
  expect(found?.doubts?.filter(each => each === doubt)).toHaveLength(count);
});

test.each([
  [
    'is a placeholder of a pipeline',
    'apiVersion: v1\nkind: Namespace\nmetadata: {name: __NAMESPACE__}\n---\n',
    'something fills in the namespace after the build (Namespace/__NAMESPACE__:1), and the expressions say shop',
  ],
  ['is what the manifests say', '', undefined],
])('the namespace %s', (_, more, doubt) => {
  const { found } = written(web() + SERVICE + monitor() + more);
  expect(found?.doubts?.find(each => each.includes('the expressions say'))).toBe(doubt);
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

(isThere ? test : test.skip)('a loop of crashes is told as long as it goes on', () => {
  const [, rule] = written(web('StatefulSet') + SERVICE + monitor()).rules;
  const labels = '{namespace="shop", pod="web-0", container="web"';
  const loop = '1 1 1 1 1 _';
  const isFiring = (at: string, ...firing: readonly boolean[]) => ({
    eval_time: at,
    alertname: 'WebRestarts',
    exp_alerts: firing.map(() => ({
      exp_labels: { namespace: 'shop', pod: 'web-0', severity: 'warning' },
      exp_annotations: { summary: 'web-0 starts again and again' },
    })),
  });
  const folder = mkdtempSync(join(tmpdir(), 'kustomend-alerts-'));
  try {
    writeFileSync(join(folder, 'rules.json'), JSON.stringify({ groups: [{ name: 'web', rules: [rule] }] }));
    const input = {
      rule_files: ['rules.json'],
      tests: [
        {
          interval: '1m',
          input_series: [
            {
              // One restart in six minutes, for four hours, and none after that.
              series: `kube_pod_container_status_restarts_total${labels}}`,
              values: `${Array.from({ length: 240 }, (_, at) => Math.floor(at / 6)).join(' ')} 40x120`,
            },
            {
              series: `kube_pod_container_status_waiting_reason${labels}, reason="CrashLoopBackOff"}`,
              values: `${Array.from({ length: 40 }, () => loop).join(' ')} _x120`,
            },
          ],
          alert_rule_test: [
            isFiring('5m'),
            ...['40m', '41m', '65m', '125m', '180m', '239m'].map(at => isFiring(at, true)),
            isFiring('260m'),
          ],
        },
      ],
    };
    writeFileSync(join(folder, 'test.json'), JSON.stringify(input));
    const { status, stderr } = spawnSync('promtool', ['test', 'rules', join(folder, 'test.json')], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toMatchObject({ status: 0 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
