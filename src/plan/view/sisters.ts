/** One workload as several roots render it. */

import { podKindOf } from '../../kubernetes/pod-templates.ts';
import { memoized } from '../../text/memo.ts';
import type { Root, Workload } from '../../transform.ts';
import type { RenderedRoot } from '../rendered/rendered.ts';

/** A workload in a root: by the root's place in the list, and the key of the object. */
interface Place {
  readonly root: number;
  readonly key: string;
}

export interface Sisters {
  /** The other places of a workload of a root. */
  of(root: number, key: string): readonly Place[];
  /** The other roots that render some workload of a root. */
  rootsOf(root: number): readonly number[];
}

/** What more roots than this render is a base with users, who do not speak for each other. */
const MOST = 12;

/**
 * Who else renders the documents with pods. A root that renders one twice (two instances of a base) has no sisters in it:
 * which of them would be meant is not known.
 */
export function sistersAmong(roots: readonly RenderedRoot[]): Sisters {
  const places = new Map<string, Place[]>();
  for (const [root, rendered] of roots.entries()) {
    for (const [sourceId, key] of workloadsOnce(rendered)) {
      const known = places.get(sourceId);
      if (known === undefined) places.set(sourceId, [{ root, key }]);
      else known.push({ root, key });
    }
  }
  const others = (root: number, sourceId: string) => {
    const all = places.get(sourceId) ?? [];
    return all.length > MOST ? [] : all.filter(place => place.root !== root);
  };
  return {
    of(root, key) {
      const rendered = roots[root];
      const sourceId = rendered?.byKey.get(key)?.sourceId;
      if (rendered === undefined || sourceId === undefined) return [];
      return workloadsOnce(rendered).get(sourceId) === key ? others(root, sourceId) : [];
    },
    rootsOf(root) {
      const sources = [...workloadsOnce(roots[root]!).keys()];
      return [...new Set(sources.flatMap(source => others(root, source).map(place => place.root)))];
    },
  };
}

/** Of several workloads of one object the first. */
export const workloadsByKey = memoized(
  ({ workloads }: Root): ReadonlyMap<string, Workload> =>
    new Map(workloads.toReversed().map(each => [each.key, each])),
);

/** Keys of the workloads that a root renders once, by source id. */
const workloadsOnce = memoized(({ objects }: RenderedRoot): ReadonlyMap<string, string> => {
  const keys = new Map<string, string>();
  const twice = new Set<string>();
  for (const { sourceId, key, object } of objects) {
    if (podKindOf(String(object.kind), String(object.apiVersion)) === undefined) continue;
    if (keys.has(sourceId)) twice.add(sourceId);
    keys.set(sourceId, key);
  }
  for (const each of twice) keys.delete(each);
  return keys;
});
