/** Quotas and LimitRanges of a namespace, whoever brings them. */

import type { BoundKind, JsonObject, Root } from '../../src/transform.ts';
import { isMap } from './data.ts';

export interface NamedBound {
  readonly name: string;
  readonly spec: JsonObject;
}

/** Those that are rendered, and those that stand beside the kustomizations. */
export function boundsIn(
  kind: BoundKind,
  namespace: string | undefined,
  { platform }: Root,
): readonly NamedBound[] {
  const rendered = platform.find(kind, namespace).map(each => {
    const spec = each.get(['spec']);
    return { name: each.name, spec: isMap(spec) ? spec : {} };
  });
  return namespace === undefined ? rendered : [...rendered, ...platform.boundsBeside(kind, namespace)];
}
