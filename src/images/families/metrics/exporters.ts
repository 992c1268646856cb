/** Exporters of metrics, and what runs beside a Prometheus. */

import {
  ALPINE,
  type Family,
  family,
  health,
  http,
  NOBODY,
  ONE_PROGRAM,
  PLAIN_SERVER,
  read,
  startedPlainly,
  startsAs,
  tcp,
} from '../record/family.ts';

const NAMED_USER = 'The user is a name: runAsNonRoot alone fails.';
const REDIS_EXPORTER = 'oliver006/redis_exporter docker/Dockerfile';
const NGINX_EXPORTER = 'nginx/nginx-prometheus-exporter build/Dockerfile';
const KUBE_PROMETHEUS = 'prometheus-operator/kube-prometheus manifests/kubeStateMetrics-deployment.yaml';
/**
 * The image holds files of root and a program that runs as somebody else: there is nothing that it could write. Volumes
 * are another matter, and are mounted all the same.
 */
const WRITES_NOTHING = 'user ports writes readOnlyRoot';

/** An exporter by its port: a program that asks another one and answers on one page, which its README names. */
function exporter(
  id: string,
  match: readonly string[],
  port: number,
  { read: readings = [], ...facts }: Parameters<typeof family>[2],
  readme?: string,
): Family {
  return family(id, match, {
    server: new RegExp(`^${id.replaceAll('-', '[_-]')}(?:\\s|$)`),
    ports: [port],
    probes: health('/', port),
    component: 'monitoring',
    ...(readme !== undefined && { metrics: { port, path: '/metrics' } }),
    ...facts,
    read: [...readings, ...(readme === undefined ? [] : [read('metrics', readme)])],
  });
}

export const EXPORTER_FAMILIES: readonly Family[] = [
  exporter(
    'node-exporter',
    ['prom/node-exporter', 'quay.io/prometheus/node-exporter'],
    9100,
    {
      ...NOBODY,
      writes: [],
      hostAccess: true,
      shell: true,
      notes: 'hostNetwork, hostPID and the host path mounts are its purpose.',
      read: [
        read('user ports', 'prometheus/node_exporter Dockerfile', { since: '1' }),
        read('hostAccess', 'prometheus/node_exporter README.md'),
      ],
    },
    'prometheus/node_exporter README.md',
  ),
  exporter('blackbox-exporter', ['prom/blackbox-exporter', 'quay.io/prometheus/blackbox-exporter'], 9115, {
    needsApiToken: false,
    probes: health('/-/healthy', 9115),
    writes: [],
    shell: true,
    notes: 'Its user differs between releases. ICMP probes need NET_RAW.',
    read: [read('ports apiToken', 'prometheus/blackbox_exporter Dockerfile')],
  }),
  exporter(
    'postgres-exporter',
    ['prometheuscommunity/postgres-exporter', 'quay.io/prometheuscommunity/postgres-exporter'],
    9187,
    {
      ...PLAIN_SERVER,
      ...NOBODY,
      up: 'pg_up',
      writes: [],
      notes: NAMED_USER,
      read: [
        read('up', 'prometheus-community/postgres_exporter cmd/postgres_exporter/postgres_exporter.go'),
        read('user ports apiToken escalation', 'prometheus-community/postgres_exporter Dockerfile', {
          since: '0.10',
        }),
        startedPlainly('prometheus-community/postgres_exporter README.md'),
      ],
    },
    'prometheus-community/postgres_exporter README.md',
  ),
  exporter(
    'mongodb-exporter',
    ['percona/mongodb_exporter'],
    9216,
    {
      ...PLAIN_SERVER,
      ...startsAs(65535, 65535),
      up: 'mongodb_up',
      writes: [],
      notes: 'Before 0.40 its user differs between releases.',
      read: [
        read('up', 'percona/mongodb_exporter exporter/general_collector.go'),
        read(`${WRITES_NOTHING} group`, 'percona/mongodb_exporter Dockerfile', { since: '0.40' }),
        read('ports apiToken escalation', 'percona/mongodb_exporter Dockerfile'),
      ],
    },
    'percona/mongodb_exporter README.md',
  ),
  exporter('snmp-exporter', ['prom/snmp-exporter', 'quay.io/prometheus/snmp-exporter'], 9116, {
    ...PLAIN_SERVER,
    writes: [],
    notes: 'The image names no user.',
    read: [read('ports apiToken escalation', 'prometheus/snmp_exporter Dockerfile')],
  }),
  exporter(
    'statsd-exporter',
    ['prom/statsd-exporter', 'quay.io/prometheus/statsd-exporter'],
    9102,
    {
      ...PLAIN_SERVER,
      ...NOBODY,
      ports: [9102, 9125],
      probes: { readiness: http('/metrics', 9102), liveness: tcp(9102) },
      notes: NAMED_USER,
      read: [read('user ports readiness apiToken escalation', 'prometheus/statsd_exporter Dockerfile')],
    },
    'prometheus/statsd_exporter README.md',
  ),
  exporter(
    'nginx-prometheus-exporter',
    ['nginx/nginx-prometheus-exporter', 'nginxinc/nginx-prometheus-exporter'],
    9113,
    {
      ...PLAIN_SERVER,
      ...ONE_PROGRAM,
      ...startsAs(1001, 1001),
      writes: [],
      notes: 'It keeps nothing: no volume of its pod is its own.',
      read: [
        read('user group writes readOnlyRoot', NGINX_EXPORTER, { since: '1' }),
        read('apiToken escalation', NGINX_EXPORTER),
      ],
    },
    'nginx/nginx-prometheus-exporter README.md',
  ),
  exporter(
    'redis-exporter',
    ['oliver006/redis_exporter', 'quay.io/oliver006/redis_exporter', 'ghcr.io/oliver006/redis_exporter'],
    9121,
    {
      ...PLAIN_SERVER,
      ...ONE_PROGRAM,
      ...startsAs(59000, 59000),
      up: 'redis_up',
      writes: [],
      read: [
        read('up', 'oliver006/redis_exporter exporter/exporter.go'),
        read(`${WRITES_NOTHING} group`, REDIS_EXPORTER, { since: '1.17' }),
        read('ports apiToken escalation', REDIS_EXPORTER),
      ],
      variants: [{ id: 'alpine', tag: ALPINE, facts: { shell: true } }],
    },
    'oliver006/redis_exporter README.md',
  ),
  exporter(
    'prometheus-nats-exporter',
    ['natsio/prometheus-nats-exporter'],
    7777,
    {
      ...PLAIN_SERVER,
      uid: 65534,
      nonRoot: 'yes',
      writes: [],
      probes: { liveness: tcp(7777), readiness: tcp(7777) },
      notes: 'The image names no user, and its program needs none.',
      read: [
        read('ports apiToken escalation', 'nats-io/prometheus-nats-exporter docker/linux/amd64/Dockerfile'),
      ],
    },
    'nats-io/prometheus-nats-exporter README.md',
  ),
  exporter(
    'kafka-exporter',
    ['danielqsj/kafka-exporter'],
    9308,
    {
      ...PLAIN_SERVER,
      ...NOBODY,
      writes: [],
      shell: true,
      notes: 'Early images ran as root.',
      read: [read('ports apiToken escalation', 'danielqsj/kafka_exporter Dockerfile', { since: '1.2' })],
    },
    'danielqsj/kafka_exporter README.md',
  ),
  exporter(
    'mysqld-exporter',
    ['prom/mysqld-exporter', 'quay.io/prometheus/mysqld-exporter'],
    9104,
    {
      ...PLAIN_SERVER,
      ...NOBODY,
      up: 'mysql_up',
      writes: [],
      shell: true,
      notes: NAMED_USER,
      read: [
        read('up', 'prometheus/mysqld_exporter collector/exporter.go'),
        read('user', 'prometheus/mysqld_exporter Dockerfile', { since: '0.13' }),
        read('ports apiToken escalation', 'prometheus/mysqld_exporter Dockerfile'),
      ],
    },
    'prometheus/mysqld_exporter README.md',
  ),
  exporter(
    'elasticsearch-exporter',
    ['prometheuscommunity/elasticsearch-exporter', 'quay.io/prometheuscommunity/elasticsearch-exporter'],
    9114,
    {
      ...PLAIN_SERVER,
      ...NOBODY,
      writes: [],
      notes: 'Early images ran as root.',
      read: [
        read('ports apiToken escalation', 'prometheus-community/elasticsearch_exporter Dockerfile', {
          since: '1.1',
        }),
      ],
    },
    'prometheus-community/elasticsearch_exporter README.md',
  ),
  exporter(
    'php-fpm-exporter',
    ['hipages/php-fpm_exporter'],
    9253,
    {
      ...PLAIN_SERVER,
      server: /^\/?(?:bin\/)?php-fpm_exporter(?:\s|$)/,
      uid: 65534,
      nonRoot: 'yes',
      up: 'phpfpm_up',
      writes: [],
      probes: {},
      notes:
        'The image names no user: beside `runAsNonRoot: true` it starts with a `runAsUser` alone. A socket of PHP-FPM that it asks may be for one user alone.',
      read: [
        read('root ports apiToken escalation', 'hipages/php-fpm_exporter Dockerfile', { since: '2' }),
        read('writes readOnlyRoot', 'hipages/php-fpm_exporter cmd/server.go', { since: '2' }),
        read('up', 'hipages/php-fpm_exporter README.md'),
        startedPlainly('hipages/php-fpm_exporter README.md'),
      ],
    },
    'hipages/php-fpm_exporter README.md',
  ),
  exporter('prometheus-varnish-exporter', ['jonnenauha/prometheus_varnish_exporter'], 9131, {
    ...PLAIN_SERVER,
    server: /^(?:\/bin\/)?(?:prometheus_)?varnish_exporter(?:\s|$)/,
    writes: [],
    shell: true,
    metrics: { port: 9131, path: '/metrics' },
    notes: 'It runs varnishstat, which the image has not, and reads the working folder of varnishd.',
    read: [
      read('root ports apiToken', 'jonnenauha/prometheus_varnish_exporter Dockerfile'),
      read('metrics', 'jonnenauha/prometheus_varnish_exporter main.go'),
    ],
  }),
  exporter(
    'memcached-exporter',
    ['prom/memcached-exporter', 'quay.io/prometheus/memcached-exporter'],
    9150,
    {
      ...PLAIN_SERVER,
      ...NOBODY,
      up: 'memcached_up',
      writes: [],
      shell: true,
      notes: `${NAMED_USER} Early images ran as root.`,
      read: [
        read('ports apiToken escalation', 'prometheus/memcached_exporter Dockerfile'),
        read('up', 'prometheus/memcached_exporter README.md'),
        startedPlainly('prometheus/memcached_exporter README.md'),
      ],
    },
    'prometheus/memcached_exporter README.md',
  ),
  exporter(
    'pgbouncer-exporter',
    ['prometheuscommunity/pgbouncer-exporter', 'quay.io/prometheuscommunity/pgbouncer-exporter'],
    9127,
    {
      ...PLAIN_SERVER,
      ...NOBODY,
      writes: [],
      shell: true,
      notes: NAMED_USER,
      read: [read('user ports apiToken escalation', 'prometheus-community/pgbouncer_exporter Dockerfile')],
    },
    'prometheus-community/pgbouncer_exporter README.md',
  ),
  exporter(
    'json-exporter',
    ['prometheuscommunity/json-exporter', 'quay.io/prometheuscommunity/json-exporter'],
    7979,
    {
      ...PLAIN_SERVER,
      ...NOBODY,
      writes: [],
      shell: true,
      notes: NAMED_USER,
      read: [read('user ports apiToken escalation', 'prometheus-community/json_exporter Dockerfile')],
    },
  ),
  exporter(
    'rabbitmq-exporter',
    ['kbudde/rabbitmq-exporter', 'ghcr.io/kbudde/rabbitmq_exporter'],
    9419,
    {
      ...PLAIN_SERVER,
      ...ONE_PROGRAM,
      ...startsAs(65535, 65535),
      // Its page /health says whether RabbitMQ answers: nothing to end or to leave out an exporter for.
      probes: { liveness: tcp(9419), readiness: tcp(9419) },
      writes: [],
      read: [
        // Before, it was alpine with a user of another number, and port 9090.
        read(`${WRITES_NOTHING} group apiToken escalation`, 'kbudde/rabbitmq_exporter Dockerfile', {
          since: '1',
        }),
        startedPlainly('kbudde/rabbitmq_exporter README.md'),
      ],
    },
    'kbudde/rabbitmq_exporter README.md',
  ),
  exporter(
    'prometheus-jitsi-meet-exporter',
    ['systemli/prometheus-jitsi-meet-exporter'],
    9888,
    {
      ...PLAIN_SERVER,
      ...ONE_PROGRAM,
      defaultUser: 'appuser',
      uid: 10001,
      nonRoot: 'yes',
      writes: [],
      probes: { liveness: tcp(9888), readiness: tcp(9888) },
      notes: NAMED_USER,
      read: [
        read(WRITES_NOTHING, 'systemli/prometheus-jitsi-meet-exporter Dockerfile', { since: '1.1' }),
        read('ports apiToken escalation', 'systemli/prometheus-jitsi-meet-exporter Dockerfile'),
      ],
    },
    'systemli/prometheus-jitsi-meet-exporter README.md',
  ),
  family('configmap-reload', ['jimmidyson/configmap-reload', 'ghcr.io/jimmidyson/configmap-reload'], {
    ...PLAIN_SERVER,
    ...startsAs(65534),
    writes: [],
    component: 'monitoring',
    read: [
      read('user apiToken escalation', 'jimmidyson/configmap-reload Dockerfile', { since: '0.3' }),
      read(
        'writes readOnlyRoot',
        'prometheus-operator/kube-prometheus manifests/blackboxExporter-deployment.yaml',
        { since: '0.5' },
      ),
    ],
  }),
  // It asks the API about every request that it lets through.
  family(
    'kube-rbac-proxy',
    [
      'quay.io/brancz/kube-rbac-proxy',
      'gcr.io/kubebuilder/kube-rbac-proxy',
      'registry.k8s.io/kubebuilder/kube-rbac-proxy',
    ],
    {
      ...ONE_PROGRAM,
      ...startsAs(65532, 65532),
      writes: [],
      ports: [8443],
      needsApiToken: true,
      defaultSeccomp: true,
      component: 'proxy',
      read: [read('user group writes readOnlyRoot apiToken seccomp', KUBE_PROMETHEUS, { since: '0.16' })],
    },
  ),
];
