/** What placement is told and what it says. */
import type { Origin } from '../../kustomize/tree/node.ts';
import type { FieldPath, Json } from '../../transform.ts';
import type { CreateGoal, Goal } from '../find/goals.ts';
import type { Declaration } from '../model/declaration.ts';
import type { Level } from '../model/level.ts';
import type { Copy } from '../rendered/copies.ts';
import { levelKey } from '../rendered/heights.ts';
import type { RenderedObject, RenderedRoot } from '../rendered/rendered.ts';

/** One goal at one place, serving some of the roots that want it. */
export interface Placed<G extends Goal = Goal> {
  readonly goal: G;
  readonly level: Level;
  readonly serves: readonly string[];
  /** What the place says: references resolved to what holds there. */
  readonly value: Json;
  /** The value stands there already: its text is edited. Null: the field is new at this place. */
  readonly inPlace: Origin | null;
  /** What replacements copy from it. */
  readonly copies?: readonly Declaration[];
  /** The place is a constant of a replacement: nothing but its copies changes. */
  readonly onlyCopies?: true;
}

/** The kustomization of a placed layer. */
export function folderOfLevel({ level }: Placed): string {
  return (level as Level & { type: 'layer' }).folder;
}

/** A goal at a level, as text: places that turned out impossible are known by it. */
export function placeKey(goal: Goal, level: Level): string {
  return `${goal.id}@${levelKey(level)}`;
}

export interface Unplaced {
  readonly goal: Goal;
  readonly roots: readonly string[];
  readonly reason: string;
}

export interface PlacementContext {
  readonly roots: ReadonlyMap<string, RenderedRoot>;
  /** Every rendered object of a source object. */
  readonly bySource: ReadonlyMap<string, readonly Consumer[]>;
  /** Why a file must not be edited, or null. */
  notEditable(file: string): string | null;
  kustomizationFile(folder: string): string | undefined;
  /** Places that turned out impossible: for a goal by {@link placeKey}, for label pairs as `labels@file`. */
  readonly refused: ReadonlyMap<string, string>;
  /** Fixes that may stand in root overlays only. */
  readonly raised: ReadonlySet<string>;
  readonly overlaysOnly: boolean;
  isComponent(layer: string): boolean;
  /** Whether a kustomization takes a layer in and builds without the object. */
  buildsWithout(layer: string, sourceId: string): boolean;
  /** A value as a place must say it. */
  resolve(value: Json, level: Level): Json;
  /** Who writes a copied value. */
  describeCopy(copy: Copy): string;
  /** Fields that are copied from an object, in all roots. */
  copiesOf(sourceId: string): readonly Copy[];
  /** New objects that this round wants. */
  readonly creations: readonly CreateGoal[];
  /** Whether some goal of this round wants exactly this field of this object. */
  wanted(root: string, objectKey: string, type: string, path: FieldPath, value: Json): boolean;
}

/** An object of a source in one root that renders it. */
export interface Consumer {
  readonly root: RenderedRoot;
  readonly object: RenderedObject;
}
