import { dockerfileFacts } from '../../src/images/dockerfile/dockerfile.ts';
import { settingsIn } from '../../src/images/dockerfile/settings.ts';
import { factsOf } from '../../src/images/facts.ts';
import { parseImageReference } from '../../src/kubernetes/image-reference.ts';

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
  ['a site', 'nginx', SITE, SPA, { ports: [8080], writes: [], addsPorts: false }],
  [
    'a site beside the one of the image',
    'nginx:alpine',
    '/etc/nginx/conf.d/shop.conf',
    'server { listen 81 ssl; }',
    { ports: [81], writes: [], addsPorts: true },
  ],
  [
    'a main file',
    'nginx',
    MAIN,
    'pid /tmp/nginx.pid;\nevents { worker_connections 9; }\nhttp { client_body_temp_path /tmp/client; include /etc/nginx/mime.types; access_log /dev/stdout main; include conf.d/*.conf; server { listen 8081; } }',
    { ports: [8081], writes: ['/tmp'], addsPorts: true },
  ],
  [
    'a store',
    'redis:alpine',
    '/usr/local/etc/redis/redis.conf',
    'port 6380\ndir /data\nappendonly yes\nbind 0.0.0.0\n',
    { ports: [6380], writes: [], addsPorts: false },
  ],
])('%s says where it listens and writes', (_, family, path, text, expected) =>
  expect(settingsIn(family, path, text)).toEqual(expected),
);

test.each([
  ['a cache on disk', 'nginx', SITE, 'proxy_cache_path /srv/cache keys_zone=a:1m; server { listen 80; }'],
  ['a log of its own', 'nginx', SITE, 'server { listen 80; access_log /srv/access.log; }'],
  ['a module', 'nginx', MAIN, 'load_module modules/ngx_http_js_module.so; events {}'],
  ['a port that a variable says', 'nginx', SITE, `server { listen \${PORT}; }`],
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

function built(lines: string, sources: Readonly<Record<string, string>> = { 'site.conf': SPA }) {
  const dockerfile = dockerfileFacts('web/Dockerfile', `FROM nginx:1.27-alpine\n${lines}\n`, {
    sourceText: source => sources[source],
  })!;
  const setting = { build: { dockerfile, statedAt: undefined } };
  return factsOf(
    parseImageReference('shop/web:1'),
    { config: {}, at: () => undefined },
    [],
    undefined,
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
  ['is not there', `COPY other.conf ${SITE}`],
  ['comes from another stage', `COPY --from=build site.conf ${SITE}`],
  ['comes with others', `COPY site.conf a.conf /etc/nginx/conf.d/`],
  ['is changed afterwards', `COPY site.conf ${SITE}\nRUN sed -i s/8080/80/ ${SITE}`],
])('nothing is known where the configuration %s', (_, lines) => expect(built(lines).writes).toBeUndefined());
