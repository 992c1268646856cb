/** Pods that are switched off: nobody there minds what all others want. */

import { isOfPods, podKindOf } from '../../kubernetes/pod-templates.ts';
import type { FieldPath, JsonObject } from '../../transform.ts';
import { isJsonMap } from '../../yaml/read/data.ts';

/** Whether a field is one of pods that are switched off. */
export function isOfPodsAtRest({ kind, apiVersion, spec }: JsonObject, path: FieldPath): boolean {
  const known = podKindOf(String(kind), String(apiVersion));
  if (known === undefined || !isOfPods(known, path) || !isJsonMap(spec)) return false;
  return spec.suspend === true || spec.replicas === 0;
}
