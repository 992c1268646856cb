import { rootOf, type Setting, workload } from '../transforms/root.ts';

/** `web -> db:5432 (place)` */
function edgesIn(text: string, setting?: Setting): string[] {
  return rootOf(text, setting).edges.map(({ from, to, port, protocol, evidence }) => {
    const source = from.type === 'workload' ? from.workload.name : from.type;
    return `${source} -> ${to.name}:${port}${protocol === 'TCP' ? '' : `/${protocol}`} (${evidence.at})`;
  });
}

const DB = workload(
  'containers: [{name: db, image: postgres:16, ports: [{name: sql, containerPort: 5432}]}]',
  {
    name: 'db',
  },
);

function service(name: string, spec: string, metadata = ''): string {
  return `
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: shop${metadata}}
spec: ${spec}
---
`;
}

const SQL = service('sql', '{selector: {app: db}, ports: [{port: 15432, targetPort: sql}]}');

function client(container: string, more = ''): string {
  return `${workload(`containers: [{name: web, image: web:1, ${container}}]\n${more}`)}${DB}${SQL}`;
}

function config(data: string, kind = 'ConfigMap'): string {
  return `
apiVersion: v1
kind: ${kind}
metadata: {name: web, namespace: shop}
${data}
---
`;
}

test('a variable leads to the port of the pods', () => {
  expect(edgesIn(client("env: [{name: DSN, value: 'postgres://sql:15432/shop'}]"))).toEqual([
    'web -> db:5432 (Deployment/web:1)',
  ]);
});

test('variables are put together first', () => {
  const env = "env: [{name: H, value: sql}, {name: P, value: '15432'}, {name: DSN, value: '$(H):$(P)'}]";
  expect(edgesIn(client(env))).toEqual(['web -> db:5432 (Deployment/web:1)']);
});

test('a port that the Service does not have leads nowhere', () => {
  expect(edgesIn(client('env: [{name: DSN, value: "sql:5432"}]'))).toEqual([]);
});

test('the port is said beside the host', () => {
  const two = service(
    'sql',
    '{selector: {app: db}, ports: [{name: a, port: 1, targetPort: 1}, {name: b, port: 2, targetPort: 2}]}',
  );
  const text = `${workload("containers: [{name: web, image: web:1, env: [{name: DB_HOST, value: sql}, {name: DB_PORT, value: '2'}]}]")}${DB}${two}`;
  expect(edgesIn(text)).toEqual(['web -> db:2 (Deployment/web:1)']);
});

test('who names no port does not mean those for operators', () => {
  const two = service('sql', '{selector: {app: db}, ports: [{name: a, port: 5672}, {name: b, port: 15672}]}');
  const text = `${workload('containers: [{name: web, image: web:1, env: [{name: HOST, value: sql}]}]')}${DB}${two}`;
  expect(edgesIn(text)).toEqual(['web -> db:5672 (Deployment/web:1)']);
});

test.each([
  ['all of a ConfigMap', 'envFrom: [{configMapRef: {name: web}}]', ''],
  ['a key of a ConfigMap', 'env: [{name: X_HOST, valueFrom: {configMapKeyRef: {name: web, key: HOST}}}]', ''],
  [
    'a file of a ConfigMap',
    'volumeMounts: [{name: c, mountPath: /c}]',
    'volumes: [{name: c, configMap: {name: web}}]',
  ],
])('%s', (_, container, more) => {
  expect(edgesIn(client(container, more) + config('data: {HOST: sql}'))).toEqual([
    'web -> db:5432 (ConfigMap/web:1)',
  ]);
});

test('keys of a ConfigMap that nobody takes say nothing', () => {
  const container = 'env: [{name: X, valueFrom: {configMapKeyRef: {name: web, key: OTHER}}}]';
  expect(edgesIn(client(container) + config('data: {HOST: sql, OTHER: x}'))).toEqual([]);
});

test('a Secret is read, and its value is not said', () => {
  const data = `data: {URL: ${Buffer.from('postgres://u:fake-pass@sql:15432/shop').toString('base64')}}`;
  const root = rootOf(client('envFrom: [{secretRef: {name: web}}]') + config(data, 'Secret'));
  expect(root.edges.map(each => each.evidence.says)).toEqual(['URL names Service sql']);
});

test('the name of a headless Service stands for the pods, on any port that they declare', () => {
  const headless = service('sql', '{clusterIP: None, selector: {app: db}, ports: [{port: 1}]}');
  const text = `${workload('containers: [{name: web, image: web:1, env: [{name: DSN, value: "sql:5432"}]}]')}${DB}${headless}`;
  expect(edgesIn(text)).toEqual(['web -> db:5432 (Deployment/web:1)']);
});

test('another name for a Service leads to that one', () => {
  const alias = service('store', '{type: ExternalName, externalName: sql.shop.svc.cluster.local}');
  expect(edgesIn(client('env: [{name: DSN, value: "store:15432"}]') + alias)).toEqual([
    'web -> db:5432 (Deployment/web:1)',
  ]);
});

test('callers beside the root count', () => {
  const web = workload('containers: [{name: web, image: web:1, args: [--db=sql:15432]}]');
  expect(edgesIn(DB + SQL, { neighbours: { other: web } })).toEqual(['web -> db:5432 (Deployment/web:1)']);
});

test.each([
  [
    'ingress',
    'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: x, namespace: shop}\nspec: {rules: [{http: {paths: [{path: /, backend: {service: {name: sql, port: {number: 15432}}}}]}}]}',
  ],
  [
    'router',
    'apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {name: x, namespace: shop}\nspec: {to: {kind: Service, name: sql}}',
  ],
  [
    'gateway',
    'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: x, namespace: shop}\nspec: {parentRefs: [{name: g}], rules: [{backendRefs: [{name: sql, port: 15432}]}]}',
  ],
  [
    'ingress',
    'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: x, namespace: shop}\nspec: {gateways: [g], http: [{route: [{destination: {host: sql, port: {number: 15432}}}]}]}',
  ],
  [
    'monitoring',
    'apiVersion: monitoring.coreos.com/v1\nkind: PodMonitor\nmetadata: {name: x, namespace: shop}\nspec: {selector: {matchLabels: {app: db}}, podMetricsEndpoints: [{port: sql}]}',
  ],
  [
    'control-plane',
    'apiVersion: apiregistration.k8s.io/v1\nkind: APIService\nmetadata: {name: x}\nspec: {service: {name: sql, namespace: shop, port: 15432}}',
  ],
])('comes from outside by %s', (type, object) => {
  const at = `${/kind: (\w+)/.exec(object)![1]}/x:1`;
  expect(edgesIn(`${DB}${SQL}${object}`)).toEqual([`${type} -> db:5432 (${at})`]);
});

const marks = (text: string) =>
  service('sql', '{selector: {app: db}, ports: [{port: 15432, targetPort: sql}]}', `, ${text}`);

test.each([
  ['annotations: {prometheus.io/scrape: "true"}', 5432],
  ['annotations: {scrape_metrics: "true"}', 5432],
  ['labels: {example.com/scrape: "true", example.com/port: "9100"}', 9100],
  ['annotations: {prometheus.io/scrape: "true", prometheus.io/port: "9100"}', 9100],
])('a Service asks to be scraped by %s', (text, port) => {
  expect(edgesIn(DB + marks(text))).toEqual([`monitoring -> db:${port} (Service/sql:1)`]);
});

test.each([['annotations: {scrape_metrics: "false"}'], ['annotations: {example.com/scrape-interval: "1"}']])(
  'and not by %s',
  text => {
    expect(edgesIn(DB + marks(text))).toEqual([]);
  },
);

const scaler = (metric: string) => `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: x, namespace: shop}
spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: db}, metrics: [${metric}]}
---
`;
const OF_SERVICE =
  '{type: Object, object: {metric: {name: queue}, describedObject: {apiVersion: v1, kind: Service, name: sql}}}';

test.each([[OF_SERVICE], ['{type: Pods, pods: {metric: {name: queue}}}']])(
  'something reads what an autoscaler goes by: %s',
  metric => {
    expect(edgesIn(DB + SQL + scaler(metric))).toEqual([
      'monitoring -> db:5432 (HorizontalPodAutoscaler/x:1)',
    ]);
  },
);

test('usage is read by nobody who calls, and what is scraped already by none besides', () => {
  expect(edgesIn(DB + SQL + scaler('{type: Resource, resource: {name: cpu}}'))).toEqual([]);
  const asked = marks('annotations: {prometheus.io/scrape: "true", prometheus.io/port: "9100"}');
  expect(edgesIn(DB + asked + scaler(OF_SERVICE))).toEqual(['monitoring -> db:9100 (Service/sql:1)']);
});

test('a load balancer lets everybody in', () => {
  const text =
    DB + service('sql', '{type: LoadBalancer, selector: {app: db}, ports: [{port: 1, targetPort: sql}]}');
  expect(edgesIn(text)).toEqual(['outside -> db:5432 (Service/sql:1)']);
});

test('what a mesh sends from pod to pod does not come in', () => {
  const route =
    'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: x, namespace: shop}\nspec: {http: [{route: [{destination: {host: sql}}]}]}';
  expect(edgesIn(DB + SQL + route)).toEqual([]);
});

test('a program that is told its own name does not call itself, and a member of a cluster does', () => {
  const one = (env: string) =>
    `${workload(`containers: [{name: web, image: web:1, env: [${env}]}]`)}${service('web', '{selector: {app: web}, ports: [{port: 1}]}')}`;
  expect(edgesIn(one('{name: DD_SERVICE, value: web}'))).toEqual([]);
  expect(edgesIn(one('{name: PEERS, value: "web:1"}'))).toEqual(['web -> web:1 (Deployment/web:1)']);
});

test('of two texts the one that says more speaks of the connection', () => {
  const env =
    "env: [{name: KIND, value: sql}, {name: STORE, value: sql}, {name: DSN, value: 'postgres://sql:15432'}]";
  const root = rootOf(client(env));
  expect(root.edges.map(({ evidence }) => evidence)).toEqual([
    { kind: 'manifest', at: 'Deployment/web:1', says: 'DSN names Service sql' },
  ]);
});

test('what a ConfigMap gives to several is said to be shared, unless one is told by itself', () => {
  const all = 'envFrom: [{configMapRef: {name: web}}]';
  const other = (container: string) =>
    workload(`containers: [{name: x, image: x:1, ${container}}]`, { name: 'other' });
  const shared = (text: string) => rootOf(text).edges.map(({ shared }) => shared);
  const given = client(all) + config("data: {DSN: 'postgres://sql:15432'}");
  expect(shared(given)).toEqual([undefined]);
  expect(shared(given + other(all))).toEqual(['ConfigMap web', 'ConfigMap web']);
  expect(shared(given + other(`${all}, args: ['--to=sql:15432']`))).toEqual(['ConfigMap web', undefined]);
});

test('a port that is named for what scrapes is visited, unless something else is known to come', () => {
  const metrics = '{selector: {app: db}, ports: [{name: http-exporter, port: 9187}]}';
  expect(edgesIn(DB + service('db', metrics))).toEqual(['monitoring -> db:9187 (Service/db:1)']);
  expect(edgesIn(DB + service('db', metrics.replace('http-exporter', 'improm')))).toEqual([]);
  const asks = ', annotations: {prometheus.io/scrape: "true", prometheus.io/port: "9999"}';
  expect(edgesIn(DB + service('db', metrics, asks))).toEqual(['monitoring -> db:9999 (Service/db:1)']);
});

test.each([
  ['nginx.ingress.kubernetes.io/auth-url: "http://sql.shop.svc.cluster.local:15432/oauth2/auth"', 1],
  ['nginx.ingress.kubernetes.io/configuration-snippet: "location /sql { proxy_pass http://sql:15432; }"', 1],
  ['nginx.ingress.kubernetes.io/default-backend: sql', 1],
  ['nginx.ingress.kubernetes.io/auth-signin: "http://sql:15432/start"', 0],
])('a controller calls what its Ingress says: %s', (annotation, count) => {
  const ingress = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop, annotations: {${annotation}}}
spec: {ingressClassName: nginx}
---
`;
  expect(edgesIn(`${DB}${SQL}${ingress}`)).toHaveLength(count);
});

test.each([
  ['nginx', 'set $up sql;\n    proxy_pass http://$up:15432;'],
  ['nginx', 'fastcgi_pass sql;'],
  ['Caddy', 'reverse_proxy /sql/* sql'],
  ['HAProxy', 'backend sql\n      server one sql check'],
  ['Envoy', 'socket_address: {address: sql, port_value: 15432}'],
])('%s is told where to pass requests on: %s', (_, text) => {
  const mounted = client('volumeMounts: []', 'volumes: [{name: c, configMap: {name: web}}]');
  const edges = edgesIn(`${mounted}${config(`data:\n  proxy.conf: |\n    ${text}`)}`);
  expect(edges).toHaveLength(1);
  expect(edges[0]).toContain('web -> db:5432');
});

const CONFIG = config('data: {SEARCH: "http://sql:15432", DB_URL: "postgres://sql:15432/shop"}');
const given = (command: string) =>
  client(`envFrom: [{configMapRef: {name: web}}], command: [/bin/sh, -c, ${JSON.stringify(command)}]`) +
  CONFIG;

test('a command that shows all that runs calls by the variables that it uses alone', () => {
  expect(edgesIn(given('set -e\npg_dump "$DB_URL" | gzip > /tmp/a.gz'))).toEqual([
    'web -> db:5432 (ConfigMap/web:1)',
  ]);
  expect(edgesIn(given('for i in $(seq 1 9); do mariadb -h 127.0.0.1 -e "SELECT 1" && break; done'))).toEqual(
    [],
  );
});

test.each([
  ['it runs a program that may use any', 'sleep 1; /app/run'],
  ['it runs what it reads from elsewhere', 'eval "$(curl -s https://example.com/run)"'],
  ['its tool is told servers by variables of any name', 'rclone sync a: b:'],
])('all variables count where %s', (_, command) => {
  expect(edgesIn(given(command))).toEqual(['web -> db:5432 (ConfigMap/web:1)']);
});

test('a text that sets variables runs no program', () => {
  const command = `eval "$(echo "$DB_URL" | sed -nE 's|.*@([^:/]+).*|host=\\1|p')"\nmysqldump -h "$host" shop`;
  expect(edgesIn(given(command))).toEqual(['web -> db:5432 (ConfigMap/web:1)']);
  expect(edgesIn(given(command.replace('DB_URL', 'OTHER')))).toEqual([]);
});
