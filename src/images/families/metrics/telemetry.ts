/** Logs, traces and long-term metrics: what collects and keeps them. */

import {
  type Family,
  family,
  http,
  ONE_PROGRAM,
  PLAIN_SERVER,
  read,
  startsAs,
  tcp,
} from '../record/family.ts';

const LOKI = 'grafana/loki cmd/loki/Dockerfile';
const TEMPO = 'grafana/tempo cmd/tempo/Dockerfile';
const THANOS = 'thanos-io/thanos Dockerfile';
const JAEGER = 'jaegertracing/jaeger cmd/jaeger/Dockerfile';
const COLLECTOR = 'open-telemetry/opentelemetry-collector-releases distributions/otelcol-contrib/Dockerfile';
const PROCESSORS = 'Its processors and receivers may ask the Kubernetes API.';

const STORES: readonly Family[] = [
  family('loki', ['grafana/loki'], {
    ...PLAIN_SERVER,
    ...startsAs(10001, 10001),
    writes: ['/tmp'],
    data: ['/loki'],
    ports: [3100, 9095],
    probes: { liveness: tcp(3100), readiness: http('/ready', 3100) },
    stateful: 'database',
    component: 'monitoring',
    // Before, the binary had a file capability, or root.
    read: [
      read('user group apiToken escalation', LOKI, { since: '2' }),
      read('readiness', 'https://grafana.com/docs/loki/latest/reference/loki-http-api/', { since: '2' }),
    ],
  }),
  family('tempo', ['grafana/tempo'], {
    ...PLAIN_SERVER,
    ...startsAs(10001, 10001),
    writes: ['/tmp'],
    data: ['/var/tempo'],
    ports: [3200, 4317, 4318],
    probes: { liveness: tcp(3200), readiness: http('/ready', 3200) },
    stateful: 'database',
    component: 'tracing',
    read: [
      read('user group', TEMPO, { since: '2.5' }),
      read('apiToken escalation', TEMPO),
      read('readiness', 'https://grafana.com/docs/tempo/latest/api_docs/', { since: '2' }),
    ],
    variants: [{ id: 'before-2.5', before: '2.5', facts: { defaultUser: 'root', nonRoot: 'needs-config' } }],
  }),
  family('mimir', ['grafana/mimir'], {
    ...PLAIN_SERVER,
    ports: [8080],
    probes: { liveness: tcp(8080), readiness: http('/ready', 8080) },
    stateful: 'database',
    component: 'monitoring',
    notes: 'The image names no user.',
    read: [read('ports apiToken escalation', 'grafana/mimir cmd/mimir/Dockerfile', { since: '2' })],
  }),
  family('thanos', ['quay.io/thanos/thanos', 'thanosio/thanos'], {
    ...PLAIN_SERVER,
    ...startsAs(1001),
    ports: [10902, 10901],
    probes: { liveness: http('/-/healthy', 10902), readiness: http('/-/ready', 10902) },
    component: 'monitoring',
    shell: true,
    notes: 'Early images ran as root. Which directory it writes depends on the component and its flags.',
    read: [read('user', THANOS, { since: '0.32' }), read('apiToken escalation', THANOS)],
  }),
];

const COLLECTORS: readonly Family[] = [
  family(
    'opentelemetry-collector',
    [
      'otel/opentelemetry-collector',
      'otel/opentelemetry-collector-contrib',
      'otel/opentelemetry-collector-k8s',
      'ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector',
      'ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib',
      'ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-k8s',
    ],
    {
      ...ONE_PROGRAM,
      ...startsAs(10001),
      server: /^(?:otelcol|otelcol-contrib|otelcol-k8s)(?:\s|$)/,
      // Its files are root's, and there is no directory that it could write.
      writes: [],
      ports: [4317, 4318, 55679],
      component: 'tracing',
      notes: `${PROCESSORS} The extension health_check answers on 13133.`,
      read: [read('user ports writes readOnlyRoot escalation', COLLECTOR, { since: '0.50' })],
    },
  ),
  family('alloy', ['grafana/alloy'], {
    escalates: false,
    server: /^(?:alloy\s+)?run(?:\s|$)/,
    uid: 473,
    gid: 473,
    nonRoot: 'needs-config',
    writes: ['/tmp'],
    readOnlyRoot: 'unknown',
    data: ['/var/lib/alloy/data'],
    ports: [12345],
    probes: { liveness: http('/-/healthy', 12345), readiness: http('/-/ready', 12345) },
    answering: {
      byItself: false,
      words: /--server\.http\.listen-addr[= ](?:0\.0\.0\.0|\[::\])?:12345(?:\s|$)/,
    },
    needsApiToken: true,
    component: 'agent',
    shell: true,
    notes: 'That it runs as its own user is called experimental.',
    read: [read('escalation', 'grafana/alloy Dockerfile')],
  }),
  family('grafana-agent', ['grafana/agent'], {
    uid: 473,
    gid: 473,
    nonRoot: 'yes',
    capabilities: ['NET_BIND_SERVICE'],
    needsApiToken: true,
    component: 'agent',
    shell: true,
    notes:
      'The binary has a file capability: without NET_BIND_SERVICE it does not start. It keeps its log of writes in /etc/agent/data.',
    read: [
      read('capabilities rootCapabilities', 'grafana/agent cmd/grafana-agent/Dockerfile', { since: '0.40' }),
    ],
  }),
  family('datadog-agent', ['datadog/agent', 'gcr.io/datadoghq/agent', 'public.ecr.aws/datadog/agent'], {
    nonRoot: 'no',
    writes: ['/tmp', '/var/log/datadog', '/var/run/datadog', '/var/run/s6'],
    hydrate: ['/etc/datadog-agent'],
    readOnlyRoot: 'unknown',
    capabilities: undefined,
    ports: [8125, 8126],
    needsApiToken: true,
    hostAccess: true,
    component: 'agent',
    shell: true,
    notes: 'It reads the node. It answers about its health where DD_HEALTH_PORT says.',
  }),
  family(
    'datadog-cluster-agent',
    ['datadog/cluster-agent', 'gcr.io/datadoghq/cluster-agent', 'public.ecr.aws/datadog/cluster-agent'],
    { needsApiToken: true, capabilities: undefined, component: 'controller', shell: true },
  ),
];

const V1 = { since: '1.24', before: '2' } as const;
const TRACES: readonly Family[] = [
  // Version 2 of Jaeger is a collector of OpenTelemetry.
  family('jaeger', ['jaegertracing/jaeger', 'cr.jaegertracing.io/jaegertracing/jaeger'], {
    ...PLAIN_SERVER,
    ...startsAs(10001),
    server: /^jaeger-linux(?:\s|$)/,
    writes: ['/tmp'],
    ports: [16686, 4317, 4318, 5778, 9411, 14250, 14268, 13133],
    probes: { liveness: http('/status', 13133), readiness: http('/status', 13133) },
    component: 'tracing',
    read: [read('user ports apiToken escalation', JAEGER, { since: '2' })],
  }),
  family('jaeger-all-in-one', ['jaegertracing/all-in-one'], {
    ...PLAIN_SERVER,
    ...startsAs(10001),
    server: /^all-in-one(?:-linux)?(?:\s|$)/,
    writes: ['/tmp'],
    ports: [16686, 4317, 4318, 5778, 9411, 14250, 14268, 14269],
    probes: { liveness: http('/', 14269), readiness: http('/', 14269) },
    component: 'tracing',
    notes: 'Early images ran as root.',
    read: [
      read('apiToken escalation', 'jaegertracing/jaeger cmd/all-in-one/Dockerfile'),
      read('liveness readiness', 'https://www.jaegertracing.io/docs/1.60/deployment/', V1),
    ],
  }),
  ...(
    [
      ['jaeger-collector', [14268, 14250, 4317, 4318, 9411], 14269],
      ['jaeger-query', [16686, 16685], 16687],
      ['jaeger-ingester', [], 14270],
    ] as const
  ).map(([id, ports, admin]) =>
    family(id, [`jaegertracing/${id}`], {
      ...PLAIN_SERVER,
      ...startsAs(10001),
      server: new RegExp(`^${id.slice('jaeger-'.length)}-linux(?:\\s|$)`),
      writes: ['/tmp'],
      ports: [...ports, admin],
      probes: { liveness: http('/', admin), readiness: http('/', admin) },
      component: 'tracing',
      notes: 'Early images ran as root.',
      read: [read('liveness readiness', 'https://www.jaegertracing.io/docs/1.60/deployment/', V1)],
    }),
  ),
];

export const TELEMETRY_FAMILIES: readonly Family[] = [...STORES, ...COLLECTORS, ...TRACES];
