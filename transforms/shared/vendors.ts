/** Images that their makers give out finished. */
import type { Container } from '../../src/transform.ts';

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
