/** Which pods have the proxy of a mesh in front of them. */

import { MESH_KEYS, type Mesh, meshMarksOf } from '../../../src/kubernetes/mesh.ts';
import type { Root, Workload } from '../../../src/transform.ts';

/** What pods say of themselves: the mesh, or that they want none. */
export function saidByPods({ podLabels, podAnnotations }: Workload): Mesh | 'none' | undefined {
  for (const { mesh, key, isOn } of MESH_KEYS) {
    const value = podLabels[key] ?? podAnnotations[key];
    if (value !== undefined) return isOn.test(value) ? mesh : 'none';
  }
  return undefined;
}

/** Whether a proxy stands in front of the pods of a workload. */
export function hasProxy(workload: Workload, { platform }: Root): boolean {
  if (workload.pod.hostNetwork === true) return false;
  const said = saidByPods(workload);
  if (said !== undefined) return said !== 'none';
  const namespace = platform.namespaceObject(platform.namespaceOf(workload));
  return namespace !== undefined && meshMarksOf(namespace).length > 0;
}
