import probes from '../../../transforms/probes/index.ts';
import { changesOf, only, propose, rootOf, type Setting, workload } from '../root.ts';

const C = 'spec.template.spec.containers.a';
const SERVICE = `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8000}]}
---
`;
const of = (pod: string, setting: Setting = {}, more = '', shape = {}) =>
  propose(probes, rootOf(workload(pod, shape) + more, setting));
const a = (rest: string) => `containers: [{name: a, image: "x:1", ${rest}}]`;

test('unset timings are written out: what loosens is safe, what tightens is not', () => {
  const proposals = of(a('readinessProbe: {httpGet: {port: 80}}'));
  const looser = only(proposals, 'timings');
  expect(looser?.safety).toBe('safe');
  expect(changesOf(looser)).toEqual([
    `${C}.readinessProbe.initialDelaySeconds = 10`,
    `${C}.readinessProbe.timeoutSeconds = 3`,
    `${C}.readinessProbe.successThreshold = 1`,
    `${C}.readinessProbe.failureThreshold = 3`,
    `${C}.readinessProbe.httpGet.scheme = "HTTP"`,
  ]);
  const tighter = only(proposals, 'tighter');
  expect(tighter?.safety).toBe('unsafe');
  expect(changesOf(tighter)).toEqual([`${C}.readinessProbe.periodSeconds = 5`]);
});

test('a port that is named grpc is no evidence of a health service', () => {
  const proposals = of(a('ports: [{name: grpc, containerPort: 8000, appProtocol: grpc}]'), {}, SERVICE);
  const added = proposals.filter(({ message }) => message === 'missing').flatMap(changesOf);
  expect(added).toHaveLength(1);
  expect(added[0]).toContain('"tcpSocket":{"port":"grpc"}');
});

test.each([
  ['periodSeconds: 2, timeoutSeconds: 5', ['periodSeconds = 10']],
  ['periodSeconds: 4, timeoutSeconds: 8', ['periodSeconds = 10']],
  ['periodSeconds: 30, timeoutSeconds: 600', []],
  ['failureThreshold: 1', ['failureThreshold = 3']],
  ['successThreshold: 2', ['successThreshold = 1']],
])('an impatient liveness probe (%s) gets more time', (fields, changes) => {
  const proposal = only(of(a(`livenessProbe: {tcpSocket: {port: 1}, ${fields}}`)), 'aggressive');
  expect(changesOf(proposal)).toEqual(changes.map(change => `${C}.livenessProbe.${change}`));
  if (changes.length > 0) expect(proposal?.safety).toBe('safe');
});

test('a timeout of minutes may be what is wrong: a longer period waits for a person', () => {
  const proposal = only(
    of(a('readinessProbe: {tcpSocket: {port: 1}, periodSeconds: 3, timeoutSeconds: 600}')),
    'aggressive',
  );
  expect(changesOf(proposal)).toEqual([`${C}.readinessProbe.periodSeconds = 30`]);
  expect(proposal?.safety).toBe('unsafe');
  expect(proposal?.doubts).toContain('its timeout of 600 s may be what is wrong');
});

test('a probe that starts a VM gets time and is asked seldom', () => {
  const probe =
    'livenessProbe: {exec: {command: [rabbitmq-diagnostics, -q, ping]}, periodSeconds: 10, timeoutSeconds: 3}';
  expect(changesOf(only(of(a(probe)), 'aggressive'))).toEqual([
    `${C}.livenessProbe.periodSeconds = 30`,
    `${C}.livenessProbe.timeoutSeconds = 10`,
  ]);
});

test('missing probes come from the configuration', () => {
  const images = {
    x: {
      probes: {
        liveness: { httpGet: { path: '/live', port: 8 } },
        readiness: { httpGet: { path: '/ready', port: 8 } },
      },
    },
  };
  const proposals = of(a('ports: [{containerPort: 8}]'), { images });
  expect(proposals.map(({ message, safety, at }) => [message, safety, at.path.at(-1)])).toEqual([
    ['missing', 'safe', 'readinessProbe'],
    ['missing', 'safe', 'livenessProbe'],
  ]);
  expect(changesOf(proposals[1])).toEqual([
    `${C}.livenessProbe = {"httpGet":{"path":"/live","port":8,"scheme":"HTTP"},"initialDelaySeconds":30,"periodSeconds":10,"timeoutSeconds":5,"successThreshold":1,"failureThreshold":3}`,
  ]);
});

test('not for a port that another container of the pod declares', () => {
  const images = { x: { probes: { liveness: { httpGet: { port: 8 } } } } };
  const pod = 'containers: [{name: a, image: "x:1"}, {name: b, image: "x:1", ports: [{containerPort: 8}]}]';
  const found = of(pod, { images }).filter(({ message }) => message === 'missing');
  expect(found.map(({ at }) => at.path)).toEqual([
    ['spec', 'template', 'spec', 'containers', { name: 'b' }, 'livenessProbe'],
  ]);
});

test('liveness never gets the handler of readiness', () => {
  const found = of(
    'containers: [{name: a, image: "nginxinc/nginx-unprivileged:1", ports: [{containerPort: 8080}]}]',
  );
  expect(found.filter(({ message }) => message === 'missing').map(({ at }) => at.path.at(-1))).toEqual([
    'readinessProbe',
  ]);
  const same = 'livenessProbe: {tcpSocket: {port: 1}}, readinessProbe: {tcpSocket: {port: 1}}';
  expect(only(of(a(same)), 'identical')?.blocked).toBeTruthy();
});

test('an unknown image behind a Service is asked whether its port is open', () => {
  const proposals = of(a('ports: [{name: http, containerPort: 8000}]'), {}, SERVICE);
  const readiness = only(proposals, 'missing');
  expect(changesOf(readiness)[0]).toContain('{"tcpSocket":{"port":"http"}');
  expect(readiness?.safety).toBe('safe');
});

test.each([
  ['another port of its Service', '{port: 9, targetPort: 9}', {}],
  ['pods that start one after the other', '', { kind: 'StatefulSet', more: 'replicas: 3' }],
])('for a look only: %s', (_, port, shape) => {
  const service = port === '' ? SERVICE : SERVICE.replace('}]}', `}, ${port}]}`);
  const found = only(
    of(a('ports: [{containerPort: 8000}, {containerPort: 9}]'), {}, service, shape),
    'missing',
  );
  expect(changesOf(found)[0]).toContain('tcpSocket');
  expect(found?.safety).toBe('unsafe');
});

test('several Services that send to one port leave no doubt', () => {
  const second = SERVICE.replace('name: web,', 'name: web-too,').replace('8000', 'http');
  const found = of(a('ports: [{name: http, containerPort: 8000}]'), {}, SERVICE + second);
  expect(only(found, 'missing')?.safety).toBe('safe');
});

test.each([
  ['a path that an argument moves', 'prom/prometheus:v2.41.0', 9090, 'args: ["--web.route-prefix=/p"]'],
  ['a certificate', 'prom/prometheus:v2.41.0', 9090, 'args: ["--web.config.file=/etc/web.yml"]'],
  [
    'a path that a variable moves',
    'prom/prometheus:v2.41.0',
    9090,
    'env: [{name: WEB_BASE_PATH, value: /p}]',
  ],
  [
    'scripts that run before it listens',
    'postgres:16',
    5432,
    'volumeMounts: [{name: s, mountPath: /docker-entrypoint-initdb.d/seed.sql, subPath: seed.sql}]',
  ],
])('the liveness probe of a known image is for a look: %s', (_, image, port, rest) => {
  const pod = (more: string) =>
    `containers: [{name: a, image: "${image}", ports: [{containerPort: ${port}}], ${more}}]`;
  const liveness = (text: string) => of(text).find(({ at }) => at.path.at(-1) === 'livenessProbe');
  expect(liveness(pod('tty: false'))?.safety).toBe('safe');
  expect(liveness(pod(rest))?.safety).toBe('unsafe');
});

test('members of a quorum that start one after the other are not held back by a probe of ours', () => {
  const pod = 'containers: [{name: a, image: "rabbitmq:3.13", ports: [{containerPort: 5672}]}]';
  const readiness = (more: string) =>
    of(pod, {}, '', { kind: 'StatefulSet', more }).find(({ at }) => at.path.at(-1) === 'readinessProbe');
  expect(readiness('replicas: 3')?.safety).toBe('unsafe');
  expect(readiness('replicas: 3\npodManagementPolicy: Parallel')?.safety).toBe('safe');
  expect(readiness('replicas: 1')?.safety).toBe('safe');
});

test('a startup probe asks what the written liveness probe asks', () => {
  const pod =
    'containers: [{name: a, image: "rabbitmq:3.13", ports: [{containerPort: 5672}], livenessProbe: {tcpSocket: {port: 5672}, initialDelaySeconds: 30}}]';
  const startup = of(pod).find(({ at }) => at.path.at(-1) === 'startupProbe');
  expect(changesOf(startup)[0]).toContain(
    '{"tcpSocket":{"port":5672},"initialDelaySeconds":0,"periodSeconds":30',
  );
});

test('with an HTTP readiness probe a guessed liveness probe is unsafe', () => {
  const pod = a('ports: [{containerPort: 8000}], readinessProbe: {httpGet: {port: 8000, path: /ready}}');
  expect(only(of(pod, {}, SERVICE), 'missing')?.safety).toBe('unsafe');
});

test('no exec in an image without a shell', () => {
  const images = { x: { shell: false, probes: { liveness: { exec: { command: ['true'] } } } } };
  expect(only(of(a('ports: []'), { images }), 'missing')).toBeUndefined();
});

test('Jobs and init containers get none, and those of Jobs are reported', () => {
  const job = of(a('livenessProbe: {tcpSocket: {port: 1}}'), {}, '', { kind: 'Job' });
  expect(job.map(({ message }) => message)).toEqual(['on-job']);
  expect(of('initContainers: [{name: i, image: "x:1"}]\ncontainers: []')).toEqual([]);
});
