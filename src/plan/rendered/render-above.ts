/**
 * A root as GitOps controllers change it before they apply it. Both Argo CD and Flux write what they add into the root's own
 * kustomization, in a copy of theirs; here that copy is in memory only.
 */

import type { Evaluator } from '../../kustomize/build/evaluate.ts';
import { withChanges } from '../../kustomize/files/files.ts';
import { toJson } from '../../kustomize/tree/node.ts';
import type { Json, JsonObject } from '../../transform.ts';
import { isJsonList, isJsonMap } from '../../yaml/read/data.ts';
import { type RenderedRoot, renderedRoot } from './rendered.ts';

/**
 * @param fields what the controller writes into the kustomization of the root
 * @returns null where it cannot be built so: nothing is then known of what it does
 */
export function renderAbove(
  evaluator: Evaluator,
  { folder, accumulated }: RenderedRoot,
  fields: JsonObject,
): RenderedRoot | null {
  const { file, node } = accumulated.kustomization;
  const text = JSON.stringify(merged(toJson(node), fields));
  const outcome = evaluator
    .over(withChanges(evaluator.files, new Map([[file, text]])), new Set([file]))
    .evaluate(folder);
  return outcome.state === 'evaluated' ? renderedRoot(outcome) : null;
}

/** Lists go behind those that are there; an entry of the name of another takes its place. */
function merged(kustomization: JsonObject, fields: JsonObject): JsonObject {
  const result: Record<string, Json> = { ...kustomization };
  for (const [field, value] of Object.entries(fields)) {
    const there = kustomization[field];
    if (!isJsonList(value) || !isJsonList(there)) {
      result[field] = value;
      continue;
    }
    const names = new Set(value.flatMap(each => nameOf(each) ?? []));
    result[field] = [...there.filter(each => !names.has(nameOf(each) ?? '')), ...value];
  }
  return result;
}

/** Of an entry of `images` or `replicas`. */
function nameOf(entry: Json): string | undefined {
  return isJsonMap(entry) && typeof entry.name === 'string' ? entry.name : undefined;
}
