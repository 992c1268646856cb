import { type Meaning, meaningOf } from '../../../src/kubernetes/names/meaning.ts';
import { nameWord } from '../../../src/kubernetes/names/name-word.ts';

const SERVICE = {
  kind: 'Service',
  names: ['redis-service', 'st-redis-service'],
  namespaces: new Set(['shop']),
};
const CONFIG = { kind: 'ConfigMap', names: ['app-cm'], namespaces: new Set(['shop']) };

interface Setting {
  readonly named?: typeof SERVICE;
  readonly variable?: string;
  readonly field?: string;
  readonly isApart?: boolean;
}

/** What the words of a text that read like the name mean, one after the other. */
function meanings(
  text: string,
  { named = SERVICE, variable, field, isApart = false }: Setting = {},
): Meaning[] {
  const said = variable ?? field;
  const key = said === undefined ? undefined : { text: said, isField: field !== undefined };
  return [...text.matchAll(nameWord(named.names, 'g'))].map(({ 0: name, index: start }) =>
    meaningOf(text, { start, name }, named, { key, isApart }),
  );
}

/** As shells and Flux fill them in. */
function variable(name: string): string {
  return `\${${name}}`;
}

test.each([
  'http://redis-service:6379/0',
  'http://redis-service/a',
  'redis://:pw@redis-service',
  'redis-service:6379',
  'redis-service:$PORT',
  'redis-service.shop',
  'redis-service.shop:6379',
  'st-redis-service.shop.svc.cluster.local',
  'redis-service.svc',
  'redis-service.$(POD_NAMESPACE).svc.cluster.local',
  'redis-0.redis-service:6379',
  'redis-0.redis-service.shop.svc',
  'shop/redis-service',
  'shop/redis-service:80',
  'kubectl port-forward svc/redis-service 6379',
  'kubectl get service redis-service',
  'REDIS_HOST=redis-service',
  '--redis-host redis-service',
  '"redisUrl": "redis-service"',
  'until nslookup redis-service; do sleep 1; done',
  'nc -z redis-service 6379',
  'pg_isready -h redis-service',
  "echo '# x'; curl http://redis-service",
  '{"a": "x # y", "url": "http://redis-service"}',
])('%s is the Service', text => {
  expect(meanings(text)).toEqual(['it']);
});

test.each<[string, Meaning]>([
  ['http://redis-service.infra.svc.cluster.local', 'another namespace'],
  ['infra/redis-service', 'another namespace'],
  ['https://redis-service.example.com', 'a host outside'],
  ['redis-service.shop.example.com', 'a host outside'],
  ['RUNNER_IMAGE=ghcr.io/acme/redis-service:1.0', 'an image'],
  ['ghcr.io/acme/redis-service', 'an image'],
  ['IMAGE=redis-service:5000', 'an image'],
  ['acme/redis-service:1.0', 'an image'],
  ['DB_NAME=redis-service', 'not known to be it'],
  ['the redis-service is slow', 'not known to be it'],
  ['redis-service: 1', 'not known to be it'],
  ['s3://redis-service/a', 'nothing'],
  ['s3://redis-service', 'not known to be it'],
  ['OTEL_SERVICE_NAME=redis-service', 'not known to be it'],
  ['SERVICE_NAME=redis-service', 'not known to be it'],
  ['# redis-service is down at night', 'comment'],
  ['proxy_pass http://api; # not redis-service', 'comment'],
  ['redis-service.yaml', 'nothing'],
  ['redis-service/kustomization.yaml', 'nothing'],
  ['/etc/redis-service', 'nothing'],
  ['../base/redis-service', 'nothing'],
  ['key=/srv/redis-service', 'nothing'],
  ['https://example.com/redis-service', 'nothing'],
])('%s is %s', (text, meaning) => {
  expect(meanings(text)).toEqual([meaning]);
});

test.each(['my-redis-service', 'redis-service-2', 'redis_redis-service'])('%s is a longer word', text => {
  expect(meanings(text)).toEqual([]);
});

test('a bare word is what its key says', () => {
  const bare = (setting: Setting) => meanings('redis-service', setting)[0];
  for (const variable of [
    'REDIS_HOST',
    'PGHOST',
    'cacheUrl',
    'CACHE_SERVICE',
    'SERVER_NAME',
    'redis.endpoint',
  ])
    expect([variable, bare({ variable })]).toEqual([variable, 'it']);
  for (const field of ['serviceName', 'service', 'services.name', 'backendRefs.name', 'dnsNames', 'host'])
    expect([field, bare({ field })]).toEqual([field, 'it']);
  for (const variable of ['DB_NAME', 'REDIS_HOST_USER', 'SERVICE_NAME', 'DD_SERVICE', 'TOPIC', 'NAME'])
    expect([variable, bare({ variable })]).toEqual([variable, 'not known to be it']);
  for (const field of ['serviceAccountName', 'upstreams.name', 'database', 'name'])
    expect([field, bare({ field })]).toEqual([field, 'not known to be it']);
  expect(bare({})).toBe('not known to be it');
});

test('a list of addresses is what its key says', () => {
  expect(meanings('redis-service, my-redis-service,redis-service', { variable: 'PEERS' })).toEqual([
    'it',
    'it',
  ]);
  expect(meanings('HOSTS=redis-service,redis-service:81')).toEqual(['it', 'it']);
  expect(meanings('redis-service,/srv/redis-service', { variable: 'TOPICS' })).toEqual([
    'not known to be it',
    'nothing',
  ]);
});

test('in another namespace only an address that says the namespace is the Service', () => {
  expect(meanings('http://redis-service', { isApart: true })).toEqual(['another namespace']);
  expect(meanings('redis-service.shop.svc', { isApart: true })).toEqual(['it']);
  expect(meanings('shop/redis-service', { isApart: true })).toEqual(['it']);
});

test.each<[string, Meaning, Setting?]>([
  ['--configmap=$(POD_NAMESPACE)/app-cm', 'it'],
  [`--configmap=${variable('NS')}/app-cm`, 'it'],
  ['shop/app-cm', 'it'],
  ['configmap/app-cm', 'it'],
  ['--configmap app-cm', 'it'],
  ['app-cm', 'it', { variable: 'CONFIG_MAP_NAME' }],
  ['app-cm', 'it', { field: 'configMapRef.name' }],
  [`${variable('HOME')}/app-cm`, 'not known to be it'],
  ['infra/app-cm', 'another namespace'],
  ['http://app-cm', 'not known to be it'],
  ['app-cm:80', 'not known to be it'],
  ['app-cm', 'not known to be it', { variable: 'HOST' }],
  ['app-cm', 'not known to be it', { field: 'configMapKey' }],
])('of what has no address %s is %s', (text, meaning, setting = {}) => {
  expect(meanings(text, { ...setting, named: CONFIG })).toEqual([meaning]);
});

test('a value called SECRET is one; what is called the name of one names it', () => {
  const named = { kind: 'Secret', names: ['app-secrets'], namespaces: new Set<string>() };
  expect(meanings('app-secrets', { named, variable: 'JWT_SECRET' })).toEqual(['not known to be it']);
  expect(meanings('app-secrets', { named, variable: 'SECRET_NAME' })).toEqual(['it']);
  expect(meanings('app-secrets', { named, field: 'secretName' })).toEqual(['it']);
});

test('an account is named by its whole name too', () => {
  const named = { kind: 'ServiceAccount', names: ['runner'], namespaces: new Set(['shop']) };
  expect(meanings('system:serviceaccount:shop:runner', { named })).toEqual(['it']);
  expect(meanings('system:serviceaccount:infra:runner', { named })).toEqual(['another namespace']);
});

test('no more is looked at than what stands around the word', () => {
  // What a pattern would take minutes for, were it asked of the whole line.
  const noise = '//a.'.repeat(200_000);
  expect(meanings(`${noise} http://redis-service ${noise}`)).toEqual(['it']);
});
