/** Writes placed goals into a draft: source edits, edits in place, patches, new files and their entries. */

import { inConventionalOrder } from '../kubernetes/key-order.ts';
import { isClusterScoped } from '../kubernetes/kinds.ts';
import type { Evaluator } from '../kustomize/evaluate.ts';
import { folderOf, relativePath } from '../kustomize/files.ts';
import { splitImage } from '../kustomize/images.ts';
import { at, type Node, type Origin, pathInText } from '../kustomize/node.ts';
import { parseText } from '../kustomize/parse.ts';
import type { Json, JsonObject } from '../transform.ts';
import type { YamlEdit } from '../yaml/edit.ts';
import { newYamlFile } from '../yaml/new-file.ts';
import { appendItem } from './append-item.ts';
import { restOf } from './candidates.ts';
import { type Draft, EditRefused } from './draft.ts';
import { componentFile, componentFor } from './emit-component.ts';
import { writeGenerated } from './emit-generator.ts';
import { byNearestPatch, writePatch } from './emit-patch.ts';
import { editsForTree } from './emit-tree.ts';
import type { CreateGoal, FieldGoal, Goal } from './goals.ts';
import { fileNameFor, type Habits } from './habits.ts';
import { heightOf, levelKey, lowestEffective } from './heights.ts';
import type { Place } from './model.ts';
import type { Placed } from './placement.ts';
import { type Level, namespaceBeside, resolveReferences, resourceAt } from './references.ts';
import { nodeAt, type RenderedObject } from './rendered.ts';
import { addToTree, type Branch, newBranch } from './tree.ts';

export interface EmitContext {
  readonly evaluator: Evaluator;
  readonly habits: Habits;
  readonly draft: Draft;
  /** An object of the source, as a root renders it that has it at that place. */
  objectOf(sourceId: string, level?: Level): RenderedObject | undefined;
  kustomizationFile(folder: string): string | undefined;
  /** Whether a kustomization takes a layer in and builds without the object. */
  buildsWithout(layer: string, sourceId: string): boolean;
  /** What several roots want alike goes into a component that they take in. */
  readonly components: boolean;
}

/** A new object and the file that holds it. */
export interface Created {
  readonly goal: CreateGoal;
  readonly folder: string;
  readonly file: string;
  readonly manifest: JsonObject;
}

export interface Emission {
  readonly places: ReadonlyMap<string, readonly Place[]>;
  readonly created: readonly Created[];
  readonly refused: readonly { readonly goal: Goal; readonly level: string; readonly reason: string }[];
}

/** Writes everything that can be written; what the editor refuses is named and left for another place. */
export function emit(placed: readonly Placed[], context: EmitContext): Emission {
  const places = new Map<string, Place[]>();
  const created: Created[] = [];
  const refused: { goal: Goal; level: string; reason: string }[] = [];
  const note = (goal: Goal, place: Place) => places.set(goal.id, [...(places.get(goal.id) ?? []), place]);
  const attempt = <P extends Placed>(group: readonly P[], write: (group: readonly P[]) => Place | null) => {
    try {
      const place = write(group);
      if (place) for (const { goal } of group) note(goal, place);
    } catch (error) {
      if (!(error instanceof EditRefused)) throw error;
      // One field that cannot be written here must not take its neighbours along.
      const fixes = groups(group, p => p.goal.fixId);
      if (fixes.length > 1) {
        for (const fix of fixes) attempt(fix, write);
        return;
      }
      for (const { goal, level } of group) {
        refused.push({ goal, level: levelKey(level), reason: `${error.file}: ${error.message}` });
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
  const patched = layered.filter(p => !isInPlace(p) && !shared.has(p.goal.id));
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
    const rest: Placed<FieldGoal>[] = [];
    for (const item of group) {
      attempt([item], () => {
        const place = writeGenerated(item, context);
        if (!place) rest.push(item);
        return place;
      });
    }
    if (rest.length === 0) continue;
    for (const [known, near] of byNearestPatch(rest, context)) {
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
  if (!context.components) return new Set();
  const byGoal = groups(
    placed.filter(p => p.level.type === 'layer'),
    p => p.goal.id,
  );
  return new Set(byGoal.filter(group => group.length > 1).map(group => group[0]!.goal.id));
}

function folderOfLevel({ level }: Placed): string {
  return (level as Level & { type: 'layer' }).folder;
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

/** Into the element that a patch brings, in the patch's own text. */
function writePatchText(group: readonly Placed<FieldGoal>[], context: EmitContext): Place {
  const level = group[0]!.level as Level & { type: 'text' };
  const { by } = level.origin;
  const inline = by.type === 'patch' ? by.inline : null;
  const tree = newBranch();
  for (const { goal, value } of group) {
    addToTree(tree, restOf(goal, level)!, goal.type === 'set' ? { type: 'set', value } : { type: 'remove' });
  }
  const path = pathInText(level.origin);
  const root = inline
    ? inlineDocument(context, by.file, inline, by.doc)
    : context.draft.documents(by.file, 'resource').find(d => d.doc === by.doc)?.node;
  const node = at(root, ...path);
  if (!node) throw new EditRefused(by.file, 'the element is not where it was');
  const edits = editsForTree(node, tree, by.doc, path);
  context.draft.edit(by.file, inline ? [{ op: 'nested', doc: 0, path: inline, edits }] : edits);
  return { file: by.file, kind: 'in-place' };
}

/**
 * Tag and digest of an `images:` entry. `newTag` alone drops a digest and `digest` alone a tag: both go into
 * `newTag`, but an entry that has both fields keeps its form (kustomize.md 3.5).
 */
function imageEntryEdits(
  context: EmitContext,
  file: string,
  path: readonly (string | number)[],
  image: string,
): YamlEdit[] {
  const entry = at(context.draft.documents(file, 'kustomization')[0]?.node, ...path);
  const { tag, digest } = splitImage(image);
  const has = (key: string) => entry?.kind === 'map' && entry.entries.has(key);
  if (tag === '' || (has('newTag') && has('digest'))) {
    const edits: YamlEdit[] = [{ op: 'set', doc: 0, path: [...path, 'digest'], value: digest }];
    return tag === '' ? edits : [{ op: 'set', doc: 0, path: [...path, 'newTag'], value: tag }, ...edits];
  }
  const value = digest === '' ? tag : `${tag}@${digest}`;
  return [{ op: 'set', doc: 0, path: [...path, 'newTag'], value }];
}

function inlineDocument(
  context: EmitContext,
  file: string,
  inline: readonly (string | number)[],
  doc: number,
): Node | undefined {
  const scalar = at(context.draft.documents(file, 'kustomization')[0]?.node, ...inline);
  if (scalar?.kind !== 'scalar') return undefined;
  return parseText(scalar.raw, 'resource', d => ({ type: 'source', file, doc: d })).find(d => d.doc === doc)
    ?.node;
}

/** Values that stand in a text as themselves: what a generator or a reference writes is not edited where it lands. */
function canEditInPlace(origin: Origin | null): boolean {
  if (origin === null || origin.viaAlias) return false;
  const type = origin.by.type;
  return (
    type === 'patch' ||
    type === 'images' ||
    type === 'replicas' ||
    type === 'labels' ||
    type === 'commonLabels' ||
    type === 'commonAnnotations'
  );
}

/** Without the patch's line the value of a lower place would come back: the patch has to say null. */
function showsLower({ goal, level, inPlace }: Placed<FieldGoal>, context: EmitContext): boolean {
  if (goal.type !== 'remove' || inPlace?.by.type !== 'patch') return false;
  const object = context.objectOf(goal.sourceId, level);
  const below = object && resourceAt(context.evaluator, object.accumulated, level);
  return nodeAt(below?.node, goal.path) !== undefined;
}

function writeInPlace({ goal, value, inPlace }: Placed<FieldGoal>, context: EmitContext): Place {
  const origin = inPlace!;
  const path = pathInText(origin);
  const { file, doc } = origin.by;
  if (origin.by.type === 'images') {
    context.draft.edit(file, imageEntryEdits(context, file, path, String(value)));
    return { file, kind: 'entry' };
  }
  const edit: YamlEdit =
    goal.type === 'remove' ? { op: 'remove', doc, path, prune: true } : { op: 'set', doc, path, value };
  const inline = origin.by.type === 'patch' ? origin.by.inline : null;
  context.draft.edit(file, inline ? [{ op: 'nested', doc: 0, path: inline, edits: [edit] }] : [edit]);
  return { file, kind: 'in-place' };
}

function writeNewFile(
  goal: CreateGoal,
  placed: Placed,
  context: EmitContext,
  component: string | null,
): Created {
  const layer = folderOfLevel(placed);
  const folder = component ?? layer;
  const kustomization = component === null ? context.kustomizationFile(folder)! : componentFile(component);
  const beside = goal.beside === null ? undefined : context.objectOf(goal.beside, placed.level);
  const resolved = resolveReferences(
    context.evaluator,
    goal.manifest,
    placed.level,
    id => context.objectOf(id, placed.level)?.accumulated,
  ) as JsonObject;
  const manifest = besideNamespace(
    resolved,
    beside ? namespaceBeside(context.evaluator, beside.accumulated, placed.level) : '',
  );
  const neighbour = beside?.accumulated.source.type === 'file' ? beside.accumulated.source.file : undefined;
  const home =
    neighbour !== undefined &&
    folderOf(neighbour).startsWith(folder) &&
    beside!.accumulated.source.layer === folder
      ? folderOf(neighbour)
      : folder;
  const prefix = home === '' ? '' : `${home}/`;
  const metadata = manifest.metadata as JsonObject;
  const name = fileNameFor(
    String(manifest.kind),
    String(metadata.name),
    neighbour ?? '',
    file => context.draft.exists(prefix + file),
    context.habits.extension,
  );
  const file = prefix + name;
  addResourceEntry(context, kustomization, relativePath(folder, file));
  context.draft.create(file, newYamlFile(inConventionalOrder([], manifest) as Json, context.habits));
  return { goal, folder: layer, file, manifest };
}

/** Where the object beside it writes its own namespace, the new one must too. */
function besideNamespace(manifest: JsonObject, namespace: string): JsonObject {
  const metadata = manifest.metadata as JsonObject;
  if (namespace === '' || metadata.namespace !== undefined) return manifest;
  if (isClusterScoped(String(manifest.kind), String(manifest.apiVersion))) return manifest;
  const { name, ...rest } = metadata;
  return { ...manifest, metadata: { name: name!, namespace, ...rest } };
}

/** A line more in `resources:`, written as the others are. */
function addResourceEntry(context: EmitContext, kustomization: string, path: string): void {
  const root = context.draft.documents(kustomization, 'kustomization')[0]?.node;
  const entries = root?.kind === 'map' ? root.entries : new Map();
  const field = [...entries.keys()].find(key => key.toLowerCase() === 'resources') ?? 'resources';
  const list = entries.get(field);
  const dotted =
    list?.kind === 'list' &&
    list.items.length > 0 &&
    list.items.every((i: { raw?: string }) => i.raw?.startsWith('./') || i.raw?.startsWith('../'));
  const value = dotted && !path.startsWith('.') ? `./${path}` : path;
  appendItem(context, kustomization, [field], list, value);
}
