/** Pages that look into other stores, and servers that stand in for others while one develops. */

import {
  BY_INIT,
  bindsPort,
  type Family,
  family,
  health,
  http,
  ONE_PROGRAM,
  PLAIN_SERVER,
  read,
  slowStart,
  startedPlainly,
  startsAs,
  tcp,
} from '../record/family.ts';

const KAFKA_UI = 'kafbat/kafka-ui api/Dockerfile';
const PGADMIN = 'pgadmin-org/pgadmin4 Dockerfile';
const MAILPIT = 'axllent/mailpit Dockerfile';
const MAILHOG = 'mailhog/MailHog Dockerfile';
const ADMINER = 'TimWolla/docker-adminer 4/Dockerfile';
const JITSI = 'jitsi/docker-jitsi-meet base/Dockerfile';

const CONSOLES: readonly Family[] = [
  family('kafka-ui', ['provectuslabs/kafka-ui', 'ghcr.io/kafbat/kafka-ui', 'kafbat/kafka-ui'], {
    ...PLAIN_SERVER,
    server: /^java\s/,
    defaultUser: 'kafkaui',
    uid: 100,
    gid: 101,
    nonRoot: 'yes',
    writes: ['/tmp'],
    readOnlyRoot: 'unknown',
    ports: [8080],
    probes: health('/actuator/health', 8080),
    component: 'dashboard',
    shell: true,
    notes: 'The number of its user is the first that was free.',
    read: [read('ports nonRoot apiToken escalation', KAFKA_UI)],
  }),
  family('pgadmin4', ['dpage/pgadmin4'], {
    ...startsAs(5050, 0),
    server: /^entrypoint\.sh(?:\s|$)/,
    needsApiToken: false,
    defaultSeccomp: true,
    // Python has a capability of its file, and postfix is started by sudo.
    escalates: true,
    capabilities: ['NET_BIND_SERVICE'],
    data: ['/var/lib/pgadmin'],
    readOnlyRoot: 'no',
    ports: [80, 443],
    probes: health('/misc/ping', 80),
    fsGroup: 5050,
    stateful: 'application',
    component: 'dashboard',
    shell: true,
    notes: 'It writes its configuration beside its program at start.',
    read: [
      // Not the user: without its capabilities sudo starts no postfix, and no mail is sent.
      read('ports apiToken escalation', PGADMIN, { since: '6' }),
    ],
  }),
  family('adminer', ['adminer'], {
    ...PLAIN_SERVER,
    server: /^php\s/,
    defaultUser: 'adminer',
    uid: 100,
    gid: 101,
    nonRoot: 'yes',
    writes: ['/tmp'],
    readOnlyRoot: 'unknown',
    ports: [8080],
    probes: health('/', 8080),
    component: 'dashboard',
    shell: true,
    notes: 'The number of its user is the first that was free. Its plugins are links below /var/www/html.',
    read: [
      read('ports nonRoot apiToken escalation', ADMINER, { since: '4' }),
      startedPlainly('docker-library/docs adminer/content.md'),
    ],
    variants: [
      {
        id: 'fastcgi',
        tag: /fastcgi/,
        facts: { ports: [9000], probes: { liveness: tcp(9000), readiness: tcp(9000) } },
      },
    ],
  }),
  family('mongo-express', ['mongo-express'], {
    ...PLAIN_SERVER,
    server: /^(?:node|mongo-express)(?:\s|$)/,
    uid: 1000,
    gid: 1000,
    nonRoot: 'yes',
    writes: ['/tmp'],
    readOnlyRoot: 'unknown',
    ports: [8081],
    // It may ask for a password.
    probes: { liveness: tcp(8081), readiness: tcp(8081) },
    component: 'dashboard',
    shell: true,
    read: [
      read('ports apiToken escalation', 'mongo-express/mongo-express-docker Dockerfile'),
      startedPlainly('docker-library/docs mongo-express/content.md'),
    ],
  }),
  family('redis-commander', ['ghcr.io/joeferner/redis-commander', 'rediscommander/redis-commander'], {
    ...PLAIN_SERVER,
    ...startsAs(1000, 0),
    server: /^(?:\/redis-commander\/docker\/)?entrypoint\.sh(?:\s|$)/,
    hydrate: ['/redis-commander/config'],
    readOnlyRoot: 'unknown',
    ports: [8081],
    probes: { liveness: tcp(8081), readiness: tcp(8081) },
    component: 'dashboard',
    shell: true,
    read: [read('user ports apiToken escalation', 'joeferner/redis-commander Dockerfile', { since: '0.7' })],
  }),
  family('metabase', ['metabase/metabase', 'metabase/metabase-enterprise'], {
    ...PLAIN_SERVER,
    server: /^(?:\/app\/)?run_metabase\.sh(?:\s|$)/,
    capabilitiesIfRoot: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'],
    readOnlyRoot: 'no',
    ports: [3000],
    probes: { ...health('/api/health', 3000), startup: slowStart(http('/api/health', 3000)) },
    component: 'dashboard',
    shell: true,
    notes: 'Its entrypoint makes the account that it steps down to.',
    read: [
      read('ports', 'metabase/metabase Dockerfile'),
      read('apiToken escalation', 'metabase/metabase bin/docker/run_metabase.sh'),
    ],
  }),
];

/** For tests and for looking at: nobody keeps anything there. */
const STAND_INS: readonly Family[] = [
  family('mailpit', ['axllent/mailpit', 'ghcr.io/axllent/mailpit'], {
    ...PLAIN_SERVER,
    uid: 65534,
    nonRoot: 'yes',
    writes: ['/tmp'],
    ports: [1025, 1110, 8025],
    probes: { liveness: http('/livez', 8025), readiness: http('/readyz', 8025) },
    component: 'mail',
    shell: true,
    notes: 'The image names no user, and its program is for any group that root has.',
    read: [read('apiToken escalation', MAILPIT), read('readiness', MAILPIT, { since: '1.11' })],
  }),
  family('mailhog', ['mailhog/mailhog'], {
    ...PLAIN_SERVER,
    defaultUser: 'mailhog',
    uid: 1000,
    gid: 1000,
    nonRoot: 'yes',
    writes: [],
    ports: [1025, 8025],
    probes: { liveness: tcp(1025), readiness: http('/', 8025) },
    component: 'mail',
    shell: true,
    read: [read('user group ports apiToken escalation', MAILHOG)],
  }),
  family(
    'dynamodb-local',
    ['amazon/dynamodb-local', 'public.ecr.aws/aws-dynamodb-local/aws-dynamodb-local'],
    {
      ...PLAIN_SERVER,
      server: /^java\s.*DynamoDBLocal\.jar/,
      defaultUser: 'dynamodblocal',
      uid: 1000,
      nonRoot: 'yes',
      ports: [8000],
      // It answers requests with a signature only.
      probes: { liveness: tcp(8000), readiness: tcp(8000) },
      stateful: 'database',
      component: 'database',
      shell: true,
      notes: 'Its Dockerfile is not public. -dbPath says where it keeps its data.',
    },
  ),
  family('localstack', ['localstack/localstack', 'localstack/localstack-pro'], {
    capabilities: undefined,
    ports: [4566],
    probes: health('/_localstack/health', 4566),
    component: 'cloud',
    shell: true,
    notes: 'It installs what it stands in for while it runs, and may start functions as containers.',
    read: [read('ports', 'localstack/localstack Dockerfile')],
  }),
  family('whoami', ['traefik/whoami', 'containous/whoami'], {
    ...PLAIN_SERVER,
    ...ONE_PROGRAM,
    uid: 65534,
    nonRoot: 'needs-config',
    rootSteps: [bindsPort(80, { unless: ['WHOAMI_PORT_NUMBER'], flags: /(?:^|\s)--?port\b/ })],
    writes: [],
    capabilitiesIfRoot: ['NET_BIND_SERVICE'],
    ports: [80],
    probes: health('/health', 80),
    component: 'web',
    notes: 'WHOAMI_PORT_NUMBER moves its port.',
    read: [
      read('ports apiToken escalation', 'traefik/whoami Dockerfile'),
      read('liveness readiness', 'traefik/whoami README.md'),
      startedPlainly('traefik/whoami README.md'),
    ],
  }),
  family('podinfo', ['stefanprodan/podinfo', 'ghcr.io/stefanprodan/podinfo'], {
    ...PLAIN_SERVER,
    defaultUser: 'app',
    uid: 100,
    gid: 101,
    nonRoot: 'yes',
    writes: ['/data'],
    ports: [9898, 9797, 9999],
    probes: { liveness: http('/healthz', 9898), readiness: http('/readyz', 9898) },
    component: 'web',
    shell: true,
    notes: 'The number of its user is the first that was free.',
    read: [read('nonRoot apiToken escalation', 'stefanprodan/podinfo Dockerfile', { since: '3' })],
  }),
];

const TEMPORAL: readonly Family[] = [
  family('temporal', ['temporalio/server', 'temporalio/auto-setup'], {
    ...PLAIN_SERVER,
    server: /^(?:autosetup|\/etc\/temporal\/entrypoint\.sh|temporal-server)(?:\s|$)/,
    defaultUser: 'temporal',
    uid: 1000,
    gid: 1000,
    nonRoot: 'yes',
    hydrate: ['/etc/temporal/config'],
    readOnlyRoot: 'unknown',
    ports: [7233, 6933, 7234, 6934, 7235, 6935, 7239, 6939],
    probes: { liveness: tcp(7233), readiness: tcp(7233) },
    component: 'workflow',
    shell: true,
    notes:
      'Its configuration is written from a template at start. Each of its services has ports of its own.',
    read: [
      read('user group ports apiToken escalation', 'temporalio/docker-builds server.Dockerfile', {
        since: '1.14',
      }),
    ],
  }),
];

/** Video conferences: every image of theirs starts by s6-overlay. */
const MEETINGS: readonly Family[] = (
  [
    ['web', [80, 443], { liveness: tcp(80), readiness: tcp(80) }],
    ['prosody', [5222, 5280, 5347], { liveness: tcp(5222), readiness: tcp(5222) }],
    ['jicofo', [8888], health('/about/health', 8888)],
    ['jvb', [8080], health('/about/health', 8080)],
  ] as const
).map(([name, ports, probes]) =>
  family(`jitsi-${name}`, [`jitsi/${name}`, `ghcr.io/jitsi/${name}`], {
    ...BY_INIT,
    server: /^init(?:\s|$)/,
    needsApiToken: false,
    capabilitiesIfRoot: [...BY_INIT.capabilitiesIfRoot, ...(name === 'web' ? ['NET_BIND_SERVICE'] : [])],
    ports,
    probes,
    component: 'video',
    notes: 'Its init system writes what it runs, and starts each service as a user of its own.',
    read: [read('apiToken', JITSI)],
  }),
);

export const CONSOLE_FAMILIES: readonly Family[] = [...CONSOLES, ...STAND_INS, ...TEMPORAL, ...MEETINGS];
