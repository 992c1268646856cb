/** Handlers that would say nothing where they are, or cost more than they tell. */
import probes from '../../../transforms/probes/index.ts';
import { changesOf, propose, rootOf, type Setting, workload } from '../root.ts';

const SERVICE = `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
---
`;
const namespace = (metadata: string) =>
  `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, ${metadata}}\n---\n`;
const added = (pod: string, more = '', setting: Setting = {}) =>
  propose(probes, rootOf(workload(pod) + more, setting)).filter(({ message }) =>
    message.startsWith('missing'),
  );
const handlers = (pod: string, more = '') =>
  added(pod, more)
    .flatMap(changesOf)
    .map(change => /"(httpGet|tcpSocket|exec|grpc)"/.exec(change)?.[1]);
const SERVED = 'containers: [{name: a, image: "x:1", ports: [{name: http, containerPort: 8000}]}]';

test.each([
  ['nothing', '', ['tcpSocket']],
  ['Linkerd', namespace('annotations: {linkerd.io/inject: enabled}'), []],
  ['Istio', namespace('labels: {istio-injection: enabled}'), []],
  ['an Istio revision', namespace('labels: {istio.io/rev: stable}'), []],
])('a connection that the proxy of %s accepts', (_, more, expected) => {
  expect(handlers(SERVED, SERVICE + more)).toEqual(expected);
});

test('an answer at a path of a configuration of its own', () => {
  const nginx = (mount: string) =>
    `containers: [{name: a, image: "nginxinc/nginx-unprivileged:1.27", ports: [{containerPort: 8080}], volumeMounts: [{name: c, mountPath: ${mount}}]}]`;
  expect(handlers(nginx('/usr/share/nginx/html/assets'))).toContain('httpGet');
  expect(handlers(nginx('/etc/nginx/conf.d'))).not.toContain('httpGet');
});

test('a client that has no password', () => {
  const redis = (rest: string) =>
    `containers: [{name: a, image: "redis:7.2", ports: [{containerPort: 6379}]${rest}}]`;
  expect(handlers(redis(''))).toContain('exec');
  expect(handlers(redis(', args: [--requirepass, "$(P)"]'))).not.toContain('exec');
  expect(
    handlers(redis(', args: [--requirepass, "$(P)"], env: [{name: REDISCLI_AUTH, value: x}]')),
  ).toContain('exec');
});

test('a tool with a VM of its own in a small container', () => {
  const rabbit = (memory: string) =>
    added(
      `containers: [{name: a, image: "rabbitmq:3.13", ports: [{containerPort: 5672}], resources: {limits: {memory: ${memory}}}}]`,
    ).filter(each => changesOf(each).join().includes('rabbitmq-diagnostics'));
  const said = (memory: string) => rabbit(memory).flatMap(({ doubts = [] }) => doubts.join());
  expect(rabbit('200Mi').length).toBeGreaterThan(0);
  expect(said('200Mi').every(each => each.includes('the same limit (200Mi)'))).toBe(true);
  expect(said('1Gi').some(each => each.includes('the same limit'))).toBe(false);
});

test('who has written a readiness probe has left the liveness probe out', () => {
  const written = 'readinessProbe: {exec: {command: [rabbitmq-diagnostics, -q, check_running]}}';
  const rabbit = `containers: [{name: a, image: "rabbitmq:3.13", ports: [{containerPort: 5672}], ${written}}]`;
  const [liveness] = added(rabbit).filter(({ at }) => at.path.at(-1) === 'livenessProbe');
  expect(liveness?.doubts?.join()).toContain('left the liveness probe out');
});

test('a port goes by its name where others call it so', () => {
  const grafana =
    'containers: [{name: a, image: "grafana/grafana:11.0.0", ports: [{name: http, containerPort: 3000}]}]';
  const ports = (more: string) => added(grafana, more).flatMap(changesOf).join();
  expect(ports('')).toContain('"port":3000');
  expect(ports(SERVICE)).toContain('"port":"http"');
});

test('no readiness of what only watches another container of the pod', () => {
  const exporter = (image: string) =>
    `{name: exporter, image: "${image}", ports: [{name: metrics, containerPort: 9113}]}`;
  const readiness = (containers: string) =>
    added(`containers: [${containers}]`, SERVICE)
      .flatMap(changesOf)
      .filter(each => each.includes('exporter') && each.includes('readiness'));
  const server = '{name: a, image: "x:1", ports: [{name: http, containerPort: 8000}]}';
  expect(readiness(`${server}, ${exporter('nginx/nginx-prometheus-exporter:1.4.0')}`)).toEqual([]);
  expect(readiness(exporter('nginx/nginx-prometheus-exporter:1.4.0'))).toHaveLength(1);
});

test('what gives its metrics alone is not asked how it answers, and of an exporter nothing is missed', () => {
  const found = (name: string, container = 'a', marks = '{}') => {
    const service = SERVICE.replace('targetPort: http', `name: ${name}, targetPort: 3600`).replace(
      'metadata: {',
      `metadata: {annotations: ${marks}, `,
    );
    const pod = `containers: [{name: ${container}, image: "x:1", ports: [{name: ${name}, containerPort: 3500}]}]`;
    return propose(probes, rootOf(workload(pod) + service)).filter(({ message }) => message === 'unknown');
  };
  const asked = (name: string) => found(name).filter(({ asks = [] }) => asks.length > 0).length;
  expect(asked('metrics')).toBe(0);
  expect(asked('http-metrics')).toBe(0);
  expect(asked('grpc')).toBe(2);
  expect(found('metrics')).toHaveLength(2);
  // Names of ports scrape nothing.
  expect(found('metrics').map(({ known }) => known)).toEqual(
    Array(2).fill(expect.stringContaining('nothing here is seen to scrape them')),
  );
  expect(found('metrics', 'a', '{prometheus.io/scrape: "true"}').map(({ known }) => known)).toEqual(
    Array(2).fill(expect.stringContaining('what scrapes them says when it is gone')),
  );
  expect(found('metrics', 'exporter')).toEqual([]);
  expect(found('grpc', 'exporter')).toHaveLength(2);
});
