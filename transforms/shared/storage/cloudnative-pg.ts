/** Labels that the operator CloudNativePG gives to the pods of a Cluster. */

import type { Resource } from '../../../src/transform.ts';

type Labels = Readonly<Record<string, string>>;

/** What members and poolers of a Cluster have alike: a policy by it alone isolates both. */
export function clusterLabels({ name }: Resource): Labels {
  return { 'cnpg.io/cluster': name };
}

/** What members have and poolers do not. */
export function memberLabels(cluster: Resource): Labels {
  return { ...clusterLabels(cluster), 'cnpg.io/podRole': 'instance' };
}
