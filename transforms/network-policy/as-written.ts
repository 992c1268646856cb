/** Rules of a policy as its manifest says them, before layers give labels to the pods that they select. */

import type { Json, JsonObject, Resource } from '../../src/transform.ts';
import { isMap, mapsIn, sameData } from '../shared/data.ts';

/**
 * What stands in the manifest for a rule, or for a peer of one, as `policy.get` returns them. A list of rules is set as a whole,
 * and what is not meant to change must not come to say the labels of one environment.
 */
export type Wordings = ReadonlyMap<JsonObject, JsonObject>;

/** Only of rules that are there as they are written, with or without labels of layers. */
export function wordingsOf(
  policy: Resource,
  direction: 'ingress' | 'egress',
  rules: readonly JsonObject[],
): Wordings {
  const spec = policy.written?.spec;
  const written = isMap(spec) ? mapsIn(spec[direction]) : [];
  const peers = direction === 'ingress' ? 'from' : 'to';
  return new Map(
    rules.flatMap((rule, index) => {
      const same = written[index];
      if (written.length !== rules.length || same === undefined || !extendsLabels(rule, same)) return [];
      const others = mapsIn(same[peers]);
      const ends = mapsIn(rule[peers]).map((peer, i) => [peer, others[i] ?? peer] as const);
      return [[rule, same] as const, ...ends];
    }),
  );
}

/** Whether a value is another one with more labels in its selectors. */
function extendsLabels(value: Json | undefined, other: Json | undefined, key?: string): boolean {
  if (Array.isArray(value) && Array.isArray(other)) {
    const items: readonly Json[] = other;
    return value.length === items.length && value.every((each, i) => extendsLabels(each, items[i]));
  }
  if (!isMap(value) || !isMap(other)) return sameData(value, other);
  const isGiven = (each: string) => key === 'matchLabels' && !Object.hasOwn(other, each);
  return (
    Object.keys(other).every(each => Object.hasOwn(value, each)) &&
    Object.keys(value).every(each => isGiven(each) || extendsLabels(value[each], other[each], each))
  );
}
