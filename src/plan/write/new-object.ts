/** New objects: a file of their own, and the entry that lists it. */
import { inConventionalOrder } from '../../kubernetes/key-order.ts';
import { isClusterScoped } from '../../kubernetes/kinds.ts';
import { podKindOf } from '../../kubernetes/pod-templates.ts';
import { spelled } from '../../kustomize/file/kustomization.ts';
import { folderOf, relativePath } from '../../kustomize/files/files.ts';
import { namespaceOf } from '../../kustomize/object/resource.ts';
import { entry, type Node, textOf } from '../../kustomize/tree/node.ts';
import type { JsonObject } from '../../transform.ts';
import { newYamlFile } from '../../yaml/edit/new-file.ts';
import { isJsonMap } from '../../yaml/read/data.ts';
import type { LayerLevel } from '../model/level.ts';
import { type Consumer, type PlacedObject, placeKey } from '../place/types.ts';
import { passedFrom } from '../rendered/given-labels.ts';
import { groupedBy } from '../rendered/grouped.ts';
import { namespaceBeside } from '../rendered/references.ts';
import type { RenderedObject } from '../rendered/rendered.ts';
import { isDotted, isLocalEntry } from '../repository/habits/entry-habits.ts';
import { componentFile } from './component.ts';
import { appendItems } from './draft/append-items.ts';
import { EditRefused } from './draft/draft.ts';
import { type Created, type EmitContext, kustomizationOf } from './draft/emit-context.ts';
import { newText } from './draft/new-text.ts';
import { entryIndex } from './entry-place.ts';
import { objectFileFor } from './object-file.ts';

/** A new object in its file, and the entry that lists that. */
export interface NewFile {
  readonly item: PlacedObject;
  readonly created: Created;
  readonly kustomization: string;
  /** From the kustomization; undefined where the file is listed already. */
  readonly path: string | undefined;
}

/** What the new objects of a round have to know of each other. */
export interface NewObjects {
  readonly all: readonly PlacedObject[];
  /** How many of a kind are new in a layer and beside nothing there: {@link togetherKey}. */
  readonly together: ReadonlyMap<string, number>;
  /** New workloads of a layer, and what comes with them by their name: {@link thingKey}. */
  readonly things: ReadonlySet<string>;
  /** By file, how many of them it holds. */
  readonly made: Map<string, number>;
}

export function newObjects(all: readonly PlacedObject[], context: EmitContext): NewObjects {
  const free = all.filter(item => neighbourOf(item, item.level.folder, context) === '');
  const together = [...groupedBy(free, togetherKey)].map(([key, group]) => [key, group.length] as const);
  const things = all.filter(({ manifest }) => isWorkload(manifest)).map(thingKey);
  return { all, together: new Map(together), things: new Set(things), made: new Map() };
}

function thingKey({ level, manifest }: PlacedObject): string {
  return `${level.folder} ${nameIn(manifest)}`;
}

function isWorkload({ kind, apiVersion }: JsonObject): boolean {
  return podKindOf(String(kind), String(apiVersion)) !== undefined;
}

function nameIn({ metadata }: JsonObject): string {
  return isJsonMap(metadata) ? String(metadata.name) : '';
}

function togetherKey({ level, manifest }: PlacedObject): string {
  return `${String(manifest.kind)} ${level.folder}`;
}

/**
 * The object alone: what lists its file is written for all new files of a kustomization at once.
 *
 * @param component folder of a component that says it for several layers
 */
export function writeNewFile(
  item: PlacedObject,
  component: string | null,
  { together, things, made }: NewObjects,
  context: EmitContext,
): NewFile {
  const { goal, level, beside, manifest: wanted } = item;
  const layer = level.folder;
  const folder = component ?? layer;
  const kustomization = component === null ? kustomizationOf(folder, context) : componentFile(component);
  const namespace = beside ? namespaceFor(beside, level, context) : namespaceOfAll(level, context);
  const manifest = besideNamespace(wanted, namespace);
  const neighbour = neighbourOf(item, folder, context);
  const file = objectFileFor(
    {
      kind: String(manifest.kind),
      name: nameIn(manifest),
      layer: folder,
      home: neighbour === '' ? folder : folderOf(neighbour),
      neighbour,
      calledAs: beside?.accumulated.source.type === 'file' ? beside.accumulated.source.file : '',
      mayJoin: /\.ya?ml$/.test(neighbour) && isListedOnce(beside, context),
      isOneOfSeveral: (together.get(togetherKey(item)) ?? 0) > 1,
      isOfNewThing: things.has(thingKey(item)),
    },
    made,
    context,
  );
  const isListed = context.draft.exists(file);
  const doc = writeInto(file, inConventionalOrder([], manifest), made, context);
  return {
    item,
    created: { goal, folder: layer, file, doc, manifest },
    kustomization,
    path: isListed ? undefined : relativePath(folder, file),
  };
}

/** @returns which document of the file it is */
function writeInto(
  file: string,
  manifest: JsonObject,
  made: Map<string, number>,
  { draft, habits }: EmitContext,
): number {
  const known = made.get(file);
  if (known === undefined && draft.exists(file)) {
    draft.edit(file, [{ op: 'addDocument', value: manifest }], { indentSequences: habits.indentSequences });
    return draft.documents(file, 'resource').at(-1)!.doc;
  }
  const style = { ...habits, forms: habits.formsFor(file), documentMarker: false };
  const text =
    known === undefined
      ? newText(file, manifest, { habits })
      : `${draft.text(file)!}---\n${newYamlFile(manifest, style)}`;
  draft.create(file, text);
  made.set(file, (known ?? 0) + 1);
  return known ?? 0;
}

/** The file of the object beside it, where its own layer lists that, and others do not own it. */
function neighbourOf({ beside, level }: PlacedObject, folder: string, { placement }: EmitContext): string {
  const source = beside?.accumulated.source;
  if (source?.type !== 'file' || source.layer !== folder || level.folder !== folder) return '';
  // What others write stands among files of theirs.
  const isOurs = placement.notEditable(source.file) === null && folderOf(source.file).startsWith(folder);
  return isOurs ? source.file : '';
}

function isListedOnce(beside: RenderedObject | null, { placement }: EmitContext): boolean {
  if (beside === null) return false;
  const consumers = placement.bySource.get(beside.sourceId) ?? [];
  const { layer } = beside.accumulated.source;
  return consumers.every(({ object }) => object.accumulated.source.layer === layer);
}

/**
 * What the object beside it writes, unless it comes out in another namespace everywhere: a layer that all pass says one then,
 * and the name that is left over in a manifest (`default`) would mislead in a new one.
 */
function namespaceFor(
  beside: RenderedObject,
  level: LayerLevel,
  { evaluator, placement }: Pick<EmitContext, 'evaluator' | 'placement'>,
): string {
  const written = namespaceBeside(evaluator, beside.accumulated, level);
  if (written === '') return '';
  if (isSaidByAll(written, level, { evaluator, placement })) return written;
  const consumers = (placement.bySource.get(beside.sourceId) ?? []).filter(({ object }) =>
    object.accumulated.layers.includes(level.folder),
  );
  const isReplaced = ({ object: { accumulated, final } }: Consumer) =>
    namespaceOf(final) !== written &&
    passedFrom(evaluator, accumulated.layers, level.folder).some(
      layer => placement.namespaceGivenBy(layer) !== '',
    );
  return consumers.length > 0 && consumers.every(isReplaced) ? '' : written;
}

/** What a kustomization gives and each of its own manifests says all the same. */
function namespaceOfAll(level: LayerLevel, context: Pick<EmitContext, 'evaluator' | 'placement'>): string {
  const given = context.placement.namespaceGivenBy(level.folder);
  return given !== '' && isSaidByAll(given, level, context) ? given : '';
}

/**
 * Whether each object that the layer's own files hold says that namespace, and there are several: one that says none would be
 * the odd one out, and go astray once somebody applies the layer by itself.
 */
function isSaidByAll(
  namespace: string,
  level: LayerLevel,
  { evaluator, placement }: Pick<EmitContext, 'evaluator' | 'placement'>,
): boolean {
  if (!['', namespace].includes(placement.namespaceGivenBy(level.folder))) return false;
  const own = [...placement.bySource.values()].flatMap(([first]) => {
    const { accumulated, object } = first?.object ?? {};
    const isOwn = accumulated?.source.type === 'file' && accumulated.source.layer === level.folder;
    return isOwn && !isClusterScoped(String(object?.kind), String(object?.apiVersion)) ? [accumulated] : [];
  });
  return own.length > 1 && own.every(each => namespaceBeside(evaluator, each, level) === namespace);
}

/** Where the object beside it writes its own namespace, the new one must too. */
function besideNamespace(manifest: JsonObject, namespace: string): JsonObject {
  const { metadata } = manifest;
  if (namespace === '' || !isJsonMap(metadata) || metadata.namespace !== undefined) return manifest;
  if (isClusterScoped(String(manifest.kind), String(manifest.apiVersion))) return manifest;
  const { name = '', ...rest } = metadata;
  return { ...manifest, metadata: { name, namespace, ...rest } };
}

/**
 * Writes the entries that list new files, those of one kustomization in one reading of it.
 *
 * @returns the places that turned out impossible, and why
 */
export function listNewFiles(
  files: readonly NewFile[],
  context: EmitContext,
): (readonly [place: string, reason: string])[] {
  return [...groupedBy(files, each => each.kustomization)].flatMap(([kustomization, group]) => {
    try {
      addResourceEntries(context, kustomization, group);
      return [];
    } catch (error) {
      if (!(error instanceof EditRefused)) throw error;
      const reason = `${error.file}: ${error.message}`;
      return group.map(({ item }) => [placeKey(item.goal, item.level), reason] as const);
    }
  });
}

/** Lines more in `resources:`, written as the others are. @throws EditRefused */
function addResourceEntries(context: EmitContext, kustomization: string, files: readonly NewFile[]): void {
  const root = () => context.draft.documents(kustomization, 'kustomization')[0]?.node;
  const field = spelled(root(), 'resources');
  const standing = itemsAt(entry(root(), field)).map(item => textOf(item) ?? '');
  const local = standing.filter(isLocalEntry);
  const dotted =
    local.length > 0 ? local.every(isDotted) : context.habits.dotted.has(folderOf(kustomization));
  const said = (path: string) => (dotted && !path.startsWith('.') ? `./${path}` : path);
  const placeOf = ({ item: { beside, manifest } }: NewFile) => {
    const folder = folderOf(kustomization);
    const sister = context.placement.filesOf(String(manifest.kind))?.byFolder.get(folder)?.at(-1)?.file;
    const near = [sister, beside?.accumulated.source.file].map(file => file && relativePath(folder, file));
    return entryIndex(entry(root(), field), context.draft.text(kustomization) ?? '', near);
  };
  const listed = files.filter(({ path }) => path !== undefined);
  // From the end, so that no index has moved.
  const byPlace = [...groupedBy(listed, placeOf)].sort(([a], [b]) => b - a);
  for (const [place, group] of byPlace) {
    const values = group.map(({ path }) => said(path!));
    appendItems(context, kustomization, [field], entry(root(), field), values, place);
  }
}

function itemsAt(list: Node | undefined): readonly Node[] {
  return list?.kind === 'list' ? list.items : [];
}
