/** The claim behind a volume of a pod. */

import type { Json, JsonObject, Root, Workload } from '../../../src/transform.ts';
import { isMap, mapsIn } from '../../shared/data.ts';

export interface VolumeClaim {
  readonly spec: JsonObject;
  /** Of those that a template makes, how they begin; undefined for one that lives as long as its pod. */
  readonly name: string | undefined;
}

/** Undefined for a volume without a claim, and for a claim that nobody renders. */
export function volumeClaim(name: string, workload: Workload, root: Root): VolumeClaim | undefined {
  const volume = mapsIn(workload.pod.volumes).find(each => each.name === name);
  if (volume === undefined) {
    const template = templatesOf(workload).find(each => nameIn(each.metadata) === name);
    return claimed(template?.spec, `${name}-${workload.name}-`);
  }
  if (isMap(volume.ephemeral) && isMap(volume.ephemeral.volumeClaimTemplate)) {
    return claimed(volume.ephemeral.volumeClaimTemplate.spec, undefined);
  }
  const wanted = isMap(volume.persistentVolumeClaim) ? volume.persistentVolumeClaim.claimName : undefined;
  const claim = root.platform
    .find('PersistentVolumeClaim', root.platform.namespaceOf(workload))
    .find(each => each.name === wanted);
  return claimed(claim?.get(['spec']), claim?.name);
}

function claimed(spec: Json | undefined, name: string | undefined): VolumeClaim | undefined {
  return isMap(spec) ? { spec, name } : undefined;
}

function templatesOf(workload: Workload): JsonObject[] {
  return [workload.get(['spec', 'volumeClaimTemplates']), workload.pod.volumeClaimTemplates].flatMap(mapsIn);
}

function nameIn(metadata: Json | undefined): Json | undefined {
  return isMap(metadata) ? metadata.name : undefined;
}
