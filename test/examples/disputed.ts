/**
 * Planted defects of which defects.yaml and the transforms say different things: defect -> what speaks for today's
 * outcome. Each goes away when one side gives in; the test says when an entry is no longer needed.
 */
const NAME_OF_REPORTING =
  'kustomend.yaml states facts of `reporting`, the manifest runs 111122223344.dkr.ecr...amazonaws.com/cptm8/reporting: nothing joins the two names';
const NOT_VERIFIED = 'what the image writes is known and not verified, so it waits for --unsafe';
const NOT_KNOWN = 'nothing is known of what the image writes: there is no fix to wait for';

export const DISPUTED: Readonly<Record<string, string>> = {
  'security-context CronJob/reporting spec.jobTemplate.spec.template.spec.containers.reporting.securityContext':
    NAME_OF_REPORTING,
  'writable-paths CronJob/reporting spec.jobTemplate.spec.template.spec.containers.reporting':
    NAME_OF_REPORTING,
  'service-account-token CronJob/reporting': NAME_OF_REPORTING,
  'security-context StatefulSet/postgres spec.template.spec.containers.postgres.securityContext':
    'its data directory is the root of the volume: initdb may refuse it under another user, so it is unsafe',
  'service-account-token StatefulSet/postgres':
    'whether bitnami/postgres-exporter beside it uses the token is not known',
  'writable-paths StatefulSet/postgres spec.template.spec.containers.postgres': NOT_VERIFIED,
  'writable-paths StatefulSet/mongodb spec.template.spec.containers.mongodb': NOT_VERIFIED,
  'writable-paths StatefulSet/postgres spec.template.spec.containers.exporter': NOT_KNOWN,
  'writable-paths Deployment/naabum8 spec.template.spec.initContainers.wait-for-rabbitmq': `${NOT_KNOWN} (k8s.gcr.io/busybox is not taken for busybox)`,
  'writable-paths StatefulSet/opensearch spec.template.spec.containers.opensearch':
    'the image has content in directories that it writes: a person copies it or states what is written',
  'writable-paths Deployment/frontend spec.template.spec.containers.nginx':
    'the written paths of nginx are verified and both get a volume: safe, although its user is not',
  'pod-disruption-budget Deployment/naabum8 in staging':
    'it has one replica there until the transform `replicas` exists',
  'probes StatefulSet/postgres spec.template.spec.containers.exporter':
    'no probe of bitnami/postgres-exporter is known',
  'probes StatefulSet/mongodb spec.template.spec.containers.mongodb':
    'the probes of the family are known and not verified',
  'probes StatefulSet/mongodb spec.template.spec.containers.exporter':
    'the probes of the family are known and not verified',
};
