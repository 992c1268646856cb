/** Operators, and what serves a cluster beside its controllers. */

import {
  type Family,
  type FamilyFacts,
  family,
  health,
  http,
  ONE_PROGRAM,
  PLAIN_SERVER,
  read,
  startsAs,
} from '../record/family.ts';
import { CONTROLLER, DISTROLESS } from './controllers.ts';

const DASHBOARD = 'kubernetes/dashboard aio/deploy/recommended.yaml';

/** What is known of operators: their own Dockerfiles, distroless if nothing else is said. */
function operator(
  id: string,
  match: readonly string[],
  read: FamilyFacts['read'],
  facts: Partial<FamilyFacts> = DISTROLESS,
): Family {
  return family(id, match, {
    ...CONTROLLER,
    server: /^manager(?:\s|$)/,
    writes: ['/tmp'],
    readOnlyRoot: 'unknown',
    read,
    ...facts,
  });
}
const FROM_USER = 'user group apiToken escalation';

const OPERATORS: readonly Family[] = [
  operator(
    'prometheus-operator',
    ['quay.io/prometheus-operator/prometheus-operator', 'quay.io/coreos/prometheus-operator'],
    [
      read('user apiToken escalation', 'prometheus-operator/prometheus-operator Dockerfile', {
        since: '0.45',
      }),
      read(
        'writes readOnlyRoot',
        'prometheus-operator/kube-prometheus manifests/prometheusOperator-deployment.yaml',
        { since: '0.45' },
      ),
    ],
    {
      ...startsAs(65534),
      server: /^(?:operator|prometheus-operator)(?:\s|$)/,
      escalates: false,
      writes: [],
      readOnlyRoot: 'yes',
      ports: [8080],
      shell: true,
    },
  ),
  operator(
    'prometheus-config-reloader',
    ['quay.io/prometheus-operator/prometheus-config-reloader', 'quay.io/coreos/prometheus-config-reloader'],
    [read('escalation', 'prometheus-operator/prometheus-operator cmd/prometheus-config-reloader/Dockerfile')],
    {
      uid: 65534,
      nonRoot: 'yes',
      server: /^prometheus-config-reloader(?:\s|$)/,
      escalates: false,
      writes: [],
      ports: [8080],
      needsApiToken: undefined,
      component: 'monitoring',
      shell: true,
    },
  ),
  operator(
    'sealed-secrets-controller',
    [
      'bitnami/sealed-secrets-controller',
      'quay.io/bitnami/sealed-secrets-controller',
      'ghcr.io/bitnami-labs/sealed-secrets-controller',
    ],
    [
      read('user ports apiToken escalation', 'bitnami-labs/sealed-secrets docker/controller.Dockerfile', {
        since: '0.20',
      }),
    ],
    {
      ...ONE_PROGRAM,
      ...startsAs(1001),
      server: /^controller(?:\s|$)/,
      readOnlyRoot: 'yes',
      ports: [8080, 8081],
      probes: health('/healthz', 8080),
    },
  ),
  operator(
    'reloader',
    ['stakater/reloader', 'ghcr.io/stakater/reloader'],
    [read(`${FROM_USER} ports`, 'stakater/Reloader Dockerfile', { since: '1' })],
    { ...DISTROLESS, ports: [9090] },
  ),
  operator(
    'kubernetes-reflector',
    ['emberstack/kubernetes-reflector', 'ghcr.io/emberstack/kubernetes-reflector'],
    [],
    {
      uid: 1000,
      gid: 1000,
      nonRoot: 'yes',
      server: /^dotnet\s+ES\.Kubernetes\.Reflector/,
      shell: true,
      notes: '.NET writes its diagnostics to /tmp.',
    },
  ),
  operator(
    'eck-operator',
    ['docker.elastic.co/eck/eck-operator'],
    [read(FROM_USER, 'elastic/cloud-on-k8s Dockerfile', { since: '2.9' })],
    { ...DISTROLESS, server: /^(?:elastic-operator\s+)?manager(?:\s|$)/, ports: [9443] },
  ),
  operator(
    'onepassword-operator',
    ['1password/onepassword-operator'],
    [read(FROM_USER, '1Password/onepassword-operator Dockerfile', { since: '1.5' })],
  ),
  operator(
    'crossplane',
    [
      'crossplane/crossplane',
      'xpkg.upbound.io/crossplane/crossplane',
      'xpkg.crossplane.io/crossplane/crossplane',
    ],
    [
      read('user apiToken escalation ports', 'crossplane/crossplane cluster/images/crossplane/Dockerfile', {
        since: '1.14',
      }),
    ],
    { ...ONE_PROGRAM, ...startsAs(65532), server: /^(?:crossplane\s+)?core(?:\s|$)/, ports: [8080] },
  ),
  operator(
    'gatekeeper',
    ['openpolicyagent/gatekeeper'],
    [read('user apiToken escalation', 'open-policy-agent/gatekeeper Dockerfile', { since: '3.2' })],
    {
      ...DISTROLESS,
      ports: [8443, 8888, 9090],
      probes: { liveness: http('/healthz', 9090), readiness: http('/readyz', 9090) },
    },
  ),
  operator(
    'strimzi-operator',
    ['quay.io/strimzi/operator'],
    [
      read('user apiToken escalation', 'strimzi/strimzi-kafka-operator docker-images/operator/Dockerfile', {
        since: '0.20',
      }),
    ],
    {
      ...startsAs(1001, 0),
      server: /^(?:\/opt\/strimzi\/bin\/)?(?:cluster|user|topic)_operator_run\.sh/,
      escalates: false,
      ports: [8080],
      probes: { liveness: http('/healthy', 8080), readiness: http('/ready', 8080) },
      shell: true,
    },
  ),
  operator('cloudnative-pg', ['ghcr.io/cloudnative-pg/cloudnative-pg'], [], {
    uid: 10001,
    gid: 10001,
    nonRoot: 'yes',
    shell: false,
  }),
  operator('minio-operator', ['minio/operator', 'quay.io/minio/operator'], [], {
    uid: 1000,
    gid: 1000,
    nonRoot: 'yes',
    server: /^(?:minio-operator\s+)?(?:controller|minio-operator)(?:\s|$)/,
    shell: true,
  }),
  operator('velero', ['velero/velero'], [], { server: /^(?:velero\s+)?server(?:\s|$)/, writes: undefined }),
  operator(
    'metacontroller',
    [
      'metacontroller/metacontroller',
      'metacontrollerio/metacontroller',
      'ghcr.io/metacontroller/metacontroller',
    ],
    [read('escalation', 'metacontroller/metacontroller Dockerfile')],
    { server: /^metacontroller(?:\s|$)/, escalates: false, writes: undefined, shell: true },
  ),
  ...['kyverno', 'kyvernopre', 'background-controller', 'cleanup-controller', 'reports-controller'].map(
    name =>
      operator(
        name.startsWith('kyverno') ? name : `kyverno-${name}`,
        [`ghcr.io/kyverno/${name}`, `reg.kyverno.io/kyverno/${name}`],
        [],
        { ...DISTROLESS, server: new RegExp(`^${name}(?:\\s|$)`) },
      ),
  ),
];

/** They make the certificate of a webhook, and write it into a Secret. */
const CERTGEN = {
  ...CONTROLLER,
  ...ONE_PROGRAM,
  server: /^(?:kube-webhook-certgen\s+)?(?:create|patch)(?:\s|$)/,
  writes: [],
} as const;

const SERVICES: readonly Family[] = [
  family('kube-webhook-certgen', ['registry.k8s.io/ingress-nginx/kube-webhook-certgen'], {
    ...CERTGEN,
    ...startsAs(65532, 65532),
    read: [
      read(FROM_USER, 'kubernetes/ingress-nginx images/kube-webhook-certgen/rootfs/Dockerfile', {
        since: '1.3',
      }),
    ],
  }),
  family('jettech-kube-webhook-certgen', ['jettech/kube-webhook-certgen'], {
    ...CERTGEN,
    uid: 2000,
    nonRoot: 'yes',
    read: [read('apiToken escalation', 'jet/kube-webhook-certgen Dockerfile')],
  }),
  family(
    'k8s-sidecar',
    ['kiwigrid/k8s-sidecar', 'quay.io/kiwigrid/k8s-sidecar', 'ghcr.io/kiwigrid/k8s-sidecar'],
    {
      ...CONTROLLER,
      uid: 65534,
      nonRoot: 'yes',
      server: /^python\s/,
      escalates: false,
      writes: ['/tmp'],
      shell: true,
      notes: 'It writes the directory that its variable FOLDER names.',
      read: [read('user apiToken escalation', 'kiwigrid/k8s-sidecar Dockerfile', { since: '1' })],
    },
  ),
  family('kubernetes-dashboard', ['kubernetesui/dashboard', 'kubernetesui/dashboard-amd64'], {
    ...CONTROLLER,
    ...ONE_PROGRAM,
    server: /^dashboard(?:\s|$)/,
    uid: 1001,
    gid: 2001,
    nonRoot: 'yes',
    writes: ['/tmp'],
    ports: [8443, 9090],
    probes: { liveness: http('/', 8443, 'HTTPS') },
    answering: {
      byItself: false,
      words: /--(?:auto-generate-certificates(?:=true)?(?:\s|$)|tls-cert-file[= ])/,
    },
    component: 'dashboard',
    notes: 'With its own flags for plain HTTP it listens on 9090 instead.',
    read: [read(`${FROM_USER} writes readOnlyRoot ports liveness`, DASHBOARD, { since: '2', before: '3' })],
  }),
  family('dashboard-metrics-scraper', ['kubernetesui/metrics-scraper'], {
    ...CONTROLLER,
    ...ONE_PROGRAM,
    server: /^metrics-sidecar(?:\s|$)/,
    uid: 1001,
    gid: 2001,
    nonRoot: 'yes',
    defaultSeccomp: true,
    writes: ['/tmp'],
    ports: [8000],
    probes: health('/', 8000),
    component: 'monitoring',
    read: [read(`${FROM_USER} writes readOnlyRoot ports liveness seccomp`, DASHBOARD, { since: '1.0.4' })],
  }),
  family('kiali', ['quay.io/kiali/kiali'], {
    ...CONTROLLER,
    ...startsAs(1000),
    escalates: false,
    writes: ['/tmp'],
    ports: [20001, 9090],
    probes: health('/kiali/healthz', 20001),
    component: 'dashboard',
    notes: 'The path of its health is below its setting web_root.',
    read: [read('user apiToken escalation', 'kiali/kiali deploy/docker', { since: '1.40' })],
  }),
  // It answers by its policies, and asks nobody.
  family('opa', ['openpolicyagent/opa'], {
    ...PLAIN_SERVER,
    ...startsAs(1000, 1000),
    server: /^(?:opa\s+)?run(?:\s|$)/,
    writes: [],
    ports: [8181],
    probes: health('/health', 8181),
    answering: {
      byItself: false,
      words:
        /^(?=.*\s(?:--server|-s)(?:\s|$)).*\s(?:--addr|-a)[= ](?:http:\/\/)?(?:0\.0\.0\.0|\[::\])?:8181(?:\s|$)/,
    },
    component: 'controller',
    read: [read('user group apiToken escalation', 'open-policy-agent/opa Dockerfile', { since: '1' })],
    // It listened on all interfaces.
    variants: [
      {
        id: 'before-1',
        before: '1',
        facts: { answering: { byItself: false, words: /\s(?:--server|-s)(?:\s|$)/ } },
      },
    ],
  }),
];

export const OPERATOR_FAMILIES: readonly Family[] = [...OPERATORS, ...SERVICES];
