import containerPorts from '../../../transforms/container-ports/index.ts';
import { changesOf, propose, rootOf, workload } from '../root.ts';

const of = (pod: string, service = '') => propose(containerPorts, rootOf(workload(pod) + service));
const service = (ports: string) => `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [${ports}]}
---
`;
const C = 'spec.template.spec.containers';

test('a probed port is declared in the container that has the probe', () => {
  const proposals = of(
    `
containers:
- {name: a, image: "x:1", ports: [{name: http, containerPort: 8000}], livenessProbe: {httpGet: {port: 8000}}}
- {name: b, image: "x:1", livenessProbe: {httpGet: {port: 8002}}, readinessProbe: {httpGet: {port: 8002}}}`,
    service('{port: 80, targetPort: 8002}'),
  );
  expect(proposals.flatMap(changesOf)).toEqual([`${C}.b.ports.8002/TCP = {"containerPort":8002}`]);
  expect(proposals[0]?.safety).toBe('safe');
});

test('a port of a Service is declared under the name that it has there', () => {
  const text = service('{name: api, port: 80, targetPort: 8010}, {port: 53, targetPort: 53, protocol: UDP}');
  expect(of('containers: [{name: a, image: "x:1"}]', text).flatMap(changesOf)).toEqual([
    `${C}.a.ports.8010/TCP = {"name":"api","containerPort":8010}`,
    `${C}.a.ports.53/UDP = {"containerPort":53,"protocol":"UDP"}`,
  ]);
});

const readiness = (port: number) => `readinessProbe: {httpGet: {port: ${port}}}`;

test.each([
  ['a readiness probe and a Service', readiness(8010), '{port: 80, targetPort: 8010}', 'safe'],
  ['a readiness probe and a Service of that number', readiness(8010), '{port: 8010}', 'safe'],
  ['a readiness probe alone', readiness(8010), '', 'unsafe'],
  ['a Service with a target alone', '', '{port: 80, targetPort: 8010}', 'unsafe'],
  ['a deadline and a Service', 'livenessProbe: {tcpSocket: {port: 8010}}', '{port: 8010}', 'unsafe'],
  ['a Service without a target', '', '{port: 8010}', 'asked'],
  [
    'a port for root and another user',
    'securityContext: {runAsUser: 7}',
    '{port: 1, targetPort: 80}',
    'asked',
  ],
  [
    'a port for root and a capability',
    'securityContext: {runAsUser: 7, capabilities: {add: [NET_BIND_SERVICE]}}',
    '{port: 1, targetPort: 80}',
    'unsafe',
  ],
])('two that do not depend on each other show a port: %s', (_, more, ports, outcome) => {
  const pod = `containers: [{name: a, image: "x:1", ${more || 'tty: false'}}]`;
  const found = of(pod, ports === '' ? '' : service(ports)).map(each =>
    each.blocked === undefined ? each.safety : 'asked',
  );
  expect(found).toEqual([outcome]);
});

test('what an image is known for is shown by any use', () => {
  const [found] = of('containers: [{name: a, image: "redis:7"}]', service('{port: 6379}'));
  expect(found?.safety).toBe('safe');
});

test('with several containers the one that is known for the port declares it, else a person says', () => {
  const pod = 'containers: [{name: a, image: "x:1"}, {name: b, image: "redis:7"}]';
  expect(of(pod, service('{port: 6379}')).flatMap(changesOf)[0]).toContain('.b.ports.6379/TCP');
  expect(of(pod, service('{port: 9000}'))[0]?.blocked).toBe('which of a, b listens on 9000?');
});

test("in its node's network a declared port is taken on the node: for a look", () => {
  const pod =
    'hostNetwork: true\ncontainers: [{name: a, image: "x:1", readinessProbe: {tcpSocket: {port: 9}}}]';
  expect(of(pod).map(({ message, safety }) => [message, safety])).toEqual([['undeclared', 'unsafe']]);
});

test('probes of another host and named ports need nothing', () => {
  expect(
    of('containers: [{name: a, image: "x:1", livenessProbe: {tcpSocket: {host: db, port: 5432}}}]'),
  ).toEqual([]);
  expect(of('containers: [{name: a, image: "x:1"}]', service('{port: 80, targetPort: http}'))).toEqual([]);
});

test('an illegal name changes in container, Service and probes together', () => {
  const pod =
    'containers: [{name: a, image: "x:1", ports: [{name: Web_Frontend_Port, containerPort: 80}], readinessProbe: {httpGet: {port: Web_Frontend_Port}}}]';
  expect(of(pod, service('{port: 80, targetPort: Web_Frontend_Port}')).flatMap(changesOf)).toEqual([
    `${C}.a.ports.80/TCP.name = "web-frontend-po"`,
    `${C}.a.readinessProbe.httpGet.port = "web-frontend-po"`,
    'spec.ports.80/TCP.targetPort = "web-frontend-po"',
  ]);
});

test('an illegal name changes in hooks, policies and monitors too, and nowhere else', () => {
  const pod =
    'containers: [{name: a, image: "x:1", ports: [{name: WEB, containerPort: 80}], lifecycle: {preStop: {httpGet: {port: WEB}}}}]';
  const more = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: p, namespace: shop}
spec: {podSelector: {matchLabels: {app: web}}, ingress: [{ports: [{port: WEB}, {port: 9}]}], egress: [{ports: [{port: WEB}]}]}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: m, namespace: shop}
spec: {selector: {matchLabels: {app: web}}, podMetricsEndpoints: [{port: WEB}]}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: other, namespace: shop}
spec: {selector: {matchLabels: {app: other}}, podMetricsEndpoints: [{port: WEB}]}
`;
  expect(of(pod, more).flatMap(changesOf)).toEqual([
    `${C}.a.ports.80/TCP.name = "web"`,
    `${C}.a.lifecycle.preStop.httpGet.port = "web"`,
    'spec.ingress = [{"ports":[{"port":"web"},{"port":9}]}]',
    'spec.podMetricsEndpoints = [{"port":"web"}]',
  ]);
});
