/** Ports that are asked for by a name, and ports that are declared twice. */
import validate from '../../../transforms/validate/index.ts';
import { propose, rootOf, workload } from '../root.ts';

const found = (text: string, message: string) =>
  propose(validate, rootOf(text))
    .filter(each => each.message === message)
    .map(({ data, blocked }) => ({ ...data, blocked }));
const container = (more: string) => workload(`containers: [{name: web, image: a, ${more}}]`);
const PORTS = 'ports: [{name: metrics, containerPort: 8087}]';
const ASKED = 'readinessProbe: {httpGet: {path: /, port: http}}';

describe('a port that a probe asks for by name', () => {
  test('is one of its own container', () => {
    const beside = `containers: [{name: web, image: a, ${ASKED}, ${PORTS}}, {name: proxy, image: b, ports: [{name: http, containerPort: 80}]}]`;
    expect(found(workload(beside), 'no-probe-port')).toEqual([
      {
        subject: 'container web of Deployment web',
        ports: 'http',
        probes: 'readinessProbe',
        blocked: 'which port is meant? It declares metrics',
      },
    ]);
    expect(found(container(`${ASKED}, ports: [{name: http, containerPort: 80}]`), 'no-probe-port')).toEqual(
      [],
    );
  });

  test('is said of all probes and hooks at once', () => {
    const hooked = `${ASKED}, livenessProbe: {tcpSocket: {port: http}}, lifecycle: {preStop: {httpGet: {port: admin}}}`;
    expect(found(container(hooked), 'no-probe-port')).toMatchObject([
      { ports: 'http and admin', probes: 'readinessProbe, livenessProbe and preStop' },
    ]);
  });

  test('is none where it is a number, or a variable that is filled in later', () => {
    expect(found(container('readinessProbe: {httpGet: {port: 80}}'), 'no-probe-port')).toEqual([]);
    expect(found(container('readinessProbe: {httpGet: {port: "$(PORT)"}}'), 'no-probe-port')).toEqual([]);
  });
});

test('a policy lets nobody in by a port that its pods do not declare', () => {
  const policy = (port: string) =>
    `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: web}\nspec: {podSelector: {matchLabels: {app: web}}, ingress: [{ports: [{port: ${port}}]}], egress: [{ports: [{port: dns}]}]}\n`;
  const pods = `${container(PORTS)}\n---\n`;
  expect(found(pods + policy('http'), 'no-policy-port')).toMatchObject([{ ports: 'http' }]);
  expect(found(pods + policy('metrics'), 'no-policy-port')).toEqual([]);
  expect(found(pods + policy('8087'), 'no-policy-port')).toEqual([]);
});

describe('a port that is declared twice', () => {
  const ports = (...all: string[]) => container(`ports: [${all.join(', ')}]`);

  test('has one number and protocol', () => {
    const twice = ports(
      '{name: http, containerPort: 80}',
      '{name: metrics, containerPort: 80, protocol: TCP}',
    );
    expect(found(twice, 'double-port')).toMatchObject([{ port: '80/TCP' }]);
    expect(found(ports('{containerPort: 53}', '{containerPort: 53, protocol: UDP}'), 'double-port')).toEqual(
      [],
    );
    const onNode = ports('{containerPort: 80, hostPort: 80}', '{containerPort: 80, hostPort: 8080}');
    expect(found(onNode, 'double-port')).toEqual([]);
  });

  test('or one name', () => {
    const twice = ports('{name: http, containerPort: 80}', '{name: http, containerPort: 8080}');
    expect(found(twice, 'double-port-name')).toMatchObject([{ names: 'http' }]);
  });
});
