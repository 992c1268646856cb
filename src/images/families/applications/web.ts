/** Web servers, proxies and gateways. */

import {
  ALPINE,
  bindsPort,
  exec,
  type Family,
  family,
  health,
  http,
  PLAIN_SERVER,
  read,
  SLOW_EXEC,
  STEP_DOWN,
  startedPlainly,
  tcp,
} from '../record/family.ts';

/** Its endpoint for administration listens on the loopback interface, unless it is told otherwise. */
const CADDY_ADMIN = {
  byItself: false,
  variable: /^CADDY_ADMIN=(?:0\.0\.0\.0|\[::\])?:2019$/,
  configured: /(?:^|\s)--?config[= ]/,
} as const;

const UNPRIVILEGED = 'nginxinc/docker-nginx-unprivileged Dockerfile-debian.template';
const UNPRIVILEGED_ALPINE = 'nginxinc/docker-nginx-unprivileged Dockerfile-alpine-slim.template';
const NGINX = 'nginxinc/docker-nginx Dockerfile-debian.template';
const NGINX_ALPINE = 'nginxinc/docker-nginx Dockerfile-alpine-slim.template';
const HAPROXY = 'docker-library/haproxy Dockerfile.template';

/** Where the controller was released before 0.41. */
const OLD_INGRESS = 'quay.io/kubernetes-ingress-controller/nginx-ingress-controller*';

export const WEB_FAMILIES: readonly Family[] = [
  family(
    'nginx-unprivileged',
    ['nginxinc/nginx-unprivileged', 'nginx/nginx-unprivileged', 'ghcr.io/nginx/nginx-unprivileged'],
    {
      ...PLAIN_SERVER,
      server: /^nginx(?:\s|$)/,
      defaultUser: 101,
      uid: 101,
      gid: 101,
      nonRoot: 'yes',
      writes: ['/tmp'],
      ports: [8080],
      probes: health('/', 8080),
      component: 'web',
      shell: true,
      notes: 'Templates in /etc/nginx/templates also write /etc/nginx/conf.d.',
      read: [
        read('user writes readOnlyRoot ports apiToken escalation', UNPRIVILEGED_ALPINE, { tag: ALPINE }),
        read('user writes readOnlyRoot ports apiToken escalation', UNPRIVILEGED),
        startedPlainly('nginxinc/docker-nginx-unprivileged README.md'),
      ],
    },
  ),
  family('nginx', ['nginx'], {
    ...PLAIN_SERVER,
    uid: 101,
    gid: 101,
    nonRoot: 'needs-config',
    rootSteps: [bindsPort(80, { configuredAt: ['/etc/nginx'], flags: /(?:^|\s)-c\b/ })],
    writes: ['/var/cache/nginx', '/var/run'],
    capabilitiesIfRoot: [...STEP_DOWN, 'NET_BIND_SERVICE'],
    ports: [80],
    probes: health('/', 80),
    component: 'web',
    shell: true,
    notes:
      'As UID 101 it fails on port 80 and the pid file unless configured; nginxinc/nginx-unprivileged needs nothing.',
    read: [
      // The number is fixed since then; before, it was whatever the package got.
      read('user group nonRoot', NGINX_ALPINE, { since: '1.17', tag: ALPINE }),
      read('root apiToken escalation', NGINX_ALPINE, { tag: ALPINE }),
      read('user group nonRoot', NGINX, { since: '1.17' }),
      read('writes readOnlyRoot', 'docker-library/docs nginx/content.md', { since: '1.17' }),
      read('root apiToken escalation', NGINX),
      startedPlainly('docker-library/docs nginx/content.md'),
    ],
  }),
  family('httpd', ['httpd'], {
    ...PLAIN_SERVER,
    server: /^(?:httpd|httpd-foreground)(?:\s|$)/,
    uid: 33,
    gid: 33,
    nonRoot: 'needs-config',
    rootSteps: [bindsPort(80, { configuredAt: ['/usr/local/apache2/conf'], flags: /(?:^|\s)-[cCf]\b/ })],
    writes: ['/usr/local/apache2/logs', '/tmp'],
    capabilitiesIfRoot: [...STEP_DOWN, 'NET_BIND_SERVICE'],
    ports: [80],
    probes: health('/', 80),
    component: 'web',
    shell: true,
    notes: 'Needs Listen at 1024 or above; the pid file is in logs.',
    read: [startedPlainly('docker-library/docs httpd/content.md')],
    variants: [{ id: 'alpine', tag: ALPINE, facts: { uid: 82, gid: 82 } }],
  }),
  family('haproxy', ['haproxy'], {
    ...PLAIN_SERVER,
    defaultUser: 'haproxy',
    uid: 99,
    gid: 99,
    nonRoot: 'yes',
    writes: ['/var/lib/haproxy', '/tmp'],
    component: 'proxy',
    shell: true,
    notes: 'Binding below 1024 needs the sysctl net.ipv4.ip_unprivileged_port_start.',
    read: [
      read('user group nonRoot', HAPROXY, { since: '2.4' }),
      read('apiToken escalation', HAPROXY),
      startedPlainly('docker-library/docs haproxy/content.md'),
    ],
    variants: [
      {
        id: 'root',
        before: '2.4',
        // Its configuration says which: users, a chroot, owners of sockets, workers of their own.
        facts: {
          defaultUser: 'root',
          nonRoot: 'needs-config',
          capabilitiesIfRoot: [...STEP_DOWN, 'KILL', 'NET_BIND_SERVICE', 'SYS_CHROOT'],
        },
      },
    ],
  }),
  family('caddy', ['caddy'], {
    needsApiToken: false,
    defaultSeccomp: true,
    nonRoot: 'yes',
    writes: ['/config'],
    data: ['/data'],
    capabilities: ['NET_BIND_SERVICE'],
    ports: [80, 443, 2019],
    probes: { liveness: http('/metrics', 2019) },
    answering: CADDY_ADMIN,
    component: 'web',
    shell: true,
    notes: 'The binary has a file capability: without NET_BIND_SERVICE it does not start, not even as root.',
    read: [
      read('capabilities', 'https://github.com/caddyserver/caddy-docker/issues/466'),
      read('ports apiToken', 'caddyserver/caddy-docker Dockerfile.tmpl'),
      startedPlainly('docker-library/docs caddy/content.md'),
    ],
  }),
  family('frankenphp', ['dunglas/frankenphp'], {
    server: /^(?:frankenphp|php-server)(?:\s|$)/,
    nonRoot: 'yes',
    writes: ['/tmp', '/config'],
    data: ['/data'],
    capabilities: ['NET_BIND_SERVICE'],
    ports: [80, 443, 2019],
    probes: { liveness: http('/metrics', 2019) },
    answering: CADDY_ADMIN,
    component: 'web',
    shell: true,
    notes: 'The binary has a file capability: without NET_BIND_SERVICE it does not start, on no port.',
    read: [read('capabilities', 'https://github.com/php/frankenphp/issues/777')],
  }),
  family('traefik', ['traefik'], {
    uid: 65532,
    gid: 65532,
    nonRoot: 'yes',
    writes: ['/tmp'],
    data: ['/data'],
    ports: [8000, 8443, 8080],
    probes: health('/ping', 8080),
    answering: {
      byItself: false,
      words:
        /^(?!.*--(?:ping\.entrypoint=(?!traefik)|ping\.manualrouting|entrypoints\.traefik\.address=(?!\S*:8080\b))).*--ping(?:=true)?(?:\s|$)/i,
      variable: /^TRAEFIK_PING=true$/,
      configured: /--configfile[= ]/i,
    },
    needsApiToken: true,
    component: 'proxy',
    shell: true,
    notes: 'Ports and /ping are those of its chart: on its own the image listens on 80.',
  }),
  family('envoy', ['envoyproxy/envoy'], {
    ...PLAIN_SERVER,
    uid: 101,
    gid: 101,
    nonRoot: 'yes',
    writes: ['/tmp'],
    probes: { readiness: http('/ready', 9901) },
    component: 'proxy',
    shell: true,
    notes: 'The number of its user is that of the next free account, and is set by ENVOY_UID.',
    read: [read('apiToken escalation', 'envoyproxy/envoy distribution/docker/Dockerfile-envoy')],
    variants: [{ id: 'distroless', tag: /distroless/, facts: { shell: false, uid: 65532, gid: 65532 } }],
  }),
  family('ingress-nginx', ['registry.k8s.io/ingress-nginx/controller*', OLD_INGRESS], {
    server: /^\/?nginx-ingress-controller(?:\s|$)/,
    defaultUser: 101,
    uid: 101,
    nonRoot: 'yes',
    writes: ['/tmp'],
    hydrate: ['/etc/nginx', '/etc/ingress-controller'],
    capabilities: ['NET_BIND_SERVICE'],
    ports: [80, 443, 8443, 10254],
    probes: health('/healthz', 10254),
    needsApiToken: true,
    component: 'proxy',
    shell: true,
    notes: 'nginx has its capability from its file.',
    read: [
      read(
        'user capabilities ports liveness readiness apiToken',
        'kubernetes/ingress-nginx deploy/static/provider/cloud/deploy.yaml',
        { since: '1.0' },
      ),
    ],
    variants: [
      // As its manifests said it: without root it has the ports below 1024 by its file alone.
      { id: 'before-1.0', before: '1.0', facts: { escalates: true } },
      // Debian's www-data, until the image was built on alpine.
      { id: 'before-0.27', before: '0.27', facts: { defaultUser: 33, uid: 33 } },
      {
        id: 'before-0.16',
        before: '0.16',
        facts: { defaultUser: 'root', uid: undefined, nonRoot: undefined, capabilities: undefined },
      },
    ],
  }),
  family('kong', ['kong', 'kong/kong-gateway'], {
    // The port of the admin API, which has /status, listens on loopback unless configured otherwise.
    defaultUser: 'kong',
    uid: 1000,
    gid: 1000,
    nonRoot: 'yes',
    writes: ['/tmp'],
    hydrate: ['/usr/local/kong'],
    ports: [8000, 8443, 8001, 8444],
    probes: { liveness: { ...exec('kong', 'health'), ...SLOW_EXEC }, readiness: tcp(8000) },
    component: 'proxy',
    shell: true,
    notes: 'It writes its prefix at start, /usr/local/kong unless KONG_PREFIX says otherwise.',
    read: [read('ports', 'Kong/docker-kong ubuntu/Dockerfile')],
  }),
];
