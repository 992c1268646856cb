/** Who somebody is, and the way to what is guarded: identity, secrets of others, tunnels. */

import {
  ALPINE,
  type Family,
  family,
  health,
  http,
  ONE_PROGRAM,
  PLAIN_SERVER,
  read,
  slowStart,
  startsAs,
  tcp,
} from '../record/family.ts';

const DEX = 'dexidp/dex Dockerfile';
const OAUTH2_PROXY = 'oauth2-proxy/oauth2-proxy Dockerfile';
const CONNECT = '1Password/connect examples/kubernetes/op-connect-deployment.yaml';
const CLOUD_SQL = 'GoogleCloudPlatform/cloud-sql-proxy Dockerfile';
/** Debian and Alpine with the program in them. */
const WITH_SHELL = /alpine|buster|bullseye|bookworm/;
const CLOUDFLARED = 'cloudflare/cloudflared Dockerfile';
const CONFIG_CLI = 'adorsys/keycloak-config-cli Dockerfile';

const IDENTITY: readonly Family[] = [
  family('dex', ['ghcr.io/dexidp/dex', 'dexidp/dex', 'quay.io/dexidp/dex'], {
    server: /^(?:dex\s+)?serve(?:\s|$)/,
    defaultUser: 'dex',
    uid: 1001,
    gid: 1001,
    nonRoot: 'yes',
    escalates: false,
    writes: ['/tmp'],
    ports: [5556, 5557, 5558],
    component: 'auth',
    shell: true,
    notes: 'It may keep its state in the Kubernetes API. Where it listens its configuration says.',
    read: [read('user group escalation', DEX, { since: '2.30' })],
    variants: [{ id: 'distroless', tag: /distroless/, facts: { shell: false } }],
  }),
  family('oauth2-proxy', ['quay.io/oauth2-proxy/oauth2-proxy'], {
    ...PLAIN_SERVER,
    ...ONE_PROGRAM,
    ...startsAs(65532, 65532),
    writes: [],
    ports: [4180],
    probes: { liveness: http('/ping', 4180), readiness: http('/ready', 4180) },
    answering: {
      byItself: false,
      words: /(?:^|\s)--?http-address[= ](?:http:\/\/)?(?:0\.0\.0\.0|\[::\])?:4180(?:\s|$)/,
      variable: /^OAUTH2_PROXY_HTTP_ADDRESS=(?:http:\/\/)?(?:0\.0\.0\.0|\[::\])?:4180$/,
      configured: /(?:^|\s)--?(?:alpha-)?config[= ]/,
    },
    component: 'auth',
    read: [
      read('user group', OAUTH2_PROXY, { since: '7.5', tag: /^v?[\d.]+$/ }),
      read('apiToken escalation', OAUTH2_PROXY),
      read('liveness readiness', 'https://oauth2-proxy.github.io/oauth2-proxy/features/endpoints/', {
        since: '7.5',
      }),
    ],
    variants: [
      {
        id: 'before-7.4',
        before: '7.4',
        facts: { ...startsAs(2000, 2000), shell: true, probes: health('/ping', 4180) },
      },
      { id: 'alpine', tag: ALPINE, facts: { shell: true } },
    ],
  }),
  family('keycloak-config-cli', ['quay.io/adorsys/keycloak-config-cli', 'adorsys/keycloak-config-cli'], {
    ...startsAs(65534),
    server: /^java\s/,
    needsApiToken: false,
    escalates: false,
    writes: ['/tmp'],
    readOnlyRoot: 'unknown',
    component: 'auth',
    shell: true,
    read: [read('user apiToken escalation', CONFIG_CLI, { since: '5' })],
  }),
  family('authentik', ['ghcr.io/goauthentik/server'], {
    ...startsAs(1000),
    server: /^(?:ak\s+)?(?:server|worker)(?:\s|$)/,
    escalates: false,
    readOnlyRoot: 'unknown',
    ports: [9000, 9443, 9300],
    probes: {
      liveness: http('/-/health/live/', 9000),
      readiness: http('/-/health/ready/', 9000),
      startup: slowStart(http('/-/health/live/', 9000)),
    },
    component: 'auth',
    shell: true,
    notes: 'It may deploy its outposts by the Kubernetes API.',
    read: [read('user escalation', 'goauthentik/authentik Dockerfile', { since: '2023' })],
  }),
  family('zitadel', ['ghcr.io/zitadel/zitadel'], {
    ...PLAIN_SERVER,
    ...ONE_PROGRAM,
    server: /^(?:zitadel\s+)?start(?:-from-init|-from-setup)?(?:\s|$)/,
    defaultUser: 'zitadel',
    nonRoot: 'yes',
    writes: [],
    ports: [8080],
    probes: { liveness: http('/debug/healthz', 8080), readiness: http('/debug/ready', 8080) },
    component: 'auth',
    notes: 'The number of its user is whatever was free when it was built.',
    read: [
      read('nonRoot apiToken escalation', 'zitadel/zitadel build/Dockerfile', { since: '2' }),
      read('liveness readiness', 'https://zitadel.com/docs/apis/observability/health', { since: '2' }),
    ],
  }),
  family('hydra', ['oryd/hydra'], {
    ...PLAIN_SERVER,
    server: /^(?:hydra\s+)?serve(?:\s|$)/,
    nonRoot: 'yes',
    ports: [4444, 4445],
    probes: { liveness: http('/health/alive', 4445), readiness: http('/health/ready', 4445) },
    component: 'auth',
    read: [read('ports apiToken escalation', 'ory/hydra .docker/Dockerfile-build', { since: '1' })],
  }),
  family('kratos', ['oryd/kratos'], {
    ...PLAIN_SERVER,
    server: /^(?:kratos\s+)?serve(?:\s|$)/,
    nonRoot: 'yes',
    ports: [4433, 4434],
    probes: { liveness: http('/health/alive', 4434), readiness: http('/health/ready', 4434) },
    component: 'auth',
    read: [read('ports apiToken escalation', 'ory/kratos .docker/Dockerfile-build')],
  }),
  family('openldap', ['osixia/openldap'], {
    server: /^(?:\/container\/tool\/)?run(?:\s|$)/,
    nonRoot: 'no',
    needsApiToken: false,
    capabilities: undefined,
    readOnlyRoot: 'no',
    ports: [389, 636],
    probes: { liveness: tcp(389), readiness: tcp(389) },
    stateful: 'database',
    component: 'auth',
    shell: true,
    notes: 'It sets itself up as root, and slapd steps down.',
    read: [read('ports apiToken', 'osixia/docker-openldap image/Dockerfile')],
  }),
];

const ACCESS: readonly Family[] = [
  ...(
    [
      ['connect-api', 8080],
      ['connect-sync', undefined],
    ] as const
  ).map(([name, port]) =>
    family(`onepassword-${name}`, [`1password/${name}`], {
      defaultUser: 'opuser',
      uid: 999,
      nonRoot: 'yes',
      server: new RegExp(`^${name}(?:\\s|$)`),
      needsApiToken: false,
      writes: ['/home/opuser/.op/data'],
      readOnlyRoot: 'unknown',
      // Both listen where OP_HTTP_PORT says, and share the network of their pod.
      ports: port === undefined ? [] : [port],
      probes:
        port === undefined ? {} : { liveness: http('/heartbeat', port), readiness: http('/health', port) },
      component: 'secrets',
      read: [
        read(port === undefined ? 'user apiToken' : 'user apiToken liveness readiness', CONNECT, {
          since: '1',
        }),
      ],
    }),
  ),
  // Its account of the cloud comes by the metadata server, or by a file.
  family('cloud-sql-proxy', inRegionsOfGoogle('cloud-sql-connectors/cloud-sql-proxy'), {
    ...PLAIN_SERVER,
    ...ONE_PROGRAM,
    ...startsAs(65532, 65532),
    server: /^(?:cloud-sql-proxy(?:\s|$)|[\w.-]+:[\w.-]+:[\w.-]+)/,
    writes: [],
    component: 'proxy',
    notes: 'With --health-check it answers on port 9090 of its loopback, or where --http-address says.',
    read: [
      read('user number group apiToken escalation', CLOUD_SQL, { since: '2', tag: /^[\d.]+$/ }),
      // With FUSE, whose setuid helper mounts.
      read('user number group apiToken', `${CLOUD_SQL}.alpine, .buster, .bullseye and .bookworm`, {
        since: '2',
        tag: WITH_SHELL,
      }),
    ],
    variants: [{ id: 'with-shell', tag: WITH_SHELL, facts: { shell: true, escalates: undefined } }],
  }),
  family('cloud-sql-proxy:1', inRegionsOfGoogle('cloudsql-docker/gce-proxy'), {
    ...PLAIN_SERVER,
    ...ONE_PROGRAM,
    ...startsAs(65532, 65532),
    server: /^cloud_sql_proxy(?:\s|$)/,
    component: 'proxy',
    // The tag 1.17 was moved from one that names its user.
    read: [read('user number group apiToken escalation', CLOUD_SQL, { since: '1.18', tag: /^[\d.]+$/ })],
    variants: [{ id: 'with-shell', tag: WITH_SHELL, facts: { shell: true, escalates: undefined } }],
  }),
  family('cloudflared', ['cloudflare/cloudflared'], {
    ...PLAIN_SERVER,
    ...startsAs(65532, 65532),
    server: /^(?:cloudflared\s+)?(?:tunnel|access|proxy-dns)(?:\s|$)/,
    writes: [],
    component: 'proxy',
    notes: 'It answers /ready where --metrics says.',
    read: [read('user group apiToken escalation', CLOUDFLARED, { since: '2022' })],
  }),
];

/** Google keeps its images in a registry for the world, and in one for each of three regions. */
function inRegionsOfGoogle(repository: string): readonly string[] {
  return ['', 'us.', 'eu.', 'asia.'].map(region => `${region}gcr.io/${repository}`);
}

export const IDENTITY_FAMILIES: readonly Family[] = [...IDENTITY, ...ACCESS];
