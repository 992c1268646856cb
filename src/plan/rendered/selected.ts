/** Whether a selector that is written at a place still takes its pods where they come out. */

import type { Evaluator } from '../../kustomize/build/evaluate.ts';
import type { Resource } from '../../kustomize/object/resource.ts';
import { textOf } from '../../kustomize/tree/node.ts';
import type { Json } from '../../transform.ts';
import { isJsonList, isJsonMap } from '../../yaml/read/data.ts';
import { givesSelectors } from './given-labels.ts';
import { isReference, type SourceReference, selectorNode } from './references.ts';

/** The selectors of other objects that a value names. */
export function selectorsIn(value: Json): readonly (Json & SourceReference)[] {
  if (isReference(value)) return value.$reference === 'selector' ? [value] : [];
  if (isJsonList(value)) return value.flatMap(selectorsIn);
  return isJsonMap(value) ? Object.values(value).flatMap(selectorsIn) : [];
}

/**
 * Whether a root renders each of the labels. What layers above give to all selectors they give to the written one too; a patch of
 * theirs changes the object, and passes the written one by.
 *
 * @param said labels as a lower place says them
 * @param keys those that it must say
 */
export function isStillSelected(
  said: Json,
  { keys = [] }: SourceReference,
  object: Resource,
  evaluator: Evaluator,
): boolean {
  const selector = selectorNode(object);
  if (!isJsonMap(said) || selector === undefined) return true;
  const isLeftOut = keys.some(key => {
    const node = selector.entries.get(key);
    return node !== undefined && said[key] === undefined && !givesSelectors(evaluator, node.origin.by);
  });
  if (isLeftOut) return false;
  return Object.entries(said).every(([key, value]) => {
    const node = selector.entries.get(key);
    return node !== undefined && (textOf(node) === value || givesSelectors(evaluator, node.origin.by));
  });
}
