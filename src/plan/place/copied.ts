/**
 * Fixes of fields that a replacement or variable writes: what they want is said where the value is copied from, when
 * everybody who gets the copy may have it (kustomize.md 3.2 point 3).
 */

import { kindOf } from '../../kustomize/object/resource.ts';
import type { Origin } from '../../kustomize/tree/writer.ts';
import type { FieldPath, Json } from '../../transform.ts';
import { addWanting, type FieldGoal, type Wanting } from '../find/goals.ts';
import type { Declaration } from '../model/declaration.ts';
import type { LayerLevel, Level, SourceLevel } from '../model/level.ts';
import { printPath } from '../model/print-path.ts';
import {
  type Copy,
  copiesIn,
  copyAt,
  copyWith,
  sourceTextFor,
  stepsOfParts,
  typed,
} from '../rendered/copies.ts';
import { type Group, groupedBy } from '../rendered/grouped.ts';
import { heightOf, levelKey, lowestEffective, reaches } from '../rendered/heights.ts';
import { nodeAt, objectName, type RenderedObject, type RenderedRoot } from '../rendered/rendered.ts';
import { sameJson } from '../rendered/same-data.ts';
import type { PlacedField, PlacementContext } from './types.ts';

/** The wish of some objects, where they all copy the value from one place. */
export interface CopiedWish {
  readonly wants: readonly Wanting[];
  readonly copies: Group<Copy>;
}

/** The wishes for fields that are copies, by what they copy. */
export function copiedWishes(goal: FieldGoal): CopiedWish[] {
  const found = [...goal.wants.values()].flatMap(({ root, object }) => copyAt(root, object, goal.path) ?? []);
  const groups = groupedBy(found, copy => {
    const { by, from, copied } = copy;
    return JSON.stringify([copied.object ?? [from.by.file, from.start], copied.path, by.type, by.layer]);
  });
  return [...groups.values()].map(copies => ({
    copies,
    wants: copies.flatMap(copy => goal.wants.get(copy.object) ?? []),
  }));
}

/** What a copied field wants of its source in one root. */
interface SourceWish {
  readonly source: RenderedObject;
  readonly path: FieldPath;
  readonly value: Json;
}

/** The same wish about the source, or why it cannot be one. */
export function goalAtSource(
  goal: FieldGoal,
  { copies }: CopiedWish,
  context: PlacementContext,
): FieldGoal | string {
  const [first, ...others] = copies;
  if (goal.type === 'remove') return 'what is copied cannot be absent';
  let wish = wishAtSource(goal, first, null, context);
  if (typeof wish === 'string') return wish;
  const wants = new Map<RenderedObject, Wanting<RenderedObject>>();
  const add = ({ root, object }: Copy, source: RenderedObject) => {
    const findings = goal.wants.get(object)?.findings ?? [];
    addWanting(wants, source, { root, object: source, findings });
  };
  add(first, wish.source);
  for (const copy of others) {
    wish = wishAtSource(goal, copy, wish, context);
    if (typeof wish === 'string') return wish;
    add(copy, wish.source);
  }
  return {
    ...goal,
    path: wish.path,
    value: wish.value,
    id: `${goal.id} at its source`,
    sourceId: wish.source.sourceId,
    wants,
    source: { of: goal.id, readBy: first.by.type === 'var' ? null : first.by.layer },
  };
}

/** @param other what another root wants of the source */
function wishAtSource(
  goal: FieldGoal,
  copy: Copy,
  other: SourceWish | null,
  context: PlacementContext,
): SourceWish | string {
  const source = sourceOf(copy, context);
  const path = source && stepsOfParts(source.accumulated.node, copy.copied.path);
  const node = path && nodeAt(source.accumulated.node, path);
  if (!source || !path || node?.kind !== 'scalar') return 'no fix can name that place';
  if (isIdentity(path)) return 'a name is never changed';
  if (copy.by.type !== 'var' && !isSameText(node.origin, copy.from)) return 'it is changed again above';
  if (node.origin.by.type === 'replacement' || node.origin.by.type === 'var') return 'it is copied itself';
  const text = sourceTextFor(copy, goal.value, node.raw);
  const value = text === null ? undefined : typed(node, text);
  if (text === null || value === undefined || !sameJson(copyWith(copy, text), goal.value))
    return 'only a part of it is copied';
  if (other && !sameJson(other.value, value)) return 'the roots want different values';
  if (!isForCopies(source, copy) && !isWanted(goal, source, path, value, context))
    return `${objectName(source)} has it for itself`;
  return { source, path, value };
}

/** A value that a replacement writes out itself, changed there. */
export function placeAtConstant(
  goal: FieldGoal,
  { copies, wants }: CopiedWish,
  isAllowed: (level: Level) => boolean,
  context: PlacementContext,
): PlacedField | string {
  const [first] = copies;
  const { from } = first;
  const level: LayerLevel = { type: 'layer', folder: first.by.layer };
  if (goal.type === 'remove') return 'what is copied cannot be absent';
  const notEditable = context.notEditable(from.by.file);
  if (notEditable !== null) return `${from.by.file} ${notEditable}`;
  if (!isAllowed(level)) return 'the fix belongs into an overlay';
  const value = sourceTextFor(first, goal.value, '');
  if (value === null) return 'only a part of it is copied';
  const all = [...context.roots.values()]
    .flatMap(copiesIn)
    .filter(copy => copy.copied.object === null && isSameText(copy.from, from));
  const refusal = refusalOfCopies(all, goal, value, context);
  if (refusal !== null) return refusal;
  const inPlace: Origin = { ...from, by: first.by };
  return {
    goal,
    level,
    serves: wants,
    object: first.object,
    path: goal.path,
    value,
    inPlace,
    copies: declarationsOf(all, goal, value),
    onlyCopies: true,
  };
}

/** The copies that change with a field at a level. */
export function affectedCopies(
  goal: FieldGoal,
  level: SourceLevel | LayerLevel,
  context: PlacementContext,
): readonly Copy[] {
  return context.copiesOf(goal.sourceId).filter(copy => {
    const source = sourceOf(copy, context);
    if (!source || !reaches(source, level)) return false;
    const path = stepsOfParts(source.accumulated.node, copy.copied.path);
    if (path === null || !sameJson(path, goal.path)) return false;
    const height = heightOf(source, level);
    if (lowestEffective(goal, source) > height) return false;
    return copy.by.type === 'var' || source.accumulated.layers.indexOf(copy.by.layer) >= height;
  });
}

/** Why a copy must not change with its source, or null. */
export function refusalOfCopies(
  copies: readonly Copy[],
  goal: FieldGoal,
  value: Json,
  context: PlacementContext,
): string | null {
  for (const copy of copies) {
    const { root, object, path, node } = copy;
    const folder = root.folder || '.';
    if (goal.type === 'remove') return `${folder} copies it into ${objectName(object)}`;
    const next = copyWith(copy, String(value));
    if (next === undefined) return `${objectName(object)} cannot take it in ${folder}`;
    if (path === null)
      return `${folder} copies it into a list of ${objectName(object)} whose elements have no key`;
    if (sameJson(node.value, next) || isWanted(goal, object, path, next, context)) continue;
    const place = `${printPath(path)} of ${objectName(object)}`;
    return `${context.describeCopy(copy)}, copies it to ${place}: should it change there too?`;
  }
  return null;
}

/** What the copies of a field become; variables are put in at the end of every build anyway. */
export function declarationsOf(copies: readonly Copy[], goal: FieldGoal, value: Json): Declaration[] {
  const found = new Map<string, Declaration>();
  for (const copy of copies) {
    const said = copyWith(copy, String(value));
    if (copy.by.type === 'var' || copy.path === null || said === undefined) continue;
    const { layers } = copy.object.accumulated;
    const { layer } = copy.by;
    const index = layers.indexOf(layer);
    const declaration: Declaration = {
      fixIds: [goal.fixId],
      type: 'set',
      sourceId: copy.object.sourceId,
      level: { type: 'layer', folder: layer, ...(index >= 0 && { way: layers.slice(0, index + 1) }) },
      path: copy.path,
      value: said,
      isCopy: true,
    };
    found.set(
      JSON.stringify([declaration.sourceId, declaration.path, levelKey(declaration.level)]),
      declaration,
    );
  }
  return [...found.values()];
}

function isWanted(
  goal: FieldGoal,
  object: RenderedObject,
  path: FieldPath,
  value: Json,
  context: PlacementContext,
): boolean {
  return goal.elsewhere === 'harmless' || context.wanted(object, goal.type, path, value);
}

/** What a copy is copied from: of several objects of that source the one that passes the reader with it. */
export function sourceOf(copy: Copy, context: PlacementContext): RenderedObject | undefined {
  const { root, object, by, copied } = copy;
  return copied.object === null ? undefined : sourceAmong(root, object, by.layer, copied.object, context);
}

/** The object of a source that passes a layer together with the one that copies it there. */
export function sourceAmong(
  root: RenderedRoot,
  object: RenderedObject,
  layer: string,
  sourceId: string,
  { bySource }: PlacementContext,
): RenderedObject | undefined {
  const found = (bySource.get(sourceId) ?? []).filter(each => each.root === root);
  const from = layersFrom(object, layer);
  return (found.find(each => layersFrom(each.object, layer) === from) ?? found[0])?.object;
}

function layersFrom({ accumulated }: RenderedObject, layer: string): string {
  const index = accumulated.layers.indexOf(layer);
  return index < 0 ? '' : accumulated.layers.slice(index).join('\0');
}

/** Objects that hold values for others, or are there for nothing else. */
function isForCopies(source: RenderedObject, { root }: Copy): boolean {
  return ['ConfigMap', 'Secret'].includes(kindOf(source.accumulated)) || root.hidden.includes(source);
}

/** Names and namespaces are what layers change and references follow. */
function isIdentity(path: FieldPath): boolean {
  return path.length === 1 || (path[0] === 'metadata' && (path[1] === 'name' || path[1] === 'namespace'));
}

function isSameText(a: Origin, b: Origin): boolean {
  return a.by.file === b.by.file && a.by.doc === b.by.doc && a.start === b.start && a.key === b.key;
}
