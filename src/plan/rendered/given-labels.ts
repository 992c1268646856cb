/** Labels that layers give to the selectors of all objects that pass them. */
import type { Evaluator } from '../../kustomize/build/evaluate.ts';
import { get, getFlag, itemsOf, loadKustomization } from '../../kustomize/file/kustomization.ts';
import { type MapNode, type Node, textOf } from '../../kustomize/tree/node.ts';
import type { Writer } from '../../kustomize/tree/writer.ts';

/**
 * Whether an object with the same selector would have another one above those layers. Their labels go into selectors of
 * the kinds that kustomize knows: beside a custom resource, whose selector they pass by, others get them.
 *
 * @param selector labels as the last of the layers hands them on
 */
export function isRelabelled(evaluator: Evaluator, layers: readonly string[], selector: MapNode): boolean {
  return [...labelsGiven(evaluator, layers)].some(
    ([key, value]) => textOf(selector.entries.get(key)) !== value,
  );
}

/** The labels that layers give to selectors, the last one of a key. */
export function labelsGiven(evaluator: Evaluator, layers: readonly string[]): ReadonlyMap<string, string> {
  const given = new Map<string, string>();
  for (const folder of layers) {
    for (const pairs of pairsOf(evaluator, folder)) {
      if (pairs?.kind !== 'map') continue;
      pairs.entries.forEach((value, key) => {
        given.set(key, textOf(value) ?? '');
      });
    }
  }
  return given;
}

/**
 * The layers that a new object of a layer passes: first the components that it takes in, as what comes from below does.
 *
 * @param layers of an object beside it
 */
export function passedFrom(
  { files }: Evaluator,
  layers: readonly string[],
  folder: string,
): readonly string[] {
  const isComponent = (layer: string) => loadKustomization(files, layer).kind === 'Component';
  const index = layers.indexOf(folder);
  const below = layers.findLastIndex((layer, i) => i < index && !isComponent(layer));
  return layers.slice(isComponent(folder) ? index : below + 1);
}

/** Whether an entry writes selectors by itself: another reaches those whose label is one node with that of the metadata. */
export function givesSelectors({ files }: Evaluator, by: Writer): boolean {
  if (by.type !== 'labels') return by.type === 'commonLabels';
  return itemsOf(loadKustomization(files, by.layer), 'labels').some(
    ({ node, index }) => index === by.index && getFlag(node, 'includeSelectors'),
  );
}

/** In the order in which the layer gives them. */
function pairsOf({ files }: Evaluator, folder: string): (Node | undefined)[] {
  const kustomization = loadKustomization(files, folder);
  const entries = itemsOf(kustomization, 'labels').filter(({ node }) => getFlag(node, 'includeSelectors'));
  return [...entries.map(({ node }) => get(node, 'pairs')), kustomization.node.entries.get('commonLabels')];
}
