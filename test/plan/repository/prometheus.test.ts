import { memoryFiles } from '../../../src/kustomize/files/files.ts';
import { readPrometheus } from '../../../src/plan/repository/platform/prometheus.ts';

const read = (texts: Readonly<Record<string, string>>) =>
  readPrometheus(memoryFiles(texts), Object.keys(texts));

describe('a Prometheus of the operator', () => {
  test('is an object', () => {
    const text = `apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: {name: main, namespace: monitoring}
spec: {serviceMonitorSelector: {matchLabels: {team: a}}}
`;
    expect(read({ 'p.yaml': text }).servers).toEqual([
      {
        name: 'main',
        at: 'p.yaml:2',
        namespace: 'monitoring',
        spec: { serviceMonitorSelector: { matchLabels: { team: 'a' } } },
      },
    ]);
  });

  const release = (values: string) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: kps}
spec: {values: {prometheus: {prometheusSpec: ${values}}}}
---
prometheusSpec:
`;
  const specOf = (text: string) => read({ 'values.yaml': text }).servers[0]?.spec;

  test.each([
    ['its own release', '{retention: 3d}', { matchLabels: { release: 'kps' } }],
    ['any labels', '{serviceMonitorSelectorNilUsesHelmValues: false}', {}],
    [
      'any labels, empty ones said',
      '{serviceMonitorSelector: {}, serviceMonitorSelectorNilUsesHelmValues: false}',
      {},
    ],
    ['labels that are said', '{serviceMonitorSelector: {matchLabels: {a: b}}}', { matchLabels: { a: 'b' } }],
  ])('takes %s by the values of its chart', (_, values, selector) => {
    const spec = specOf(release(values));
    expect(spec?.serviceMonitorSelector).toEqual(selector);
    expect(spec?.serviceMonitorNamespaceSelector).toEqual({});
  });

  test('of a release that nobody knows takes by what nobody knows', () => {
    expect(
      specOf('prometheus:\n  prometheusSpec:\n    retention: 3d\n')?.serviceMonitorSelector,
    ).toBeUndefined();
  });
});

test('scrape configurations are texts of manifests, but for those of a machine', () => {
  const text = 'kind: ConfigMap\ndata:\n  prometheus.yml: |\n    scrape_configs:\n    - job_name: a\n';
  const crd = 'kind: CustomResourceDefinition\nspec:\n  additionalScrapeConfigs:\n    type: object\n';
  const all = { 'base/prometheus.yaml': text, 'docker/prometheus.yml': text, 'crd.yaml': crd };
  expect(read(all).scrapes).toEqual([{ at: 'base/prometheus.yaml:4', text }]);
});

test.each([
  ['kind: PodMonitoring\n', 'a.yaml:1'],
  ['apiVersion: v1\nkind: VMServiceScrape\n', 'a.yaml:2'],
  ['apiVersion: azmonitoring.coreos.com/v1\nkind: PodMonitor\n', 'a.yaml:1'],
  ['kind: PodMonitor\n', undefined],
])('another way: %j', (text, at) => expect(read({ 'a.yaml': text }).otherWay).toBe(at));

test.each([
  ['up{job="a"} == 0', 'up{job="a"} == 0'],
  [String.raw`"up{job=~\"a\\d\"} == 0"`, String.raw`up{job=~"a\d"} == 0`],
  ["'up{job=''a''} == 0'", "up{job='a'} == 0"],
])('an alert says its expression without the quotes of YAML: %s', (written, expr) => {
  const text = `groups:\n- name: a\n  rules:\n  - alert: A\n    expr: ${written}\n    for: 5m\n`;
  expect(read({ 'rules.yaml': text }).alerts).toEqual([{ at: 'rules.yaml:4', expr }]);
});

test('alerts are read whichever key comes first, and whatever ends their lines', () => {
  const rules =
    'groups:\n- name: g\n  rules:\n  - for: 5m\n    alert: A\n    expr: up == 0\n  - alert: B\n    expr: |\n      down\n      > 1\n';
  for (const text of [rules, rules.replaceAll('\n', '\r\n')])
    expect(read({ 'r.yaml': text }).alerts.map(({ expr }) => expr.trim())).toEqual(['up == 0', '| down > 1']);
});
