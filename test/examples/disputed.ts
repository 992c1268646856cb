const NO_SECRET =
  'no Secret of the repository holds it: a reference to one that nobody makes keeps pods from starting, so a person says which';
const IN_A_SECRET =
  'a Secret in clear is taken out of the repository by what encrypts or fetches it (external-secrets, sops), not by this one';
const NOT_EXPANDED =
  'a ConfigMap expands no variable: the address has to be put together in the containers that read it';
const IN_MANIFESTS =
  'in a manifest the number is where it belongs, or moves with the whole registry: only texts are looked at';
const NO_CALLER =
  'nothing is seen to call the Service of naabum8: a policy would cut off whoever does, and so would a default deny';

const NOT_FETCHED =
  'nothing fetches its metrics as the repository stands: a rule over them would never fire, and monitoring comes first';

const OWN_CLUSTER = 'dev is a kind cluster of a developer, and nothing here brings a mesh to it';
const OPEN_MESH =
  'a comment of the configuration says that joining the mesh is still open: a person is asked, and nothing is written';

/**
 * Planted defects of which defects.yaml and the transforms say different things: defect -> what speaks for today's
 * outcome. Each goes away when one side gives in; the test says when an entry is no longer needed.
 */
export const DISPUTED: Readonly<Record<string, string>> = {
  'alerts Deployment/asmm8': NOT_FETCHED,
  'alerts StatefulSet/postgres': NOT_FETCHED,
  'alerts StatefulSet/mongodb': NOT_FETCHED,
  'alerts StatefulSet/rabbitmq': NOT_FETCHED,
  'connection-pool CronJob/reporting':
    'a job has one connection for the time of its run, and goes to the server itself as migrations and dumps do',
  'headless-service StatefulSet/mongodb spec.serviceName':
    'its one pod is found by the name of the Service: nothing is missed',
  'mtls Namespace/cptm8-dev metadata.labels in dev': OWN_CLUSTER,
  'mtls Namespace/cptm8-staging metadata.labels in staging': OPEN_MESH,
  'mtls Namespace/cptm8-prod metadata.labels in production': OPEN_MESH,
  'network-policy Deployment/naabum8': NO_CALLER,
  'network-policy CronJob/reporting': 'nobody talks to a job: a default deny is all that it takes',
  'network-policy Namespace/cptm8-dev in dev': NO_CALLER,
  'network-policy Namespace/cptm8-staging in staging': NO_CALLER,
  'network-policy Namespace/cptm8-prod in production': NO_CALLER,
  'probes StatefulSet/postgres spec.template.spec.containers.exporter':
    'what scrapes an exporter says when it is gone: no probe of it is worth a question',
  'resources Deployment/naabum8 spec.template.spec.initContainers.wait-for-rabbitmq.resources.limits':
    'plain tools that run first, and no quota that asks for a number: one of ours is of no use',
  'plaintext-credentials Deployment/naabum8 spec.template.spec.containers.naabum8.env.RABBITMQ_PASSWORD':
    NO_SECRET,
  'plaintext-credentials StatefulSet/mongodb spec.template.spec.containers.mongodb.env.MONGO_INITDB_ROOT_PASSWORD':
    NO_SECRET,
  'plaintext-credentials StatefulSet/mongodb spec.template.spec.containers.exporter.env.MONGO_PASSWORD':
    NO_SECRET,
  'plaintext-credentials ConfigMap/reporting-config data.SMTP_PASSWORD': NO_SECRET,
  'plaintext-credentials ConfigMap/naabum8-config data.MONGO_URI': NOT_EXPANDED,
  'plaintext-credentials ConfigMap/asmm8-config data.DATABASE_URL': NOT_EXPANDED,
  'plaintext-credentials Secret/asmm8-secret data.DB_PASSWORD': IN_A_SECRET,
  'plaintext-credentials Secret/asmm8-secret data.JWT_SIGNING_KEY': IN_A_SECRET,
  'plaintext-credentials Secret/regcred data..dockerconfigjson': IN_A_SECRET,
  'plaintext-credentials Secret/postgres-secret stringData.POSTGRES_PASSWORD': IN_A_SECRET,
  'plaintext-credentials Secret/asmm8-dev-login in dev': IN_A_SECRET,
  'plaintext-credentials docs/staging-environment-guide.md adminPassword':
    'a word that everybody tries may be an example, and nothing here uses it',
  'plaintext-credentials docs/cicd-pipeline-guide.md POSTGRES_PASSWORD':
    'nothing here uses the value: it may be an example, as it is of a database that is thrown away',
  'external-secrets Secret/regcred in staging, production':
    'a login to ECR is void after twelve hours: a store would hand out what has expired, and a generator makes a new one',
  'rabbitmq-tls ConfigMap/rabbitmq-config data.rabbitmq.conf':
    "dev is a cluster on somebody's own machine, where nobody listens in: only the other two are asked about",
  'account-id CronJob/reporting spec.jobTemplate.spec.template.spec.containers.reporting.image': IN_MANIFESTS,
  'account-id ConfigMap/reporting-config data.SNS_TOPIC_ARN': IN_MANIFESTS,
  'account-id Deployment/asmm8 spec.template.spec.containers.asmm8.image in production': IN_MANIFESTS,
  'account-id Deployment/naabum8 spec.template.spec.containers.naabum8.image in production': IN_MANIFESTS,
  'account-id scripts/ecr-login.sh':
    'whoever logs in may be of another account than the registry, which a look-up would then name',
};
