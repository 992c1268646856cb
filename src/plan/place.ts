/**
 * Placement: the lowest place that reaches all roots that want a goal and none that must not have it
 * (design.md, Placement). Compared in source coordinates.
 */
import { type Node, type Origin, toJson } from '../kustomize/node.ts';
import { allIds } from '../kustomize/resource.ts';
import type { FieldPath, Json, JsonObject } from '../transform.ts';
import { belowEntries } from './below-entries.ts';
import { sameJson } from './canonical.ts';
import { type CopiedGoal, copierOf, goalAtSource } from './copied-values.ts';
import { entryUses, originKey, patchedElement, patchedElements } from './elements.ts';
import type { CreateGoal, FieldGoal, Goal } from './goals.ts';
import { heightOf, levelKey, lowestEffective, reaches, writerHeight } from './heights.ts';
import { belowRenames, retags } from './image-parts.ts';
import { NO_KUSTOMIZATION } from './plain.ts';
import type { Level } from './references.ts';
import { deepest, nodeAt, type RenderedObject, type RenderedRoot } from './rendered.ts';

/** One goal at one place, serving some of the roots that want it. */
export interface Placed<G extends Goal = Goal> {
  readonly goal: G;
  readonly level: Level;
  readonly serves: readonly string[];
  /** What the place says: references resolved to what holds there. */
  readonly value: Json;
  /** The value stands there already: its text is edited. Null: the field is new at this place. */
  readonly inPlace: Origin | null;
}

export interface Unplaced {
  readonly goal: Goal;
  readonly roots: readonly string[];
  readonly reason: string;
}

export interface PlacementContext {
  readonly roots: ReadonlyMap<string, RenderedRoot>;
  /** Every rendered object of a source object. */
  readonly bySource: ReadonlyMap<
    string,
    readonly { readonly root: RenderedRoot; readonly object: RenderedObject }[]
  >;
  /** Why a file must not be edited, or null. */
  notEditable(file: string): string | null;
  /** `file:line` of what wrote something. */
  where(origin: Origin): string;
  kustomizationFile(folder: string): string | undefined;
  /** Places that turned out impossible for a goal: `goal id @ level`. */
  readonly refused: ReadonlyMap<string, string>;
  /** Fixes that may stand in root overlays only. */
  readonly raised: ReadonlySet<string>;
  readonly overlaysOnly: boolean;
  isComponent(layer: string): boolean;
  /** Whether a kustomization takes a layer in and builds without the object. */
  buildsWithout(layer: string, sourceId: string): boolean;
  /** A value as a place must say it. */
  resolve(value: Json, level: Level): Json;
  /** New objects that this round wants. */
  readonly creations: readonly CreateGoal[];
  /** Whether some goal of this round wants exactly this field of this object. */
  wanted(root: string, objectKey: string, type: string, path: FieldPath, value: Json): boolean;
}

export function placeGoal(
  goal: Goal,
  context: PlacementContext,
): { placed: Placed[]; unplaced: Unplaced | null } {
  if (goal.type !== 'create' && goal.entryOnly) {
    const kustomizations = [...goal.wants.keys()].map(root => context.kustomizationFile(root) ?? '');
    const isPlain = kustomizations.every(file => context.notEditable(file) === NO_KUSTOMIZATION);
    const reason = isPlain
      ? 'a plain folder has no kustomization to say it once for all'
      : 'not every object of the root can take it';
    return { placed: [], unplaced: { goal, roots: [...goal.wants.keys()], reason } };
  }
  const rendered =
    goal.type === 'create' ? consumersOfCreation(goal, context) : (context.bySource.get(goal.sourceId) ?? []);
  const remaining = new Set(goal.wants.keys());
  const placed: Placed[] = [];
  let reason = 'no place reaches it';
  for (const level of candidates(goal, rendered, context)) {
    if (remaining.size === 0) break;
    const serves = rendered
      .filter(({ root, object }) => remaining.has(root.folder) && covers(goal, object, level))
      .map(({ root }) => root.folder);
    if (serves.length === 0) continue;
    const copied = goal.type === 'create' ? null : copiedAt(goal, level, serves, rendered, context);
    if (copied !== null) {
      if (typeof copied === 'string') reason = copied;
      else {
        placed.push(...copied);
        for (const root of serves) remaining.delete(root);
      }
      continue;
    }
    const refusal = refusalOf(goal, level, rendered, context);
    if (refusal !== null) {
      reason = refusal;
      continue;
    }
    for (const root of serves) remaining.delete(root);
    const value =
      goal.type === 'create' ? null : belowEntries(context.resolve(goal.value, level), goal, level, rendered);
    placed.push({
      goal,
      level,
      serves: [...new Set(serves)],
      value,
      inPlace: writtenAt(goal, level, rendered, context),
    });
  }
  const unplaced = remaining.size > 0 ? { goal, roots: [...remaining], reason } : null;
  return { placed, unplaced };
}

/** Places a goal at the source of a value that a replacement writes at this level; why not; or null for other values. */
function copiedAt(
  goal: FieldGoal,
  level: Level,
  serves: readonly string[],
  rendered: readonly Consumer[],
  context: PlacementContext,
): readonly Placed[] | string | null {
  const written = writtenAt(goal, level, rendered, context);
  const by = copierOf(written);
  if (written === null || by === null) return null;
  const wants = new Map([...goal.wants].filter(([root]) => serves.includes(root)));
  const moved = goalAtSource({ ...goal, wants }, by, context.roots, (root, key, path) =>
    context.wanted(root, key, 'set', path, goal.value),
  );
  const copier = `replacements[${by.index}] of ${by.layer || '.'} writes it (${context.where(written)})`;
  if (typeof moved === 'string') return `${copier}, and ${moved}`;
  const own = new Set(moved.wishes.map(({ root, key }) => `${root}\0${key}`));
  const { placed, unplaced } = placeGoal(moved, {
    ...context,
    wanted: (root, key, type, path, value) =>
      (path === moved.path && own.has(`${root}\0${key}`)) || context.wanted(root, key, type, path, value),
  });
  return unplaced ? `${copier}, and where it is copied from: ${unplaced.reason}` : placed;
}

type Consumer = { readonly root: RenderedRoot; readonly object: RenderedObject };

/** A new object goes where the object beside it goes; a root's own object goes to the root. */
function consumersOfCreation(goal: CreateGoal, context: PlacementContext): readonly Consumer[] {
  if (goal.beside !== null) return context.bySource.get(goal.beside) ?? [];
  return [...goal.wants.keys()].map(folder => {
    const root = context.roots.get(folder)!;
    return { root, object: root.objects[0]! };
  });
}

/** Places from the lowest up: the source, then layers by how near to the source they stand, then the roots. */
function candidates(goal: Goal, rendered: readonly Consumer[], context: PlacementContext): Level[] {
  const rootsOnly =
    context.overlaysOnly || context.raised.has(goal.fixId) || goal.transform.placement.field === 'overlay';
  const rootFolders = new Set(rendered.map(({ root }) => root.folder));
  const wantsRootOnly =
    goal.type === 'create'
      ? context.overlaysOnly ||
        context.raised.has(goal.fixId) ||
        goal.beside === null ||
        goal.transform.placement.resource === 'overlay'
      : rootsOnly;
  const layers = layersOf(rendered)
    .filter(folder => !wantsRootOnly || rootFolders.has(folder))
    .filter(folder => isInTime(goal, folder, rendered))
    .map((folder): Level => ({ type: 'layer', folder }));
  if (goal.type === 'create' || wantsRootOnly) return layers;
  return [{ type: 'source' }, ...textLevels(goal), ...layers];
}

/** What is copied is read by the kustomization that copies it: layers above come too late. */
function isInTime(goal: Goal, folder: string, rendered: readonly Consumer[]): boolean {
  const limit = goal.type === 'create' || !('copy' in goal) ? undefined : (goal as CopiedGoal).copy.layer;
  if (limit === undefined) return true;
  return rendered.every(({ object: { accumulated } }) => {
    const height = accumulated.layers.indexOf(folder);
    return height < 0 || height <= accumulated.layers.indexOf(limit);
  });
}

const layersKnown = new WeakMap<readonly Consumer[], readonly string[]>();

/** The layers that an object passes in any root, the lowest first. */
function layersOf(rendered: readonly Consumer[]): readonly string[] {
  let layers = layersKnown.get(rendered);
  if (layers) return layers;
  const height = new Map<string, number>();
  for (const { object } of rendered) {
    for (const [i, folder] of object.accumulated.layers.entries()) {
      height.set(folder, Math.max(height.get(folder) ?? 0, i));
    }
  }
  layers = [...height].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1)).map(([folder]) => folder);
  layersKnown.set(rendered, layers);
  return layers;
}

/** Texts of patches that brought the element in question: below them nobody can say anything of it. */
function textLevels(goal: FieldGoal): Level[] {
  const levels = new Map<string, Level>();
  for (const object of goal.wants.values()) {
    const element = patchedElement(object, goal.path);
    if (!element || element.origin.viaAlias || element.depth === goal.path.length) continue;
    const key = originKey(element.origin);
    levels.set(key, { type: 'text', key, origin: element.origin });
  }
  return [...levels.values()];
}

/** Whether a change at this level takes effect in the object of a root. */
function covers(goal: Goal, object: RenderedObject, level: Level): boolean {
  if (goal.type === 'create')
    return level.type === 'layer' && object.accumulated.layers.includes(level.folder);
  if (!reaches(object, level)) return false;
  if (level.type === 'text') {
    const element = patchedElement(object, goal.path);
    return (
      element !== null && originKey(element.origin) === level.key && !isWrittenAbove(goal, object, level)
    );
  }
  return lowestEffective(goal, object) <= heightOf(object, level);
}

/** Whether a later writer than the element's own text has set the field. */
function isWrittenAbove(
  goal: Pick<FieldGoal, 'path'>,
  object: Pick<RenderedObject, 'accumulated'>,
  level: Level & { type: 'text' },
): boolean {
  const { node, depth } = deepest(object.accumulated.node, goal.path);
  if (depth < goal.path.length) return false;
  const by = node.origin.by;
  return !(by.file === level.origin.by.file && by.doc === level.origin.by.doc && by.type === 'patch');
}

/** Why a level must not take a goal, or null. */
function refusalOf(
  goal: Goal,
  level: Level,
  rendered: readonly Consumer[],
  context: PlacementContext,
): string | null {
  const known = context.refused.get(`${goal.id}@${levelKey(level)}`);
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
  const written = writtenAt(goal, level, rendered, context);
  if (written?.by.type === 'generator') {
    // An env file, or one that is a value.
    const reason = context.notEditable(written.by.file);
    if (reason !== null) return `${written.by.file} ${reason}`;
  }
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

/** An `images:` entry rewrites every use of its name: all of them must want the same. */
function entryRefusal(goal: FieldGoal, entry: Origin, context: PlacementContext): string | null {
  for (const root of context.roots.values()) {
    for (const object of root.objects) {
      for (const use of entryUses(object.accumulated.node)) {
        if (use.origin.by.file !== entry.by.file || use.origin.start !== entry.start) continue;
        if (use.text === goal.value) continue;
        if (use.path && context.wanted(root.folder, object.key, 'set', use.path, goal.value)) continue;
        return `${root.folder || '.'} has other uses of the entry`;
      }
    }
  }
  return null;
}

/** Steps from the element to the field. */
export function restOf(goal: FieldGoal, level: Level & { type: 'text' }): FieldPath | null {
  for (const object of goal.wants.values()) {
    const element = patchedElement(object, goal.path);
    if (element && originKey(element.origin) === level.key) return goal.path.slice(element.depth);
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
  if (goal.type === 'create') return goal.wants.has(root.folder);
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
      o => isNamed(o, name) && o.object.kind === (goal.manifest as JsonObject).kind,
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
  if (goal.elsewhere === 'harmless') return null;
  if (goal.type !== 'create') {
    if (lowestEffective(goal, object) > heightOf(object, level)) return null;
    const now = nodeAt(object.accumulated.node, goal.path);
    if (goal.type === 'remove' ? now === undefined : now !== undefined && sameJson(toJson(now), goal.value))
      return null;
  }
  return `${root.folder || '.'} must not have it`;
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

/** Under its name of now, or one that it had before a layer renamed it. */
function isNamed(object: RenderedObject, name: string): boolean {
  return allIds(object.final).some(id => id.name === name);
}

/** The text that holds the value now, when it belongs to this very level. */
function writtenAt(
  goal: Goal,
  level: Level,
  rendered: readonly Consumer[],
  context: PlacementContext,
): Origin | null {
  if (goal.type === 'create' || level.type === 'text') return null;
  for (const { root, object } of rendered) {
    if (!goal.wants.has(root.folder) || !reaches(object, level)) continue;
    const { node, depth } = deepest(object.accumulated.node, goal.path);
    if (depth < goal.path.length) continue;
    const below = retags(goal.value, node) ? belowRenames(node) : node;
    const written = [node, below].find(
      each => writerHeight(object, each.origin.by) === heightOf(object, level),
    );
    if (!written) continue;
    // Patches run before the entries of their kustomization: one can say what an entry for many cannot.
    const isPatched = written !== below && entryRefusal(goal, written.origin, context) !== null;
    return isPatched ? null : written.origin;
  }
  return null;
}
