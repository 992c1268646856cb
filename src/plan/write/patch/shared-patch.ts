/** A patch that means several objects is extended by what all of them want (placement.md, What is written there). */

import type { Accumulated, Evaluator } from '../../../kustomize/build/evaluate.ts';
import { readSelector, selectResources } from '../../../kustomize/layer/select.ts';
import { kindOf, type Resource } from '../../../kustomize/object/resource.ts';
import { type Node, toJson } from '../../../kustomize/tree/node.ts';
import { isJsonMap } from '../../../yaml/read/data.ts';
import type { LayerLevel } from '../../model/level.ts';
import type { Place } from '../../model/result.ts';
import type { PlacedField } from '../../place/types.ts';
import { addToTree, type Branch, newBranch, valueOfBranch } from '../../rendered/change-tree.ts';
import { type Group, groupedBy } from '../../rendered/grouped.ts';
import { levelKey } from '../../rendered/heights.ts';
import { afterLayer } from '../../rendered/references.ts';
import { nodeAt } from '../../rendered/rendered.ts';
import { canonical, sameJson } from '../../rendered/same-data.ts';
import { EditRefused } from '../draft/draft.ts';
import type { EmitContext } from '../draft/emit-context.ts';
import type { KnownPatch } from './known-patch.ts';
import { changed, mergesTo } from './merged.ts';
import { byNearestPatch, extend } from './patch.ts';
import { isRemovedBy, removalsAsNull, withStubs } from './patch-tree.ts';

type Item = PlacedField<LayerLevel>;
type LowerThan = (item: Item) => readonly PlacedField[];

/** What a patch for several objects is to say, for all that it reaches. */
interface Shared {
  readonly patch: KnownPatch;
  readonly items: Group<Item>;
  readonly reached: readonly Resource[];
}

/**
 * Extends the patches that mean several objects.
 *
 * @param lowerThan what is written of the same object further down
 * @param written is told where something was written
 * @returns what wants patches of its own
 */
export function extendShared(
  items: readonly Item[],
  context: EmitContext,
  lowerThan: LowerThan,
  written: (items: Group<Item>, place: Place) => void,
): Item[] {
  const done = new Set<Item>();
  for (const shared of sharedPatches(items, context)) {
    const tree = treeForAll(shared, context, lowerThan);
    if (tree === null) continue;
    try {
      written(shared.items, extend(context, shared.patch, tree));
    } catch (error) {
      // What cannot be said there for all is said for each.
      if (!(error instanceof EditRefused)) throw error;
      continue;
    }
    for (const item of shared.items) done.add(item);
  }
  return items.filter(item => !done.has(item));
}

function sharedPatches(items: readonly Item[], context: EmitContext): Shared[] {
  // Where a layer has an object twice, a patch for several does not tell one from the other.
  const single = items.filter(({ level }) => level.way === undefined);
  const byPatch = new Map<string, { patch: KnownPatch; folder: string; items: Item[] }>();
  for (const group of groupedBy(single, p => `${levelKey(p.level)} ${p.goal.sourceId}`).values()) {
    const { folder } = group[0].level;
    for (const [patch, near] of byNearestPatch(group, context, null, true)) {
      if (patch === null || patch.sharedBy === null) continue;
      const key = `${folder} ${patch.field} ${patch.index} ${patch.doc}`;
      const known = byPatch.get(key);
      if (known) known.items.push(...near);
      else byPatch.set(key, { patch, folder, items: [...near] });
    }
  }
  return [...byPatch.values()].flatMap(({ patch, folder, items: near }) => {
    const reached = reachedBy(patch, folder, context);
    const [first, ...others] = reached === null ? [] : wantedByAll(near, reached, context);
    return first && reached ? [{ patch, items: [first, ...others], reached }] : [];
  });
}

/** Everything that a patch changes, in all builds that run it; null where that cannot be told. */
function reachedBy(patch: KnownPatch, folder: string, context: EmitContext): Resource[] | null {
  const selector = readSelector(patch.sharedBy as Node);
  const bySource = new Map<string, Resource>();
  for (const { met, opaque } of metIn(folder, context)) {
    // It may reach what only kustomize itself renders.
    if (opaque.length > 0) return null;
    const seen = new Set<string>();
    for (const resource of selectResources(met, selector, patch.file)) {
      if (seen.has(resource.source.id)) return null;
      seen.add(resource.source.id);
      bySource.set(resource.source.id, resource);
    }
  }
  return [...bySource.values()];
}

/** What the patches of a folder meet: of a component in each root that passes it. */
function metIn(
  folder: string,
  { evaluator, placement }: EmitContext,
): readonly Pick<Accumulated, 'met' | 'opaque'>[] {
  if (!placement.isComponent(folder)) {
    const own = evaluator.accumulate(folder);
    return own === null ? [] : [own];
  }
  return [...placement.roots.values()].flatMap(({ accumulated: { visits, opaque } }) => {
    const passing = visits.get(folder)?.passing;
    return passing ? [{ met: passing.met, opaque }] : [];
  });
}

/** What is wanted of every object alike, or is said of it already; each fix as a whole. */
function wantedByAll(
  items: readonly Item[],
  reached: readonly Resource[],
  { evaluator }: EmitContext,
): Item[] {
  const isFor = (resource: Resource, group: Group<Item>) =>
    group.some(({ goal }) => goal.sourceId === resource.source.id) || isSo(resource, group[0], evaluator);
  let kept = [...items];
  for (;;) {
    const alike = [...groupedBy(kept, sayingOf).values()];
    const whole = new Set(alike.filter(group => reached.every(each => isFor(each, group))).flat());
    const broken = new Set(items.filter(item => !whole.has(item)).map(({ goal }) => goal.fixId));
    const left = kept.filter(item => whole.has(item) && !broken.has(item.goal.fixId));
    if (left.length === kept.length) return left;
    kept = left;
  }
}

function sayingOf({ goal, value }: Item): string {
  return canonical([goal.type, goal.path, value]);
}

/** Whether a layer hands an object on with the value that another one is to get. */
function isSo(resource: Resource, { goal, level, value }: Item, evaluator: Evaluator): boolean {
  const after = afterLayer(evaluator, resource, level.folder);
  const now = after && nodeAt(after.node, goal.path);
  return goal.type === 'set' && now !== undefined && sameJson(toJson(now), value);
}

/** What the patch has to say, where that is the same for all and makes of each object what is wanted of it. */
function treeForAll(
  { patch, items, reached }: Shared,
  { evaluator }: EmitContext,
  lowerThan: LowerThan,
): Branch | null {
  const said = [...groupedBy(items, sayingOf).values()].map(([item]) => item);
  const tree = newBranch();
  for (const { goal, value } of said)
    addToTree(tree, goal.path, goal.type === 'set' ? { type: 'set', value } : { type: 'remove' });
  const trees = reached.map(resource => {
    const own = items.find(({ goal }) => goal.sourceId === resource.source.id);
    const after = afterLayer(evaluator, own?.object.accumulated ?? resource, items[0].level.folder);
    if (!after) return null;
    // What this round writes further down is there already when the patch runs.
    const output = { ...after, node: changed(after.node, own ? lowerThan(own) : []) };
    const full = withStubs(removalsAsNull(tree), output.node, kindOf(after), []);
    const value = valueOfBranch(full);
    return isJsonMap(value) && mergesTo(output, value, changed(output.node, said)) ? full : null;
  });
  const [first, ...others] = trees;
  if (!first || isRemovedBy(patch.node, first)) return null;
  const text = canonical(valueOfBranch(first));
  return others.every(each => each !== null && canonical(valueOfBranch(each)) === text) ? first : null;
}
