import { dockerfileFacts } from '../../src/images/dockerfile/dockerfile.ts';
import { factsOf } from '../../src/images/facts.ts';
import type { Start } from '../../src/images/start/running.ts';
import { settingsIn } from '../../src/images/start/server-settings.ts';
import { parseImageReference } from '../../src/kubernetes/images/image-reference.ts';

const SITE = '/etc/nginx/conf.d/default.conf';
const MAIN = '/etc/nginx/nginx.conf';

const SPA = `# listen 99; a comment
server {
  listen 8080;
  listen [::]:8080;
  listen 127.0.0.1:9000;
  root /usr/share/nginx/html;
  add_header Content-Security-Policy "default-src 'self'; img-src *";
  location / { try_files $uri /index.html; }
  location /api { proxy_pass http://api:3000; proxy_set_header Host $host; }
}
`;

test.each([
  ['a site', 'nginx', SITE, SPA, { ports: [8080], writes: [], among: [], role: 'site' }],
  [
    'a site beside the one of the image',
    'nginx:alpine',
    '/etc/nginx/conf.d/shop.conf',
    'server { listen 81 ssl; }',
    { ports: [81], writes: [], among: [], role: 'site' },
  ],
  [
    'a main file',
    'nginx',
    MAIN,
    'pid /tmp/nginx.pid;\nevents { worker_connections 9; }\nhttp { client_body_temp_path /tmp/client; include /etc/nginx/mime.types; access_log /dev/stdout main; include conf.d/*.conf; server { listen 8081; } }',
    { ports: [8081], writes: ['/tmp'], among: [], role: 'main' },
  ],
  [
    'a template of the site of the image',
    'nginx:alpine',
    '/etc/nginx/templates/default.conf.template',
    SPA,
    { ports: [8080], writes: ['/etc/nginx/conf.d'], among: [], role: 'site' },
  ],
  [
    'caches on disk',
    'nginx',
    SITE,
    'proxy_cache_path /srv/cache keys_zone=a:1m; fastcgi_cache_path /tmp/php levels=1:2; server { listen 80; }',
    { ports: [80], writes: ['/srv/cache', '/tmp'], among: [], role: 'site' },
  ],
  [
    'a path that goes up again',
    'nginx',
    MAIN,
    'pid /tmp/../etc/nginx/x.pid; events {}',
    { ports: [], writes: ['/etc/nginx'], among: ['/etc/nginx'], role: 'main alone' },
  ],
  [
    'folders among the pages',
    'nginx',
    SITE,
    'server { listen 81; client_body_temp_path /usr/share/nginx/html/b; proxy_cache_path /var/cache/nginx/c; }',
    {
      ports: [81],
      writes: ['/usr/share/nginx/html', '/var/cache/nginx'],
      among: ['/usr/share/nginx/html'],
      role: 'site',
    },
  ],
  [
    'a main file without sites',
    'nginx',
    MAIN,
    'events {}',
    { ports: [], writes: [], among: [], role: 'main alone' },
  ],
  [
    'a store',
    'redis:alpine',
    '/usr/local/etc/redis/redis.conf',
    'port 6380\ndir /data\nappendonly yes\nbind 0.0.0.0\n',
    { ports: [6380], writes: [], among: [], role: 'named' },
  ],
])('%s says where it listens and writes', (_, family, path, text, expected) =>
  expect(settingsIn(family, path, text)).toEqual(expected),
);

test.each([
  ['a cache where it starts', 'nginx', SITE, 'proxy_cache_path cache keys_zone=a:1m; server { listen 80; }'],
  ['a log of its own', 'nginx', SITE, 'server { listen 80; access_log /srv/access.log; }'],
  ['a module', 'nginx', MAIN, 'load_module modules/ngx_http_js_module.so; events {}'],
  ['a port that a variable says', 'nginx', SITE, `server { listen \${PORT}; }`],
  // What the image has beside it a volume would hide.
  ['a template of another site', 'nginx', '/etc/nginx/templates/shop.conf.template', SPA],
  ['a socket', 'nginx', SITE, 'server { listen unix:/tmp/a.sock; }'],
  ['another user', 'nginx', MAIN, 'user www-data; events {}'],
  ['files that nobody sees', 'nginx', SITE, 'include /etc/shop/*.conf;'],
  ['uploads', 'nginx', SITE, 'server { listen 80; location /u { dav_methods PUT; } }'],
  [
    'a main file without a pid, for the image without root',
    'nginx-unprivileged',
    MAIN,
    'events {} http { server { listen 8080; } }',
  ],
  ['another file of nginx', 'nginx', '/etc/nginx/fastcgi_params', 'fastcgi_param A b;'],
  ['a folder of its own', 'redis', '/etc/redis.conf', 'dir /srv\n'],
  ['a log file', 'redis', '/redis.conf', 'logfile /srv/redis.log\n'],
  ['another server', 'httpd', '/usr/local/apache2/conf/httpd.conf', 'Listen 80\n'],
])('nothing is understood of %s', (_, family, path, text) =>
  expect(settingsIn(family, path, text)).toBeUndefined(),
);

const SOURCES: Readonly<Record<string, string>> = {
  'site.conf': SPA,
  'shop.conf': 'server { listen 81; }',
  'main.conf': 'events {}\nhttp { include /etc/nginx/conf.d/*.conf; server { listen 82; } }',
  'alone.conf': 'events {}\nhttp { server { listen 83; } }',
  'redis.conf': 'port 6390\n',
};

function built(lines: string, from = 'nginx:1.27-alpine', start?: Partial<Start>) {
  const dockerfile = dockerfileFacts('web/Dockerfile', `FROM ${from}\n${lines}\n`, {
    sourceFile: source =>
      SOURCES[source] === undefined ? undefined : { path: source, text: SOURCES[source] },
  })!;
  const setting = { build: { dockerfile, statedAt: undefined } };
  const started = start && { command: undefined, args: undefined, ...start };
  return factsOf(
    parseImageReference('shop/web:1'),
    { config: {}, at: () => undefined },
    [],
    started,
    setting,
  );
}

test('of an image with a configuration that was read, ports and paths are known with the line', () => {
  const facts = built(`COPY site.conf ${SITE}\nCOPY dist /usr/share/nginx/html`);
  expect(facts).toMatchObject({
    ports: [8080],
    probes: {},
    privilegedPort: false,
    writes: { value: ['/var/cache/nginx', '/var/run'], verified: true },
  });
  expect(facts.writes?.evidence.says).toContain('web/Dockerfile:2 configures it');
});

test.each([
  ['comes from another stage', `COPY --from=build site.conf ${SITE}`],
  ['comes with others', `COPY site.conf a.conf /etc/nginx/conf.d/`],
  ['is changed afterwards', `COPY site.conf ${SITE}\nRUN sed -i s/8080/80/ ${SITE}`],
])('nothing is known where the configuration %s', (_, lines) => expect(built(lines).writes).toBeUndefined());

test('of a configuration that is not there the paths of the server are known, and not verified', () => {
  const facts = built(`COPY other.conf ${SITE}`);
  expect(facts).toMatchObject({
    ports: [],
    writes: { value: ['/var/cache/nginx', '/var/run'], verified: false },
    unread: { source: 'other.conf', at: 'web/Dockerfile:2' },
  });
});

describe('files of one server count together, in whatever order they are copied', () => {
  const site = `COPY site.conf ${SITE}`;
  const shop = 'COPY shop.conf /etc/nginx/conf.d/';
  const main = `COPY main.conf ${MAIN}`;
  const alone = `COPY alone.conf ${MAIN}`;

  test.each([
    ['a site of its own beside the one of the image', [shop], [80, 81]],
    ['a site of its own, and one in the place of the image', [shop, site], [81, 8080]],
    ['a main file that takes sites in', [shop, main], [80, 81, 82]],
    ['all three', [shop, main, site], [81, 82, 8080]],
    ['a main file that takes no sites in', [alone, shop, site], [83]],
  ])('%s', (_, lines, ports) => {
    for (const each of [lines, lines.toReversed()])
      expect(built(each.join('\n')).ports.toSorted((a, b) => a - b)).toEqual(ports);
  });

  test('one that is put over another takes its place', () => {
    expect(built(`${site}\nCOPY shop.conf ${SITE}`).ports).toEqual([81]);
    expect(built(`COPY shop.conf ${SITE}\n${site}`).ports).toEqual([8080]);
  });

  test('a stage has what the one below it is given, and not the other way round', () => {
    const stages = `${shop}\nFROM nginx:1.27 AS other\nFROM 0 AS last\n${site}`;
    expect(built(`${stages}\nFROM 0`).ports).toEqual([80, 81]);
    expect(built(stages).ports).toEqual([81, 8080]);
  });
});

describe('Redis reads the configuration that its command names', () => {
  const place = '/usr/local/etc/redis/redis.conf';
  const copy = `COPY redis.conf ${place}`;
  const ports = (lines: string, start?: Partial<Start>) => built(lines, 'redis:7-alpine', start).ports;

  test.each([
    ['of the Dockerfile', `${copy}\nCMD ["redis-server", "${place}"]`, undefined],
    ['of the Dockerfile, for a shell', `${copy}\nCMD redis-server ${place}`, undefined],
    ['of the Dockerfile, from its folder', `${copy}\nCMD ["redis-server", "redis.conf"]`, undefined],
    ['of the manifest', copy, { args: [place] }],
    ['of the manifest, as a whole', copy, { command: ['redis-server', place] }],
    ['of the manifest, for a shell', copy, { command: ['sh', '-c', `exec redis-server "${place}"`] }],
  ])('%s', (_, lines, start) => expect(ports(lines, start)).toEqual([6390]));

  test.each([
    ['the command of the image does', copy, undefined],
    [
      'the manifest takes the command of the Dockerfile away',
      `${copy}\nCMD ["${place}"]`,
      { args: ['redis-server'] },
    ],
    ['another file is named', copy, { args: ['redis-server', '/etc/redis.conf'] }],
  ])('and none where %s', (_, lines, start) => {
    const facts = built(lines, 'redis:7-alpine', start);
    expect([facts.ports, facts.probes.readiness === undefined]).toEqual([[6379], false]);
    expect(facts.user?.evidence.says).not.toContain('configures it');
  });

  test.each([
    ['a script of the repository', `${copy}\nENTRYPOINT ["/entrypoint.sh"]\nCMD ["redis-server"]`, undefined],
    ['a variable', copy, { command: ['sh', '-c', 'redis-server $CONFIGURATION'] }],
  ])('nobody knows where %s may name it', (_, lines, start) => {
    expect(ports(lines, start)).toEqual([]);
    expect(ports(`${lines}\nEXPOSE 6391`, start)).toEqual([6391]);
  });
});
