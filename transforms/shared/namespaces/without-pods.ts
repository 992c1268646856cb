/** Custom resources that are known to make no pods. */

import type { Resource } from '../../../src/transform.ts';

/** Groups in which nothing does: certificates, secrets, routes, policies, addresses, what watches and what releases. */
const GROUPS = new Set(
  [
    'cert-manager.io external-secrets.io generators.external-secrets.io secrets.hashicorp.com spv.no',
    'secrets-store.csi.x-k8s.io secretgenerator.mittwald.de',
    'route.openshift.io gateway.networking.k8s.io gateway.envoyproxy.io elbv2.k8s.aws vpcresources.k8s.aws',
    'networking.istio.io security.istio.io telemetry.istio.io extensions.istio.io policy.linkerd.io linkerd.io',
    'traefik.io traefik.containo.us configuration.konghq.com projectcontour.io getambassador.io k8s.nginx.org',
    'networking.gke.io cloud.google.com monitoring.googleapis.com metallb.io cilium.io',
    'crd.projectcalico.org projectcalico.org',
    'kyverno.io templates.gatekeeper.sh constraints.gatekeeper.sh mutations.gatekeeper.sh config.gatekeeper.sh',
    'security.openshift.io user.openshift.io authorization.openshift.io project.openshift.io',
    'config.openshift.io image.openshift.io rbacmanager.reactiveops.io',
    'objectbucket.io source.toolkit.fluxcd.io image.toolkit.fluxcd.io notification.toolkit.fluxcd.io keda.sh',
  ]
    .join(' ')
    .split(' '),
);

/** Things of a cloud by their own objects. */
const OF_CLOUDS = /\.(?:services\.k8s\.aws|cnrm\.cloud\.google\.com)$/;

/** Kinds of groups in which others do. */
const KINDS: Readonly<Record<string, ReadonlySet<string>>> = {
  'monitoring.coreos.com': new Set(
    'PodMonitor ServiceMonitor Probe PrometheusRule ScrapeConfig AlertmanagerConfig'.split(' '),
  ),
  'operator.victoriametrics.com': new Set(
    'VMServiceScrape VMPodScrape VMStaticScrape VMNodeScrape VMProbe VMRule VMUser'.split(' '),
  ),
  'grafana.integreatly.org': new Set(
    'GrafanaDashboard GrafanaDatasource GrafanaFolder GrafanaAlertRuleGroup GrafanaContactPoint'.split(' '),
  ),
  'argoproj.io': new Set(['AppProject']),
  'operators.coreos.com': new Set(['OperatorGroup']),
  'postgresql.cnpg.io': new Set(
    'ScheduledBackup ImageCatalog ClusterImageCatalog Database Publication Subscription'.split(' '),
  ),
  'ceph.rook.io': new Set(
    'CephObjectStoreUser CephBlockPool CephBlockPoolRadosNamespace CephClient'.split(' '),
  ),
  'bitnami.com': new Set(['SealedSecret']),
  'kafka.strimzi.io': new Set(['KafkaTopic', 'KafkaUser']),
  'rabbitmq.com': new Set('Binding Exchange Permission Policy Queue User Vhost'.split(' ')),
};

/** @param group of its `apiVersion` */
export function isWithoutPods(group: string, { kind }: Pick<Resource, 'kind'>): boolean {
  return GROUPS.has(group) || OF_CLOUDS.test(group) || KINDS[group]?.has(kind) === true;
}
