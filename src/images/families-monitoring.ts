/** Metrics: what stores, shows and exports them. */

import { type Family, family, health, http, PLAIN_SERVER, read, startedPlainly, tcp } from './families.ts';

const NOBODY = { defaultUser: 'nobody', uid: 65534, gid: 65534, nonRoot: 'yes' } as const;
const NAMED_USER = 'The user is a name: runAsNonRoot alone fails.';
const GRAFANA = 'grafana/grafana Dockerfile';
const PROMETHEUS = 'prometheus/prometheus Dockerfile';
const METRICS_SERVER = 'kubernetes-sigs/metrics-server Dockerfile, manifests/base/deployment.yaml';

const SERVERS: readonly Family[] = [
  family('grafana', ['grafana/grafana', 'grafana/grafana-oss', 'grafana/grafana-enterprise'], {
    ...PLAIN_SERVER,
    server: /^(?:run\.sh|grafana-server|grafana server)(?:\s|$)/,
    defaultUser: 472,
    uid: 472,
    gid: 0,
    fsGroup: 472,
    nonRoot: 'yes',
    writes: ['/var/log/grafana', '/tmp'],
    data: ['/var/lib/grafana'],
    ports: [3000],
    probes: health('/api/health', 3000),
    component: 'dashboard',
    shell: true,
    read: [
      read('user', GRAFANA, { since: '5.1' }),
      // The group was 472 before.
      read('group', GRAFANA, { since: '7.3' }),
      read('apiToken escalation', GRAFANA),
      startedPlainly('https://grafana.com/docs/grafana/latest/setup-grafana/installation/docker/'),
    ],
    variants: [
      { id: 'before-7.3', before: '7.3', facts: { gid: 472 } },
      { id: 'before-5.1', before: '5.1', facts: { uid: 104, gid: 107, fsGroup: undefined } },
    ],
  }),
  family('prometheus', ['prom/prometheus', 'quay.io/prometheus/prometheus'], {
    ...NOBODY,
    escalates: false,
    defaultSeccomp: true,
    writes: ['/tmp'],
    data: ['/prometheus'],
    ports: [9090],
    probes: { liveness: http('/-/healthy', 9090), readiness: http('/-/ready', 9090) },
    needsApiToken: true,
    stateful: 'database',
    component: 'monitoring',
    shell: true,
    read: [
      read('user escalation', PROMETHEUS, { since: '2' }),
      read('liveness readiness', 'https://prometheus.io/docs/prometheus/latest/management_api/', {
        since: '2',
      }),
      startedPlainly('https://prometheus.io/docs/prometheus/latest/installation/'),
    ],
    variants: [
      { id: 'distroless', tag: /distroless/, facts: { shell: false, uid: 65532, gid: 65532, read: [] } },
      // As root, and without these paths.
      { id: 'before-2', before: '2', facts: { defaultUser: 'root', nonRoot: undefined, probes: {} } },
    ],
  }),
  family('alertmanager', ['prom/alertmanager', 'quay.io/prometheus/alertmanager'], {
    ...PLAIN_SERVER,
    ...NOBODY,
    writes: [],
    data: ['/alertmanager'],
    ports: [9093],
    probes: { liveness: http('/-/healthy', 9093), readiness: http('/-/ready', 9093) },
    component: 'monitoring',
    shell: true,
    read: [
      read('user ports', 'prometheus/alertmanager Dockerfile', { since: '0.15' }),
      read('apiToken escalation', 'prometheus/alertmanager Dockerfile'),
    ],
    variants: [{ id: 'root', before: '0.15', facts: { defaultUser: 'root', nonRoot: undefined } }],
  }),
  family('pushgateway', ['prom/pushgateway', 'quay.io/prometheus/pushgateway'], {
    ...NOBODY,
    writes: [],
    ports: [9091],
    probes: { liveness: http('/-/healthy', 9091), readiness: http('/-/ready', 9091) },
    component: 'monitoring',
    shell: true,
    notes: 'Early images ran as root.',
  }),
  family('kube-state-metrics', ['registry.k8s.io/kube-state-metrics/kube-state-metrics'], {
    ...NOBODY,
    escalates: false,
    writes: [],
    ports: [8080, 8081],
    probes: { liveness: http('/livez', 8080), readiness: http('/readyz', 8081) },
    needsApiToken: true,
    shell: false,
    component: 'monitoring',
    read: [
      read('user ports apiToken escalation', 'kubernetes/kube-state-metrics Dockerfile', { since: '2' }),
      read('liveness readiness', 'kubernetes/kube-state-metrics examples/standard/deployment.yaml', {
        before: '2.13',
      }),
    ],
    variants: [
      {
        id: 'before-2.13',
        before: '2.13',
        facts: { probes: { liveness: http('/healthz', 8080), readiness: http('/', 8081) } },
      },
    ],
  }),
  family('prometheus-adapter', ['registry.k8s.io/prometheus-adapter/prometheus-adapter'], {
    ...NOBODY,
    escalates: false,
    defaultUser: 65534,
    server: /^(?:adapter|\/adapter)(?:\s|$)/,
    writes: ['/tmp'],
    ports: [6443],
    probes: { liveness: http('/healthz', 6443, 'HTTPS'), readiness: http('/healthz', 6443, 'HTTPS') },
    needsApiToken: true,
    shell: false,
    component: 'monitoring',
    read: [read('user apiToken escalation', 'kubernetes-sigs/prometheus-adapter Dockerfile')],
  }),
  family('metrics-server', ['registry.k8s.io/metrics-server/metrics-server'], {
    ...NOBODY,
    escalates: false,
    defaultUser: 65534,
    writes: ['/tmp'],
    ports: [10250],
    probes: { liveness: http('/livez', 10250, 'HTTPS'), readiness: http('/readyz', 10250, 'HTTPS') },
    needsApiToken: true,
    shell: false,
    component: 'monitoring',
    read: [read('user writes readOnlyRoot apiToken escalation', METRICS_SERVER, { since: '0.4' })],
    variants: [{ id: 'before-0.7', before: '0.7', facts: { ports: [4443], probes: {} } }],
  }),
];

/** An exporter by its port: a program that asks another one and answers on one page. */
function exporter(
  id: string,
  match: readonly string[],
  port: number,
  facts: Parameters<typeof family>[2] = {},
): Family {
  return family(id, match, {
    server: new RegExp(`^${id.replaceAll('-', '[_-]')}(?:\\s|$)`),
    ports: [port],
    probes: health('/', port),
    component: 'monitoring',
    ...facts,
  });
}

const EXPORTERS: readonly Family[] = [
  exporter('node-exporter', ['prom/node-exporter', 'quay.io/prometheus/node-exporter'], 9100, {
    ...NOBODY,
    writes: [],
    hostAccess: true,
    shell: true,
    notes: 'hostNetwork, hostPID and the host path mounts are its purpose.',
    read: [
      read('user ports', 'prometheus/node_exporter Dockerfile', { since: '1' }),
      read('hostAccess', 'prometheus/node_exporter README.md'),
    ],
  }),
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
      writes: [],
      notes: NAMED_USER,
      read: [
        read('user ports apiToken escalation', 'prometheus-community/postgres_exporter Dockerfile', {
          since: '0.10',
        }),
        startedPlainly('prometheus-community/postgres_exporter README.md'),
      ],
    },
  ),
  exporter('mongodb-exporter', ['percona/mongodb_exporter'], 9216, {
    needsApiToken: false,
    writes: [],
    notes: 'Its user differs between releases.',
    read: [read('ports apiToken', 'percona/mongodb_exporter Dockerfile')],
  }),
  exporter('snmp-exporter', ['prom/snmp-exporter', 'quay.io/prometheus/snmp-exporter'], 9116, {
    ...PLAIN_SERVER,
    writes: [],
    notes: 'The image names no user.',
    read: [read('ports apiToken escalation', 'prometheus/snmp_exporter Dockerfile')],
  }),
  exporter('statsd-exporter', ['prom/statsd-exporter', 'quay.io/prometheus/statsd-exporter'], 9102, {
    ...PLAIN_SERVER,
    ...NOBODY,
    ports: [9102, 9125],
    probes: { readiness: http('/metrics', 9102), liveness: tcp(9102) },
    notes: NAMED_USER,
    read: [read('user ports readiness apiToken escalation', 'prometheus/statsd_exporter Dockerfile')],
  }),
  exporter(
    'nginx-prometheus-exporter',
    ['nginx/nginx-prometheus-exporter', 'nginxinc/nginx-prometheus-exporter'],
    9113,
    {
      notes: 'It keeps nothing: no volume of its pod is its own.',
    },
  ),
];

export const MONITORING_FAMILIES: readonly Family[] = [...SERVERS, ...EXPORTERS];
