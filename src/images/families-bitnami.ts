/**
 * Bitnami images (`bitnami`, `bitnamilegacy`, `bitnamisecure`): what the charts of bitnami/charts at 5165628
 * (2026-07-01) set. They run as 1001, drop ALL and have a read-only root unless a row says otherwise; everything here
 * was read from values and templates and counts as verified, except the data directories and the memory.
 */

import { exec, type Family, type FamilyFact, type FamilyFacts, family, http, tcp } from './families.ts';

interface Row {
  readonly ports?: readonly number[];
  /** Volumes of the chart at paths that are empty at start. */
  readonly empty?: string;
  /** Volumes that the chart fills from the image first. */
  readonly filled?: string;
  readonly data?: string;
  readonly probes?: FamilyFacts['probes'];
  readonly component: string;
  readonly stateful?: FamilyFacts['stateful'];
  readonly quorum?: boolean;
  readonly facts?: Partial<FamilyFacts>;
}

/** In paths, `@` stands for /opt/bitnami/<application>. */
const ROWS: Readonly<Record<string, Row>> = {
  nginx: {
    ports: [8080, 8443],
    empty: '/tmp @/logs @/tmp',
    filled: '@/conf',
    probes: { liveness: tcp(8080), readiness: http('/', 8080) },
    component: 'web',
  },
  apache: { ports: [8080, 8443], empty: '/tmp @/logs @/var/run', filled: '@/conf', component: 'web' },
  haproxy: { empty: '/tmp', component: 'proxy' },
  kong: { ports: [8000, 8443, 8001, 8444], component: 'proxy' },
  postgresql: {
    ports: [5432],
    empty: '/tmp @/tmp',
    filled: '@/conf',
    data: '/bitnami/postgresql',
    probes: { liveness: exec('/bin/sh', '-c', 'exec pg_isready -U postgres -h 127.0.0.1 -p 5432') },
    component: 'database',
    stateful: 'database',
  },
  mysql: {
    ports: [3306, 33060],
    empty: '/tmp @/tmp @/logs',
    filled: '@/conf',
    data: '/bitnami/mysql',
    component: 'database',
    stateful: 'database',
  },
  mariadb: {
    ports: [3306],
    empty: '/tmp @/tmp @/logs',
    filled: '@/conf',
    data: '/bitnami/mariadb',
    component: 'database',
    stateful: 'database',
  },
  mongodb: {
    ports: [27017],
    empty: '/tmp @/tmp @/logs /.mongodb',
    filled: '@/conf',
    data: '/bitnami/mongodb',
    component: 'database',
    stateful: 'database',
    quorum: true,
  },
  cassandra: {
    ports: [7000, 7001, 7199, 9042],
    empty: '/tmp @/tmp @/logs',
    filled: '@/conf',
    data: '/bitnami/cassandra',
    component: 'database',
    stateful: 'database',
    quorum: true,
  },
  neo4j: {
    ports: [7687, 7474, 7473],
    empty: '/tmp @/logs @/.home @/run',
    filled: '@/conf @/plugins',
    data: '/bitnami/neo4j',
    probes: { liveness: tcp(7687), readiness: http('/', 7474) },
    component: 'database',
    stateful: 'database',
  },
  redis: {
    ports: [6379],
    empty: '/tmp',
    filled: '@/etc',
    data: '/bitnami/redis/data',
    component: 'cache',
    stateful: 'cache',
  },
  valkey: {
    ports: [6379],
    empty: '/tmp',
    filled: '@/etc',
    data: '/bitnami/valkey/data',
    component: 'cache',
    stateful: 'cache',
  },
  memcached: {
    ports: [11211],
    empty: '/tmp',
    filled: '@/conf',
    probes: { liveness: exec('pgrep', 'memcached'), readiness: tcp(11211) },
    component: 'cache',
  },
  etcd: {
    ports: [2379, 2380, 9090],
    empty: '/tmp',
    filled: '@/conf',
    data: '/bitnami/etcd',
    component: 'coordination',
    stateful: 'coordination',
    quorum: true,
  },
  zookeeper: {
    ports: [2181, 3181, 2888, 3888, 8080, 9141],
    empty: '/tmp @/logs',
    filled: '@/conf',
    data: '/bitnami/zookeeper',
    component: 'coordination',
    stateful: 'coordination',
    quorum: true,
  },
  kafka: {
    empty: '/tmp',
    data: '/bitnami/kafka',
    probes: { liveness: exec('pgrep', '-f', 'kafka') },
    component: 'broker',
    stateful: 'broker',
    quorum: true,
  },
  rabbitmq: {
    ports: [5672, 5671, 25672, 15672, 4369, 9419],
    empty: '/tmp @/var/lib/rabbitmq @/.rabbitmq @/var/log/rabbitmq',
    filled: '@/etc/rabbitmq @/plugins',
    data: '/bitnami/rabbitmq/mnesia',
    component: 'broker',
    stateful: 'broker',
    quorum: true,
    facts: { minimumMemory: '512Mi' },
  },
  nats: {
    ports: [4222, 6222, 8222],
    empty: '/tmp',
    probes: { liveness: http('/healthz', 8222), readiness: http('/', 8222) },
    component: 'broker',
    stateful: 'broker',
    quorum: true,
  },
  elasticsearch: {
    ports: [9200, 9300],
    empty: '/tmp @/tmp @/logs',
    filled: '@/config @/plugins',
    data: '/bitnami/elasticsearch',
    probes: { liveness: tcp(9200), readiness: exec('/opt/bitnami/scripts/elasticsearch/healthcheck.sh') },
    component: 'search',
    stateful: 'search',
    quorum: true,
    facts: { minimumMemory: '2Gi' },
  },
  opensearch: {
    ports: [9200, 9300],
    empty: '/tmp @/tmp @/logs',
    filled: '@/config @/plugins',
    data: '/bitnami/opensearch',
    component: 'search',
    stateful: 'search',
    quorum: true,
    facts: { minimumMemory: '2Gi' },
  },
  solr: {
    ports: [8983],
    empty: '/tmp @/logs @/tmp',
    filled: '@/certs @/server',
    data: '/bitnami/solr',
    probes: { liveness: tcp(8983) },
    component: 'search',
    stateful: 'search',
  },
  kibana: {
    ports: [5601],
    empty: '/tmp @/tmp @/logs',
    filled: '@/config @/plugins',
    data: '/bitnami/kibana',
    probes: { liveness: tcp(5601), readiness: http('/', 5601) },
    component: 'dashboard',
  },
  logstash: { component: 'agent' },
  fluentd: {
    empty: '/tmp',
    filled: '@/extensions @/gems @/specifications',
    component: 'agent',
    facts: {
      uid: 0,
      fsGroup: 0,
      nonRoot: 'no',
      hostAccess: true,
      notes: 'The forwarder reads node logs, which belong to root.',
    },
  },
  'fluent-bit': {
    ports: [2020],
    empty: '/tmp',
    probes: { liveness: tcp(2020), readiness: http('/api/v1/health', 2020) },
    component: 'agent',
    facts: { fsGroup: 0, hostAccess: true },
  },
  influxdb: {
    ports: [8181],
    empty: '/tmp',
    data: '/bitnami/influxdb',
    component: 'database',
    stateful: 'database',
  },
  clickhouse: {
    ports: [8123, 8443, 9000, 9440, 9004, 9005, 9009, 8001],
    empty: '/tmp @/logs @/tmp',
    filled: '@/etc',
    data: '/bitnami/clickhouse',
    probes: { liveness: tcp(9000) },
    component: 'database',
    stateful: 'database',
  },
  grafana: {
    ports: [3000],
    empty: '/tmp @/tmp',
    filled: '@/conf',
    data: '/bitnami/grafana',
    component: 'dashboard',
  },
  prometheus: { component: 'monitoring', stateful: 'database', facts: { needsApiToken: true } },
  alertmanager: {
    ports: [9093, 9094],
    empty: '/tmp',
    probes: { liveness: http('/-/healthy', 9093), readiness: http('/-/ready', 9093) },
    component: 'monitoring',
  },
  keycloak: {
    ports: [8080, 8443, 9000],
    empty: '/tmp',
    filled: '@/conf @/lib/quarkus @/providers @/themes',
    data: '@/data /bitnami/keycloak',
    component: 'auth',
  },
  vault: { ports: [8200, 8201], component: 'secrets', stateful: 'storage', quorum: true },
  consul: {
    ports: [8500, 8600, 8400, 8300, 8301, 8302],
    empty: '/tmp @/tmp @/logs',
    filled: '@/conf',
    data: '/bitnami/consul',
    component: 'coordination',
    stateful: 'coordination',
    quorum: true,
  },
  minio: {
    ports: [9000],
    empty: '/tmp @/tmp /.mc /.console',
    data: '/bitnami/minio/data',
    probes: { liveness: tcp(9000), readiness: http('/minio', 9000) },
    component: 'storage',
    stateful: 'storage',
    quorum: true,
  },
  jenkins: {
    ports: [8080, 8443, 50000],
    empty: '/tmp @/tmp @/logs',
    filled: '@/certs @/plugins',
    data: '/bitnami/jenkins',
    component: 'ci',
    stateful: 'application',
  },
  ...Object.fromEntries(
    ['wordpress', 'drupal', 'phpmyadmin'].map((application): [string, Row] => [
      application,
      {
        ports: [8080, 8443],
        empty:
          '/tmp /opt/bitnami/apache/logs /opt/bitnami/apache/var/run /opt/bitnami/php/tmp /opt/bitnami/php/var',
        filled: '@ /opt/bitnami/apache/conf /opt/bitnami/php/etc',
        ...(application === 'phpmyadmin' ? {} : { data: `/bitnami/${application}` }),
        component: 'web',
      },
    ]),
  ),
  ghost: { ports: [2368], empty: '/tmp /.ghost', filled: '@', data: '/bitnami/ghost', component: 'web' },
  redmine: {
    ports: [3000],
    probes: { liveness: tcp(3000), readiness: http('/', 3000) },
    component: 'web',
    facts: {
      defaultUser: 'root',
      uid: 0,
      fsGroup: 0,
      nonRoot: 'no',
      readOnlyRoot: 'no',
      capabilitiesIfRoot: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID', 'SYS_CHROOT'],
    },
  },
  tomcat: { ports: [8080], component: 'web' },
  wildfly: {
    ports: [8080, 8443, 9990],
    empty: '/tmp @/tmp',
    filled: '@/standalone @/bin/standalone.conf @/domain/configuration',
    data: '/bitnami/wildfly',
    component: 'web',
  },
  airflow: {
    ports: [8080],
    empty: '/tmp @/nss-wrapper @/logs @/tmp',
    filled: '@/airflow.db @/airflow.cfg @/config/airflow_local_settings.py @/venv',
    component: 'workflow',
  },
  'oauth2-proxy': { empty: '/tmp', component: 'auth' },
  'nginx-ingress-controller': {
    ports: [8080, 8443, 8181, 10254, 10245, 10246, 10247],
    empty: '/tmp /tmp/nginx /etc/ingress-controller/geoip /etc/ingress-controller/telemetry',
    filled: '/etc/nginx /etc/ingress-controller',
    component: 'proxy',
    facts: { capabilities: ['NET_BIND_SERVICE'], needsApiToken: true },
  },
  'external-dns': { ports: [7979], empty: '/tmp', component: 'controller', facts: { needsApiToken: true } },
  'cert-manager': { ports: [9402, 9403], component: 'controller', facts: { needsApiToken: true } },
  'metrics-server': {
    ports: [8443],
    empty: '/tmp',
    filled: '@/apiserver.local.config',
    probes: { liveness: http('/livez', 8443, 'HTTPS'), readiness: http('/readyz', 8443, 'HTTPS') },
    component: 'monitoring',
    facts: { needsApiToken: true },
  },
  'kube-state-metrics': {
    ports: [8080, 8081],
    empty: '/tmp',
    probes: { liveness: tcp(8080), readiness: http('/', 8080) },
    component: 'monitoring',
    facts: { needsApiToken: true },
  },
  'node-exporter': { ports: [9100], empty: '/tmp', component: 'monitoring', facts: { hostAccess: true } },
  cadvisor: {
    ports: [8080],
    component: 'monitoring',
    facts: { uid: 0, fsGroup: 0, nonRoot: 'no', hostAccess: true, escalates: true, seccompUnsafe: true },
  },
  'metallb-speaker': {
    ports: [7472],
    component: 'network',
    facts: {
      uid: undefined,
      nonRoot: 'no',
      hostAccess: true,
      needsApiToken: true,
      capabilities: ['NET_ADMIN', 'NET_RAW', 'SYS_ADMIN'],
    },
  },
  cilium: {
    ports: [9879, 6060, 4244, 9962, 9965],
    component: 'network',
    facts: {
      uid: 0,
      fsGroup: 0,
      nonRoot: 'no',
      hostAccess: true,
      needsApiToken: true,
      escalates: true,
      capabilities:
        'BPF CHOWN DAC_OVERRIDE FOWNER IPC_LOCK KILL NET_ADMIN NET_RAW PERFMON SETGID SETUID SYS_ADMIN SYS_MODULE SYS_RESOURCE'.split(
          ' ',
        ),
    },
  },
};

/** Every Bitnami family, matched in the `bitnami` organisation: match.ts maps the others there. */
export const BITNAMI_FAMILIES: readonly Family[] = Object.entries(ROWS).map(([application, row]) => {
  const paths = (text = '') =>
    text
      .replaceAll('@', `/opt/bitnami/${application}`)
      .split(' ')
      .filter(path => path !== '');
  const verified: FamilyFact[] = [
    'user',
    'fsGroup',
    'nonRoot',
    'capabilities',
    'rootCapabilities',
    'liveness',
    'readiness',
  ];
  if (row.ports) verified.push('ports');
  if (row.empty !== undefined) verified.push('writes', 'readOnlyRoot');
  return family(`bitnami-${application}`, [`bitnami/${application}`], {
    defaultUser: 1001,
    uid: 1001,
    fsGroup: 1001,
    nonRoot: 'yes',
    ...(row.empty === undefined ? {} : { writes: paths(row.empty) }),
    hydrate: paths(row.filled),
    data: paths(row.data),
    ports: row.ports ?? [],
    probes: row.probes ?? {},
    stateful: row.stateful,
    component: row.component,
    quorum: row.quorum ?? false,
    shell: true,
    source: 'bitnami/charts 5165628',
    ...row.facts,
    verified: verified.join(' '),
  });
});

/**
 * Images of Bitnami without a row, exporters above all: 1001 by their convention (images-kb section B), which nobody has
 * verified for each of them.
 */
export const OTHER_BITNAMI: Family = family('bitnami', ['bitnami/*'], {
  defaultUser: 1001,
  uid: 1001,
  nonRoot: 'yes',
  source: 'images-kb section B',
});
