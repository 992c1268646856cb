/** What is written, and does nothing or what nobody wants. */
import validate from '../../../transforms/validate/index.ts';
import { propose, rootOf, type Setting, workload } from '../root.ts';

const found = (text: string, message: string, platform: Setting['platform'] = {}) =>
  propose(validate, rootOf(text, { platform }))
    .filter(each => each.message === message)
    .map(({ data }) => data);
const object = (apiVersion: string, kind: string, name: string, more = '') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}, namespace: shop}\n${more}\n---\n`;
const container = (more: string, image = 'a') =>
  workload(`containers: [{name: web, image: "${image}"${more}}]`);

describe('replicas beside an autoscaler', () => {
  const scaler = object(
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    'web',
    'spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}',
  );
  const web = (more: string) => workload('containers: [{name: web, image: a}]', { more });

  test('are set back each time', () => {
    expect(found(scaler + web('replicas: 2'), 'scaled-replicas')).toEqual([
      {
        workload: 'Deployment web',
        replicas: '2 replicas',
        scaler: 'HorizontalPodAutoscaler web',
        when: 'every deployment',
      },
    ]);
  });

  test.each([
    ['nobody says them', scaler + web('')],
    ['they switch it off', scaler + web('replicas: 0')],
    ['nothing scales', web('replicas: 2')],
  ])('are none where %s', (_, text) => {
    expect(found(text, 'scaled-replicas')).toEqual([]);
  });

  test('are left alone by an Argo CD that is told to, also where it syncs', () => {
    const under = (leavesReplicas: 'compared' | 'synced') => ({
      replicas: { leavesReplicas, leavesAllReplicas: undefined },
    });
    const text = scaler + web('replicas: 2');
    for (const message of ['scaled-replicas', 'synced-replicas'])
      expect(found(text, message, under('synced'))).toEqual([]);
    expect(found(text, 'scaled-replicas', under('compared'))).toEqual([]);
    expect(found(text, 'synced-replicas', under('compared'))).toHaveLength(1);
  });
});

describe('the scheduler of Celery', () => {
  const beat = (words: string, more = '') =>
    found(workload(`containers: [{name: web, image: a, ${words}}]`, { more }), 'two-beats');

  test.each([
    'command: [celery, -A, shop, beat, -l, info]',
    'args: [/start-celerybeat]',
    'command: [sh, -c, "exec celery -A shop worker -B"]',
  ])('%s is there twice in a rollout', words => {
    expect(beat(words)).toMatchObject([{ when: 'starts a new pod beside the old one' }]);
  });

  test('is there several times', () => {
    expect(beat('args: [celery, beat]', 'strategy: {type: Recreate}\nreplicas: 2')).toMatchObject([
      { when: 'has 2 pods' },
    ]);
  });

  test.each([
    ['that the old pod leaves first', 'args: [celery, beat]', 'strategy: {type: Recreate}'],
    ['with a lock', 'args: [celery, beat, -S, redbeat.RedBeatScheduler]', ''],
    ['that is another program', 'command: [celery, -A, beat, worker]', ''],
    ['of somebody else', 'command: [heartbeat, celery]', ''],
  ])('%s is fine', (_, words, more) => {
    expect(beat(words, more)).toEqual([]);
  });
});

test('a certificate of a Route is PEM', () => {
  const route = (text: string) =>
    found(
      object('route.openshift.io/v1', 'Route', 'web', `spec: {to: {name: web}, tls: {certificate: ${text}}}`),
      'no-certificate',
    );
  expect(route('"# your certificate"')).toEqual([{ resource: 'Route web', fields: 'certificate' }]);
  expect(route('"-----BEGIN CERTIFICATE-----\\nMII"')).toEqual([]);
  expect(route('"{{ cert }}"')).toEqual([]);
});

describe('an Ingress', () => {
  const ingress = (annotations: string, spec = '{}') =>
    `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web, annotations: {${annotations}}}\nspec: ${spec}\n`;
  const nginx = (name: string) => ingress(`nginx.ingress.kubernetes.io/${name}: "true"`);
  const tls = '{tls: [{secretName: web}]}';

  test.each([
    ['rate-limit', ''],
    ['force-ssl-redirects', ' (did you mean force-ssl-redirect?)'],
  ])('%s is read by nobody', (name, near) => {
    expect(found(nginx(name), 'unknown-annotation')).toMatchObject([{ near }]);
  });

  test('may say what the controller reads', () => {
    expect(found(nginx('limit-rps'), 'unknown-annotation')).toEqual([]);
    expect(found(ingress('nginx.org/rate-limit: "5"'), 'unknown-annotation')).toEqual([]);
  });

  const TRAEFIK = 'traefik.ingress.kubernetes.io';

  test('of an Ingress Traefik reads what is about its router, and all others are one finding', () => {
    const text = `${TRAEFIK}/router.tls: "true", ${TRAEFIK}/ssl-redirect: "true", ${TRAEFIK}/proxy-body-size: 8m`;
    expect(found(ingress(text), 'unknown-annotation')).toMatchObject([
      { annotation: `${TRAEFIK}/ssl-redirect and ${TRAEFIK}/proxy-body-size`, controller: 'Traefik' },
    ]);
    const old = ingress(text).replace('networking.k8s.io/v1', 'extensions/v1beta1');
    expect(found(old, 'unknown-annotation')).toEqual([]);
  });

  test('annotations of a controller do nothing at the class of another', () => {
    const of = (name: string) =>
      nginx('ssl-redirect').replace('spec: {', `spec: {ingressClassName: ${name}, `);
    expect(found(of('traefik'), 'unknown-annotation')).toMatchObject([{ controller: 'Traefik' }]);
    expect(found(of('nginx'), 'unknown-annotation')).toEqual([]);
    expect(found(of('edge'), 'unknown-annotation')).toEqual([]);
    const itself =
      '\n---\napiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: traefik}\nspec: {controller: k8s.io/ingress-nginx}\n';
    expect(found(of('traefik') + itself, 'unknown-annotation')).toEqual([]);
  });

  test('gets a certificate where it has tls', () => {
    const issuer = 'cert-manager.io/cluster-issuer: main';
    expect(found(ingress(issuer), 'issuer-without-tls')).toHaveLength(1);
    expect(found(ingress(issuer, tls), 'issuer-without-tls')).toEqual([]);
  });
});

describe('an ImagePolicy', () => {
  const policy = (pattern: string, order: string) =>
    found(
      object(
        'image.toolkit.fluxcd.io/v1beta2',
        'ImagePolicy',
        'web',
        `spec: {filterTags: {pattern: '${pattern}'}, policy: {${order}}}`,
      ),
      'tags-without-order',
    );

  test.each(['^[a-f0-9]{7,40}$', '^main-[a-f0-9]+$', '^sha-(?P<hash>[0-9a-fA-F]{7})$', '[a-f\\d]{40}'])(
    'has no order for %s',
    pattern => {
      expect(policy(pattern, 'alphabetical: {order: desc}')).toHaveLength(1);
    },
  );

  test.each([
    ['a time', '^main-[a-f0-9]+-(?P<ts>[0-9]+)$', 'numerical: {order: asc}'],
    ['numbers', '^[0-9]{8}$', 'alphabetical: {order: asc}'],
    ['versions', '^[a-f0-9]{7,40}$', 'semver: {range: "*"}'],
  ])('has one for %s', (_, pattern, order) => {
    expect(policy(pattern, order)).toEqual([]);
  });
});

describe('an account of the name of a workload', () => {
  const account = object('v1', 'ServiceAccount', 'web');

  test('is meant for it', () => {
    expect(found(account + container(''), 'idle-account')).toEqual([
      { workload: 'Deployment web', account: 'web' },
    ]);
  });

  test.each([
    ['it runs as it', account + workload('serviceAccountName: web\ncontainers: [{name: web, image: a}]')],
    ['it says another', account + workload('serviceAccountName: b\ncontainers: [{name: web, image: a}]')],
    [
      'another runs as it',
      account +
        container('') +
        workload('serviceAccountName: web\ncontainers: [{name: a, image: a}]', { name: 'a' }),
    ],
    [
      'an operator may',
      account + container('') + object('example.com/v1', 'Runner', 'a', 'spec: {account: web}'),
    ],
    ['it is another name', object('v1', 'ServiceAccount', 'other') + container('')],
  ])('is none where %s', (_, text) => {
    expect(found(text, 'idle-account')).toEqual([]);
  });
});

test.each([
  ['prom/mysqld-exporter:v0.15.1', 1],
  ['quay.io/prometheus/mysqld-exporter:v0.18.0', 1],
  ['prom/mysqld-exporter:v0.14.0', 0],
  ['prom/mysqld-exporter:latest', 0],
  ['quay.io/prometheuscommunity/postgres-exporter:v0.18.0', 0],
])('DATA_SOURCE_NAME of %s is read in vain %d times', (image, times) => {
  const text = container(', env: [{name: DATA_SOURCE_NAME, value: x}]', image);
  expect(found(text, 'unread-variable')).toHaveLength(times);
});

test.each([
  ['apache/kafka:4.1.0', 1],
  ['apache/kafka:3.9.0', 0],
  ['bitnamilegacy/kafka:4.0.0', 0],
])('the ZooKeeper of %s is read in vain %d times', (image, times) => {
  const text = container(', env: [{name: KAFKA_ZOOKEEPER_CONNECT, value: "zk:2181"}]', image);
  expect(found(text, 'unread-variable')).toHaveLength(times);
});

describe('an amount of another unit', () => {
  const one = (name: string, resources: string) =>
    workload(`containers: [{name: ${name}, image: a, resources: ${resources}}]`, { name });
  const usual = ['a', 'b', 'c'].map(name => one(name, '{limits: {cpu: 100m, memory: 256Mi}}')).join('');

  test('is a hundred times the request, or what others have', () => {
    expect(
      found(one('web', '{requests: {memory: 128M}, limits: {memory: 512G}}'), 'wrong-unit'),
    ).toMatchObject([{ side: 'limits', amount: '512G', times: 'more than a hundred times its request' }]);
    expect(found(usual + one('web', '{limits: {cpu: 100, memory: 1Gi}}'), 'wrong-unit')).toMatchObject([
      { amount: '100', unit: 'cpu', times: 'more than a hundred times what others here have' },
    ]);
  });

  test.each([
    ['nodes have it', usual + one('web', '{limits: {memory: 64Gi}}')],
    ['others have it too', usual.replaceAll('256Mi', '64Gi') + one('web', '{limits: {memory: 256Gi}}')],
    ['it comes with devices', usual + one('web', '{limits: {memory: 512Gi, nvidia.com/gpu: 8}}')],
    ['there are no others', one('web', '{limits: {memory: 512Gi}}')],
  ])('is none where %s', (_, text) => {
    expect(found(text, 'wrong-unit')).toEqual([]);
  });
});

describe('a certificate', () => {
  const certificate = object(
    'cert-manager.io/v1',
    'Certificate',
    'web',
    'spec: {secretName: web-tls, dnsNames: [shop.example, "*.shop.example"], issuerRef: {name: main}}',
  );
  const ingress = (host: string, secret = 'web-tls') =>
    object(
      'networking.k8s.io/v1',
      'Ingress',
      'web',
      `spec: {tls: [{hosts: ["${host}"], secretName: ${secret}}]}`,
    );
  const traefik = object(
    'traefik.io/v1alpha1',
    'IngressRoute',
    'old',
    'spec: {tls: {secretName: web-tls}, routes: [{match: "Host(`store.example`) && PathPrefix(`/a`)", kind: Rule}]}',
  );

  test('is for the names of the routes that show it', () => {
    expect(found(certificate + ingress('store.example'), 'other-certificate')).toMatchObject([
      { hosts: 'store.example', certificate: 'web' },
    ]);
    expect(found(certificate + traefik, 'other-certificate')).toMatchObject([
      { resource: 'IngressRoute old' },
    ]);
  });

  test.each([
    ['its names', ingress('shop.example')],
    ['a name below its wildcard', ingress('www.shop.example')],
    ['what is filled in later', ingress('<host>')],
    ['those of another Secret', ingress('store.example', 'other')],
  ])('is right for %s', (_, route) => {
    expect(found(certificate + route, 'other-certificate')).toEqual([]);
  });

  test('for one label covers no two', () => {
    expect(found(certificate + ingress('a.www.shop.example'), 'other-certificate')).toHaveLength(1);
  });
});

describe('what KEDA is to ask', () => {
  const server =
    object('v1', 'Service', 'redis', 'spec: {selector: {app: redis}, ports: [{port: 6379}]}') +
    workload('containers: [{name: redis, image: "redis:7"}]').replaceAll('web', 'redis');
  const scaler = (address: string) =>
    object(
      'keda.sh/v1alpha1',
      'ScaledObject',
      'jobs',
      `spec: {scaleTargetRef: {name: web}, triggers: [{type: redis, metadata: {address: "${address}", listName: jobs}}]}`,
    );
  const operator = workload('containers: [{name: keda, image: "ghcr.io/kedacore/keda:2.17.0"}]').replaceAll(
    'app: web',
    'app: keda-operator',
  );

  test('it does not find by a name of another namespace', () =>
    expect(found(`${scaler('redis:6379')}${server}`, 'scaler-host')).toEqual([
      { resource: 'ScaledObject jobs', host: 'redis' },
    ]));

  test('also where the server is rendered elsewhere, and not by the name of a queue', () => {
    expect(found(scaler('amqp://cache:5672'), 'scaler-host')).toEqual([
      { resource: 'ScaledObject jobs', host: 'cache' },
    ]);
    expect(found(scaler('jobs'), 'scaler-host')).toEqual([]);
    expect(
      found(scaler('redis.shop:6379').replace('listName: jobs', 'query: up / web:80'), 'scaler-host'),
    ).toEqual([]);
  });

  test.each([
    ['the namespace is said', scaler('redis.shop.svc:6379') + server],
    ['it is no host of these', scaler('redis.example.com:6379') + server],
    ['it runs in that namespace', `${scaler('redis:6379')}${server}\n---\n${operator}`],
  ])('it finds where %s', (_, text) => expect(found(text, 'scaler-host')).toEqual([]));
});
