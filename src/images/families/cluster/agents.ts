/** What works on the nodes: logs, networks, volumes. */

import { type Family, family, health, read } from '../record/family.ts';

const LOG_NOTES =
  'Reads node logs, which belong to root: keep root or DAC_READ_SEARCH. Buffer directories are written.';

const LOGS: readonly Family[] = (
  [
    ['fluent-bit', ['fluent/fluent-bit', 'cr.fluentbit.io/fluent/fluent-bit'], 2020, '/api/v1/health'],
    ['fluentd', ['fluentd', 'fluent/fluentd', 'fluent/fluentd-kubernetes-daemonset'], 24224, undefined],
    ['promtail', ['grafana/promtail'], 3101, undefined],
    ['vector', ['timberio/vector'], 8686, undefined],
  ] as const
).map(([id, match, port, path]) =>
  family(id, match, {
    nonRoot: 'no',
    writes: ['/tmp'],
    readOnlyRoot: 'unknown',
    capabilitiesIfRoot: ['DAC_READ_SEARCH'],
    ports: [port],
    probes: path === undefined ? {} : health(path, port),
    hostAccess: true,
    component: 'agent',
    notes: LOG_NOTES,
    read:
      path === undefined
        ? []
        : [read('liveness readiness', 'https://docs.fluentbit.io/manual/administration/monitoring')],
  }),
);

const NODE_WORK = {
  nonRoot: 'no',
  readOnlyRoot: 'no',
  hostAccess: true,
  escalates: true,
  needsApiToken: true,
} as const;

const NETWORK: readonly Family[] = [
  family(
    'node-network',
    [
      'quay.io/cilium/cilium',
      'cilium/cilium',
      'calico/node',
      'calico/cni',
      'quay.io/calico/node',
      'quay.io/calico/cni',
      'ghcr.io/k8snetworkplumbingwg/multus-cni',
      'ghcr.io/k8snetworkplumbingwg/whereabouts',
      'ghcr.io/flannel-io/flannel',
      'flannel/flannel',
      'registry.k8s.io/kube-proxy*',
      'quay.io/metallb/speaker',
      'metallb/speaker',
      'quay.io/frrouting/frr',
    ],
    { ...NODE_WORK, component: 'network', notes: 'Configures the network of the node.' },
  ),
  // Calls the API and nothing of the node.
  family('metallb-controller', ['quay.io/metallb/controller', 'metallb/controller'], {
    server: /^controller(?:\s|$)/,
    needsApiToken: true,
    escalates: false,
    shell: false,
    component: 'controller',
    read: [read('apiToken escalation', 'metallb/metallb controller/Dockerfile')],
  }),
  family(
    'istio-proxy',
    ['istio/proxyv2', 'gcr.io/istio-release/proxyv2', 'registry.istio.io/release/proxyv2'],
    {
      uid: 1337,
      gid: 1337,
      hostAccess: true,
      component: 'proxy',
      notes:
        'Injected; as init container it needs root, NET_ADMIN and NET_RAW. No application may run as UID 1337.',
    },
  ),
];

const STORAGE: readonly Family[] = [
  family(
    'csi-node',
    [
      'registry.k8s.io/sig-storage/csi-node-driver-registrar',
      'registry.k8s.io/sig-storage/hostpathplugin',
      'registry.k8s.io/sig-storage/nfsplugin',
      'registry.k8s.io/sig-storage/smbplugin',
    ],
    {
      nonRoot: 'no',
      hostAccess: true,
      escalates: true,
      needsApiToken: true,
      component: 'storage',
      notes: 'Mounts volumes on the node.',
    },
  ),
  // They watch claims and call the driver by its socket: nothing of the node is theirs.
  family(
    'csi-controller',
    [
      'registry.k8s.io/sig-storage/csi-provisioner',
      'registry.k8s.io/sig-storage/csi-attacher',
      'registry.k8s.io/sig-storage/csi-resizer',
      'registry.k8s.io/sig-storage/csi-snapshotter',
      'registry.k8s.io/sig-storage/snapshot-controller',
    ],
    {
      server: /^(?:csi-(?:provisioner|attacher|resizer|snapshotter)|snapshot-controller)(?:\s|$)/,
      needsApiToken: true,
      shell: false,
      component: 'storage',
    },
  ),
  family('csi-livenessprobe', ['registry.k8s.io/sig-storage/livenessprobe'], {
    server: /^livenessprobe(?:\s|$)/,
    shell: false,
    component: 'storage',
  }),
];

const CADVISOR = family('cadvisor', ['gcr.io/cadvisor/cadvisor', 'ghcr.io/google/cadvisor'], {
  nonRoot: 'no',
  writes: [],
  ports: [8080],
  probes: health('/healthz', 8080),
  hostAccess: true,
  escalates: true,
  defaultSeccomp: false,
  component: 'monitoring',
  read: [read('ports liveness readiness', 'google/cadvisor deploy/Dockerfile')],
});

export const AGENT_FAMILIES: readonly Family[] = [...LOGS, ...NETWORK, ...STORAGE, CADVISOR];
