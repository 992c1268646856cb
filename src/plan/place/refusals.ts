/** Why a place must not take a goal (design.md, Placement). */

import { hasName } from '../../kustomize/object/resource.ts';
import { type Node, toJson } from '../../kustomize/tree/node.ts';
import type { Json, JsonObject } from '../../transform.ts';
import type { FieldGoal, Goal } from '../find/goals.ts';
import type { Level } from '../model/level.ts';
import { patchedElements } from '../rendered/elements.ts';
import { heightOf, lowestEffective, reaches, writerHeight } from '../rendered/heights.ts';
import { nodeAt, type RenderedObject, type RenderedRoot } from '../rendered/rendered.ts';
import { sameJson } from '../rendered/same-data.ts';
import { NO_KUSTOMIZATION } from '../repository/plain-folders.ts';
import { isWrittenAbove, restOf } from './candidates.ts';
import { affectedCopies, refusalOfCopies } from './copied.ts';
import { type Consumer, type PlacementContext, placeKey } from './types.ts';
import { entryRefusal, writtenAt } from './written-at.ts';

/** Why a level must not take a goal, or null. */
export function refusalOf(
  goal: Goal,
  level: Level,
  rendered: readonly Consumer[],
  context: PlacementContext,
): string | null {
  const known = context.refused.get(placeKey(goal, level));
  if (known !== undefined) return known;
  if (level.type === 'layer') {
    const file = context.kustomizationFile(level.folder);
    if (file === undefined) return `${level.folder} has no kustomization`;
    const reason = context.notEditable(file);
    // A plain folder takes a new file without any entry.
    const isAdded = goal.type === 'create' && reason === NO_KUSTOMIZATION && !context.overlaysOnly;
    if (reason !== null && !isAdded) return `${file} ${reason}`;
  }
  if (level.type === 'text') return textRefusal(goal as FieldGoal, level, context);
  for (const consumer of rendered) {
    const reason = objection(goal, level, consumer, context);
    if (reason !== null) return reason;
  }
  if (goal.type !== 'create') {
    const value = context.resolve(goal.value, level);
    const reason = refusalOfCopies(affectedCopies(goal, level, context), goal, value, context);
    if (reason !== null) return reason;
  }
  const written = writtenAt(goal, level, rendered, context);
  if (goal.type === 'set' && written?.by.type === 'images') {
    const reason = entryRefusal(goal, written, context);
    if (reason !== null) return reason;
  }
  if (level.type === 'layer' && written === null && context.isComponent(level.folder)) {
    const consumer = rendered.find(({ object }) => object.accumulated.layers.includes(level.folder));
    if (consumer && !isBusinessOf(level.folder, goal, consumer.object))
      return `${level.folder} is a component with another purpose`;
  }
  if (goal.type === 'create' || level.type !== 'source') return null;
  const source = rendered[0]?.object.accumulated.source;
  if (source?.type !== 'file') return 'the object has no file of its own';
  const reason = context.notEditable(source.file);
  return reason === null ? null : `${source.file} ${reason}`;
}

/**
 * A component serves one purpose: it takes what is about objects that it brings, and about the part of an object (a
 * security context, the resources) that its patches write already.
 */
function isBusinessOf(folder: string, goal: Goal, { accumulated }: RenderedObject): boolean {
  if (accumulated.layers[0] === folder) return true;
  if (goal.type === 'create') return false;
  const parts = goal.path.findLastIndex(
    step => typeof step !== 'string' || step === 'spec' || step === 'metadata',
  );
  const part = nodeAt(accumulated.node, goal.path.slice(0, parts + 2));
  return part !== undefined && isPatchedBy(part, folder);
}

function isPatchedBy(node: Node, folder: string): boolean {
  const { by } = node.origin;
  if (by.type === 'patch' && by.layer === folder) return true;
  if (node.kind === 'map') return [...node.entries.values()].some(child => isPatchedBy(child, folder));
  return node.kind === 'list' && node.items.some(child => isPatchedBy(child, folder));
}

/** Everybody who got the element from this text gets the change too: all must want it, or say so already. */
function textRefusal(
  goal: FieldGoal,
  level: Level & { type: 'text' },
  context: PlacementContext,
): string | null {
  const reason = context.notEditable(level.origin.by.file);
  if (reason !== null) return `${level.origin.by.file} ${reason}`;
  const rest = restOf(goal, level);
  if (!rest) return 'the element is not there';
  for (const root of context.roots.values()) {
    for (const object of root.objects) {
      const prefix = patchedElements(object.accumulated.node).get(level.key);
      if (!prefix) continue;
      const path = [...prefix, ...rest];
      if (context.wanted(root.folder, object.key, goal.type, path, goal.value)) continue;
      if (goal.elsewhere === 'harmless' || isWrittenAbove({ path }, object, level)) continue;
      const now = nodeAt(object.accumulated.node, path);
      if (now !== undefined && goal.type === 'set' && sameJson(toJson(now), goal.value)) continue;
      return `${root.folder || '.'} must not have it in ${object.object.kind}`;
    }
  }
  return null;
}

/** A root that takes a base twice may want something for one of the two objects only. */
function isWanted(
  goal: Goal,
  root: RenderedRoot,
  object: RenderedObject,
  context: PlacementContext,
): boolean {
  if (goal.type === 'create' || goal.source) return goal.wants.has(root.folder);
  return context.wanted(root.folder, object.key, goal.type, goal.path, goal.value);
}

/** What speaks against a level from the side of one root. */
function objection(
  goal: Goal,
  level: Level,
  { root, object }: Consumer,
  context: PlacementContext,
): string | null {
  if (isWanted(goal, root, object, context) || !reaches(object, level)) return null;
  if (goal.type === 'create') {
    const name = namedIn(context.resolve(goal.manifest, level));
    const has = root.objects.some(
      ({ object: own, final }) => own.kind === (goal.manifest as JsonObject).kind && hasName(final, name),
    );
    if (has) return `${root.folder || '.'} has one of its own`;
    const rival = context.creations.some(
      other =>
        other !== goal &&
        other.wants.has(root.folder) &&
        isSameObject(other.manifest, goal.manifest, name, context, level),
    );
    if (rival) return `${root.folder || '.'} gets another of that name`;
  }
  if (goal.type === 'set' && mergesInto(goal, level, object)) {
    return `${root.folder || '.'} has one of its own, which it would be merged with`;
  }
  if (goal.elsewhere === 'harmless') return null;
  if (goal.type !== 'create') {
    if (lowestEffective(goal, object) > heightOf(object, level)) return null;
    const now = nodeAt(object.accumulated.node, goal.path);
    if (goal.type === 'remove' ? now === undefined : now !== undefined && sameJson(toJson(now), goal.value))
      return null;
  }
  return `${root.folder || '.'} must not have it`;
}

/** Whether a map would show through one that a patch above has put at its place: patches merge maps. */
function mergesInto(goal: FieldGoal, level: Level, object: RenderedObject): boolean {
  const above = nodeAt(object.accumulated.node, goal.path);
  if (above?.kind !== 'map' || above.origin.by.type !== 'patch' || above.origin.by.form !== 'merge')
    return false;
  return writerHeight(object, above.origin.by) > heightOf(object, level) && hasMore(goal.value, above);
}

function hasMore(value: Json, node: Node): boolean {
  if (node.kind !== 'map' || value === null || typeof value !== 'object' || Array.isArray(value))
    return false;
  return Object.entries(value).some(([key, child]) => {
    const own = node.entries.get(key);
    return own === undefined || hasMore(child as Json, own);
  });
}

function isSameObject(
  other: Json,
  own: Json,
  name: string,
  context: PlacementContext,
  level: Level,
): boolean {
  return (
    (other as JsonObject).kind === (own as JsonObject).kind && namedIn(context.resolve(other, level)) === name
  );
}

function namedIn(manifest: Json): string {
  const metadata = (manifest as JsonObject).metadata as JsonObject | undefined;
  return String(metadata?.name ?? '');
}
