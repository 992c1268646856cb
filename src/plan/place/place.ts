/**
 * Placement: the lowest place that reaches all roots that want a goal and none that must not have it
 * (placement.md). Compared in source coordinates.
 */

import type { CreateGoal, FieldGoal, Goal, Wanting } from '../find/goals.ts';
import type { Level } from '../model/level.ts';
import type { Copy } from '../rendered/copies.ts';
import { heightOf, levelKey, reaches } from '../rendered/heights.ts';
import type { RenderedObject } from '../rendered/rendered.ts';
import { NO_KUSTOMIZATION } from '../repository/plain-folders.ts';
import { type CopiedWish, copiedWishes, goalAtSource, placeAtConstant, sourceOf } from './copied.ts';
import { placeForNamespace } from './for-namespace.ts';
import { covers, levelsOfField, levelsOfObject } from './levels.ts';
import { fieldObjections, objectObjections } from './objections.ts';
import type {
  Candidate,
  Consumer,
  Objection,
  PassedOver,
  Placed,
  Placement,
  PlacementContext,
} from './types.ts';
import { weighField, weighObject } from './weigh.ts';
import { wholeWishes } from './whole-copies.ts';

export function placeGoal(goal: Goal, context: PlacementContext): Placement {
  if (goal.type === 'create') return placeObject(goal, context);
  if (goal.optional) return { ...placeField(goal, context), unplaced: null };
  if (goal.via !== 'labels') return placeField(goal, context);
  const wantings = [...goal.wants.values()];
  const kustomizations = wantings.map(({ root }) => context.kustomizationFile(root.folder) ?? '');
  const isPlain = kustomizations.every(file => context.notEditable(file) === NO_KUSTOMIZATION);
  const reason = isPlain
    ? 'a plain folder has no kustomization to say it once for all'
    : 'not every object of the root can take it';
  return { placed: [], unplaced: { findings: findingsOf(wantings), reason } };
}

/** Where its value is copied from, for the objects that copy it; for the others where it stands. */
function placeField(goal: FieldGoal, context: PlacementContext): Placement {
  const placed: Placed[] = [];
  const remaining = new Map(goal.wants);
  let written: string | undefined;
  for (const wish of copiedWishes(goal)) {
    const result = placeCopied(goal, wish, context);
    for (const { object } of result.served) remaining.delete(object);
    for (const each of result.placed) placed.push(each);
    // A question names the copy by itself.
    if (result.reason?.endsWith('?')) written ??= result.reason;
    else if (result.reason !== null)
      written ??= `the value is written by ${context.describeCopy(wish.copies[0])}: ${result.reason}`;
  }
  const left: string[] = [];
  for (const { objects, atSource } of wholeWishes(goal, context)) {
    const wantings = objects.flatMap(object => goal.wants.get(object) ?? []);
    for (const object of objects) remaining.delete(object);
    const result: Placement =
      typeof atSource === 'string'
        ? { placed: [], unplaced: { findings: findingsOf(wantings), reason: atSource } }
        : placeDirectly(atSource, atSource.wants, context);
    for (const each of result.placed) placed.push(each);
    for (const finding of result.unplaced?.findings ?? []) left.push(finding);
    written ??= result.unplaced?.reason;
  }
  const rest = placeDirectly(goal, remaining, context);
  const findings = [...left, ...(rest.unplaced?.findings ?? [])];
  const unplaced = findings.length === 0 ? null : { findings, reason: written ?? rest.unplaced!.reason };
  return { placed: [...placed, ...rest.placed], unplaced };
}

function placeCopied(
  goal: FieldGoal,
  wish: CopiedWish,
  context: PlacementContext,
): { readonly placed: readonly Placed[]; readonly served: readonly Copy[]; readonly reason: string | null } {
  if (wish.copies[0].copied.object === null) {
    const levels = new Set(levelsOfField(goal, consumersOf(goal.sourceId, context), context).map(levelKey));
    const result = placeAtConstant(goal, wish, level => levels.has(levelKey(level)), context);
    return typeof result === 'string'
      ? { placed: [], served: [], reason: result }
      : { placed: [result], served: wish.copies, reason: null };
  }
  const atSource = goalAtSource(goal, wish, context);
  if (typeof atSource === 'string') return { placed: [], served: [], reason: atSource };
  const { placed, unplaced, left } = placeDirectly(atSource, atSource.wants, context);
  const served = wish.copies.filter(copy => {
    const source = sourceOf(copy, context);
    return source !== undefined && !left.has(source);
  });
  return { placed, served, reason: unplaced?.reason ?? null };
}

function placeDirectly(goal: FieldGoal, wants: FieldGoal['wants'], context: PlacementContext): Served {
  const rendered = consumersOf(goal.sourceId, context);
  const levels = levelsOfField(goal, rendered, context);
  const isOfUse = (level: Level, object: RenderedObject) =>
    isHighEnough(goal, level, object, rendered) &&
    (goal.source !== undefined || heightOf(object, level) >= context.floorOf(goal, object));
  return atLowest(goal, wants, rendered, levels, {
    isOfUse,
    weigh: (level, object) => weighField(goal, level, object, rendered, context),
    objections: level => fieldObjections(goal, level, rendered, context),
  });
}

function placeObject(goal: CreateGoal, context: PlacementContext): Placement {
  if (goal.namespaces !== null) return placeForNamespace(goal, goal.namespaces, context);
  const rendered = goal.beside === null ? ownersOf(goal, context) : consumersOf(goal.beside, context);
  const levels = levelsOfObject(goal, rendered, context);
  return atLowest(goal, goal.wants, rendered, levels, {
    isOfUse: (level, object) => isHighEnough(goal, level, object, rendered),
    weigh: (level, object) =>
      weighObject(goal, level, goal.beside === null ? null : object, rendered, context),
    objections: level =>
      objectObjections(goal, level, context.resolveIn(goal.manifest, level), rendered, context),
  });
}

/** What several roots want all the same stands once, where they have it from. A manifest is as high as the layer that lists it. */
function isHighEnough(
  { floor }: Goal,
  level: Level,
  object: RenderedObject,
  rendered: readonly Consumer[],
): boolean {
  if (floor === undefined || rendered.length > 1) return true;
  return Math.max(heightOf(object, level), 0) >= object.accumulated.layers.indexOf(floor);
}

interface Served extends Placement {
  /** What no place serves. */
  readonly left: ReadonlyMap<object, Wanting>;
}

/** How levels are looked at. */
interface Looking<L extends Level> {
  isOfUse(level: L, object: RenderedObject): boolean;
  weigh(level: L, object: RenderedObject): Candidate | string;
  objections(level: L): Iterable<Objection>;
}

/** Each object is served by the lowest level that reaches it and may take the goal. */
function atLowest<L extends Level>(
  goal: Goal,
  wants: ReadonlyMap<object, Wanting>,
  rendered: readonly Consumer[],
  levels: readonly L[],
  { isOfUse, weigh, objections }: Looking<L>,
): Served {
  const remaining = new Map(wants);
  const placed: Placed[] = [];
  const passed: (PassedOver & { readonly by: readonly object[] })[] = [];
  let reason = 'no place reaches it';
  for (const level of levels) {
    if (remaining.size === 0) break;
    const served = rendered.filter(
      consumer => remaining.has(wanterIn(goal, consumer)) && covers(goal, consumer.object, level),
    );
    // What one of them needs there comes to the others as well: they need it no second time.
    const [first] = served;
    if (!first || !served.some(({ object }) => isOfUse(level, object))) continue;
    const wanters = served.map(consumer => wanterIn(goal, consumer));
    const { object } = rendered.find(each => reaches(each.object, level)) ?? first;
    const candidate = weigh(level, object);
    if (typeof candidate === 'string') {
      reason = candidate;
      passed.push({ level, reason, objections: [...objections(level)], by: wanters });
      continue;
    }
    const serves = wanters.flatMap(wanter => remaining.get(wanter) ?? []);
    for (const wanter of wanters) remaining.delete(wanter);
    const lower = passed.filter(({ by }) => by.some(wanter => wanters.includes(wanter)));
    placed.push({ ...candidate, serves, passed: lower });
  }
  const unplaced = remaining.size > 0 ? { findings: findingsOf(remaining.values()), reason } : null;
  return { placed, unplaced, left: remaining };
}

/** Who wants it there: the object, or the root where it belongs to no object. */
function wanterIn(goal: Goal, { root, object }: Consumer): object {
  return goal.type === 'create' && goal.beside === null ? root : object;
}

function findingsOf(wantings: Iterable<Wanting>): string[] {
  return [...wantings].flatMap(({ findings }) => findings);
}

function consumersOf(sourceId: string, context: PlacementContext): readonly Consumer[] {
  return context.bySource.get(sourceId) ?? [];
}

/** A root's own object goes to the root: any of its objects shows the layers that it may stand in. */
function ownersOf(goal: CreateGoal, context: PlacementContext): readonly Consumer[] {
  return [...goal.wants.values()].flatMap(({ root: { folder } }) => {
    const root = context.roots.get(folder);
    const object = root?.objects[0];
    return root && object ? [{ root, object }] : [];
  });
}
