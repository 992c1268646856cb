/** Controllers and operators: what watches the API and acts on it. */

import { type Family, family, health, http, ONE_PROGRAM, read, startsAs } from '../record/family.ts';

/** They are there for the API. */
export const CONTROLLER = { needsApiToken: true, component: 'controller' } as const;
/** The user of distroless images, by its number. */
export const DISTROLESS = { ...ONE_PROGRAM, ...startsAs(65532, 65532) } as const;
const KEDA = 'kedacore/keda Dockerfile';
const KEDA_RUNS = 'kedacore/keda config/manager/manager.yaml';

const CLUSTER: readonly Family[] = [
  family('coredns', ['coredns/coredns', 'registry.k8s.io/coredns/coredns'], {
    uid: 65532,
    gid: 65532,
    nonRoot: 'yes',
    writes: [],
    capabilities: ['NET_BIND_SERVICE'],
    ports: [53, 8080, 8181],
    probes: { liveness: http('/health', 8080), readiness: http('/ready', 8181) },
    needsApiToken: true,
    shell: false,
    component: 'dns',
    notes: 'Ports and paths are those that its configuration enables.',
    variants: [{ id: 'before-1.11', before: '1.11', facts: { uid: undefined, gid: undefined } }],
  }),
  family(
    'cert-manager',
    [
      'quay.io/jetstack/cert-manager-controller',
      'quay.io/jetstack/cert-manager-webhook',
      'quay.io/jetstack/cert-manager-cainjector',
      'quay.io/jetstack/cert-manager-startupapicheck',
    ],
    {
      ...CONTROLLER,
      ...ONE_PROGRAM,
      ...startsAs(1000),
      server: /^(?:controller|webhook|cainjector|startupapicheck|check)(?:\s|$)/,
      writes: [],
      ports: [9402],
      read: [read('user escalation', 'cert-manager/cert-manager hack/containers', { since: '1.12' })],
    },
  ),
  family('external-dns', ['registry.k8s.io/external-dns/external-dns'], {
    uid: 65532,
    nonRoot: 'yes',
    ports: [7979],
    needsApiToken: true,
    shell: false,
    component: 'controller',
    notes: 'The image of 0.13.6 lost its user.',
  }),
  family(
    'external-secrets',
    [
      'ghcr.io/external-secrets/external-secrets',
      'oci.external-secrets.io/external-secrets/external-secrets',
    ],
    {
      defaultUser: 65534,
      uid: 65534,
      nonRoot: 'yes',
      ports: [8080],
      needsApiToken: true,
      escalates: false,
      shell: false,
      component: 'controller',
      read: [read('user apiToken escalation', 'external-secrets/external-secrets Dockerfile')],
    },
  ),
];

/** Controllers of the Kubernetes project that change what runs. */
const SCALING: readonly Family[] = [
  family('cluster-autoscaler', ['registry.k8s.io/autoscaling/cluster-autoscaler'], {
    ...CONTROLLER,
    ...DISTROLESS,
    writes: [],
    ports: [8085],
    probes: { liveness: http('/health-check', 8085) },
    read: [
      read('user group apiToken escalation', 'kubernetes/autoscaler cluster-autoscaler/Dockerfile.amd64', {
        since: '1.24',
      }),
    ],
  }),
  ...(
    [
      ['vpa-recommender', 8942],
      ['vpa-updater', 8943],
      ['vpa-admission-controller', 8944],
    ] as const
  ).map(([id, port]) =>
    family(id, [`registry.k8s.io/autoscaling/${id}`], {
      ...CONTROLLER,
      ...DISTROLESS,
      server: new RegExp(`^${id.slice('vpa-'.length)}(?:\\s|$)`),
      writes: [],
      ports: id === 'vpa-admission-controller' ? [8000, port] : [port],
      probes: health('/health-check', port),
      read: [
        read(
          'user group apiToken escalation',
          `kubernetes/autoscaler vertical-pod-autoscaler/pkg/${id.slice('vpa-'.length)}/Dockerfile`,
          { since: '1' },
        ),
      ],
    }),
  ),
  family('descheduler', ['registry.k8s.io/descheduler/descheduler'], {
    ...CONTROLLER,
    ...ONE_PROGRAM,
    ...startsAs(1000),
    writes: [],
    ports: [10258],
    probes: { liveness: http('/healthz', 10258, 'HTTPS') },
    read: [
      read('user apiToken escalation', 'kubernetes-sigs/descheduler Dockerfile', { since: '0.19' }),
      read(
        'writes readOnlyRoot ports liveness',
        'kubernetes-sigs/descheduler kubernetes/deployment/deployment.yaml',
        { since: '0.23' },
      ),
    ],
  }),
  family('keda', ['ghcr.io/kedacore/keda', 'kedacore/keda'], {
    ...CONTROLLER,
    ...DISTROLESS,
    defaultSeccomp: true,
    writes: ['/tmp'],
    ports: [8080, 8081],
    probes: { liveness: http('/healthz', 8081), readiness: http('/readyz', 8081) },
    read: [
      read('user group apiToken escalation', KEDA, { since: '2' }),
      read('seccomp liveness readiness', KEDA_RUNS, { since: '2.10' }),
    ],
  }),
  family('keda-metrics-apiserver', ['ghcr.io/kedacore/keda-metrics-apiserver'], {
    ...CONTROLLER,
    ...DISTROLESS,
    server: /^(?:keda-adapter|keda-metrics-apiserver)(?:\s|$)/,
    writes: ['/tmp'],
    ports: [6443, 8080],
    probes: { liveness: http('/healthz', 6443, 'HTTPS'), readiness: http('/readyz', 6443, 'HTTPS') },
  }),
  family('keda-admission-webhooks', ['ghcr.io/kedacore/keda-admission-webhooks'], {
    ...CONTROLLER,
    ...DISTROLESS,
    writes: ['/tmp'],
    ports: [9443, 8080, 8081],
    probes: { liveness: http('/healthz', 8081), readiness: http('/readyz', 8081) },
  }),
];

export const CONTROLLER_FAMILIES: readonly Family[] = [...CLUSTER, ...SCALING];
