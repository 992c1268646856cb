/** What placement is told and what it says. */
import type { Resource } from '../../kustomize/object/resource.ts';
import type { Origin } from '../../kustomize/tree/writer.ts';
import type { FieldPath, Json, JsonObject } from '../../transform.ts';
import type { CreateGoal, FieldGoal, Goal, Wanting } from '../find/goals.ts';
import type { Declaration } from '../model/declaration.ts';
import type { LayerLevel, Level } from '../model/level.ts';
import type { CommonLabel } from '../rendered/common-labels.ts';
import type { Copy } from '../rendered/copies.ts';
import { levelKey } from '../rendered/heights.ts';
import type { RenderedObject, RenderedRoot } from '../rendered/rendered.ts';
import type { KindFiles } from './kind-files.ts';
import type { SharedFileOf } from './shared-files.ts';
import type { UseBelow } from './uses-below.ts';

/** A field at a place that may take it. */
export interface FieldCandidate<L extends Level = Level> {
  readonly goal: FieldGoal;
  readonly level: L;
  /** The object, as a root renders it that has it at this place. */
  readonly object: RenderedObject;
  /** From the object, or from the element of a patch text. */
  readonly path: FieldPath;
  /** What the place says: references resolved to what holds there. */
  readonly value: Json;
  /** The value stands there already: its text is edited. Null: the field is new at this place. */
  readonly inPlace: Origin | null;
  /** What replacements copy from it. */
  readonly copies: readonly Declaration[];
  /** The place is a constant of a replacement: nothing but its copies changes. */
  readonly onlyCopies: boolean;
}

/** A new object at a place that may take it. */
export interface ObjectCandidate {
  readonly goal: CreateGoal;
  readonly level: LayerLevel;
  /** The object beside which it belongs, as a root renders it that has it in this layer. */
  readonly beside: RenderedObject | null;
  /** References resolved to what holds there. */
  readonly manifest: JsonObject;
}

/** A goal at one place, weighed: what is known of the place is found out once, to refuse it or to write there. */
export type Candidate = FieldCandidate | ObjectCandidate;

/** What one root that a place reaches has against it, in words that go on after its name. */
export interface Objection {
  readonly folder: string;
  readonly says: string;
}

/** A lower place that did not take a goal. */
export interface PassedOver {
  readonly level: Level;
  readonly reason: string;
  /** Where roots are the reason, all of them. */
  readonly objections: readonly Objection[];
}

/** Who a candidate was taken for. */
interface Serving {
  readonly serves: readonly Wanting[];
  /** What would have reached them as well, the lowest first. */
  readonly passed?: readonly PassedOver[];
}

export type PlacedField<L extends Level = Level> = FieldCandidate<L> & Serving;
export type PlacedObject = ObjectCandidate & Serving;
/** One goal at one place, serving some of the objects that want it. */
export type Placed = PlacedField | PlacedObject;

export function isField(placed: Placed): placed is PlacedField {
  return placed.goal.type !== 'create';
}

export function isObject(placed: Placed): placed is PlacedObject {
  return placed.goal.type === 'create';
}

export function isLayered(placed: PlacedField): placed is PlacedField<LayerLevel> {
  return placed.level.type === 'layer';
}

/** A goal at a level, as text: places that turned out impossible are known by it. */
export function placeKey(goal: Goal, level: Level): string {
  return `${goal.id}@${levelKey(level)}`;
}

export interface Unplaced {
  /** Keys of those that no place serves. */
  readonly findings: readonly string[];
  readonly reason: string;
}

/** What becomes of a goal. */
export interface Placement {
  readonly placed: readonly Placed[];
  readonly unplaced: Unplaced | null;
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
  /** Places that get a patch of their own for a goal, by {@link placeKey}. */
  readonly apart: ReadonlySet<string>;
  readonly overlaysOnly: boolean;
  isComponent(layer: string): boolean;
  /** Whether a kustomization takes a layer in and builds without the object. */
  buildsWithout(layer: string, sourceId: string): boolean;
  /** The roots that take a layer in, itself included. */
  rootsAbove(layer: string): readonly RenderedRoot[];
  /** The namespace that an object is in, or that it is, as a layer hands it on. */
  namespaceBehind(object: RenderedObject, layer: string): string;
  /** The namespace that a layer gives to all that passes it; '' for none. */
  namespaceGivenBy(layer: string): string;
  /** The files that hold objects of a kind alone; undefined where there are none. */
  filesOf(kind: string): KindFiles | undefined;
  sharedFileOf: SharedFileOf;
  /** What all objects of a layer carry because of layers below it, or each by its own words: what is new there would lack it. */
  labelsFromBelow(layer: string): readonly CommonLabel[];
  /** Annotations that a new object has there, since all others do. */
  annotationsFor(layer: string, beside: RenderedObject | null): Readonly<Record<string, string>>;
  /** An object as each of the layers that it passes hands it on, the lowest first. */
  handedOn(object: RenderedObject): readonly Resource[];
  /** What a patch writes in all layers, and an entry for many objects in those that are no roots. */
  usesBelow(written: Origin): readonly UseBelow[];
  /** A value as a place must say it. */
  resolve(value: Json, level: Level): Json;
  resolveIn(manifest: JsonObject, level: Level): JsonObject;
  /** Whether the selectors of other objects, as a place must say them, are theirs in a root too. */
  selectsIn(root: RenderedRoot, manifest: JsonObject, level: Level): boolean;
  /** The lowest height at which a goal is of use, for what its fix is about. */
  floorOf(goal: FieldGoal, object: RenderedObject): number;
  /** Whether patches of a layer bring every list element that the fix of a goal is about: what else it wants is for their sake. */
  isBroughtBy(layer: string, goal: FieldGoal, object: RenderedObject): boolean;
  /** Who writes a copied value. */
  describeCopy(copy: Copy): string;
  /** Fields that are copied from an object, in all roots. */
  copiesOf(sourceId: string): readonly Copy[];
  /** The layers that an object passes in any root, the lowest first. */
  layersOf(rendered: readonly Consumer[]): readonly LayerLevel[];
  /** New objects that this round wants. */
  readonly creations: readonly CreateGoal[];
  /** Whether some goal of this round wants exactly this field of this object. */
  wanted(object: RenderedObject, type: string, path: FieldPath, value: Json): boolean;
  /** Whether some goal of this round is about this field of this object, whatever it wants. */
  isAsked(object: RenderedObject, path: FieldPath): boolean;
}

/** An object of a source in one root that renders it. */
export interface Consumer {
  readonly root: RenderedRoot;
  readonly object: RenderedObject;
}
