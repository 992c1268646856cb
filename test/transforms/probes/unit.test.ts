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
const of = (pod: string, setting: Setting = {}, more = '', shape = {}, options = {}) =>
  propose(probes, rootOf(workload(pod, shape) + more, setting), options);
/** What is proposed where the defaults of the API are asked for. */
const writtenOut = (pod: string) => of(pod, {}, '', {}, { apiDefaults: true });
const a = (rest: string) => `containers: [{name: a, image: "x:1", ${rest}}]`;

test('what a written probe leaves unset stays unset', () => {
  const probe = 'httpGet: {port: 80}, periodSeconds: 2, failureThreshold: 30';
  const found = of(a(`readinessProbe: {${probe}}, livenessProbe: {httpGet: {port: 80, path: /alive}}`));
  expect(found).toEqual([]);
});

test('unset timings are written out on request: what loosens is safe, what tightens is not', () => {
  const proposals = writtenOut(a('readinessProbe: {httpGet: {port: 80}}'));
  const looser = only(proposals, 'timings');
  expect(looser?.safety).toBe('safe');
  expect(changesOf(looser)).toEqual([
    `${C}.readinessProbe.initialDelaySeconds = 0`,
    `${C}.readinessProbe.timeoutSeconds = 3`,
    `${C}.readinessProbe.successThreshold = 1`,
    `${C}.readinessProbe.failureThreshold = 3`,
    `${C}.readinessProbe.httpGet.scheme = "HTTP"`,
  ]);
  const tighter = only(proposals, 'tighter');
  expect(tighter?.safety).toBe('unsafe');
  expect(changesOf(tighter)).toEqual([`${C}.readinessProbe.periodSeconds = 5`]);
});

test('nothing waits beside a startup probe', () => {
  const startup = 'startupProbe: {tcpSocket: {port: 80}, failureThreshold: 60}';
  const proposals = writtenOut(a(`readinessProbe: {httpGet: {port: 80}}, ${startup}`));
  const readiness = proposals.filter(({ at }) => at.path.at(-1) === 'readinessProbe');
  expect(changesOf(only(readiness, 'timings')).map(each => each.split('.').at(-1))).toEqual([
    'timeoutSeconds = 3',
    'successThreshold = 1',
    'failureThreshold = 3',
    'scheme = "HTTP"',
  ]);
  const images = { x: { probes: { liveness: { tcpSocket: { port: 80 } } } } };
  const added = only(of(a(`ports: [{containerPort: 80}], ${startup}`), { images }), 'missing');
  expect(changesOf(added)).toEqual([`${C}.livenessProbe = {"tcpSocket":{"port":80},"timeoutSeconds":5}`]);
});

test('a port that is named grpc is no evidence of a health service', () => {
  const proposals = of(a('ports: [{name: grpc, containerPort: 8000, appProtocol: grpc}]'), {}, SERVICE);
  const added = proposals.filter(({ message }) => message === 'missing').flatMap(changesOf);
  expect(added).toHaveLength(1);
  expect(added[0]).toContain('"tcpSocket":{"port":"grpc"}');
});

test.each([
  ['periodSeconds: 2, timeoutSeconds: 5', ['periodSeconds = 5']],
  ['periodSeconds: 4, timeoutSeconds: 8', ['periodSeconds = 8']],
  // The API takes 0 for its default of 10.
  ['periodSeconds: 0, timeoutSeconds: 8', undefined],
  ['periodSeconds: 30, timeoutSeconds: 600', undefined],
  ['periodSeconds: 1, timeoutSeconds: 1', undefined],
  ['failureThreshold: 1', undefined],
])('a period is changed only where a try may last longer, and not unseen (%s)', (fields, changes) => {
  const proposal = only(of(a(`livenessProbe: {tcpSocket: {port: 1}, ${fields}}`)), 'unworkable');
  expect(proposal && changesOf(proposal)).toEqual(changes?.map(change => `${C}.livenessProbe.${change}`));
  if (changes !== undefined) expect(proposal?.safety).toBe('unsafe');
});

test.each([
  ['periodSeconds: 3, timeoutSeconds: 600', 3, 600],
  ['periodSeconds: 20, timeoutSeconds: 60', 20, 60],
  ['periodSeconds: 2, timeoutSeconds: 7', 2, 7],
])('a timeout far above the period is asked about (%s)', (fields, period, timeout) => {
  const proposals = of(a(`readinessProbe: {tcpSocket: {port: 1}, ${fields}}`));
  expect(only(proposals, 'unworkable')).toBeUndefined();
  const asked = only(proposals, 'far-timeout');
  expect(asked).toMatchObject({ changes: [], data: { period, timeout } });
  expect(asked?.blocked).toContain(`${timeout} s`);
});

test.each([
  ['period', 'timeoutSeconds = 3'],
  ['timeout', 'periodSeconds = 600'],
])('whoever says that the %s is meant has it written', (pace, change) => {
  const text = a('readinessProbe: {tcpSocket: {port: 1}, periodSeconds: 3, timeoutSeconds: 600}');
  const proposal = only(of(text, {}, '', {}, { pace }), 'far-period');
  expect(changesOf(proposal)).toEqual([`${C}.readinessProbe.${change}`]);
  expect(proposal?.safety).toBe('safe');
});

describe('a database, which recovers when it starts,', () => {
  const database = (image: string, more = '') => of(`containers: [{name: a, image: "${image}"${more}}]`);
  const changedBy = (proposals: ReturnType<typeof database>, probe: string) =>
    proposals.find(each => changesOf(each).some(change => change.startsWith(`${C}.${probe} = `)));

  test.each([
    ['postgres:16', ', ports: [{containerPort: 5432}]'],
    ['postgres:16', ''],
    ['mysql:8.4', ', ports: [{containerPort: 3306}]'],
    ['mariadb:11', ', ports: [{containerPort: 3306}]'],
    ['mongo:7', ', ports: [{containerPort: 27017}]'],
  ])('gets liveness and startup probe by one fix (%s%s)', (image, more) => {
    const proposals = database(image, more);
    const liveness = changedBy(proposals, 'livenessProbe');
    expect(liveness).toBe(changedBy(proposals, 'startupProbe'));
    expect(liveness?.message).toBe('missing-both');
    expect(changesOf(liveness).join()).not.toContain('initialDelaySeconds');
  });

  test('waits for a look, with and without readiness: an open port says little', () => {
    const ports = ', ports: [{containerPort: 5432}]';
    const kept = of(
      `containers: [{name: a, image: "postgres:16"${ports}, volumeMounts: [{name: d, mountPath: /data}]}]\nvolumes: [{name: d, persistentVolumeClaim: {claimName: d}}]`,
    );
    expect(changedBy(database('postgres:16', ports), 'livenessProbe')?.safety).toBe('unsafe');
    expect(changedBy(kept, 'livenessProbe')?.safety).toBe('unsafe');
  });

  test('with a startup probe of its own gets the liveness probe alone', () => {
    const startup =
      ', ports: [{containerPort: 3306}], startupProbe: {tcpSocket: {port: 3306}, failureThreshold: 60}';
    expect(changedBy(database('mariadb:11', startup), 'livenessProbe')?.message).toBe('missing');
  });
});

test('a successThreshold that the API refuses becomes 1, and not unseen', () => {
  const proposal = only(of(a('livenessProbe: {tcpSocket: {port: 1}, successThreshold: 2}')), 'refused');
  expect(changesOf(proposal)).toEqual([`${C}.livenessProbe.successThreshold = 1`]);
  expect(proposal?.safety).toBe('unsafe');
  expect(of(a('readinessProbe: {tcpSocket: {port: 1}, successThreshold: 2}'))).toEqual([]);
});

test.each([
  ['periodSeconds: 10', 10],
  ['periodSeconds: 4', 4],
  ['periodSeconds: 60', 10],
])('a probe that starts a VM gets more than the second that is the default (%s)', (fields, seconds) => {
  const probe = `livenessProbe: {exec: {command: [rabbitmq-diagnostics, -q, ping]}, ${fields}}`;
  const proposal = only(of(a(probe)), 'short-timeout');
  expect(changesOf(proposal)).toEqual([`${C}.livenessProbe.timeoutSeconds = ${seconds}`]);
  expect(proposal?.safety).toBe('safe');
});

test.each([
  ['[sh, -c, "exec mongo --eval 1"]', true],
  ['[bash, -ec, "test -f /x && /opt/bin/nodetool status"]', true],
  ['[nc, -z, mongo, "27017"]', false],
  ['[cat, /opt/java/alive]', false],
])('a tool counts where it is run (%s)', (command, isRun) => {
  const probe = `livenessProbe: {exec: {command: ${command}}}`;
  expect(of(a(probe)).some(({ message }) => message === 'short-timeout')).toBe(isRun);
});

test('a written timeout of a probe that starts a VM was decided', () => {
  const probe =
    'livenessProbe: {exec: {command: [rabbitmq-diagnostics, -q, ping]}, periodSeconds: 10, timeoutSeconds: 3}';
  expect(of(a(probe))).toEqual([]);
});

test('what is likely of an image comes before a look at a port', () => {
  const pod = 'containers: [{name: a, image: "mongo:7.0", ports: [{containerPort: 27017}]}]';
  const found = of(pod, {}, SERVICE.replace('8000', '27017'));
  const readiness = found.find(({ at }) => at.path.at(-1) === 'readinessProbe');
  expect(changesOf(readiness).join()).toContain('mongosh');
  expect(readiness?.safety).toBe('unsafe');
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
    `${C}.livenessProbe = {"httpGet":{"path":"/live","port":8},"initialDelaySeconds":30,"timeoutSeconds":5}`,
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
  expect(only(of(a(same)), 'identical')).toBeUndefined();
  expect(only(writtenOut(a(same)), 'identical')?.known).toBeTruthy();
});

test('what is asked of readiness has the handler of a written liveness probe to say yes to', () => {
  // The Service names a port that the container does not declare: there is nothing to look at.
  const service = `---${SERVICE}`.replace('8000', 'web').replace(/---\n$/, '');
  const liveness = 'livenessProbe: {httpGet: {path: /alive, port: 8000}}';
  const asked = only(of(a(liveness), {}, service), 'unknown');
  expect(asked?.blocked).toContain('{probes: {readiness: {"httpGet":{"path":"/alive","port":8000}}}}');
  expect(asked?.asks).toMatchObject([
    { facts: ['probes.readiness'], remark: expect.stringContaining('as its liveness probe asks') },
  ]);
});

test('a worker that a command makes of an image is asked about where a Service sends to it', () => {
  const worker = a('command: [celery, worker], ports: [{containerPort: 8080}]');
  const found = (pod: string, more = '') => of(pod, {}, more).map(({ message }) => message);
  expect(found(worker)).not.toContain('unknown');
  expect(found(worker, SERVICE)).toContain('unknown');
  const [asked] = only(of(a('ports: [{containerPort: 8080}]')), 'unknown')?.asks ?? [];
  expect(asked).toMatchObject({
    facts: ['probes.liveness'],
    remark: 'perhaps on port 8080, the only one that it declares',
  });
});

test('an unknown image behind a Service is asked whether its port is open', () => {
  const proposals = of(a('ports: [{name: http, containerPort: 8000}]'), {}, SERVICE);
  const readiness = only(proposals, 'missing');
  expect(changesOf(readiness)[0]).toContain('{"tcpSocket":{"port":"http"}');
  // That a Service sends there shows nobody who listens.
  expect(readiness?.safety).toBe('unsafe');
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

test.each([
  ['metrics', 8000],
  ['https', 8000],
  ['http', 8443],
])('no look at a port called %s, %i', (name, port) => {
  const found = of(
    a(`ports: [{name: ${name}, containerPort: ${port}}]`),
    {},
    SERVICE.replace('8000', `${port}`),
  );
  expect(only(found, 'missing')).toBeUndefined();
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
])('the liveness probe of a known image is for a look: %s', (_, image, port, rest) => {
  const pod = (more: string) =>
    `containers: [{name: a, image: "${image}", ports: [{containerPort: ${port}}], ${more}}]`;
  const liveness = (text: string) => of(text).find(({ at }) => at.path.at(-1) === 'livenessProbe');
  expect(liveness(pod('tty: false'))?.safety).toBe('safe');
  expect(liveness(pod(rest))?.safety).toBe('unsafe');
});

test('scripts that run before a known image listens are a doubt of its liveness probe', () => {
  const [mounted, plain] = [
    'volumeMounts: [{name: s, mountPath: /docker-entrypoint-initdb.d/seed.sql, subPath: seed.sql}]',
    'tty: false',
  ].map(more =>
    of(`containers: [{name: a, image: "postgres:16", ports: [{containerPort: 5432}], ${more}}]`).find(
      ({ at }) => at.path.at(-1) === 'livenessProbe',
    ),
  );
  const scripts = expect.stringContaining('it runs scripts before it listens');
  expect(mounted?.doubts).toContainEqual(scripts);
  expect(plain?.doubts).not.toContainEqual(scripts);
});

test('members of a quorum that start one after the other are not held back by a probe of ours', () => {
  const pod = 'containers: [{name: a, image: "rabbitmq:3.13", ports: [{containerPort: 5672}]}]';
  const readiness = (more: string) =>
    of(pod, {}, '', { kind: 'StatefulSet', more }).find(({ at }) => at.path.at(-1) === 'readinessProbe');
  expect(readiness('replicas: 3')?.safety).toBe('unsafe');
  expect(readiness('replicas: 3\npodManagementPolicy: Parallel')?.safety).toBe('safe');
  expect(readiness('replicas: 1')?.safety).toBe('safe');
});

test('a startup probe that comes with the fix makes a delay void too, also where defaults are written out', () => {
  const probes = { liveness: { tcpSocket: { port: 80 } }, startup: { tcpSocket: { port: 80 } } };
  const pod = a('ports: [{containerPort: 80}], livenessProbe: {tcpSocket: {port: 80}}');
  const found = of(pod, { images: { x: { probes } } }, '', {}, { apiDefaults: true });
  const delayed = found.flatMap(changesOf).filter(each => each.includes('livenessProbe.initialDelay'));
  expect(found.map(({ data }) => data?.probe)).toContain('startup');
  expect(delayed).toEqual([]);
});

test('the one port that Services send to is expected of a probe that nobody states', () => {
  const of80 = (more: string) =>
    propose(probes, rootOf(workload('containers: [{name: a, image: "x:1"}]') + SERVICE + more));
  const [asked] = of80('');
  expect(asked?.blocked).toContain('httpGet: {path: ?, port: 8000}');
  expect(asked?.asks).toMatchObject([{ remark: 'perhaps on port 8000, where Service web sends' }]);
  const [open] = of80(SERVICE.replace('name: web', 'name: admin').replace('8000', '9000'));
  expect(open?.blocked).toContain('httpGet: {path: ?, port: ?}');
});

test('whether the usual port is declared is no doubt of a startup probe that asks another one', () => {
  const pod = `containers: [{name: a, image: "opensearchproject/opensearch:2.13.0", ports: [{containerPort: 9200, name: http}], livenessProbe: {httpGet: {path: /_cluster/health, port: http}}}]`;
  const startup = of(pod).find(({ at }) => at.path.at(-1) === 'startupProbe');
  expect(changesOf(startup)[0]).toContain('"port":"http"');
  expect(startup?.doubts?.join()).not.toContain('declare');
});

test('a startup probe asks what the written liveness probe asks', () => {
  const pod =
    'containers: [{name: a, image: "rabbitmq:3.13", ports: [{containerPort: 5672}], livenessProbe: {tcpSocket: {port: 5672}, initialDelaySeconds: 30}}]';
  const startup = of(pod).find(({ at }) => at.path.at(-1) === 'startupProbe');
  expect(changesOf(startup)[0]).toContain('{"tcpSocket":{"port":5672}');
});

const LISTENS = 'ports: [{containerPort: 8000}]';
const missingBeside = (probe: string, image = 'x:1') =>
  of(`containers: [{name: a, image: "${image}", ${LISTENS}, ${probe}}]`, {}, SERVICE).filter(
    ({ message }) => message === 'missing' || message === 'missing-both',
  );

test.each(['httpGet: {port: 8000, path: /ready}', 'exec: {command: [check]}', 'grpc: {port: 8000}'])(
  'a look at the port is no liveness probe beside a readiness probe that asks more: %s',
  handler => {
    expect(missingBeside(`readinessProbe: {${handler}}`)).toEqual([]);
  },
);

test('the same of what is known of an image', () => {
  expect(missingBeside('readinessProbe: {exec: {command: [pg_isready]}}', 'postgres:16')).toEqual([]);
  expect(missingBeside('startupProbe: {exec: {command: [pg_isready]}}', 'postgres:16')).not.toEqual([]);
});

test('a missing readiness probe asks for the page that the liveness probe asks for', () => {
  const [found, ...others] = missingBeside('livenessProbe: {httpGet: {port: 8000, path: /health}}');
  expect(others).toEqual([]);
  expect(changesOf(found)).toEqual([
    `${C}.readinessProbe = {"httpGet":{"port":8000,"path":"/health"},"periodSeconds":5,"timeoutSeconds":3}`,
  ]);
  expect(found?.doubts).toEqual([
    '/health may look at more than the program: without that no pod would be ready',
  ]);
});

test.each(['/livez', '/actuator/health/liveness', '/alive'])(
  'unless that is of liveness by its name: %s',
  path => {
    const found = missingBeside(`livenessProbe: {httpGet: {port: 8000, path: ${path}}}`);
    expect(found.flatMap(changesOf).join()).not.toContain('httpGet');
  },
);

test('no shell in an image without one; a program of its own that an owner names is there', () => {
  const asked = (command: readonly string[]) => {
    const images = { x: { shell: false, probes: { liveness: { exec: { command } } } } };
    return only(of(a('ports: []'), { images }), 'missing');
  };
  expect(asked(['/bin/sh', '-c', 'true'])).toBeUndefined();
  expect(asked(['/app', 'health'])?.safety).toBe('safe');
});

test('Jobs and init containers get none, and those of Jobs are reported', () => {
  const job = of(a('livenessProbe: {tcpSocket: {port: 1}}'), {}, '', { kind: 'Job' });
  expect(job.map(({ message }) => message)).toEqual(['on-job']);
  expect(of('initContainers: [{name: i, image: "x:1"}]\ncontainers: []')).toEqual([]);
});

describe('what an owner says of a probe', () => {
  const said = (probes: object, pod = a('ports: [{containerPort: 2181}]')) =>
    of(pod, { images: { x: { probes } } });
  const ask = { tcpSocket: { port: 2181 } };

  test('liveness is taken also where readiness asks the same', () => {
    const found = said({ readiness: ask, liveness: { ...ask, failureThreshold: 6 } });
    expect(found.map(({ data, safety }) => [data?.probe, safety])).toEqual([
      ['readiness', 'safe'],
      ['liveness', 'safe'],
    ]);
    const written = a('ports: [{containerPort: 2181}], readinessProbe: {tcpSocket: {port: 2181}}');
    expect(said({ liveness: ask }, written).map(({ safety }) => safety)).toEqual(['safe']);
  });

  test('a startup probe needs no liveness probe beside it, and asks what is said', () => {
    expect(only(said({ startup: ask }), 'missing')?.data?.probe).toBe('startup');
    const written = a('ports: [{containerPort: 2181}], livenessProbe: {exec: {command: [alive]}}');
    expect(JSON.stringify(changesOf(said({ startup: ask }, written)[0]))).toContain('2181');
  });

  test('a port that another container declares is a doubt, not silence', () => {
    const pod =
      'containers: [{name: a, image: "x:1"}, {name: b, image: "y:1", ports: [{containerPort: 2181}]}]';
    const [first] = said({ readiness: ask }, pod);
    expect(first?.doubts).toEqual(['container b declares port 2181, which it asks']);
  });

  test('a command of an agent of the node needs no port', () => {
    const pod = 'hostPID: true\ncontainers: [{name: a, image: "x:1"}]';
    const agent = (probe: object) =>
      of(pod, { images: { x: { probes: { liveness: probe } } } }, '', { kind: 'DaemonSet' })[0]?.doubts;
    expect(agent({ exec: { command: ['/probe'] } })).toEqual([]);
    expect(agent(ask)).toEqual(['it is an agent of the node, whose port may be switched off']);
  });
});

test.each([
  ['', 'unsafe'],
  ['strategy: {type: Recreate}', 'safe'],
])(
  'readiness of a server on a claim lengthens the time in which old and new pod write to it (%j)',
  (more, safety) => {
    const pod = `containers: [{name: a, image: "postgres:16", ports: [{containerPort: 5432}], volumeMounts: [{name: d, mountPath: /var/lib/postgresql/data}]}]
volumes: [{name: d, persistentVolumeClaim: {claimName: d}}]`;
    const found = propose(probes, rootOf(workload(pod, { more })));
    expect(found.find(({ data }) => data?.probe === 'readiness')).toMatchObject({ safety });
  },
);

test('nobody asks for a page of the image that a volume lies over', () => {
  const nginx = (path: string) =>
    of(
      `containers: [{name: a, image: "nginxinc/nginx-unprivileged:1.29", ports: [{containerPort: 8000}, {containerPort: 8080}], volumeMounts: [{name: d, mountPath: ${path}}]}]\nvolumes: [{name: d, emptyDir: {}}]`,
      {},
      SERVICE,
    ).flatMap(changesOf);
  expect(nginx('/usr/share/nginx/html/assets').join()).toContain('httpGet');
  const hidden = nginx('/usr/share/nginx/html').join();
  expect(hidden).toContain('tcpSocket');
  expect(hidden).not.toContain('httpGet');
});

describe('nginx with a configuration of the repository', () => {
  interface Mounted {
    readonly mount?: string;
    readonly volume?: string;
    readonly ports?: string;
    readonly more?: string;
  }
  const served = (
    conf: string,
    {
      mount = 'mountPath: /etc/nginx/conf.d',
      volume = '',
      ports = '{containerPort: 8000}',
      more = '',
    }: Mounted = {},
  ) =>
    of(
      `containers: [{name: a, image: "nginx:1.29", ports: [${ports}], volumeMounts: [{name: conf, ${mount}}]}]\nvolumes: [{name: conf, configMap: {name: conf${volume}}}]`,
      {},
      `${SERVICE}apiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf, namespace: shop}\ndata:\n  default.conf: ${JSON.stringify(conf)}\n${more}`,
    ).filter(({ message }) => message === 'missing');
  const ANSWER = 'location = /healthz { access_log off; return 200 "ok"; }';
  const site = (listen: string) => `server {\n  ${listen}\n  ${ANSWER}\n}`;

  test('is asked for the path that it answers by itself', () => {
    const [readiness] = served(site('listen 8000;'));
    expect(changesOf(readiness).join()).toContain('"httpGet":{"path":"/healthz","port":8000}');
    expect(readiness).toMatchObject({ safety: 'safe' });
    expect(readiness?.evidence.map(({ says }) => says)).toEqual(['default.conf answers /healthz by itself']);
    const file = { mount: 'mountPath: /etc/nginx/conf.d/default.conf, subPath: default.conf' };
    expect(changesOf(served(site('listen 0.0.0.0:8000 default_server;'), file)[0]).join()).toContain(
      'httpGet',
    );
  });

  test('that listens on a port which nothing declares waits for a look', () => {
    const [readiness] = served(site('listen 8001;'), { ports: '{containerPort: 8000}' });
    expect(readiness).toMatchObject({ safety: 'unsafe' });
  });

  test.each<[string, string, Mounted]>([
    ['that it does not answer', 'server {\n  listen 8000;\n  location / { proxy_pass http://a; }\n}', {}],
    ['of one of several servers', `server {\n  listen 8000;\n}\n${site('listen 8000;')}`, {}],
    ['of one of several files', site('listen 8000;'), { more: '  b.conf: "server { listen 8000; }"\n' }],
    ['that only a comment has', `server {\n  listen 8000;\n  # ${ANSWER}\n}`, {}],
    ['behind TLS', site('listen 8000 ssl;'), {}],
    ['of the pod itself alone', site('listen 127.0.0.1:8000;'), {}],
    ['behind another protocol', site('listen 8000 proxy_protocol;'), {}],
    ['on two ports', site('listen 8000; listen 8001;'), {}],
    ['in a file that it does not read', site('listen 8000;'), { mount: 'mountPath: /etc/nginx/snippets' }],
    [
      'in another file than the mounted one',
      site('listen 8000;'),
      { mount: 'mountPath: /etc/nginx/conf.d/a.conf, subPath: a.conf' },
    ],
    [
      'in a key that the volume leaves out',
      site('listen 8000;'),
      { volume: ', items: [{key: a.conf, path: a.conf}]' },
    ],
    [
      'beside its own site',
      site('listen 80;'),
      { mount: 'mountPath: /etc/nginx/conf.d/web.conf, subPath: default.conf', ports: '{containerPort: 80}' },
    ],
  ])('is asked for no path %s', (_, conf, mounted) => {
    expect(served(conf, mounted).flatMap(changesOf).join()).not.toContain('httpGet');
  });
});

test.each([
  ['a delay that shows a slow start', 60, { initialDelaySeconds: 60, failureThreshold: 60 }],
  ['no delay, of what is known to start slowly', 0, { initialDelaySeconds: 20, failureThreshold: 60 }],
  ['a short delay, within which it has been seen to start', 10, undefined],
])('of a command a startup probe begins no sooner than it did: %s', (_, delay, value) => {
  const pod = `containers: [{name: a, image: "rabbitmq:3.13", ports: [{containerPort: 5672}], livenessProbe: {exec: {command: [rabbitmq-diagnostics, ping]}, timeoutSeconds: 10, initialDelaySeconds: ${delay}}}]`;
  const startup = of(pod).find(({ at }) => at.path.at(-1) === 'startupProbe');
  expect(startup?.changes[0]).toEqual(
    value === undefined ? undefined : expect.objectContaining({ value: expect.objectContaining(value) }),
  );
});

test('a startup probe asks as often as its tool can, since everything waits for it', () => {
  const pod =
    'containers: [{name: a, image: "rabbitmq:3.13", ports: [{containerPort: 5672}], livenessProbe: {exec: {command: [rabbitmq-diagnostics, ping]}, timeoutSeconds: 10}}]';
  const startup = of(pod).find(({ at }) => at.path.at(-1) === 'startupProbe');
  expect(startup?.changes).toMatchObject([{ value: { timeoutSeconds: 10, failureThreshold: 60 } }]);
});

test('a probe that a comment does without is not asked about', () => {
  const platform = { probeTurnedOff: (at: string) => `${at}0` };
  const found = propose(
    probes,
    rootOf(workload('containers: [{name: web, image: a, ports: [{containerPort: 80}]}]'), { platform }),
  );
  expect(found.map(({ blocked }) => blocked)).not.toContainEqual(expect.anything());
  expect(found[0]?.known).toBe('a comment says that it does without (Deployment/web:10)');
});

test('a probe that a comment has turned off waits for a look', () => {
  const platform = {
    probeTurnedOff: (at: string, kind: string) => (kind === 'liveness' ? `${at}0` : undefined),
  };
  const setting = { images: { a: { probes: { liveness: { httpGet: { path: '/', port: 1 } } } } }, platform };
  const [found] = propose(probes, rootOf(workload('containers: [{name: a, image: "a:1"}]'), setting));
  expect(found).toMatchObject({
    safety: 'unsafe',
    doubts: ['a comment has turned it off (Deployment/web:10)'],
  });
});
