/** What speaks against a place from the side of the roots that it reaches (placement.md). */
import { hasName } from '../../kustomize/object/resource.ts';
import { type Node, toJson } from '../../kustomize/tree/node.ts';
import type { Json, JsonObject } from '../../transform.ts';
import { isJsonMap } from '../../yaml/read/data.ts';
import type { CreateGoal, FieldGoal } from '../find/goals.ts';
import type { LayerLevel, Level } from '../model/level.ts';
import { heightOf, lowestEffective, reaches, writerHeight } from '../rendered/heights.ts';
import { nodeAt, type RenderedObject } from '../rendered/rendered.ts';
import { sameJson } from '../rendered/same-data.ts';
import { isOfPodsAtRest } from './at-rest.ts';
import { isSaidByAccount } from './said-by-account.ts';
import type { Consumer, Objection, PlacementContext } from './types.ts';

const UNASKED = 'must not have it';

/** `overlays/dev must not have it` */
export function objectionText({ folder, says }: Objection): string {
  return `${folder || '.'} ${says}`;
}

/** Of a field, by each root that the level reaches. One is enough to refuse a place, and the others cost as much. */
export function* fieldObjections(
  goal: FieldGoal,
  level: Level,
  rendered: readonly Consumer[],
  context: PlacementContext,
): Generator<Objection> {
  const apart = ownValues(goal, level, rendered, context);
  if (apart.length > 0) return yield* apart;
  for (const consumer of rendered) {
    const says = saysAgainst(goal, level, consumer, context);
    if (says !== null) yield { folder: consumer.root.folder, says };
  }
}

/** A base says what most have. */
function ownValues(
  goal: FieldGoal,
  level: Level,
  rendered: readonly Consumer[],
  context: PlacementContext,
): readonly Objection[] {
  if (goal.elsewhere !== 'apart') return [];
  const reached = rendered.filter(({ object }) => reaches(object, level));
  const others = reached.filter(({ object }) => !context.wanted(object, goal.type, goal.path, goal.value));
  return others.length * 2 >= reached.length
    ? others.map(({ root }) => ({ folder: root.folder, says: 'has its own' }))
    : [];
}

/** Of one root, or null. */
export function saysAgainst(
  goal: FieldGoal,
  level: Level,
  consumer: Consumer,
  context: PlacementContext,
): string | null {
  const { object } = consumer;
  // A root that takes a base twice may want something for one of the two objects only.
  const isWanted = goal.source
    ? goal.wants.has(object)
    : context.wanted(object, goal.type, goal.path, goal.value);
  if (isWanted || !reaches(object, level)) return null;
  if (goal.type === 'set' && mergesInto(goal, level, object))
    return 'has one of its own, which it would be merged with';
  if (goal.elsewhere === 'harmless') return null;
  if (lowestEffective(goal, object) > heightOf(object, level)) return null;
  const now = nodeAt(object.accumulated.node, goal.path);
  if (goal.type === 'set' && now === undefined && isOfPodsAtRest(object.object, goal.path)) return null;
  if (goal.type === 'set' && now === undefined && isSaidByAccount(consumer, goal.path, goal.value))
    return null;
  const isSo =
    goal.type === 'remove' ? now === undefined : now !== undefined && sameJson(toJson(now), goal.value);
  if (isSo) return null;
  return context.isAsked(object, goal.path) ? 'gets another value' : UNASKED;
}

/** Of a new object, by each root that would get it unasked, or where it would take other pods than those that it is for. */
export function objectObjections(
  goal: CreateGoal,
  level: LayerLevel,
  manifest: JsonObject,
  rendered: readonly Consumer[],
  context: PlacementContext,
): readonly Objection[] {
  const reached = rendered.filter(({ object }) => reaches(object, level));
  const missed = reached.filter(({ root }) => !context.selectsIn(root, goal.manifest, level));
  if (missed.length > 0)
    return missed.map(({ root }) => ({ folder: root.folder, says: 'has other labels on what it selects' }));
  const unasked = reached.filter(({ root, object }) => !goal.wants.has(goal.beside === null ? root : object));
  if (unasked.length === 0) return [];
  const name = nameIn(manifest);
  const rivals = context.creations.filter(
    other =>
      other !== goal &&
      other.manifest.kind === manifest.kind &&
      nameIn(context.resolveIn(other.manifest, level)) === name,
  );
  return unasked.flatMap(({ root }) => {
    const { folder } = root;
    if (root.objects.some(({ object, final }) => object.kind === manifest.kind && hasName(final, name)))
      return [{ folder, says: 'has one of its own' }];
    if (rivals.some(({ wants }) => [...wants.values()].some(wanting => wanting.root === root)))
      return [{ folder, says: 'gets another of that name' }];
    return goal.elsewhere === 'harmless' ? [] : [{ folder, says: UNASKED }];
  });
}

/** Whether a map would show through one that a patch above has put at its place: patches merge maps. */
function mergesInto(goal: FieldGoal, level: Level, object: RenderedObject): boolean {
  const above = nodeAt(object.accumulated.node, goal.path);
  if (above?.kind !== 'map' || above.origin.by.type !== 'patch' || above.origin.by.form !== 'merge')
    return false;
  return writerHeight(object, above.origin.by) > heightOf(object, level) && hasMore(goal.value, above);
}

function hasMore(value: Json, node: Node): boolean {
  if (node.kind !== 'map' || !isJsonMap(value)) return false;
  return Object.entries(value).some(([key, child]) => {
    const own = node.entries.get(key);
    return own === undefined || hasMore(child, own);
  });
}

function nameIn({ metadata }: JsonObject): string {
  return isJsonMap(metadata) ? String(metadata.name ?? '') : '';
}
