/** Callers that nothing here shows, and that there must be. */

import networkPolicy from '../../../transforms/network-policy/index.ts';
import { type Proposed, propose, rootOf, workload } from '../root.ts';

function about(name: string, text: string): Proposed | undefined {
  return propose(networkPolicy, rootOf(text)).find(each => each.at.on === `Deployment/${name}`);
}

const OPERATOR = workload(
  'serviceAccountName: hooks\ncontainers: [{name: a, image: "a:1", ports: [{containerPort: 5555}]}]',
  { name: 'hooks' },
);
const rights = (resource: string, verb: string) => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: hooks}
rules: [{apiGroups: ["*"], resources: [pods, ${resource}], verbs: [get, ${verb}]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: hooks}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: hooks}
subjects: [{kind: ServiceAccount, name: hooks, namespace: shop}]
---
`;

test('the API server calls who makes webhooks by itself', () => {
  expect(about('hooks', OPERATOR + rights('mutatingwebhookconfigurations', 'create'))).toMatchObject({
    changes: [],
    known: expect.stringContaining('ClusterRole hooks lets it make webhooks'),
  });
});

test.each([
  ['makes other objects', 'deployments', 'create'],
  ['only fills in what is rendered', 'validatingwebhookconfigurations', 'patch'],
])('and not who %s', (_, resource, verb) => {
  // What makes pods keeps the default deny away, which would say the same.
  const maker = 'apiVersion: example.com/v1\nkind: Runner\nmetadata: {name: x, namespace: shop}\n---\n';
  expect(about('hooks', OPERATOR + rights(resource, verb) + maker)!.changes).toHaveLength(1);
});

const pods = (name: string, image: string, more = '') =>
  workload(`containers: [{name: c, image: "${image}"${more}}]`, { name });
const service = (name: string, ...ports: number[]) => `
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: shop}
spec: {selector: {app: ${name}}, ports: [${ports.map(port => `{name: p${port}, port: ${port}}`)}]}
---
`;
const scraper = (target: string) =>
  pods('prometheus', 'prom/prometheus:v2.50.0', `, env: [{name: TARGETS, value: "${target}"}]`);

test.each([
  ['a collector', 'otel/opentelemetry-collector:0.100.0', [4317, 8889], 8889, '4317'],
  ['a broker', 'rabbitmq:3.13', [5672, 15692], 15692, '5672'],
])('who sends something to %s is asked where only a scraper is seen', (_, image, ports, scraped, unused) => {
  const text = pods('hub', image) + service('hub', ...ports) + scraper(`hub:${scraped}`);
  expect(about('hub', text)).toMatchObject({
    changes: [],
    blocked: `which workloads are they? Nothing here is seen to use its port ${unused}`,
  });
});

test.each([
  ['hub.shop.svc.cluster.local', 'RateLimit limit names its Service hub'],
  ['amqp://hub.shop:5672/', 'RateLimit limit names its Service hub'],
  ['hub.shopping.svc', undefined],
  ['big-hub.shop.svc', undefined],
])('nobody is asked who calls a server that a custom resource names: %s', (host, known) => {
  const limit = `
apiVersion: gateway.example.com/v1
kind: RateLimit
metadata: {name: limit, namespace: edge}
spec: {store: {host: "${host}"}}
---
`;
  const found = about('hub', pods('hub', 'rabbitmq:3.13') + service('hub', 5672) + limit);
  if (known !== undefined) expect(found!.known).toContain(known);
  else expect(found!.blocked).toContain('which workloads are they?');
});

test('nor who calls one that a ConfigMap names which goes to no pod here', () => {
  const values = `
apiVersion: v1
kind: ConfigMap
metadata: {name: values, namespace: shop}
data: {values.yaml: "store:\\n  host: hub.shop.svc.cluster.local\\n"}
---
`;
  const found = about('hub', pods('hub', 'rabbitmq:3.13') + service('hub', 5672) + values);
  expect(found!.known).toContain('ConfigMap values names its Service hub');
});

test('who runs a broker shows nothing of those who use it', () => {
  const outside = service('hub-ui', 15672).replace('{app: hub-ui}', '{app: hub}, type: LoadBalancer');
  const text = pods('hub', 'rabbitmq:3.13') + service('hub', 5672) + outside;
  expect(about('hub', text)!.blocked).toContain('use its port 5672');
});

test('a Service of which a scraper uses every port is there for it', () => {
  const exporter = pods('exporter', 'exporter:1') + service('exporter', 9100);
  expect(about('exporter', exporter + scraper('exporter:9100'))!.changes).toHaveLength(1);
  const web = pods('web', 'web:1') + service('web', 8080, 9100);
  expect(about('web', web + scraper('web:9100'))!.known).toContain('nothing here but what scrapes it');
});

test('pods that take no connections are left to the default deny', () => {
  const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n';
  const worker = namespace + pods('worker', 'worker:1');
  expect(about('worker', worker)).toBeUndefined();
  const deny = propose(networkPolicy, rootOf(worker)).find(({ message }) => message === 'no-deny');
  expect(deny).toMatchObject({ changes: [expect.anything()] });
  expect(deny!.awaits).toBeUndefined();
});

test('a declared port that nobody is seen to use is a doubt about the default deny, and a finding without one', () => {
  const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n';
  const worker = pods('worker', 'worker:1', ', ports: [{containerPort: 80}]');
  const found = propose(networkPolicy, rootOf(namespace + worker));
  expect(found.map(({ message }) => message)).toEqual(['no-deny']);
  expect(String(found[0]!.doubts)).toContain('nobody is seen to use the ports of worker');
  const maker = `apiVersion: operators.example.com/v1\nkind: Runner\nmetadata: {name: x, namespace: shop}\n---\n`;
  expect(about('worker', namespace + worker + maker)!.changes).toHaveLength(1);
});

test.each([
  [
    'a file of a proxy of which no workload is known',
    'infra/proxy/site.conf:3',
    'proxy_pass http://web;',
    true,
  ],
  ['a file that is called as a workload', 'app/nginx.conf:3', 'proxy_pass http://web;', false],
  ['a comment that names nobody', 'docs/all.yaml:3', '# the edge proxies /web to web:80', false],
  ['a file about another server', 'infra/proxy/site.conf:3', 'proxy_pass http://other;', false],
])('nothing is closed where requests are passed on by %s', (_, at, text, isLeft) => {
  const web = workload('containers: [{name: web, image: "web:1", ports: [{containerPort: 80}]}]');
  const service = `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
`;
  const caller = workload('containers: [{name: c, image: "c:1", args: ["--target=web:80"]}]', {
    name: 'app',
  });
  const found = propose(
    networkPolicy,
    rootOf(web + service + caller, { platform: { forwards: () => [{ at, text }] } }),
  ).find(each => each.at.on === 'Deployment/web');
  expect(found?.changes).toHaveLength(isLeft ? 0 : 1);
  if (isLeft) expect(found?.known).toContain(`${at} passes requests on to its Service`);
});

test('a Service that asks to be scraped at all of its ports is there for others too', () => {
  const text = `${workload('containers: [{name: web, image: "web:1", ports: [{containerPort: 80}]}]')}
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, annotations: {prometheus.io/scrape: "true"}}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
`;
  expect(about('web', text)?.known).toContain(
    'nothing here but what scrapes it is seen to talk to its Service web',
  );
});

describe('a port that is called as one for metrics says no more than that there is one', () => {
  const METRICS = ', ports: [{name: metrics, containerPort: 9102}]';
  // What makes pods keeps the default deny away, which would say the same.
  const maker = 'apiVersion: example.com/v1\nkind: Runner\nmetadata: {name: x, namespace: shop}\n---\n';
  const named = service('web', 9102).replace('name: p9102', 'name: metrics');
  const called = pods('app', 'app:1', ', args: [--target=web:9102]');
  const NOT_SEEN = 'that something scrapes it is not seen: a port of its Service is called as one for that';

  test('of pods without a Service: they get a policy, and it is doubted', () => {
    const found = about('web', pods('web', 'web:1', METRICS) + maker)!;
    expect(found.changes).toHaveLength(1);
    expect(found.doubts).toContain('what may scrape its port 9102 is not seen, and would be cut off');
  });

  test('of an exporter it is what the program is there for', () => {
    expect(about('web', pods('web', 'x/redis_exporter:1', METRICS) + maker)).toMatchObject({
      changes: [],
      known: 'it is an exporter, and what scrapes its port 9102 is not seen: it would be cut off',
    });
  });

  test('of a Service alone: nobody is seen to talk to it', () => {
    expect(about('web', pods('web', 'web:1', METRICS) + named)).toMatchObject({
      changes: [],
      known: 'nothing here is seen to talk to its Service web, and somebody does',
    });
  });

  test('of a Service that others use: what scrapes is let in, and it is doubted', () => {
    const found = about('web', pods('web', 'web:1', METRICS) + named + called)!;
    expect(found.changes).toHaveLength(1);
    expect(found.doubts).toContain(NOT_SEEN);
    expect(about('web', pods('web', 'x/redis_exporter:1', METRICS) + named + called)!.doubts).not.toContain(
      NOT_SEEN,
    );
  });

  test('where marks ask for a visit, nothing of that is doubted', () => {
    const marked = (pods('web', 'web:1', METRICS) + named + called).replace(
      'name: web, namespace: shop}\nspec: {selector: {app: web}',
      'name: web, namespace: shop, annotations: {prometheus.io/scrape: "true"}}\nspec: {selector: {app: web}',
    );
    expect(marked).toContain('prometheus.io/scrape');
    expect(about('web', marked)!.doubts).not.toContain(NOT_SEEN);
  });
});

test.each([
  ['external-secrets.io/v1', 'SecretStore', true],
  ['networking.istio.io/v1', 'DestinationRule', false],
])(
  'where an object of %s names its Service, its operator calls it beside those that are seen',
  (group, kind, isKept) => {
    const named = `
apiVersion: ${group}
kind: ${kind}
metadata: {name: main, namespace: shop}
spec: {host: "http://web.shop.svc.cluster.local:8200"}
---
`;
    const called =
      pods('web', 'web:1') + service('web', 8200) + pods('app', 'app:1', ', args: [--target=web:8200]');
    expect(about('web', called + named)!.changes).toHaveLength(isKept ? 0 : 1);
    if (isKept) expect(about('web', called + named)!.known).toContain(`${kind} main names its Service web`);
  },
);
