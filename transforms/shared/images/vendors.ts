/** Whose image it is: the repository's own, or one that its makers give out finished. */
import { isPublicRegistry } from '../../../src/kubernetes/images/registries.ts';
import type { Container, ImageName, Root } from '../../../src/transform.ts';
import { remembered } from '../remembered.ts';

/** Registries of makers: nobody pushes images of their own there. */
const REGISTRIES = new Set([
  'docker.elastic.co',
  'k8s.gcr.io',
  'mcr.microsoft.com',
  'registry.access.redhat.com',
  'registry.connect.redhat.com',
  'registry.developers.crunchydata.com',
  'registry.k8s.io',
  'registry.redhat.io',
]);

/** The registry of a cluster of OpenShift, where the streams of this namespace are those that it comes with. */
const OF_OPENSHIFT =
  /^(?:image-registry\.openshift-image-registry\.svc|docker-registry\.default\.svc)(?:[.:]|$)/;

/** Accounts of makers in registries where everybody may have one. */
const ACCOUNTS: Readonly<Record<string, readonly string[]>> = {
  'docker.io': [
    'amazon apache axllent bitnami bitnamilegacy clickhouse confluentinc curlimages datadog elastic envoyproxy fluent',
    'gitea grafana hashicorp istio jaegertracing jitsi jenkins kong kubernetesui localstack mailhog metacontroller minio',
    'natsio neo4j nginxinc oliver006 openpolicyagent opensearchproject openzipkin osixia otel portainer prom',
    'provectuslabs rancher semitechnologies sonatype temporalio timberio velero victoriametrics windup3 wurstmeister',
  ],
  'gcr.io': [
    'cadvisor google_containers google-containers k8s-prow kaniko-project knative-releases tekton-releases',
  ],
  'ghcr.io': ['dexidp documentdb external-secrets fluxcd kyverno open-telemetry stakater'],
  'public.ecr.aws': ['aws-observability eks eks-distro karpenter'],
  'quay.io': [
    'ceph cilium coreos jetstack keycloak kiali kubernetes-ingress-controller metallb minio oauth2-proxy openshift',
    'prometheus prometheus-operator prometheuscommunity strimzi tigera thanos',
  ],
};

/** Whether an image is a product of its makers, which the repository takes as it comes. */
export function isProduct({ image: { registry, repository }, facts: { dockerfile } }: Container): boolean {
  if (dockerfile !== undefined) return false;
  const [account = ''] = repository.split('/');
  const accounts = ACCOUNTS[registry]?.flatMap(line => line.split(' ')) ?? [];
  return (
    REGISTRIES.has(registry) ||
    (OF_OPENSHIFT.test(registry) && account === 'openshift') ||
    accounts.includes(account)
  );
}

/**
 * Whether an image is the repository's own: built here, of a registry that is not everybody's, or of an owner of several. A bare
 * name that is no known image is one that overlays fill in. What may be a copy of a known image is none.
 */
export function isOwnImage(container: Container, root: Root): boolean {
  if (container.facts.dockerfile !== undefined) return true;
  if (!isUnknown(container) || isProduct(container)) return false;
  if (!isPublicRegistry(container.image.registry)) return true;
  const owner = ownerOf(container.image);
  return owner === undefined || ownOwners(root).has(owner);
}

function isUnknown({ facts: { family, candidate } }: Container): boolean {
  return family === undefined && candidate === undefined;
}

/** `ghcr.io/acme` of `ghcr.io/acme/web`; undefined for a bare name. */
function ownerOf({ registry, repository }: ImageName): string | undefined {
  const [owner] = repository.split('/');
  return owner === 'library' ? undefined : `${registry}/${owner}`;
}

/** Who owns one that is built here, or several that nobody knows: makers of products are known for one at least. */
const ownOwners = remembered(({ workloads }: Root): ReadonlySet<string> => {
  const names = new Map<string, Set<string>>();
  const own = new Set<string>();
  const known = new Set<string>();
  for (const container of workloads.flatMap(({ containers }) => containers)) {
    const owner = ownerOf(container.image);
    if (owner === undefined) continue;
    const all = names.get(owner) ?? new Set();
    names.set(owner, all.add(container.image.name));
    if (container.facts.dockerfile !== undefined || all.size > 1) own.add(owner);
    if (!isUnknown(container)) known.add(owner);
  }
  return new Set([...own].filter(each => !known.has(each)));
});
