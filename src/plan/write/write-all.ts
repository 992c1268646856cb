/** Writes placed goals into a draft: source edits, edits in place, patches, new files and their entries. */

import { at } from '../../kustomize/tree/node.ts';
import type { LayerLevel, Level, TextLevel } from '../model/level.ts';
import type { Place } from '../model/result.ts';
import {
  isField,
  isLayered,
  isObject,
  type Placed,
  type PlacedField,
  type PlacedObject,
  placeKey,
} from '../place/types.ts';
import { addToTree, type Branch, newBranch } from '../rendered/change-tree.ts';
import { type Group, groupedBy } from '../rendered/grouped.ts';
import { heightOf, levelKey, lowestEffective } from '../rendered/heights.ts';
import { canonical } from '../rendered/same-data.ts';
import { componentFile, componentFor } from './component.ts';
import { EditRefused } from './draft/draft.ts';
import { editsForTree } from './draft/edits.ts';
import { type Created, type EmitContext, kustomizationOf } from './draft/emit-context.ts';
import { generatedWay } from './generator/generator.ts';
import { canEditInPlace, type StandingField, showsLower, writeInPlace, writePatchText } from './in-place.ts';
import { listNewFiles, type NewFile, type NewObjects, newObjects, writeNewFile } from './new-object.ts';
import { byNearestPatch, writePatch } from './patch/patch.ts';
import { extendShared } from './patch/shared-patch.ts';
import { replicasWay } from './replicas-entry.ts';

export interface Emission {
  readonly places: ReadonlyMap<string, readonly Place[]>;
  readonly created: readonly Created[];
  /** Places that turned out impossible for a goal: {@link placeKey}, and why. */
  readonly refused: readonly (readonly [place: string, reason: string])[];
}

interface ListedFile extends NewFile {
  /** Kustomizations that take in the component that lists it. */
  readonly takers: readonly string[];
}

/** In the order in which they were written, and by file: each may hold several objects. */
interface ListedFiles {
  readonly all: ListedFile[];
  readonly of: Map<string, ListedFile[]>;
}

/** Writes what belongs together; what the editor refuses is noted. */
type Attempt = <P extends Placed>(group: Group<P>, write: (group: Group<P>) => Place) => void;

/** Writes everything that can be written; what the editor refuses is named and left for another place. */
export function emit(placed: readonly Placed[], context: EmitContext): Emission {
  const places = new Map<string, Place[]>();
  const created: Created[] = [];
  const refused: (readonly [string, string])[] = [];
  const attempt: Attempt = (group, write) => {
    try {
      const place = write(group);
      for (const { goal } of group) places.set(goal.id, [...(places.get(goal.id) ?? []), place]);
    } catch (error) {
      if (!(error instanceof EditRefused)) throw error;
      // One field that cannot be written here must not take its neighbours along.
      const fixes = groupedBy(group, p => p.goal.fixId);
      if (fixes.size > 1) {
        for (const fix of fixes.values()) attempt(fix, write);
        return;
      }
      for (const { goal, level } of group)
        refused.push([placeKey(goal, level), `${error.file}: ${error.message}`]);
    }
  };
  const fields = placed.filter(isField);
  const objects = placed.filter(isObject);
  const sources = fields.filter(p => p.level.type === 'source');
  for (const group of groupedBy(sources, p => p.goal.sourceId).values())
    attempt(group, part => writeSource(part, context));
  for (const group of groupedBy(fields.filter(isInText), p => levelKey(p.level)).values())
    attempt(group, part => writePatchText(part, context));
  const layered = fields.filter(isLayered);
  const above: PlacedField<LayerLevel>[] = [];
  for (const item of layered) {
    const isBeaten = showsLower(item, context);
    // What an entry says goes over whatever a patch says: it has to go as well.
    if (canEditInPlace(item) && (!isBeaten || item.inPlace.by.type === 'replicas'))
      attempt<StandingField>([item], ([one]) => writeInPlace(one, context));
    if (isBeaten || !canEditInPlace(item)) above.push(item);
  }
  const shared = sharedGoals([...above, ...objects], context);
  writeAbove(above, { fields, layered, shared }, attempt, context);
  const listed: ListedFiles = { all: [], of: new Map() };
  const all = newObjects(objects, context);
  const twins = new Map<string, Created>();
  for (const item of objects) {
    attempt([item], () => {
      const made = twinOf(item, twins) ?? writeObject(item, all, shared, listed, context);
      created.push(made);
      if (shared.has(sharingKey(item))) twins.set(sharingKey(item), made);
      return placeOfNew(made.file, all, listed);
    });
  }
  refused.push(...listNewFiles(listed.all, context));
  return { places, created, refused };
}

function isInText(placed: PlacedField): placed is PlacedField<TextLevel> {
  return placed.level.type === 'text';
}

/** Fields that a layer says of objects from below: by its generators, entries, a component, or its patches. */
function writeAbove(
  items: readonly PlacedField<LayerLevel>[],
  all: {
    readonly fields: readonly PlacedField[];
    readonly layered: readonly PlacedField<LayerLevel>[];
    readonly shared: ReadonlySet<string>;
  },
  attempt: Attempt,
  context: EmitContext,
): void {
  const { fields, layered, shared } = all;
  const patched: PlacedField<LayerLevel>[] = [];
  for (const item of items.filter(p => !shared.has(sharingKey(p)))) {
    const write = generatedWay(item, context) ?? replicasWay(item, context);
    if (write) attempt([item], write);
    else patched.push(item);
  }
  const alike = layered.filter(p => shared.has(sharingKey(p)));
  // Goals of fewer roots than the others have a component of their own roots.
  const folders = new Map([...groupedBy(alike, sharingKey)].map(([key, all]) => [key, foldersOf(all)]));
  const together = (p: PlacedField<LayerLevel>) =>
    canonical([p.goal.sourceId, wayBelow(p.level), folders.get(sharingKey(p))!]);
  for (const group of groupedBy(alike, together).values())
    attempt(group, part => writeComponentPatch(part, context));
  const bySource = groupedBy(fields, p => p.goal.sourceId);
  const lowerThan = ({ goal, level, object }: PlacedField<LayerLevel>): PlacedField[] => {
    const isLower = (p: PlacedField) =>
      p.level.type === 'source' || (shared.has(sharingKey(p)) && levelKey(p.level) === levelKey(level));
    return (bySource.get(goal.sourceId) ?? []).filter(
      p =>
        isLower(p) &&
        // What a layer between hides is not there when the patch runs.
        lowestEffective(p.goal, object) <= heightOf(object, p.level),
    );
  };
  const single = extendShared(patched, context, lowerThan, (group, place) => attempt(group, () => place));
  for (const group of groupedBy(single, p => `${levelKey(p.level)} ${p.goal.sourceId}`).values()) {
    const lower = lowerThan(group[0]);
    for (const [known, near] of byNearestPatch(group, context))
      attempt(near, part => writePatch(part, treeOf(part), lower, context, known));
  }
}

/** A file that is there already is listed already. */
function placeOfNew(file: string, { made }: NewObjects, { of }: ListedFiles): Place {
  if (!made.has(file)) return { file, kind: 'new-document' };
  const lists = (of.get(file) ?? []).flatMap(({ kustomization, takers }) => [kustomization, ...takers]);
  return { file, kind: 'new-file', with: [...new Set(lists)] };
}

/** A component says it once; every layer that takes it in has the object. */
function twinOf(item: PlacedObject, twins: ReadonlyMap<string, Created>): Created | undefined {
  const twin = twins.get(sharingKey(item));
  return twin && { ...twin, folder: item.level.folder };
}

/** A new object in its file. @param listed where the file is noted */
function writeObject(
  item: PlacedObject,
  all: NewObjects,
  shared: ReadonlySet<string>,
  listed: ListedFiles,
  context: EmitContext,
): Created {
  const key = sharingKey(item);
  const layers = shared.has(key) ? all.all.filter(p => sharingKey(p) === key).map(p => p.level.folder) : [];
  const component = layers.length > 0 ? componentFor(layers, 'resources', context) : null;
  const file = writeNewFile(item, component, all, context);
  const entry = { ...file, takers: layers.map(folder => kustomizationOf(folder, context)) };
  listed.all.push(entry);
  const same = listed.of.get(file.created.file);
  if (same === undefined) listed.of.set(file.created.file, [entry]);
  else same.push(entry);
  return file.created;
}

/** In overlay mode: goals that several chosen roots want alike, and that one component can say for all. */
function sharedGoals(
  placed: readonly (PlacedField<LayerLevel> | PlacedObject)[],
  context: EmitContext,
): ReadonlySet<string> {
  if (!context.placement.overlaysOnly) return new Set();
  const byGoal = groupedBy(placed, sharingKey);
  return new Set([...byGoal].filter(([, group]) => group.length > 1).map(([key]) => key));
}

/**
 * Equal where one text may say it for several layers: a goal about objects that come to them alike. A new object
 * beside one of several has a place of its own.
 */
function sharingKey(placed: Placed): string {
  const { goal, level } = placed;
  if (!isObject(placed)) return `${goal.id} ${wayBelow(level)}`;
  // One for a namespace is called after it.
  return `${goal.id} ${hasWay(level) ? levelKey(level) : wayBelow(level)} ${canonical(placed.manifest)}`;
}

function hasWay(level: Level): boolean {
  return level.type === 'layer' && level.way !== undefined;
}

/** How the object comes to a layer that has it more than once. */
function wayBelow(level: Level): string {
  return level.type === 'layer' ? (level.way?.slice(0, -1).join(' ') ?? '') : '';
}

function writeComponentPatch(group: Group<PlacedField<LayerLevel>>, context: EmitContext): Place {
  const byFolder = groupedBy(group, p => p.level.folder);
  const component = componentFor([...byFolder.keys()], 'patches', context);
  const [first] = byFolder.values();
  const written = [...(first ? byNearestPatch(first, context, component) : [])].map(
    ([known, near]) => writePatch(near, treeOf(near), [], context, known, component).file,
  );
  const file = componentFile(component);
  const takers = [...byFolder.keys()].map(folder => kustomizationOf(folder, context));
  const besides = [...written, ...takers].filter(each => each !== file);
  return { file, kind: 'component', with: [...new Set(besides)] };
}

function foldersOf(group: Group<PlacedField<LayerLevel>>): string[] {
  return group.map(({ level }) => level.folder).sort();
}

function treeOf(group: Group<PlacedField>): Branch {
  const tree = newBranch();
  for (const { goal, value } of group) {
    addToTree(tree, goal.path, goal.type === 'set' ? { type: 'set', value } : { type: 'remove' });
  }
  return tree;
}

function writeSource(group: Group<PlacedField>, context: EmitContext): Place {
  const { file, doc, item } = group[0].object.accumulated.source;
  // Read from the draft: an edit made before may have moved what this one names.
  const document = context.draft.document(file, doc);
  const node = item === null ? document : at(document, 'items', item);
  if (node?.kind !== 'map') throw new EditRefused(file, 'the object has no document of its own');
  const edits = editsForTree(node, treeOf(group), doc, item === null ? [] : ['items', item]);
  context.draft.edit(file, edits);
  return { file, kind: 'source' };
}
