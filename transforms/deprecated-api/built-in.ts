/**
 * Versions of the built-in APIs.
 *
 * @see https://kubernetes.io/docs/reference/using-api/deprecation-guide/
 */
import type { JsonObject } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { autoscalerFields } from './autoscaler.ts';
import { ingressFields } from './ingress.ts';
import { at, inMap, type Move, withField, without } from './moves.ts';
import { webhookBlocked, webhookDoubts, webhookFields } from './webhook.ts';

const RBAC = 'rbac.authorization.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';
const FLOW = 'flowcontrol.apiserver.k8s.io';

export const BUILT_IN: readonly Move[] = [
  ...['extensions/v1beta1', 'apps/v1beta1', 'apps/v1beta2'].map(
    (from): Move => ({
      from,
      kinds: ['Deployment', 'DaemonSet', 'ReplicaSet', 'StatefulSet'],
      to: 'apps/v1',
      goneIn: 'Kubernetes 1.16',
      fields: part =>
        withField(
          part,
          'spec',
          inMap(spec => without(spec, 'rollbackTo', 'templateGeneration')),
        ),
      doubts: ({ kind, spec }) => workloadDoubts(from, String(kind), spec as JsonObject),
      byHand: object =>
        isMap(at(object, 'spec', 'selector'))
          ? undefined
          : 'say `spec.selector`: it was taken from the labels of the pods, and apps/v1 wants it written',
    }),
  ),
  ...['extensions/v1beta1', 'networking.k8s.io/v1beta1'].map(
    (from): Move => ({
      from,
      kinds: ['Ingress'],
      to: 'networking.k8s.io/v1',
      goneIn: 'Kubernetes 1.22',
      fields: ingressFields,
    }),
  ),
  same('extensions/v1beta1', ['NetworkPolicy'], 'networking.k8s.io/v1', '1.16'),
  same('networking.k8s.io/v1beta1', ['IngressClass'], 'networking.k8s.io/v1', '1.22'),
  same(`${RBAC}/v1beta1`, ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'], `${RBAC}/v1`, '1.22'),
  same('apiregistration.k8s.io/v1beta1', ['APIService'], 'apiregistration.k8s.io/v1', '1.22'),
  same('coordination.k8s.io/v1beta1', ['Lease'], 'coordination.k8s.io/v1', '1.22'),
  same('scheduling.k8s.io/v1beta1', ['PriorityClass'], 'scheduling.k8s.io/v1', '1.22'),
  same(
    'storage.k8s.io/v1beta1',
    ['StorageClass', 'CSIDriver', 'CSINode', 'VolumeAttachment'],
    'storage.k8s.io/v1',
    '1.22',
  ),
  same('storage.k8s.io/v1beta1', ['CSIStorageCapacity'], 'storage.k8s.io/v1', '1.27'),
  {
    from: `${ADMISSION}/v1beta1`,
    kinds: ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
    to: `${ADMISSION}/v1`,
    goneIn: 'Kubernetes 1.22',
    fields: webhookFields,
    doubts: webhookDoubts,
    blocked: webhookBlocked,
  },
  {
    from: 'apiextensions.k8s.io/v1beta1',
    kinds: ['CustomResourceDefinition'],
    to: 'apiextensions.k8s.io/v1',
    goneIn: 'Kubernetes 1.22',
    byHand: () =>
      'v1 wants a structural schema of each version, which the old one need not have: take it anew from where it comes from, or have controller-gen write it',
  },
  {
    from: 'certificates.k8s.io/v1beta1',
    kinds: ['CertificateSigningRequest'],
    to: 'certificates.k8s.io/v1',
    goneIn: 'Kubernetes 1.22',
    byHand: ({ spec }) =>
      at(spec, 'signerName') === undefined ? 'say `spec.signerName`: v1 asks for it' : undefined,
  },
  same('batch/v1beta1', ['CronJob'], 'batch/v1', '1.25'),
  {
    from: 'policy/v1beta1',
    kinds: ['PodDisruptionBudget'],
    to: 'policy/v1',
    goneIn: 'Kubernetes 1.25',
    byHand: object => {
      const selector = at(object, 'spec', 'selector');
      const isEmpty = isMap(selector) && Object.keys(selector).length === 0;
      return isEmpty ? 'give it a selector: an empty one took no pod, and takes all in policy/v1' : undefined;
    },
  },
  {
    from: 'autoscaling/v2beta1',
    kinds: ['HorizontalPodAutoscaler'],
    to: 'autoscaling/v2',
    goneIn: 'Kubernetes 1.25',
    fields: autoscalerFields,
  },
  same('autoscaling/v2beta2', ['HorizontalPodAutoscaler'], 'autoscaling/v2', '1.26'),
  same('node.k8s.io/v1beta1', ['RuntimeClass'], 'node.k8s.io/v1', '1.25'),
  ...['1.26', '1.29', '1.32'].map(
    (release, index): Move => ({
      from: `${FLOW}/v1beta${index + 1}`,
      kinds: ['FlowSchema', 'PriorityLevelConfiguration'],
      to: `${FLOW}/v1`,
      goneIn: `Kubernetes ${release}`,
      newSince: 'Kubernetes 1.29',
      fields: part =>
        withField(
          part,
          'spec',
          inMap(spec => withField(spec, 'limited', inMap(shares))),
        ),
    }),
  ),
  ...(['v1alpha1', 'v1beta1'] as const).map(
    (version): Move => ({
      from: `${ADMISSION}/${version}`,
      kinds: ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
      to: `${ADMISSION}/v1`,
      goneIn: version === 'v1alpha1' ? 'Kubernetes 1.32' : 'Kubernetes 1.34',
      newSince: 'Kubernetes 1.30',
    }),
  ),
  same('networking.k8s.io/v1beta1', ['IPAddress', 'ServiceCIDR'], 'networking.k8s.io/v1', '1.37', '1.33'),
  same('storage.k8s.io/v1alpha1', ['VolumeAttributesClass'], 'storage.k8s.io/v1', '1.35', '1.34'),
  same('storage.k8s.io/v1beta1', ['VolumeAttributesClass'], 'storage.k8s.io/v1', '1.37', '1.34'),
  {
    from: 'resource.k8s.io/v1alpha3',
    kinds: ['DeviceClass', 'ResourceClaim', 'ResourceClaimTemplate', 'ResourceSlice'],
    to: 'resource.k8s.io/v1',
    goneIn: 'Kubernetes 1.34',
    byHand: () => 'say its requests in the words of resource.k8s.io/v1, where `exactly` stands around each',
  },
];

/** A version whose fields the next one has too. */
function same(from: string, kinds: readonly string[], to: string, goneIn: string, newSince?: string): Move {
  return {
    from,
    kinds,
    to,
    goneIn: `Kubernetes ${goneIn}`,
    ...(newSince === undefined ? {} : { newSince: `Kubernetes ${newSince}` }),
  };
}

/** Shares under their later name; none stood for the default, as none said does now. */
function shares(limited: JsonObject): JsonObject {
  const { assuredConcurrencyShares, nominalConcurrencyShares, ...rest } = limited;
  const number = nominalConcurrencyShares ?? assuredConcurrencyShares ?? 0;
  return number === 0 ? rest : { nominalConcurrencyShares: number, ...rest };
}

/** Whether a rollout is told how many pods it may add and take away. */
function saysSteps({ strategy }: JsonObject): boolean {
  if (at(strategy, 'type') === 'Recreate') return true;
  return ['maxSurge', 'maxUnavailable'].every(each => at(strategy, 'rollingUpdate', each) !== undefined);
}

/** Numbers that the old versions had others of, where the manifest says none. */
function workloadDoubts(from: string, kind: string, spec: JsonObject): readonly string[] {
  const isOld = from !== 'apps/v1beta2';
  const fields = [
    ...(kind === 'Deployment' && isOld ? ['revisionHistoryLimit', 'progressDeadlineSeconds'] : []),
    ...((kind === 'StatefulSet' || kind === 'DaemonSet') && isOld ? ['updateStrategy'] : []),
  ].filter(field => spec[field] === undefined);
  // A pod more and a pod less it was, and is a quarter of them.
  if (kind === 'Deployment' && from === 'extensions/v1beta1' && !saysSteps(spec)) fields.push('strategy');
  return fields.length === 0
    ? []
    : [`it leaves ${fields.join(' and ')} to a default, which is another one in apps/v1`];
}
