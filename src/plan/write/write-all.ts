/** Writes placed goals into a draft: source edits, edits in place, patches, new files and their entries. */

import { at } from '../../kustomize/tree/node.ts';
import type { FieldGoal, Goal } from '../find/goals.ts';
import type { Place } from '../model/result.ts';
import { folderOfLevel, type Placed, placeKey } from '../place/types.ts';
import { addToTree, type Branch, newBranch } from '../rendered/change-tree.ts';
import { heightOf, levelKey, lowestEffective } from '../rendered/heights.ts';
import { componentFile, componentFor } from './component.ts';
import type { Created, EmitContext } from './draft/context.ts';
import { EditRefused } from './draft/draft.ts';
import { editsForTree } from './draft/edits.ts';
import { generatedWay } from './generator/generator.ts';
import { canEditInPlace, showsLower, writeInPlace, writePatchText } from './in-place.ts';
import { writeNewFile } from './new-file.ts';
import { byNearestPatch, writePatch } from './patch/patch.ts';

export interface Emission {
  readonly places: ReadonlyMap<string, readonly Place[]>;
  readonly created: readonly Created[];
  /** Places that turned out impossible for a goal: {@link placeKey}, and why. */
  readonly refused: readonly (readonly [place: string, reason: string])[];
}

/** Writes everything that can be written; what the editor refuses is named and left for another place. */
export function emit(placed: readonly Placed[], context: EmitContext): Emission {
  const places = new Map<string, Place[]>();
  const created: Created[] = [];
  const refused: (readonly [string, string])[] = [];
  const note = (goal: Goal, place: Place) => places.set(goal.id, [...(places.get(goal.id) ?? []), place]);
  const attempt = <P extends Placed>(group: readonly P[], write: (group: readonly P[]) => Place) => {
    try {
      const place = write(group);
      for (const { goal } of group) note(goal, place);
    } catch (error) {
      if (!(error instanceof EditRefused)) throw error;
      // One field that cannot be written here must not take its neighbours along.
      const fixes = groups(group, p => p.goal.fixId);
      if (fixes.length > 1) {
        for (const fix of fixes) attempt(fix, write);
        return;
      }
      for (const { goal, level } of group) {
        refused.push([placeKey(goal, level), `${error.file}: ${error.message}`]);
      }
    }
  };
  const fields = placed.filter((p): p is Placed<FieldGoal> => p.goal.type !== 'create');
  for (const group of groups(
    fields.filter(p => p.level.type === 'source'),
    p => p.goal.sourceId,
  )) {
    attempt(group, part => writeSource(part, context));
  }
  const texts = fields.filter(p => p.level.type === 'text');
  for (const group of groups(texts, p => levelKey(p.level)))
    attempt(group, part => writePatchText(part, context));
  const layered = fields.filter(p => p.level.type === 'layer');
  const isInPlace = (p: Placed<FieldGoal>) => canEditInPlace(p.inPlace) && !showsLower(p, context);
  const inPlace = layered.filter(isInPlace);
  for (const item of inPlace) attempt([item], () => writeInPlace(item, context));
  const shared = sharedGoals(
    placed.filter(p => p.goal.type === 'create' || !isInPlace(p as Placed<FieldGoal>)),
    context,
  );
  const patched: Placed<FieldGoal>[] = [];
  for (const item of layered.filter(p => !isInPlace(p) && !shared.has(p.goal.id))) {
    const write = generatedWay(item, context);
    if (write) attempt([item], write);
    else patched.push(item);
  }
  for (const group of groups(
    layered.filter(p => shared.has(p.goal.id)),
    p => p.goal.sourceId,
  )) {
    attempt(group, part => writeComponentPatch(part, context));
  }
  for (const group of groups(patched, p => `${levelKey(p.level)} ${p.goal.sourceId}`)) {
    const { goal, level } = group[0]!;
    const isLower = (p: Placed<FieldGoal>) =>
      p.level.type === 'source' || (shared.has(p.goal.id) && levelKey(p.level) === levelKey(level));
    const object = context.objectOf(goal.sourceId, level)!;
    const lower = fields.filter(
      p =>
        p.goal.sourceId === goal.sourceId &&
        isLower(p) &&
        // What a layer between hides is not there when the patch runs.
        lowestEffective(p.goal, object) <= heightOf(object, p.level),
    );
    for (const [known, near] of byNearestPatch(group, context)) {
      attempt(near, part => writePatch(part, treeOf(part), lower, context, known));
    }
  }
  for (const item of placed) {
    if (item.goal.type !== 'create') continue;
    const goal = item.goal;
    attempt([item], () => {
      const all = placed.filter(p => p.goal.id === goal.id);
      const component = shared.has(goal.id)
        ? componentFor(all.map(folderOfLevel), 'resources', context)
        : null;
      // The component says it once; every layer that takes it in has the object.
      const twin = component === null ? undefined : created.find(c => c.goal.id === goal.id);
      const made = twin
        ? { ...twin, folder: folderOfLevel(item) }
        : writeNewFile(goal, item, context, component);
      created.push(made);
      return { file: made.file, kind: 'new-file' };
    });
  }
  return { places, created, refused };
}

/** In overlay mode: goals that several chosen roots want alike, and that one component can say for all. */
function sharedGoals(placed: readonly Placed[], context: EmitContext): ReadonlySet<string> {
  if (!context.placement.overlaysOnly) return new Set();
  const byGoal = groups(
    placed.filter(p => p.level.type === 'layer'),
    p => p.goal.id,
  );
  return new Set(byGoal.filter(group => group.length > 1).map(group => group[0]!.goal.id));
}

function writeComponentPatch(group: readonly Placed<FieldGoal>[], context: EmitContext): Place {
  const folders = [...new Set(group.map(folderOfLevel))];
  const component = componentFor(folders, 'patches', context);
  const first = group.filter(p => folderOfLevel(p) === folders[0]);
  const goals = groups(group, p => p.goal.id);
  // Goals of fewer roots than the others have a component of their own roots.
  const alike = goals.every(g => g.length === goals[0]!.length);
  if (!alike) throw new EditRefused(component, 'the overlays do not want the same');
  for (const [known, near] of byNearestPatch(first, context, component)) {
    writePatch(near, treeOf(near), [], context, known, component);
  }
  return { file: componentFile(component), kind: 'component' };
}

function groups<T>(items: readonly T[], key: (item: T) => string): T[][] {
  const map = new Map<string, T[]>();
  for (const item of items) map.set(key(item), [...(map.get(key(item)) ?? []), item]);
  return [...map.values()];
}

function treeOf(group: readonly Placed<FieldGoal>[]): Branch {
  const tree = newBranch();
  for (const { goal, value } of group) {
    addToTree(tree, goal.path, goal.type === 'set' ? { type: 'set', value } : { type: 'remove' });
  }
  return tree;
}

function writeSource(group: readonly Placed<FieldGoal>[], context: EmitContext): Place {
  const object = context.objectOf(group[0]!.goal.sourceId)!;
  const { file, doc, item } = object.accumulated.source;
  // Read from the draft: an edit made before may have moved what this one names.
  const document = context.draft.documents(file, 'resource').find(d => d.doc === doc);
  const node = item === null ? document?.node : at(document?.node, 'items', item);
  if (node?.kind !== 'map') throw new EditRefused(file, 'the object has no document of its own');
  const edits = editsForTree(node, treeOf(group), doc, item === null ? [] : ['items', item]);
  context.draft.edit(file, edits);
  return { file, kind: 'source' };
}
