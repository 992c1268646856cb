/** Lists that a patch has put there as a whole: what a lower place says of them is never seen. */
import { definitionOf, mergeFieldOf } from '../../kustomize/patch/strategic-merge.ts';
import type { MapNode, Node } from '../../kustomize/tree/node.ts';
import type { FieldPath } from '../../transform.ts';

/**
 * Whether a merge patch has replaced the list at a path. It replaces those of custom resources, of which no merge keys
 * are known, and those whose elements have no key. Schemas of `openapi:` are not asked: the text of the patch is a
 * place for new elements of a list that it merges, too.
 */
export function isReplacedList(object: MapNode, path: FieldPath, node: Node): boolean {
  const { by } = node.origin;
  if (node.kind !== 'list' || by.type !== 'patch' || by.form !== 'merge') return false;
  let definition = definitionOf({ node: object });
  let keys: readonly string[] | undefined;
  for (const step of path) {
    if (typeof step !== 'string') continue;
    const field = mergeFieldOf(definition, step);
    [definition, keys] = [field.below, field.keys];
  }
  return keys === undefined;
}
