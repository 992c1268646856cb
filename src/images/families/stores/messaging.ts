/** Brokers, and what coordinates their members. */

import {
  ALPINE,
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

const RABBITMQ = 'docker-library/rabbitmq Dockerfile-ubuntu.template, Dockerfile-alpine.template';

/** The probes of rabbitmq by one of its tools. */
function rabbit(alive: readonly string[], ready: readonly string[]) {
  return {
    liveness: { ...exec(...alive), ...SLOW_EXEC, initialDelaySeconds: 60 },
    readiness: { ...exec(...ready), ...SLOW_EXEC },
    // A start may take as long as ten minutes. A tool that is there first makes the cookie, which may not be the server's then.
    startup: {
      ...exec(...alive),
      initialDelaySeconds: 20,
      periodSeconds: 10,
      timeoutSeconds: 10,
      failureThreshold: 60,
    },
  };
}

/** Images of the Confluent platform: one base, and one entrypoint that writes the configuration from templates. */
const CONFLUENT: readonly {
  readonly id: string;
  readonly ports: readonly number[];
  readonly hydrate: readonly string[];
  readonly data?: readonly string[];
  readonly stateful?: 'broker' | 'coordination';
}[] = [
  {
    id: 'cp-kafka',
    ports: [9092, 9093],
    hydrate: ['/etc/kafka'],
    data: ['/var/lib/kafka/data'],
    stateful: 'broker',
  },
  {
    id: 'cp-server',
    ports: [9092, 9093],
    hydrate: ['/etc/kafka'],
    data: ['/var/lib/kafka/data'],
    stateful: 'broker',
  },
  {
    id: 'cp-zookeeper',
    ports: [2181, 2888, 3888],
    hydrate: ['/etc/kafka'],
    data: ['/var/lib/zookeeper/data', '/var/lib/zookeeper/log'],
    stateful: 'coordination',
  },
  { id: 'cp-schema-registry', ports: [8081], hydrate: ['/etc/schema-registry'] },
  { id: 'cp-kafka-connect', ports: [8083], hydrate: ['/etc/kafka-connect'] },
  { id: 'cp-kafka-rest', ports: [8082], hydrate: ['/etc/kafka-rest'] },
  { id: 'cp-ksqldb-server', ports: [8088], hydrate: ['/etc/ksqldb-server'] },
];

export const MESSAGING_FAMILIES: readonly Family[] = [
  family('rabbitmq', ['rabbitmq'], {
    escalates: false,
    defaultSeccomp: true,
    server: /^rabbitmq-server(?:\s|$)/,
    uid: 999,
    gid: 999,
    fsGroup: undefined,
    nonRoot: 'yes',
    // The image has its defaults and the list of its plugins in /etc/rabbitmq: an empty volume would hide them.
    writes: ['/tmp', '/var/log/rabbitmq'],
    data: ['/var/lib/rabbitmq'],
    capabilitiesIfRoot: ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID'],
    ports: [4369, 5671, 5672, 15672, 15691, 15692, 25672],
    probes: rabbit(['rabbitmq-diagnostics', '-q', 'ping'], ['rabbitmq-diagnostics', '-q', 'check_running']),
    minimumMemory: '512Mi',
    metrics: { port: 15692, path: '/metrics' },
    stateful: 'broker',
    component: 'broker',
    quorum: true,
    shell: true,
    notes:
      'The Erlang cookie must be 0400 or 0600: group bits from fsGroup break it. A plugin finds other members by the Kubernetes API.',
    read: [
      // Its Dockerfile enables the plugin for metrics, and a list of plugins in its place leaves it out.
      read('user group ports escalation metrics', RABBITMQ, { since: '3.8' }),
      // What `3` stands for has moved on to 3.13.
      read('metrics', RABBITMQ, { tag: /^3(?:-(?:management|alpine))*$/ }),
      read('liveness readiness startup', 'https://www.rabbitmq.com/docs/monitoring', { since: '3.8' }),
      startedPlainly('docker-library/docs rabbitmq/content.md'),
    ],
    variants: [
      {
        id: 'before-3.7',
        before: '3.7',
        facts: {
          ports: [4369, 5671, 5672, 15672, 25672],
          probes: rabbit(['rabbitmqctl', '-q', 'status'], ['rabbitmqctl', '-q', 'node_health_check']),
        },
      },
      { id: 'alpine', tag: ALPINE, facts: { uid: 100, gid: 101 } },
    ],
  }),
  family('kafka', ['apache/kafka'], {
    ...PLAIN_SERVER,
    server: /^(?:run|\/etc\/kafka\/docker\/run)(?:\s|$)/,
    defaultUser: 'appuser',
    uid: 1000,
    gid: 1000,
    nonRoot: 'yes',
    writes: ['/tmp', '/opt/kafka/logs'],
    hydrate: ['/opt/kafka/config'],
    data: ['/var/lib/kafka/data'],
    ports: [9092, 9093],
    probes: { liveness: tcp(9092), readiness: tcp(9092) },
    stateful: 'broker',
    component: 'broker',
    quorum: true,
    shell: true,
    notes: 'Its configuration is written at start.',
    read: [
      read('user group apiToken escalation', 'apache/kafka docker/jvm/Dockerfile'),
      startedPlainly('https://kafka.apache.org/documentation/#docker'),
    ],
  }),
  ...CONFLUENT.map(({ id, ports, hydrate, data, stateful }) =>
    family(id, [`confluentinc/${id}`], {
      ...PLAIN_SERVER,
      server: /^(?:run|\/etc\/confluent\/docker\/run)(?:\s|$)/,
      defaultUser: 'appuser',
      uid: 1000,
      gid: 1000,
      nonRoot: 'yes',
      writes: ['/tmp'],
      hydrate,
      data: data ?? [],
      ports,
      probes: { liveness: tcp(ports[0]!), readiness: tcp(ports[0]!) },
      stateful,
      component: stateful ?? 'broker',
      quorum: stateful !== undefined,
      shell: true,
      notes: `${hydrate[0]} is written from templates at start.`,
      read: [read('apiToken escalation', 'confluentinc/common-docker base/Dockerfile.ubi8', { since: '6' })],
      variants: [{ id: 'before-6', before: '6', facts: { defaultUser: 'root', nonRoot: undefined } }],
    }),
  ),
  family('nats', ['nats'], {
    ...PLAIN_SERVER,
    server: /^nats-server(?:\s|$)/,
    uid: 1000,
    gid: 1000,
    nonRoot: 'yes',
    writes: [],
    ports: [4222, 6222, 8222],
    probes: health('/healthz', 8222),
    answering: {
      byItself: true,
      words: /(?:^|\s)--?(?:m|http_port)[= ]8222(?:\s|$)/,
      configured: /(?:^|\s)--?(?:c|config)[= ]/,
      ports: [8222],
    },
    shell: false,
    stateful: 'broker',
    component: 'broker',
    quorum: true,
    notes:
      'Any UID. JetStream writes its store directory. Its own configuration opens the port for monitoring.',
    read: [
      read('ports apiToken escalation', 'nats-io/nats-docker 2.10.x/scratch/Dockerfile', { since: '2' }),
      read('liveness readiness', 'https://docs.nats.io/running-a-nats-service/nats_admin/monitoring', {
        since: '2.3',
      }),
      startedPlainly('docker-library/docs nats/content.md'),
    ],
    variants: [{ id: 'alpine', tag: ALPINE, facts: { shell: true } }],
  }),
  family('mosquitto', ['eclipse-mosquitto'], {
    ...PLAIN_SERVER,
    uid: 1883,
    gid: 1883,
    nonRoot: 'yes',
    writes: ['/mosquitto/log'],
    data: ['/mosquitto/data'],
    capabilitiesIfRoot: STEP_DOWN,
    ports: [1883, 8883, 9001],
    probes: { liveness: tcp(1883), readiness: tcp(1883) },
    // Without a listener in its configuration it is on the loopback interface alone.
    answering: {
      byItself: false,
      configured: /(?:^|\s)(?:-c|--config-file)[= ]/,
      configuredAt: '/mosquitto/config',
    },
    stateful: 'broker',
    component: 'broker',
    shell: true,
    read: [
      read('user group apiToken escalation', 'eclipse/mosquitto docker/2.0/Dockerfile', { since: '2' }),
      startedPlainly('docker-library/docs eclipse-mosquitto/content.md'),
    ],
  }),
  family('centrifugo', ['centrifugo/centrifugo'], {
    ...PLAIN_SERVER,
    uid: 1000,
    gid: 1000,
    nonRoot: 'yes',
    writes: [],
    ports: [8000],
    probes: { liveness: tcp(8000), readiness: tcp(8000) },
    component: 'broker',
    shell: true,
    notes: 'Only late images have a user. It answers /health where its configuration says so.',
    read: [read('apiToken escalation', 'centrifugal/centrifugo Dockerfile')],
  }),
  family('emqx', ['emqx', 'emqx/emqx', 'emqx/emqx-enterprise'], {
    escalates: false,
    server: /^(?:\/opt\/emqx\/bin\/)?emqx\s+foreground/,
    defaultUser: 'emqx',
    uid: 1000,
    gid: 1000,
    nonRoot: 'yes',
    writes: ['/opt/emqx/log', '/tmp'],
    readOnlyRoot: 'unknown',
    data: ['/opt/emqx/data'],
    ports: [1883, 8083, 8084, 8883, 18083, 4370, 5369],
    probes: { liveness: http('/status', 18083), readiness: http('/status', 18083) },
    stateful: 'broker',
    component: 'broker',
    quorum: true,
    shell: true,
    notes: 'Members may find each other by the Kubernetes API.',
    read: [read('user group ports escalation', 'emqx/emqx deploy/docker/Dockerfile', { since: '5' })],
  }),
  family('zookeeper', ['zookeeper'], {
    ...PLAIN_SERVER,
    server: /^zkServer\.sh(?:\s|$)/,
    uid: 1000,
    gid: 1000,
    nonRoot: 'yes',
    writes: ['/conf', '/logs'],
    data: ['/data', '/datalog'],
    capabilitiesIfRoot: STEP_DOWN,
    stepsDownInEntrypoint: true,
    ports: [2181, 2888, 3888, 8080],
    probes: { liveness: tcp(2181), readiness: { ...exec('zkServer.sh', 'status'), ...SLOW_EXEC } },
    stateful: 'coordination',
    component: 'coordination',
    quorum: true,
    shell: true,
    read: [
      read('user group ports apiToken escalation', '31z4/zookeeper-docker 3.9.3/Dockerfile', {
        since: '3.5',
      }),
      startedPlainly('docker-library/docs zookeeper/content.md'),
    ],
  }),
  family('etcd', ['quay.io/coreos/etcd', 'gcr.io/etcd-development/etcd', 'registry.k8s.io/etcd'], {
    nonRoot: 'yes',
    writes: [],
    ports: [2379, 2380],
    probes: health('/health', 2379),
    answering: {
      byItself: false,
      words: /(?:^|\s)--?listen-client-urls[= ]\S*http:\/\/(?!localhost|127\.)[^,\s]*:2379\b/,
      variable: /^ETCD_LISTEN_CLIENT_URLS=\S*http:\/\/(?!localhost|127\.)[^,\s]*:2379\b/,
      configured: /(?:^|\s)--?config-file[= ]/,
    },
    stateful: 'coordination',
    component: 'coordination',
    quorum: true,
    shell: false,
    notes: 'Any UID that owns the data directory. With client certificates /health asks for one too.',
  }),
];
