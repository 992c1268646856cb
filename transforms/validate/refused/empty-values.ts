/** Fields that may be left out, and that the API server refuses when they are empty. */

import type { FieldPath, Json, Proposal, Resource, Workload } from '../../../src/transform.ts';
import { asWorkload } from '../../shared/pods.ts';
import { valuesAt } from './values.ts';

export type EmptyMessage = 'empty-value' | 'empty-class';

/** Without one of these the default holds, and nothing else can be meant by an empty text. */
const CLASSES: Readonly<Record<string, readonly string[]>> = {
  pod: ['runtimeClassName'],
  'networking.k8s.io/Ingress': ['spec.ingressClassName'],
};

/**
 * Those that say what the field is for. `priorityClassName`, `serviceAccountName`, `nodeName`, `hostname` and a claim's `storageClassName` may be empty.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/validation/validation.go
 */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  pod: [
    'os.name',
    'topologySpreadConstraints.*.topologyKey',
    'securityContext.seccompProfile.type',
    'containers.*.securityContext.seccompProfile.type',
    'initContainers.*.securityContext.seccompProfile.type',
    'affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution.*.topologyKey',
    'affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution.*.topologyKey',
  ],
  'networking.k8s.io/Ingress': ['spec.rules.*.http.paths.*.pathType'],
  '/Service': ['spec.loadBalancerClass'],
  'autoscaling/HorizontalPodAutoscaler': ['spec.scaleTargetRef.name', 'spec.scaleTargetRef.kind'],
};

export function* emptyValues(resource: Resource): Generator<Proposal<EmptyMessage>> {
  for (const at of emptyIn(resource, CLASSES)) {
    yield {
      message: 'empty-class',
      data: dataOf(resource, at),
      at: { on: resource.key, path: at },
      changes: [resource.remove(at)],
      evidence: [
        { kind: 'manifest', at: resource.where(at), says: 'is empty, and must be a name where it is set' },
      ],
      doubts: ['a class may be meant that has yet to be named'],
    };
  }
  for (const at of emptyIn(resource, OTHERS)) {
    yield {
      message: 'empty-value',
      data: dataOf(resource, at),
      at: { on: resource.key, path: at },
      changes: [],
      evidence: [],
    };
  }
}

function dataOf(
  { kind, name }: Resource,
  at: FieldPath,
): { readonly resource: string; readonly field: string } {
  const steps = at.map(step => (typeof step === 'object' ? Object.values(step).join() : step));
  return { resource: `${kind} ${name}`, field: steps.join('.') };
}

function emptyIn(resource: Resource, fields: Readonly<Record<string, readonly string[]>>): FieldPath[] {
  const { apiVersion, kind, object } = resource;
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const own = (fields[`${group}/${kind}`] ?? []).flatMap(field => emptyAt(object, field, []));
  const workload = BUILT_IN.has(group) ? asWorkload(resource) : undefined;
  return workload === undefined ? own : [...own, ...inPod(workload, fields.pod ?? [])];
}

/** Operators may fill in what their own kinds leave empty. */
const BUILT_IN = new Set(['', 'apps', 'batch']);

function inPod({ pod, podPath }: Workload, fields: readonly string[]): FieldPath[] {
  return fields.flatMap(field => emptyAt(pod, field, podPath));
}

function emptyAt(value: Json, field: string, at: FieldPath): FieldPath[] {
  return [...valuesAt(value, field.split('.'), at)].filter(each => each.value === '').map(each => each.at);
}
