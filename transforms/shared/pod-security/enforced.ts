/** Which level of Pod Security a namespace enforces. */

import type { Resource, Root, Workload } from '../../../src/transform.ts';

/** The label that makes a namespace refuse pods. */
export const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** The level that the namespace of a workload holds its pods to, with its line. */
export interface Enforced {
  readonly level: 'baseline' | 'restricted';
  readonly namespace: Resource;
  readonly at: string;
}

/** Undefined where nothing of the repository says one, and where everything is let in. */
export function enforcedOn(workload: Workload, { platform }: Root): Enforced | undefined {
  const namespace = platform.namespaceObject(platform.namespaceOf(workload));
  const level = namespace?.labels[ENFORCE];
  if (namespace === undefined || (level !== 'baseline' && level !== 'restricted')) return undefined;
  return { level, namespace, at: namespace.where(['metadata', 'labels', ENFORCE]) };
}
