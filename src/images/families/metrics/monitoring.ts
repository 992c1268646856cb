/** Metrics: what stores and shows them. */

import {
  type Family,
  family,
  health,
  http,
  NOBODY,
  PLAIN_SERVER,
  read,
  startedPlainly,
} from '../record/family.ts';

const GRAFANA = 'grafana/grafana Dockerfile';
const PROMETHEUS = 'prometheus/prometheus Dockerfile';
const KUBE_STATE_METRICS = 'prometheus-operator/kube-prometheus manifests/kubeStateMetrics-deployment.yaml';
const METRICS_SERVER = 'kubernetes-sigs/metrics-server Dockerfile, manifests/base/deployment.yaml';

export const MONITORING_FAMILIES: readonly Family[] = [
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
    defaultSeccomp: true,
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
      read('writes readOnlyRoot seccomp', KUBE_STATE_METRICS, { since: '2.11' }),
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
    read: [
      read('user apiToken escalation', 'kubernetes-sigs/prometheus-adapter Dockerfile'),
      read('writes readOnlyRoot', 'kubernetes-sigs/prometheus-adapter deploy/manifests/deployment.yaml', {
        since: '0.12',
      }),
    ],
  }),
  family('metrics-server', ['registry.k8s.io/metrics-server/metrics-server'], {
    ...NOBODY,
    escalates: false,
    defaultUser: 65534,
    writes: ['/tmp'],
    ports: [10250],
    probes: { liveness: http('/livez', 10250, 'HTTPS'), readiness: http('/readyz', 10250, 'HTTPS') },
    answering: { byItself: false, words: /--secure-port[= ]10250(?:\s|$)/ },
    needsApiToken: true,
    shell: false,
    component: 'monitoring',
    read: [read('user writes readOnlyRoot apiToken escalation', METRICS_SERVER, { since: '0.4' })],
    variants: [{ id: 'before-0.7', before: '0.7', facts: { ports: [4443], probes: {} } }],
  }),
];
