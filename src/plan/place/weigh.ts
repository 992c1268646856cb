/** A place looked at for a goal: what it would say there, or why it must not have it (placement.md). */

import { type Node, toJson } from '../../kustomize/tree/node.ts';
import type { Origin } from '../../kustomize/tree/writer.ts';
import type { CreateGoal, FieldGoal, Goal } from '../find/goals.ts';
import { SAID_ELSEWHERE, WORTH_NO_PATCH } from '../model/lessons.ts';
import type { LayerLevel, Level, TextLevel } from '../model/level.ts';
import { isForMany, mergedElements, originKey, patchedElements } from '../rendered/elements.ts';
import { nodeAt, type RenderedObject } from '../rendered/rendered.ts';
import { sameJson } from '../rendered/same-data.ts';
import { NO_KUSTOMIZATION } from '../repository/plain-folders.ts';
import { belowEntries } from './below-entries.ts';
import { affectedCopies, declarationsOf, refusalOfCopies } from './copied.ts';
import { bringsKind, isWrittenAbove, restOf } from './levels.ts';
import { withAnnotations, withLabels } from './neighbours-labels.ts';
import { fieldObjections, objectionText, objectObjections, saysAgainst } from './objections.ts';
import {
  type Consumer,
  type FieldCandidate,
  type ObjectCandidate,
  type PlacementContext,
  placeKey,
} from './types.ts';
import { copiesOfWhole } from './whole-copies.ts';
import { entryRefusal, refusalBelow, writtenAt } from './written-at.ts';

/** A field at a level, or why the level must not take it. */
export function weighField(
  goal: FieldGoal,
  level: Level,
  object: RenderedObject,
  rendered: readonly Consumer[],
  context: PlacementContext,
): FieldCandidate | string {
  const closed = whyClosed(goal, level, context);
  if (closed !== null) return closed;
  if (level.type === 'text') return weighText(goal, level, object, rendered, context);
  const [objection] = fieldObjections(goal, level, rendered, context);
  if (objection !== undefined) return objectionText(objection);
  const value = context.resolve(goal.value, level);
  const copies = affectedCopies(goal, level, context);
  const copiedMaps = copiesOfWhole(goal, level, context);
  if (typeof copiedMaps === 'string') return copiedMaps;
  const written = writtenAt(goal, level, rendered, context);
  const inPlace = written && isForAll(goal, level, written, rendered, context) ? written : null;
  const reason =
    refusalOfCopies(copies, goal, value, context) ??
    (inPlace === null ? null : whyOfOthers(goal, inPlace, context)) ??
    (inPlace === null ? whyForeign(goal, level, rendered, context) : null) ??
    (inPlace === null && isWorthNoPatch(goal, context) && level.type === 'layer'
      ? context.overlaysOnly
        ? SAID_ELSEWHERE
        : WORTH_NO_PATCH
      : null) ??
    (level.type === 'source' ? whyNoFile(rendered, context) : null);
  if (reason !== null) return reason;
  const said = belowEntries(value, goal, level, rendered);
  return {
    goal,
    level,
    object,
    path: goal.path,
    value: said,
    inPlace,
    copies: [...declarationsOf(copies, goal, said), ...copiedMaps],
    onlyCopies: false,
  };
}

/** What speaks against a change of a text from the side of other objects that got the value from it. */
function whyOfOthers(goal: FieldGoal, text: Origin, context: PlacementContext): string | null {
  if (isForMany(text.by)) return entryRefusal(goal, text, context);
  return text.by.type === 'patch' ? refusalBelow(goal, text, context) : null;
}

/** Whether nobody minds a change of the text: a patch may speak of more objects of one source than the level. */
function isForAll(
  goal: FieldGoal,
  level: Level,
  text: Origin,
  rendered: readonly Consumer[],
  context: PlacementContext,
): boolean {
  // An entry is asked about all that it rewrites.
  if (level.type !== 'layer' || level.way === undefined || text.by.type === 'images') return true;
  const all: LayerLevel = { type: 'layer', folder: level.folder };
  return rendered.every(consumer => {
    const node = nodeAt(consumer.object.accumulated.node, goal.path);
    const isShared = node !== undefined && originKey(node.origin) === originKey(text);
    return !isShared || saysAgainst(goal, all, consumer, context) === null;
  });
}

/**
 * Who asks for overlays only wants patches of all that it is about, but not of labels that only name things: nobody keeps them up, and
 * entries of `labels:` say them. Labels that do something, such as those of Pod Security, are no such.
 */
function isWorthNoPatch(
  { optional, via, transform }: FieldGoal,
  { overlaysOnly }: PlacementContext,
): boolean {
  return optional || (via === 'texts' && (!overlaysOnly || transform.group === 'metadata'));
}

/** A new object in a layer, or why the layer must not take it. */
export function weighObject(
  goal: CreateGoal,
  level: LayerLevel,
  beside: RenderedObject | null,
  rendered: readonly Consumer[],
  context: PlacementContext,
): ObjectCandidate | string {
  const closed = whyClosed(goal, level, context);
  if (closed !== null) return closed;
  const { folder } = level;
  const manifest = withAnnotations(
    withLabels(context.resolveIn(goal.manifest, level), context.labelsFromBelow(folder)),
    context.annotationsFor(folder, beside),
  );
  const [objection] = objectObjections(goal, level, manifest, rendered, context);
  if (objection !== undefined) return objectionText(objection);
  return whyForeign(goal, level, rendered, context) ?? { goal, level, beside, manifest };
}

/** What speaks against a place whatever is to be said there. */
export function whyClosed(goal: Goal, level: Level, context: PlacementContext): string | null {
  const known = context.refused.get(placeKey(goal, level));
  if (known !== undefined) return known;
  if (level.type !== 'layer') return null;
  const file = context.kustomizationFile(level.folder);
  if (file === undefined) return `${level.folder} has no kustomization`;
  const reason = context.notEditable(file);
  // A plain folder takes a new file without any entry.
  const isAdded = goal.type === 'create' && reason === NO_KUSTOMIZATION && !context.overlaysOnly;
  return reason === null || isAdded ? null : `${file} ${reason}`;
}

function whyForeign(
  goal: Goal,
  level: Level,
  rendered: readonly Consumer[],
  context: PlacementContext,
): string | null {
  if (level.type !== 'layer' || !context.isComponent(level.folder)) return null;
  const consumer = rendered.find(({ object }) => object.accumulated.layers.includes(level.folder));
  return consumer && !isBusinessOf(level.folder, goal, consumer.object, context)
    ? `${level.folder} is a component with another purpose`
    : null;
}

function whyNoFile([first]: readonly Consumer[], context: PlacementContext): string | null {
  const source = first?.object.accumulated.source;
  if (source?.type !== 'file') return 'the object has no file of its own';
  const reason = context.notEditable(source.file);
  return reason === null ? null : `${source.file} ${reason}`;
}

/**
 * A component serves one purpose: it takes what is about objects and containers that it brings, and about the part of an
 * object (a security context, the resources) that its patches write already.
 */
function isBusinessOf(
  folder: string,
  goal: Goal,
  object: RenderedObject,
  context: PlacementContext,
): boolean {
  const { accumulated } = object;
  // What lies beside a kustomization passes its components first.
  if (accumulated.source.layer === folder) return true;
  if (goal.type === 'create') return bringsKind(folder, goal.manifest.kind, context);
  if (context.isBroughtBy(folder, goal, object)) return true;
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
function weighText(
  goal: FieldGoal,
  level: TextLevel,
  object: RenderedObject,
  rendered: readonly Consumer[],
  context: PlacementContext,
): FieldCandidate | string {
  const reason = context.notEditable(level.origin.by.file);
  if (reason !== null) return `${level.origin.by.file} ${reason}`;
  const rest = restOf(goal, level);
  if (!rest) return 'the element is not there';
  for (const root of context.roots.values()) {
    for (const other of root.objects) {
      const prefix = patchedElements(other.accumulated.node).get(level.key);
      if (!prefix) {
        // There the patch changes an element of somebody else, be it that its null removes what a lower place says.
        if (
          isMergedInto(other, level, context) ||
          (typeof rest[0] !== 'string' && bringsHolder(other, level))
        )
          return `it is no element of its own in ${other.object.kind} of ${root.folder || '.'}`;
        continue;
      }
      const path = [...prefix, ...rest];
      if (context.wanted(other, goal.type, path, goal.value)) continue;
      if (goal.elsewhere === 'harmless' || isWrittenAbove({ path }, other, level)) continue;
      const now = nodeAt(other.accumulated.node, path);
      if (now !== undefined && goal.type === 'set' && sameJson(toJson(now), goal.value)) continue;
      return `${root.folder || '.'} must not have it in ${other.object.kind}`;
    }
  }
  const value = belowEntries(context.resolve(goal.value, level), goal, level, rendered);
  return { goal, level, object, path: rest, value, inPlace: null, copies: [], onlyCopies: false };
}

/** Also where a layer above has taken the element out: what is in between is rendered by its own kustomization. */
function isMergedInto(other: RenderedObject, { key, origin }: TextLevel, context: PlacementContext): boolean {
  const { node, layers } = other.accumulated;
  if (mergedElements(node).has(key)) return true;
  if (origin.by.type !== 'patch' || !layers.includes(origin.by.layer)) return false;
  return context
    .handedOn(other)
    .some(each => mergedElements(each.node).has(key) && !patchedElements(each.node).has(key));
}

/** An empty list is no part of an object whose lists merge, and becomes one with what is put into it. */
function bringsHolder({ accumulated }: RenderedObject, { origin }: TextLevel): boolean {
  return origin.up !== null && patchedElements(accumulated.node).has(originKey(origin.up));
}
