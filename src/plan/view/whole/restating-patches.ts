/** Merge patches that list less than there is, as if a list were replaced: merging keeps the rest, and nothing changes at all. */

import { type KeyedStep, mergeKeysOf } from '../../../kubernetes/merge-keys.ts';
import type { Evaluator } from '../../../kustomize/build/evaluate.ts';
import type { Graph } from '../../../kustomize/file/graph.ts';
import { itemsOf, type Kustomization } from '../../../kustomize/file/kustomization.ts';
import { MERGE_FIELDS, type PatchEntry, patchEntries } from '../../../kustomize/file/patch-entries.ts';
import { idOf } from '../../../kustomize/object/resource.ts';
import type { MapNode } from '../../../kustomize/tree/node.ts';
import { parseText } from '../../../kustomize/tree/parse.ts';
import type { Json, JsonObject, RestatingPatch } from '../../../transform.ts';
import { isJsonList, isJsonMap } from '../../../yaml/read/data.ts';
import { jsonOf } from '../../rendered/rendered.ts';
import { sameJson } from '../../rendered/same-data.ts';
import { meetingsOf, oncePerKustomization } from './meetings.ts';

interface Restating extends Omit<RestatingPatch, 'at'> {
  readonly offset: number;
}

/** Their elements are named to be changed: that there are others says nothing. */
const ADDRESSED = new Set(['containers', 'initContainers', 'ephemeralContainers']);

export const restatingPatches = oncePerKustomization(restatingIn);

function restatingIn(kustomization: Kustomization, evaluator: Evaluator, graph: Graph): readonly Restating[] {
  // What an entry with a target is for is not in its text.
  const entries = patchEntries(kustomization, MERGE_FIELDS).filter(({ selector }) => selector === undefined);
  if (entries.length === 0) return [];
  const meetings = meetingsOf(kustomization, evaluator, graph);
  return entries.flatMap(entry =>
    mergesOf(entry, kustomization, evaluator).flatMap(merge => {
      const { kind, name } = idOf({ node: merge });
      const met = meetings.flatMap(each =>
        each.met.filter(resource => idOf(resource).kind === kind && idOf(resource).name === name),
      );
      if (met.length === 0) return [];
      const lists = met.map(resource => listsRestated(jsonOf(merge), jsonOf(resource.node), kind));
      if (lists.some(each => each === undefined || each.length === 0)) return [];
      const { node } = itemsOf(kustomization, entry.field)[entry.index]!;
      return [
        {
          offset: node.origin.start,
          target: `${kind} ${name}`,
          lists: [...new Set(lists.flat() as string[])],
        },
      ];
    }),
  );
}

function mergesOf(entry: PatchEntry, { file }: Kustomization, { files }: Evaluator): readonly MapNode[] {
  const place = entry.type === 'inline' ? file : entry.file;
  const text = entry.type === 'inline' ? entry.text : place && files.read(place);
  if (!text || place === undefined) return [];
  const documents = parseText(text, 'merge-patch', doc => ({ type: 'source', file: place, doc }));
  return documents.flatMap(({ node }) => (node.kind === 'map' ? [node] : []));
}

/** Names of the lists of which a patch says a part; undefined where it says anything that is not there. */
function listsRestated(patch: JsonObject, there: JsonObject, kind: string): readonly string[] | undefined {
  const lists: string[] = [];
  return isThere(patch, there, []) ? lists : undefined;

  function isThere(said: Json, now: Json | undefined, path: readonly KeyedStep[]): boolean {
    if (isJsonMap(said) && isJsonMap(now))
      return Object.entries(said).every(
        ([key, each]) => !key.startsWith('$') && isThere(each, now[key], [...path, key]),
      );
    const keys = isJsonList(said) ? mergeKeysOf(kind, path) : null;
    if (!isJsonList(said) || !isJsonList(now) || keys === null) return sameJson(said, now);
    const field = String(path.at(-1));
    if (now.length > said.length && !ADDRESSED.has(field)) lists.push(field);
    return said.every(each => {
      const same = now.find(other => isJsonMap(each) && isJsonMap(other) && isSame(each, other, keys));
      return same !== undefined && isThere(each, same, [...path, {}]);
    });
  }
}

function isSame(one: JsonObject, other: JsonObject, keys: readonly string[]): boolean {
  return keys.every(key => one[key] !== undefined && sameJson(one[key], other[key]));
}
