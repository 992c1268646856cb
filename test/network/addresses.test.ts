import { addressesIn } from '../../src/network/addresses.ts';

const SERVICES = ['postgres', 'rabbitmq', 'web', 'api.pay', 'kafka', 'redis'];
const isService = (name: string, namespace: string | undefined) =>
  SERVICES.includes(namespace === undefined ? name : `${name}.${namespace}`);

/** `name.namespace:port` of each. */
function found(text: string, key?: string): string[] {
  return addressesIn(text, key, isService).map(({ name, namespace, port }) =>
    [[name, namespace].filter(Boolean).join('.'), port].filter(part => part !== undefined).join(':'),
  );
}

test.each([
  ['a name alone, by a key that says host', 'postgres', 'DB_HOST', ['postgres']],
  ['a name with a port', 'rabbitmq:5672', undefined, ['rabbitmq:5672']],
  ['a URL', 'postgres://u:p@postgres:5432/shop?sslmode=disable', undefined, ['postgres:5432']],
  ['a URL without a port', 'http://web/health', undefined, ['web']],
  ['another namespace', 'http://api.pay:8080', undefined, ['api.pay:8080']],
  ['the whole domain', 'api.pay.svc.cluster.local', undefined, ['api.pay']],
  [
    'a pod of a headless Service',
    'kafka-0.kafka:9092,kafka-1.kafka:9092',
    undefined,
    ['kafka:9092', 'kafka:9092'],
  ],
  ['a pod by the whole domain', 'kafka-0.api.pay.svc', undefined, ['api.pay']],
  [
    'a record of the DNS',
    'server-template web 5 _http._tcp.api.pay.svc.cluster.local:80 check',
    'haproxy.cfg',
    ['api.pay:80'],
  ],
  ['what waits with nc', 'until nc -z -w 2 rabbitmq 5672; do sleep 1; done', undefined, ['rabbitmq:5672']],
  ['a flag', 'pg_isready -h postgres', undefined, ['postgres']],
  ['an upstream of nginx', 'upstream x { server web:8080; }', undefined, ['web:8080']],
  ['a key of a file', '[sinks.x]\nhost = "redis"\n', 'x.toml', ['redis']],
  ['a namespace that the program fills in', 'redis.<NAMESPACE>:6379', 'REDIS_ADDR', ['redis:6379']],
  ['one that the cluster does', 'http://web.$(POD_NAMESPACE).svc:8080', undefined, ['web:8080']],
  ['one that a shell does', `nc -z redis.\${NAMESPACE}.svc.cluster.local 6379`, undefined, ['redis:6379']],
  ['a list of hosts', 'redis,web', 'HOSTS', ['redis', 'web']],
])('%s', (_, text, key, expected) => {
  expect(found(text, key)).toEqual(expected);
});

test.each([
  ['the name of a database', 'postgres', 'DB_NAME'],
  ['a database, by a longer key', 'postgres', 'KC_DB_URL_DATABASE'],
  ['the core of an index', 'postgres', 'SOLR_CORE'],
  ['a tenant', 'postgres', 'auth.tenant'],
  ['a user', 'postgres', 'POSTGRES_USER'],
  ['a path', 'https://shop.example/web/redis', undefined],
  ['a path of the disk', '/var/lib/postgres', 'DIR'],
  ['part of another name', 'web-cache:8080 my-web:80 web_x', 'ADDR'],
  ['prose', 'The web talks to postgres.', 'README'],
  ['a host of the internet', 'https://web.example.com:443', 'URL'],
  ['an argument that is a mode', 'web', undefined],
  ['a file', 'redis.conf', undefined],
  ['a table of a file', '[sinks.kafka]', 'x.toml'],
  ['an image', 'redis:alpine', 'IMAGE'],
  ['names that a program answers to', 'localhost web api.pay', 'ALLOWED_HOSTS'],
  ['pages that may call it', 'http://web:8080,http://api.pay', 'CSRF_TRUSTED_ORIGINS'],
  ['pages that may call it, by another key', 'http://web', 'CORS_ORIGIN_WHITELIST'],
  ['the name of a server', 'web', 'SERVER_NAME'],
  ['a domain that is filled in', `redis.\${DOMAIN}:6379`, 'ADDR'],
])('not %s', (_, text, key) => {
  expect(found(text, key)).toEqual([]);
});
