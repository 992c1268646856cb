/** Versions, fields and annotations that Kubernetes has given up (catalogue M19b). */
import { defineTransform } from '../../src/transform.ts';
import { mapsIn } from '../shared/data.ts';
import { asWorkload } from '../shared/pods.ts';
import { fieldProposals, podFieldProposals } from './fields.ts';
import { profileProposals } from './profiles.ts';
import { versionProposals } from './version.ts';

export default defineTransform({
  id: 'deprecated-api',
  title: 'Objects are in versions of their API that clusters of today serve',
  severity: 'high',
  // What is served still, and what is no version.
  severities: {
    'apparmor-nobody': 'medium',
    'seccomp-annotation': 'medium',
    'apparmor-annotation': 'medium',
    'ingress-class': 'medium',
    'ingress-class-twice': 'medium',
    'master-taint': 'medium',
    'account-field': 'medium',
    superseded: 'medium',
    'superseded-by-hand': 'medium',
  },
  group: 'correctness',
  order: 1500,
  preset: 'recommended',
  each: 'resource',
  options: {
    stillServed: {
      type: 'boolean',
      default: false,
      complete: true,
      description:
        'What has a successor and does its work all the same counts too: versions that are served still (Istio, Gateway API), and a `serviceAccount` beside the same `serviceAccountName`.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    gone: '{kind} {name} is in {from}, which {gone} took away. It is in {to}, its patches too',
    'gone-by-hand': '{kind} {name} is in {from}, which {gone} took away',
    'security-policy':
      'PodSecurityPolicy {name}: Kubernetes 1.25 took the kind away. Labels of namespaces say which pods they take',
    'git-repo': 'volume {volume} of {subject} is a gitRepo, which Kubernetes 1.33 no longer mounts',
    'scaled-version':
      '{kind} {name} looks {target} up in {version}, which no cluster serves. It looks in apps/v1',
    'apparmor-nobody':
      '{subject} names an AppArmor profile for a container {container}, which it has not. The annotation goes',
    'seccomp-annotation':
      '{subject} says its seccomp profile in an annotation, which nothing reads since Kubernetes 1.27. It says the field',
    'apparmor-annotation':
      '{subject} says its AppArmor profile in an annotation, which is deprecated since Kubernetes 1.30. It says the field',
    'ingress-class':
      'Ingress {name} names its class {class} in an annotation, which is deprecated. It says `ingressClassName`',
    'ingress-class-twice':
      'Ingress {name} names its class in `ingressClassName`, and {class} in the deprecated annotation beside it. The annotation goes',
    'master-node':
      '{subject} selects nodes by the role master, which Kubernetes 1.24 took from them. It selects control-plane',
    'master-taint':
      '{subject} tolerates the taint master, which Kubernetes 1.25 took from nodes. It tolerates control-plane too',
    'account-field':
      '{subject} names its account {account} in `serviceAccount`, which is deprecated. It says `serviceAccountName`',
    superseded: '{kind} {name} is in {from}, and {to} says the same. It is in that, its patches too',
    'superseded-by-hand': '{kind} {name} is in {from}, and {to} has other words',
  },
  briefs: {
    gone: '{from} is gone',
    'gone-by-hand': '{from} is gone',
    'security-policy': 'PodSecurityPolicy is gone',
    'git-repo': 'gitRepo volume',
    'scaled-version': 'target in {version}',
    'apparmor-nobody': 'AppArmor profile of no container',
    'seccomp-annotation': 'seccomp annotation',
    'apparmor-annotation': 'AppArmor annotation',
    'ingress-class': 'class in an annotation',
    'ingress-class-twice': 'class in a second place',
    'master-node': 'node role master',
    'master-taint': 'tolerates master alone',
    'account-field': 'deprecated serviceAccount',
    superseded: '{from} has a successor',
    'superseded-by-hand': '{from} has a successor',
  },
  docs: {
    why: 'An API server refuses an object in a version that it does not serve, and with it often the whole rollout. That shows on the day of the upgrade, or of the restore.',
    risk: 'The object stays the same one: the API server converts between versions, and nothing restarts. A cluster from before the new version (Ingress: 1.19; CronJob, PodDisruptionBudget: 1.21; HorizontalPodAutoscaler: 1.23) refuses it. What prunes by group (Flux) may take the object away once where such a cluster still serves the old group.',
    links: [
      'https://kubernetes.io/docs/reference/using-api/deprecation-guide/',
      'https://kubernetes.io/docs/reference/using-api/deprecation-policy/',
    ],
    sameAs: [
      'kube-score:stable-version',
      'kube-linter:no-extensions-v1beta',
      'kube-linter:deprecated-service-account-field',
      'kubeaudit:DeprecatedAPIUsed',
      'kubeaudit:AutomountServiceAccountTokenDeprecated',
      'kubeaudit:SeccompDeprecatedAnnotations',
      'kubeaudit:AppArmorInvalidAnnotation',
    ],
    sameAsOf: {
      'account-field': [
        'kube-linter:deprecated-service-account-field',
        'kubeaudit:AutomountServiceAccountTokenDeprecated',
      ],
      'seccomp-annotation': ['kubeaudit:SeccompDeprecatedAnnotations'],
      'apparmor-nobody': ['kubeaudit:AppArmorInvalidAnnotation'],
    },
  },
  *plan(resource, { root, options: { stillServed } }) {
    yield* versionProposals(resource, root, stillServed);
    if (resource.kind === 'PodSecurityPolicy') {
      yield {
        message: 'security-policy',
        data: { name: resource.name },
        at: { on: resource.key, path: ['kind'] },
        changes: [],
        evidence: [],
        known: 'what it held back, Pod Security holds back by labels of the namespace',
      };
    }
    yield* fieldProposals(resource, root);
    const workload = asWorkload(resource);
    if (workload === undefined) return;
    yield* podFieldProposals(workload, root, stillServed);
    yield* profileProposals(workload);
    for (const { name, gitRepo } of mapsIn(workload.pod.volumes)) {
      if (gitRepo === undefined) continue;
      yield {
        message: 'git-repo',
        data: { volume: String(name), subject: `${workload.kind} ${workload.name}` },
        at: { on: workload.key, path: [...workload.podPath, 'volumes', { name: String(name) }, 'gitRepo'] },
        changes: [],
        evidence: [],
        blocked: 'an init container that clones into an emptyDir does the same: which image may it be?',
        asks: [{ type: 'decision', about: 'what clones in place of gitRepo volumes' }],
      };
    }
  },
});
