/** Which tool stands behind an API group, and what it is for. Facts of each project's own CRDs. */

export type ToolRole =
  | 'gitops'
  | 'ingress'
  | 'mesh'
  | 'secrets'
  | 'certificates'
  | 'autoscaling'
  | 'monitoring'
  | 'policy'
  | 'backup'
  | 'data'
  | 'workloads'
  | 'platform';

export interface Tool {
  readonly name: string;
  readonly role: ToolRole;
}

/** By API group, or by what a group ends with (a leading dot). */
const TOOLS: readonly (readonly [group: string, name: string, role: ToolRole])[] = [
  ['argoproj.io', 'Argo', 'gitops'],
  ['.toolkit.fluxcd.io', 'Flux', 'gitops'],
  ['helm.cattle.io', 'Helm controller of k3s', 'gitops'],
  ['traefik.io', 'Traefik', 'ingress'],
  ['traefik.containo.us', 'Traefik', 'ingress'],
  ['gateway.networking.k8s.io', 'Gateway API', 'ingress'],
  ['projectcontour.io', 'Contour', 'ingress'],
  ['configuration.konghq.com', 'Kong', 'ingress'],
  ['getambassador.io', 'Emissary', 'ingress'],
  ['.istio.io', 'Istio', 'mesh'],
  ['linkerd.io', 'Linkerd', 'mesh'],
  ['policy.linkerd.io', 'Linkerd', 'mesh'],
  ['consul.hashicorp.com', 'Consul', 'mesh'],
  ['kuma.io', 'Kuma', 'mesh'],
  ['dapr.io', 'Dapr', 'mesh'],
  ['external-secrets.io', 'External Secrets', 'secrets'],
  ['bitnami.com', 'Sealed Secrets', 'secrets'],
  ['isindir.github.com', 'SOPS operator', 'secrets'],
  ['secrets.hashicorp.com', 'Vault Secrets Operator', 'secrets'],
  ['secrets-store.csi.x-k8s.io', 'Secrets Store CSI', 'secrets'],
  ['cert-manager.io', 'cert-manager', 'certificates'],
  ['keda.sh', 'KEDA', 'autoscaling'],
  ['karpenter.sh', 'Karpenter', 'autoscaling'],
  ['autoscaling.k8s.io', 'Vertical Pod Autoscaler', 'autoscaling'],
  ['monitoring.coreos.com', 'Prometheus Operator', 'monitoring'],
  ['grafana.integreatly.org', 'Grafana Operator', 'monitoring'],
  ['opentelemetry.io', 'OpenTelemetry Operator', 'monitoring'],
  ['operator.victoriametrics.com', 'VictoriaMetrics Operator', 'monitoring'],
  ['kyverno.io', 'Kyverno', 'policy'],
  ['.gatekeeper.sh', 'Gatekeeper', 'policy'],
  ['velero.io', 'Velero', 'backup'],
  ['volsync.backube', 'VolSync', 'backup'],
  ['postgresql.cnpg.io', 'CloudNativePG', 'data'],
  ['acid.zalan.do', 'Postgres Operator', 'data'],
  ['postgres-operator.crunchydata.com', 'Crunchy Postgres', 'data'],
  ['kafka.strimzi.io', 'Strimzi', 'data'],
  ['rabbitmq.com', 'RabbitMQ Operator', 'data'],
  ['mongodbcommunity.mongodb.com', 'MongoDB Operator', 'data'],
  ['redis.redis.opstreelabs.in', 'Redis Operator', 'data'],
  ['elasticsearch.k8s.elastic.co', 'Elastic Operator', 'data'],
  ['opensearch.opster.io', 'OpenSearch Operator', 'data'],
  ['serving.knative.dev', 'Knative Serving', 'workloads'],
  ['eventing.knative.dev', 'Knative Eventing', 'workloads'],
  ['tekton.dev', 'Tekton', 'workloads'],
  ['kubevirt.io', 'KubeVirt', 'workloads'],
  ['metallb.io', 'MetalLB', 'platform'],
  ['cilium.io', 'Cilium', 'platform'],
  ['projectcalico.org', 'Calico', 'platform'],
  ['crd.projectcalico.org', 'Calico', 'platform'],
  ['ceph.rook.io', 'Rook', 'platform'],
  ['longhorn.io', 'Longhorn', 'platform'],
  ['.crossplane.io', 'Crossplane', 'platform'],
  ['operators.coreos.com', 'Operator Lifecycle Manager', 'platform'],
  ['.openshift.io', 'OpenShift', 'platform'],
];

/** The tool of an API group; undefined for Kubernetes' own and for those that nobody has listed. */
export function toolOf(group: string): Tool | undefined {
  const found = TOOLS.find(([known]) =>
    known.startsWith('.') ? `.${group}`.endsWith(known) : group === known,
  );
  return found && { name: found[1], role: found[2] };
}

/** Ingress controllers by the annotations that they read, and by the class that an Ingress names. */
const INGRESS_MARKS: readonly (readonly [mark: string, name: string])[] = [
  ['nginx.ingress.kubernetes.io/', 'ingress-nginx'],
  ['nginx.org/', 'NGINX Ingress Controller'],
  ['haproxy.org/', 'HAProxy'],
  ['haproxy-ingress.github.io/', 'HAProxy Ingress'],
  ['alb.ingress.kubernetes.io/', 'AWS Load Balancer Controller'],
  ['appgw.ingress.kubernetes.io/', 'Application Gateway'],
  ['traefik.ingress.kubernetes.io/', 'Traefik'],
  ['konghq.com/', 'Kong'],
  ['networking.gke.io/', 'GKE Ingress'],
];
const INGRESS_CLASSES: Readonly<Record<string, string>> = {
  nginx: 'ingress-nginx',
  traefik: 'Traefik',
  haproxy: 'HAProxy',
  alb: 'AWS Load Balancer Controller',
  gce: 'GKE Ingress',
  kong: 'Kong',
  contour: 'Contour',
  cilium: 'Cilium',
};

/** The controller that an Ingress is for; undefined where it does not say. */
export function ingressControllerOf(
  className: string | undefined,
  annotations: Readonly<Record<string, string>>,
): string | undefined {
  const named = className ?? annotations['kubernetes.io/ingress.class'];
  if (named !== undefined && Object.hasOwn(INGRESS_CLASSES, named)) return INGRESS_CLASSES[named];
  const keys = Object.keys(annotations);
  return INGRESS_MARKS.find(([mark]) => keys.some(key => key.startsWith(mark)))?.[1];
}
