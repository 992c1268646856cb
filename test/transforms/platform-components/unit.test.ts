import { COMPONENTS } from '../../../transforms/platform-components/components.ts';
import transform from '../../../transforms/platform-components/index.ts';
import { chartIn } from '../../../transforms/platform-components/installed.ts';
import { propose, rootOf, type Setting, workload } from '../root.ts';

const PRODUCTION = { environment: { name: 'production', tier: 'production' } } as const;
const ROLE = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: reader}\n---\n';
const RELEASE =
  'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: cert-manager, namespace: flux}\nspec: {}\n---\n';
const METRICS = 'containers: [{name: a, image: "a:1", ports: [{name: metrics, containerPort: 9100}]}]';

const programs = (number: number, pod = 'containers: [{name: a, image: "a:1"}]') =>
  Array.from({ length: number }, (_, index) => workload(pod, { name: `app-${index}` })).join('');
const object = (apiVersion: string, kind: string, more = '') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: x, namespace: shop}\n${more}\n---\n`;
/** Components that are missing. */
const missing = (text: string, options = {}, setting = {}) =>
  propose(transform, rootOf(text, { ...PRODUCTION, ...setting }), options).map(({ at }) => at.path[0]);

describe('whose repository it is', () => {
  test.each([
    ['it runs several programs, and has objects of the cluster', programs(4, METRICS) + ROLE],
    ['it installs a chart by Flux', programs(1, METRICS) + RELEASE],
    [
      'it installs a chart by Argo CD',
      programs(1, METRICS) + object('argoproj.io/v1alpha1', 'Application', 'spec: {source: {chart: a}}'),
    ],
  ])('a platform: %s', (_, text) => expect(missing(text)).toEqual(['prometheus']));

  test.each([
    ['few programs', programs(3, METRICS) + ROLE],
    ['nothing of the cluster', programs(4, METRICS)],
    [
      'a Namespace and kinds of its own',
      `${programs(4, METRICS)}apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n`,
    ],
    [
      'an Application of its own',
      programs(1, METRICS) + object('argoproj.io/v1alpha1', 'Application', 'spec: {source: {path: a}}'),
    ],
  ])('of programs that others deploy: %s', (_, text) => expect(missing(text)).toEqual([]));

  test('a product has no environment, and an OpenShift brings all of it', () => {
    const text = programs(4, METRICS) + ROLE;
    expect(missing(text, {}, { environment: { name: undefined, tier: undefined } })).toEqual([]);
    expect(missing(text + object('route.openshift.io/v1', 'Route'))).toEqual([]);
  });
});

describe('what would be used', () => {
  const of = (text: string) => missing(RELEASE + text);
  const claim = 'volumes: [{name: d, persistentVolumeClaim: {claimName: d}}]';
  const store = (image: string) => workload(`containers: [{name: a, image: "${image}"}]\n${claim}`);
  const env = (name: string, value: string) =>
    workload(`containers: [{name: a, image: "a:1", env: [{name: ${name}, value: "${value}"}]}]`);

  test.each([
    ['monitors', object('monitoring.coreos.com/v1', 'ServiceMonitor'), 'prometheus'],
    ['the data of a database', store('cassandra:5.0.2'), 'backup'],
    [
      'an autoscaler',
      object('autoscaling/v2', 'HorizontalPodAutoscaler', 'spec: {maxReplicas: 5}'),
      'cluster-autoscaler',
    ],
    ['traces', env('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://collector.tracing:4317'), 'tracing'],
    ['what a mesh reads', object('security.istio.io/v1', 'PeerAuthentication'), 'mesh'],
    ['policies', object('kyverno.io/v1', 'ClusterPolicy'), 'policy-engine'],
    [
      'a label',
      workload('containers: []').replace('{app: web}', '{app: web, shop.example/cost-center: a}'),
      'cost-report',
    ],
  ])('is wanted by %s', (_, text, id) => expect(of(text)).toEqual([id]));

  test.each([
    ['data of which `backup` speaks', store('postgres:16')],
    ['an index that is filled anew', store('elasticsearch:8.17.0')],
    [
      'an autoscaler that stays',
      object('autoscaling/v2', 'HorizontalPodAutoscaler', 'spec: {minReplicas: 2, maxReplicas: 2}'),
    ],
    ['traces to elsewhere', env('OTEL_EXPORTER_OTLP_ENDPOINT', 'https://otlp.example.com:4317')],
    ['traces to a sidecar', env('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://localhost:4317')],
  ])('is not wanted by %s', (_, text) => expect(of(text)).toEqual([]));

  test('in development no data is kept', () => {
    const environment = { name: 'dev', tier: 'development' };
    expect(missing(RELEASE + store('cassandra:5.0.2'), {}, { environment })).toEqual([]);
  });

  test('is there where anything speaks of it, or the team says so', () => {
    const text = RELEASE + store('cassandra:5.0.2');
    const mentions = (words: RegExp) => (words.test('helm install velero') ? 'install.sh:1' : undefined);
    expect(missing(text, {}, { platform: { mentions } })).toEqual([]);
    expect(missing(text, { elsewhere: ['backup'] })).toEqual([]);
  });
});

describe('words by which one is known', () => {
  const words = (id: string) => COMPONENTS.find(each => each.id === id)!.words;

  test.each([
    ['prometheus', 'image: quay.io/prometheus/prometheus:v3.0.1'],
    ['prometheus', 'kind: Prometheus'],
    ['prometheus', 'helm upgrade --install monitoring prometheus-community/kube-prometheus-stack'],
    ['backup', 'velero install --provider aws'],
    ['backup', 'kind: ScheduledBackup'],
    ['cluster-autoscaler', 'name: cluster-autoscaler'],
    ['cluster-autoscaler', 'managedNodeGroups:\n- name: a\n  minSize: 1\n  desiredCapacity: 2\n  maxSize: 4'],
    ['cluster-autoscaler', 'max_size = var.max_size\nmin_size = 1'],
    ['cost-report', 'image: castai/agent:1'],
    ['cost-report', 'repository: https://vantage-sh.github.io/helm-charts'],
    ['mesh', 'istioctl install -y'],
    ['policy-engine', 'chart: kyverno'],
  ])('%s: %s', (id, text) => expect(text).toMatch(words(id)));

  test.each([
    ['prometheus', 'image: prom/node-exporter:v1.8.2'],
    ['prometheus', 'type = "prometheus_exporter"'],
    ['prometheus', 'prometheus.io/scrape: "true"'],
    ['cluster-autoscaler', 'kind: HorizontalPodAutoscaler'],
    ['cluster-autoscaler', 'cache:\n  maxSize: 1000'],
    ['cluster-autoscaler', 'logging:\n  max_size: 10m'],
    ['cost-report', 'host: broadcast.ai'],
    ['cost-report', 'a forecast-airline'],
    ['cost-report', 'an advantage-shared plan'],
    ['mesh', 'istio-injection: enabled'],
    ['policy-engine', 'apiVersion: kyverno.io/v1'],
  ])('none of %s: %s', (id, text) => expect(text).not.toMatch(words(id)));
});

describe('a chart that the team names', () => {
  const DATA = workload(
    'containers: [{name: a, image: "cassandra:5.0.2"}]\nvolumes: [{name: d, persistentVolumeClaim: {claimName: d}}]',
  );
  const HERE = object('helm.cattle.io/v1', 'HelmChart') + DATA;
  const install = {
    backup: { repo: 'https://charts.example.com', chart: 'velero', version: '8.1.0', namespace: 'velero' },
  };
  const found = (text: string, setting: Setting = {}) =>
    propose(transform, rootOf(text, { ...PRODUCTION, ...setting }), { install });

  test('is written beside those that are installed', () => {
    expect(found(RELEASE + DATA)).toMatchObject([{ message: 'install' }]);
  });

  test('is reported as missing where nothing here installs charts', () => {
    const all = found(HERE);
    expect(all).toMatchObject([{ message: 'missing', changes: [] }]);
    expect(all[0]?.known).toContain('no HelmRelease or Application');
  });

  test('is there under its name, or as the chart of whatever', () => {
    const called = (name: string) =>
      object('helm.toolkit.fluxcd.io/v2', 'HelmRelease').replace('name: x', `name: ${name}`);
    expect(found(called('velero') + DATA)).toEqual([]);
    const charts = () => [{ name: 'velero', version: '8.1.0', at: 'copy.yaml:1' }];
    expect(found(HERE, { platform: { charts } })).toEqual([]);
  });
});

test('a chart needs all that installs it, and a version that is one', () => {
  const chart = { repo: 'https://charts.example.com', chart: 'a', version: '1.2.3', namespace: 'a' };
  expect(chartIn(chart)).toEqual({ ...chart, values: undefined });
  for (const version of ['1.2.x', '>=1', '', 'latest'])
    expect(chartIn({ ...chart, version })).toBeUndefined();
  expect(chartIn({ ...chart, repo: '' })).toBeUndefined();
  expect(chartIn(undefined)).toBeUndefined();
});
