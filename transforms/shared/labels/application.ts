/** Which workload a resource belongs to. */

import type { JsonObject, Resource, Root, Workload } from '../../../src/transform.ts';
import { isMap, mapsIn } from '../data.ts';
import { asWorkload } from '../pods.ts';
import { remembered } from '../remembered.ts';

type Index = ReadonlyMap<string, readonly Workload[]>;

/**
 * The workload itself, or the only one that a Service, budget, autoscaler, policy, claim or ServiceAccount serves.
 * Undefined for what serves several, or none of this render.
 *
 * ConfigMaps and Secrets are left out: generated ones have no document that could carry a label of their own.
 */
export function applicationOf(resource: Resource, root: Root): Workload | undefined {
  const own = asWorkload(resource);
  if (own !== undefined) return own;
  const index = indexOf(root);
  const workloads =
    index.get(resource.key) ?? index.get(nameKey(resource.kind, resource.namespace, resource.name));
  return workloads?.length === 1 ? workloads[0] : undefined;
}

const indexOf = remembered((root: Root): Index => {
  const index = new Map<string, Workload[]>();
  const add = (key: string, workload: Workload) => {
    const found = index.get(key);
    if (found === undefined) index.set(key, [workload]);
    else if (!found.includes(workload)) found.push(workload);
  };
  for (const workload of root.workloads) {
    const { pod, namespace } = workload;
    const scaler = root.autoscalerFor(workload);
    const related = [
      ...root.servicesFor(workload),
      ...root.budgetsFor(workload),
      ...root.policiesFor(workload),
      ...(scaler === undefined ? [] : [scaler]),
    ];
    for (const resource of related) add(resource.key, workload);
    const account = pod.serviceAccountName ?? pod.serviceAccount;
    if (typeof account === 'string') add(nameKey('ServiceAccount', namespace, account), workload);
    for (const claim of claimsOf(pod)) add(nameKey('PersistentVolumeClaim', namespace, claim), workload);
  }
  return index;
});

function claimsOf(pod: JsonObject): string[] {
  return mapsIn(pod.volumes).flatMap(({ persistentVolumeClaim }) =>
    isMap(persistentVolumeClaim) ? [String(persistentVolumeClaim.claimName)] : [],
  );
}

function nameKey(kind: string, namespace: string | undefined, name: string): string {
  return JSON.stringify([kind, namespace, name]);
}
