/** Writes a change as a strategic merge patch of a layer: extends the nearest one of that object, or adds one. */

import { inConventionalOrder } from '../../../kubernetes/key-order.ts';
import { sameId } from '../../../kustomize/object/id.ts';
import {
  allIds,
  apiVersionOf,
  idOf,
  kindOf,
  nameOf,
  namespaceOf,
  type Resource,
} from '../../../kustomize/object/resource.ts';
import { isSharedWrite } from '../../../kustomize/object/shared-nodes.ts';
import type { JsonObject } from '../../../transform.ts';
import { isJsonMap } from '../../../yaml/read/data.ts';
import type { LayerLevel } from '../../model/level.ts';
import type { Place } from '../../model/result.ts';
import { type PlacedField, placeKey } from '../../place/types.ts';
import { type Branch, valueOfBranch } from '../../rendered/change-tree.ts';
import { type Group, groupedBy } from '../../rendered/grouped.ts';
import { reaches } from '../../rendered/heights.ts';
import { afterLayer, resourceAt } from '../../rendered/references.ts';
import { type Topics, topicsOf } from '../../repository/habits/patch-topic.ts';
import { EditRefused } from '../draft/draft.ts';
import { editsForTree } from '../draft/edits.ts';
import { type EmitContext, kustomizationOf } from '../draft/emit-context.ts';
import { extendOperations } from './json-extension.ts';
import { hides, isBehind, type KnownPatch, lastJsonPatch, nearestPatch, patchesOf } from './known-patch.ts';
import { changed, mergesTo } from './merged.ts';
import { addPatch } from './new-patch.ts';
import { nameTarget, operationsForTree, targetOf } from './operations.ts';
import { bringsList, isRemovedBy, removalsAsNull, withStubs } from './patch-tree.ts';

const NONE: Topics = new Set();

/** @throws EditRefused where a merge patch cannot say it */
export function writePatch(
  group: Group<PlacedField<LayerLevel>>,
  tree: Branch,
  lower: readonly PlacedField[],
  context: EmitContext,
  known: KnownPatch | null,
  /** A component that the layer takes in: the patch goes there. */
  component: string | null = null,
): Place {
  const [{ goal, level, object }] = group;
  const { folder } = level;
  const target = resourceAt(context.evaluator, object.accumulated, level);
  const home = component ?? folder;
  if (!target)
    throw new EditRefused(
      kustomizationOf(folder, context),
      'the object is not there when the patch would run',
    );
  const now = afterLayer(context.evaluator, object.accumulated, folder) ?? target;
  // What this round writes further down is there already when the patch runs.
  const output = { ...now, node: changed(now.node, lower) };
  const full = withStubs(removalsAsNull(tree), output.node, kindOf(target), []);
  const kustomization = context.draft.kustomization(home);
  const patch = inConventionalOrder([], mergePatch(target, full, namespaceToSay(target, folder, context)));
  const wanted = changed(output.node, group);
  // A list that the patch does not have yet would replace the whole list of a custom resource; a label that an entry has
  // given to several fields would change in all of them.
  const mayExtend =
    known !== null &&
    !isRemovedBy(known.node, full) &&
    ((output.shared === undefined && !bringsList(known.node, full)) || mergesTo(output, patch, wanted));
  if (known && mayExtend) return extend(context, known, full);
  // A patch that only names its object fails where the object is not; one with a target does nothing there.
  const extra = context.placement.buildsWithout(folder, goal.sourceId) ? { target: nameTarget(target) } : {};
  const paths = group.map(each => each.goal.path);
  const json = component === null ? paths.map(path => lastJsonPatch(object, folder, path)) : [];
  if (json.some(by => by?.field === 'patchesJson6902'))
    throw new EditRefused(kustomization.file, 'its patchesJson6902 run after every new patch');
  // A patch that runs later would hide it: the new one stands at the end, not among others.
  const met = context.evaluator.met(folder) ?? [];
  const isLast =
    json.some(by => by !== null) ||
    patchesOf(kustomization, target, met, context.draft).some(({ node }) =>
      paths.some(path => hides(node, path)),
    );
  const topics = isLast ? null : topicsOf(paths);
  const extended =
    topics === null || component !== null
      ? null
      : extendOperations(context, kustomization, target, output, tree, met, topics);
  if (extended !== null) return extended;
  if (mergesTo(output, patch, wanted)) return addPatch(context, kustomization, target, patch, extra, topics);
  // It would part the fields that a label of several is one node in, and the entry that writes it later means them all.
  const consumers = context.placement.bySource.get(goal.sourceId) ?? [];
  if (
    consumers.some(each => reaches(each.object, level) && isSharedWrite(target, each.object.accumulated.node))
  )
    throw new EditRefused(
      kustomization.file,
      'a JSON patch would part labels that a later entry writes as one',
    );
  const operations = operationsForTree(output.node, tree);
  return addPatch(context, kustomization, target, operations, { target: targetOf(target) }, topics);
}

/**
 * Goals of one object at one layer, by the patch of the layer that is to say them; null: a new one.
 *
 * @param shared whether a patch that means several objects may
 */
export function byNearestPatch(
  group: Group<PlacedField<LayerLevel>>,
  context: EmitContext,
  component: string | null = null,
  shared = false,
): ReadonlyMap<KnownPatch | null, Group<PlacedField<LayerLevel>>> {
  const [{ level, object }] = group;
  const target = resourceAt(context.evaluator, object.accumulated, level);
  if (!target) return new Map([[null, group]]);
  const kustomization = context.draft.kustomization(component ?? level.folder);
  const met = context.evaluator.met(level.folder) ?? [];
  const patches = patchesOf(kustomization, target, met, context.draft);
  // What one fix wants is about one thing.
  const fixes = groupedBy(group, item => item.goal.fixId);
  const topics = new Map([...fixes].map(([id, items]) => [id, topicsOf(items.map(item => item.goal.path))]));
  return groupedBy(group, ({ goal, goal: { path, fixId } }) => {
    if (context.placement.apart.has(placeKey(goal, level))) return null;
    const json = component === null ? lastJsonPatch(object, level.folder, path) : null;
    const able = isRemovedMark(goal) ? patches.filter(patch => !patch.isCopied) : patches;
    const seen = json === null ? able : able.filter(patch => isBehind(patch, json));
    return nearestPatch(seen, path, topics.get(fixId) ?? NONE, nameOf(target), shared);
  });
}

/** Whether a label or an annotation has to go. */
function isRemovedMark({ type, path: [top, field] }: PlacedField['goal']): boolean {
  return type === 'remove' && top === 'metadata' && (field === 'labels' || field === 'annotations');
}

/** Writes more into a merge patch that is there. */
export function extend(context: EmitContext, patch: KnownPatch, tree: Branch): Place {
  const edits = editsForTree(patch.node, tree, patch.doc, []);
  if (patch.inline) context.draft.edit(patch.file, [{ op: 'nested', doc: 0, path: patch.inline, edits }]);
  else context.draft.edit(patch.file, edits);
  return { file: patch.file, kind: 'extended-patch' };
}

/** None where the object is still known without one, and nobody else is. */
function namespaceToSay(target: Resource, folder: string, { evaluator }: EmitContext): string {
  const bare = { ...idOf(target), namespace: '' };
  const isKnown = (each: Resource) => allIds(each).some(id => sameId(id, bare));
  if (!isKnown(target)) return namespaceOf(target);
  const [known, ...others] = evaluator.met(folder)?.filter(isKnown) ?? [];
  return others.length === 0 && known?.source.id === target.source.id ? '' : namespaceOf(target);
}

function mergePatch(target: Resource, tree: Branch, namespace: string): JsonObject {
  const value = valueOfBranch(tree);
  const { metadata, ...body } = isJsonMap(value) ? value : {};
  return {
    apiVersion: apiVersionOf(target),
    kind: kindOf(target),
    metadata: {
      name: nameOf(target),
      ...(namespace !== '' && { namespace }),
      ...(isJsonMap(metadata) ? metadata : {}),
    },
    ...body,
  };
}
