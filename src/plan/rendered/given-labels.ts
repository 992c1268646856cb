/** Labels that layers give to the selectors of all objects that pass them. */
import type { Evaluator } from '../../kustomize/build/evaluate.ts';
import { get, getFlag, itemsOf, loadKustomization } from '../../kustomize/file/kustomization.ts';
import { type MapNode, type Node, textOf } from '../../kustomize/tree/node.ts';

/**
 * Whether an object with the same selector would have another one above those layers. Their labels go into selectors of
 * the kinds that kustomize knows: beside a custom resource, whose selector they pass by, others get them.
 *
 * @param selector labels as the last of the layers hands them on
 */
export function isRelabelled(evaluator: Evaluator, layers: readonly string[], selector: MapNode): boolean {
  const given = new Map<string, string>();
  for (const folder of layers) {
    for (const pairs of pairsOf(evaluator, folder)) {
      if (pairs?.kind !== 'map') continue;
      pairs.entries.forEach((value, key) => {
        given.set(key, textOf(value) ?? '');
      });
    }
  }
  return [...given].some(([key, value]) => textOf(selector.entries.get(key)) !== value);
}

/** In the order in which the layer gives them. */
function pairsOf({ files }: Evaluator, folder: string): (Node | undefined)[] {
  const kustomization = loadKustomization(files, folder);
  const entries = itemsOf(kustomization, 'labels').filter(({ node }) => getFlag(node, 'includeSelectors'));
  return [...entries.map(({ node }) => get(node, 'pairs')), kustomization.node.entries.get('commonLabels')];
}
