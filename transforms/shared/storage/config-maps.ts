/** The ConfigMaps of a pod. */

import type { Resource, Root, Workload } from '../../../src/transform.ts';
import { isMap, mapsIn } from '../data.ts';

/** ConfigMaps that the pod mounts or takes its variables from. */
export function configOf(workload: Workload, root: Root): readonly Resource[] {
  const names = new Set<unknown>();
  for (const { configMap, projected } of mapsIn(workload.pod.volumes)) {
    if (isMap(configMap)) names.add(configMap.name);
    if (!isMap(projected)) continue;
    for (const { configMap: source } of mapsIn(projected.sources)) if (isMap(source)) names.add(source.name);
  }
  for (const container of workload.containers) {
    for (const { configMapRef } of mapsIn(container.get(['envFrom']))) {
      if (isMap(configMapRef)) names.add(configMapRef.name);
    }
  }
  return root.find('ConfigMap', each => each.namespace === workload.namespace && names.has(each.name));
}

/** What stands in them. */
export function configTextsOf(workload: Workload, root: Root): readonly string[] {
  return configOf(workload, root).flatMap(({ object: { data } }) =>
    isMap(data) ? Object.values(data).filter(each => typeof each === 'string') : [],
  );
}
