/** `patches`, `patchesStrategicMerge` and `patchesJson6902` (kustomize.md 1.8). */

import { get, getFlag, getText, itemsOf } from '../file/kustomization.ts';
import { BuildFailure, type Location } from '../files/problem.ts';
import type { Layer } from '../layer/layer.ts';
import { readSelector, selectResources } from '../layer/select.ts';
import type { MapNode, Node } from '../tree/node.ts';
import { applyOperations, dropDeleted, KEEP_IDENTITY, mergeInto, theTarget } from './apply-patch.ts';
import type { PatchOperation } from './json-patch.ts';
import {
  fileText,
  inlineText,
  type PatchPosition,
  type PatchText,
  patchTextOf,
  readPatch,
  tryMerges,
  tryOperations,
} from './patch-text.ts';

/** Applies the `patches` of a kustomization, in order. */
export function applyPatches(layer: Layer): void {
  for (const item of itemsOf(layer.kustomization, 'patches')) {
    const location = { file: layer.kustomization.file, offset: item.node.origin.start };
    applyPatch(layer, item.node, { field: 'patches', index: item.index }, location);
  }
}

/** An entry with `path` or `patch`, `target` and `options`. */
export function applyPatch(layer: Layer, node: Node, entry: PatchPosition, location: Location): void {
  const patch = readPatch(patchTextOf(layer, node, entry, location));
  const target = get(node, 'target');
  if (patch.operations) {
    if (patch.operations.length === 0) return;
    if (!target) throw new BuildFailure('patch', 'a JSON patch needs a target', location);
    applyOperations(layer, target, patch.operations, location, true);
    return;
  }
  const options = get(node, 'options');
  const allow = { name: getFlag(options, 'allowNameChange'), kind: getFlag(options, 'allowKindChange') };
  const [first, second] = patch.merges;
  if (!target) {
    for (const merge of patch.merges)
      mergeInto(layer, theTarget(layer, merge, location), merge, allow, location, false);
  } else if (second) {
    throw new BuildFailure('patch', 'several strategic merge patches in one entry with a target', location);
  } else if (first) {
    for (const resource of selectResources(layer.resources, readSelector(target), location.file)) {
      mergeInto(layer, resource, first, allow, location, true);
    }
  }
  dropDeleted(layer);
}

export function applyStrategicMergePatches(layer: Layer): void {
  const items = itemsOf(layer.kustomization, 'patchesStrategicMerge');
  if (items.length === 0) return;
  const merges = items.flatMap(({ node, index }) => {
    const location = { file: layer.kustomization.file, offset: node.origin.start };
    const entry = { field: 'patchesStrategicMerge', index } as const;
    return readMergesOrPath(layer, node, entry, location).map(merge => ({ merge, location }));
  });
  if (merges.length === 0) {
    const { start } = layer.kustomization.node.entries.get('patchesStrategicMerge')!.origin;
    throw new BuildFailure('patch', 'the patches appear to be empty', {
      file: layer.kustomization.file,
      offset: start,
    });
  }
  applyMerges(layer, merges);
}

/** Merge patches that each mean the one object they name. */
export function applyMerges(layer: Layer, merges: readonly { merge: MapNode; location: Location }[]): void {
  for (const { merge, location } of merges) {
    mergeInto(layer, theTarget(layer, merge, location), merge, KEEP_IDENTITY, location, true);
    dropDeleted(layer);
  }
}

/** Each item is tried as a patch first, then as a path. */
export function readMergesOrPath(
  layer: Layer,
  node: Node,
  entry: PatchPosition,
  location: Location,
): readonly MapNode[] {
  const inline = tryMerges(inlineText(layer, node, entry));
  if (!(inline instanceof Error)) return inline;
  const file = layer.loadFile(node.kind === 'scalar' ? node.raw : '', location);
  return orThrow(tryMerges(fileText(layer, file, entry)));
}

export function applyJson6902Patches(layer: Layer): void {
  for (const item of itemsOf(layer.kustomization, 'patchesJson6902')) {
    const location = { file: layer.kustomization.file, offset: item.node.origin.start };
    const entry = { field: 'patchesJson6902', index: item.index } as const;
    applyJson6902(layer, get(item.node, 'target'), patchTextOf(layer, item.node, entry, location), location);
  }
}

/** @param target must name one object at least */
export function applyJson6902(
  layer: Layer,
  target: Node | undefined,
  text: PatchText,
  location: Location,
): void {
  if (getText(target, 'name') === '')
    throw new BuildFailure('patch', 'must specify the target name', location);
  const operations: readonly PatchOperation[] = orThrow(tryOperations(text));
  if (operations.length === 0) throw new BuildFailure('patch', 'the patch appears to be empty', location);
  applyOperations(layer, target!, operations, location, false);
}

function orThrow<T>(result: T | BuildFailure): T {
  if (result instanceof BuildFailure) throw result;
  return result;
}
