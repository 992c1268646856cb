/** `patches`, `patchesStrategicMerge` and `patchesJson6902`, and how each is read (kustomize.md 1.8). */
import { YamlProblem } from '../yaml/read.ts';
import { applyJsonPatch, JsonPatchProblem, operationsOf, type PatchOperation } from './json-patch.ts';
import { get, getFlag, getText, itemsOf } from './kustomization.ts';
import type { Layer } from './layer.ts';
import { definitionOf, MergeProblem, strategicMerge } from './merge.ts';
import { entry, type MapNode, type Node, type Origin, scalarNode, textOf, withEntry } from './node.ts';
import { parseText } from './parse.ts';
import { BuildFailure, type Location } from './problem.ts';
import {
  allIds,
  describeId,
  idOf,
  joinApiVersion,
  kindOf,
  nameOf,
  namespaceOf,
  type Resource,
  sameId,
  setMetadata,
  storePreviousId,
} from './resource.ts';
import { objectsOf } from './resources.ts';
import { readSelector, selectResources } from './select.ts';
import type { PatchWriter } from './writer.ts';

type PatchField = PatchWriter['field'];

/** A patch text and where it stands. */
interface PatchText {
  readonly text: string;
  readonly location: Location;
  writer(doc: number, form: 'merge' | 'json'): PatchWriter;
}

interface ReadPatch {
  readonly merges: readonly MapNode[];
  readonly operations: readonly PatchOperation[] | null;
}

/** Applies the `patches` of a kustomization, in order. */
export function applyPatches(layer: Layer): void {
  for (const item of itemsOf(layer.kustomization, 'patches')) {
    const location = { file: layer.kustomization.file, offset: item.node.origin.start };
    const text = patchText(layer, item.node, 'patches', item.index, item.field, location);
    const patch = readPatch(text);
    const target = get(item.node, 'target');
    const options = get(item.node, 'options');
    if (patch.operations) {
      if (patch.operations.length === 0) continue;
      if (!target) throw new BuildFailure('patch', 'a JSON patch needs a target', location);
      applyOperations(layer, target, patch.operations, location, true);
      continue;
    }
    const changes = { name: getFlag(options, 'allowNameChange'), kind: getFlag(options, 'allowKindChange') };
    if (target) {
      if (patch.merges.length > 1) {
        throw new BuildFailure('patch', 'several strategic merge patches in one entry with a target', location);
      }
      for (const resource of selectResources(layer.resources, readSelector(target), location.file)) {
        if (patch.merges[0]) mergeInto(resource, patch.merges[0], changes, location, true);
      }
    } else {
      for (const merge of patch.merges) mergeInto(theTarget(layer, merge, location), merge, changes, location, false);
    }
    dropDeleted(layer);
  }
}

/** Each item is tried as a patch first, then as a path. */
export function applyStrategicMergePatches(layer: Layer): void {
  const items = itemsOf(layer.kustomization, 'patchesStrategicMerge');
  for (const item of items) {
    const location = { file: layer.kustomization.file, offset: item.node.origin.start };
    const value = textOf(item.node) ?? '';
    const inline = inlineText(layer, value, item.node, 'patchesStrategicMerge', item.index, [item.field, item.index]);
    let merges = tryMerges(inline);
    if (merges instanceof Error) {
      const file = layer.loadFile(value, location);
      const read = tryMerges(fileText(layer, file, 'patchesStrategicMerge', item.index, false));
      if (read instanceof Error) throw read;
      merges = read;
    }
    for (const merge of merges) {
      mergeInto(theTarget(layer, merge, location), merge, { name: false, kind: false }, location, false);
    }
    dropDeleted(layer);
  }
}

export function applyJson6902Patches(layer: Layer): void {
  for (const item of itemsOf(layer.kustomization, 'patchesJson6902')) {
    const location = { file: layer.kustomization.file, offset: item.node.origin.start };
    const target = get(item.node, 'target');
    if (getText(target, 'name') === '') throw new BuildFailure('patch', 'must specify the target name', location);
    const text = patchText(layer, item.node, 'patchesJson6902', item.index, item.field, location);
    const operations = tryOperations(text);
    if (operations instanceof Error) throw operations;
    applyOperations(layer, target!, operations, location, false);
  }
}

function patchText(
  layer: Layer,
  node: Node,
  field: PatchField,
  index: number,
  spelled: string,
  location: Location,
): PatchText {
  const path = getText(node, 'path');
  const inlineNode = get(node, 'patch');
  const inline = (textOf(inlineNode) ?? '').trim();
  if (path === '' && inline === '') throw new BuildFailure('patch', 'must specify one of patch and path', location);
  if (path !== '' && inline !== '') {
    throw new BuildFailure('patch', 'patch and path cannot be set at the same time', location);
  }
  if (path !== '') return fileText(layer, layer.loadFile(path, location), field, index, get(node, 'target') !== undefined);
  return inlineText(layer, textOf(inlineNode)!, inlineNode!, field, index, [spelled, index, 'patch'], get(node, 'target') !== undefined);
}

function fileText(layer: Layer, file: string, field: PatchField, index: number, hasTarget: boolean): PatchText {
  return {
    text: layer.readText(file),
    location: { file },
    writer: (doc, form) => ({
      type: 'patch',
      form,
      file,
      doc,
      layer: layer.folder,
      field,
      index,
      inline: null,
      hasTarget,
    }),
  };
}

function inlineText(
  layer: Layer,
  text: string,
  node: Node,
  field: PatchField,
  index: number,
  inline: readonly (string | number)[],
  hasTarget = false,
): PatchText {
  const file = layer.kustomization.file;
  return {
    text,
    location: { file, offset: node.origin.start },
    writer: (doc, form) => ({ type: 'patch', form, file, doc, layer: layer.folder, field, index, inline, hasTarget }),
  };
}

/** Both readings are tried: as objects, and as a list of operations. */
function readPatch(text: PatchText): ReadPatch {
  const merges = tryMerges(text);
  const operations = tryOperations(text);
  const bothFail = merges instanceof Error && operations instanceof Error;
  if (bothFail) {
    throw looksLikeOperations(text.text) ? operations : merges;
  }
  if (!(merges instanceof Error) && merges.length > 0 && !(operations instanceof Error) && operations.length > 0) {
    throw new BuildFailure('patch', 'this patch qualifies both as a strategic merge and as a JSON patch', text.location);
  }
  if (!(merges instanceof Error)) return { merges, operations: null };
  return { merges: [], operations: operations as PatchOperation[] };
}

function looksLikeOperations(text: string): boolean {
  return /^\s*(?:#[^\n]*\n\s*)*(?:---\s*\n\s*)?(?:\[|-\s)/.test(text);
}

function tryMerges(text: PatchText): MapNode[] | BuildFailure {
  return attempt(text, () => {
    const documents = parseText(text.text, 'resource', doc => text.writer(doc, 'merge'));
    return objectsOf(documents, text.location.file).map(object => object.node);
  });
}

function tryOperations(text: PatchText): PatchOperation[] | BuildFailure {
  return attempt(text, () => {
    const documents = parseText(text.text, 'resource', doc => text.writer(doc, 'json'));
    const first = documents[0]?.node;
    return first ? operationsOf(first) : [];
  });
}

function attempt<T>(text: PatchText, read: () => T): T | BuildFailure {
  try {
    return read();
  } catch (error) {
    if (error instanceof BuildFailure) return error;
    if (error instanceof JsonPatchProblem) return new BuildFailure('patch', error.message, text.location);
    if (!(error instanceof YamlProblem)) throw error;
    // Offsets of an inline patch are inside the scalar: the scalar's own place is the honest answer.
    const offset = text.location.offset ?? error.offset;
    return new BuildFailure('unreadable-yaml', error.message, { file: text.location.file, offset });
  }
}

/** The one resource that any identity names: kustomize fails on none and on several. */
function theTarget(layer: Layer, patch: MapNode, location: Location): Resource {
  const wanted = idOf({ node: patch });
  const matches = layer.resources.filter(resource => allIds(resource).some(id => sameId(id, wanted)));
  if (matches.length === 1) return matches[0]!;
  const what = `${joinApiVersion(wanted)} ${describeId(wanted)}`;
  throw new BuildFailure(
    'patch-target',
    matches.length === 0 ? `no resource matches the patch of ${what}` : `several resources match the patch of ${what}`,
    location,
  );
}

function mergeInto(
  resource: Resource,
  patch: MapNode,
  allow: { name: boolean; kind: boolean },
  location: Location,
  targeted: boolean,
): void {
  const [name, namespace, kind] = [nameOf(resource), namespaceOf(resource), kindOf(resource)];
  if (allow.name || allow.kind) storePreviousId(resource);
  // With a target the patch's own identity is ignored, so that the merge keys of the target's kind hold.
  let body = patch;
  if (targeted && !allow.kind) body = withTypeOf(patch, resource);
  let merged: MapNode | null;
  try {
    merged = strategicMerge(resource.node, body, definitionOf(resource));
  } catch (error) {
    if (!(error instanceof MergeProblem)) throw error;
    throw new BuildFailure('patch', `${describeId(idOf(resource))}: ${error.message}`, location);
  }
  if (merged === null || merged.entries.size === 0) {
    resource.deleted = true;
    return;
  }
  const old = resource.node;
  if (!allow.kind) merged = keepScalar(merged, 'kind', kind, old);
  if (!allow.name) merged = setMetadata(merged, 'name', name, originOf(old, 'name'));
  merged = setMetadata(merged, 'namespace', namespace, originOf(old, 'namespace'));
  if (!allow.name) merged = restoreMetadata(merged, old, 'name');
  resource.node = restoreMetadata(merged, old, 'namespace');
}

function withTypeOf(patch: MapNode, resource: Resource): MapNode {
  const entries = new Map(patch.entries);
  for (const key of ['apiVersion', 'kind']) {
    const value = resource.node.entries.get(key);
    if (value) entries.set(key, value);
    else entries.delete(key);
  }
  return { ...patch, entries };
}

function keepScalar(node: MapNode, key: string, value: string, old: MapNode): MapNode {
  const was = old.entries.get(key);
  if (textOf(node.entries.get(key)) === value && was) return withEntry(node, key, was);
  return withEntry(node, key, was ?? scalarNode(value, node.origin));
}

/** A patch names its target: that is no write, so the field keeps its owner. */
function restoreMetadata(node: MapNode, old: MapNode, key: 'name' | 'namespace'): MapNode {
  const was = entry(entry(old, 'metadata'), key);
  const metadata = entry(node, 'metadata');
  if (!was || metadata?.kind !== 'map' || !metadata.entries.has(key)) return node;
  return withEntry(node, 'metadata', withEntry(metadata, key, was));
}

function originOf(node: MapNode, key: 'name' | 'namespace'): Origin {
  return (entry(entry(node, 'metadata'), key) ?? entry(node, 'metadata') ?? node).origin;
}

function applyOperations(
  layer: Layer,
  target: Node,
  operations: readonly PatchOperation[],
  location: Location,
  stores: boolean,
): void {
  for (const resource of selectResources(layer.resources, readSelector(target), location.file)) {
    if (stores) storePreviousId(resource);
    // `patches` gives every object annotations of kustomize's own while it runs, so an `add` below a missing
    // map of annotations succeeds there. `patchesJson6902` does too once an earlier step has stored an identity.
    const hadAnnotations = entry(entry(resource.node, 'metadata'), 'annotations') !== undefined;
    const internal = resource.previous.length > 0 || resource.prefixes.length + resource.suffixes.length > 0;
    let node = hadAnnotations || !internal ? resource.node : withEmptyAnnotations(resource.node);
    try {
      node = applyJsonPatch(node, operations);
    } catch (error) {
      if (!(error instanceof JsonPatchProblem)) throw error;
      throw new BuildFailure('patch', `${describeId(idOf(resource))}: ${error.message}`, location);
    }
    if (nameOf({ node }) === '') {
      throw new BuildFailure('patch', `${describeId(idOf(resource))}: the patch removes metadata.name`, location);
    }
    resource.node = hadAnnotations ? node : withoutEmptyAnnotations(node);
  }
}

function withEmptyAnnotations(node: MapNode): MapNode {
  const metadata = entry(node, 'metadata');
  if (metadata?.kind !== 'map') return node;
  const empty: MapNode = { kind: 'map', entries: new Map(), origin: metadata.origin, over: null, gone: null };
  return withEntry(node, 'metadata', withEntry(metadata, 'annotations', empty));
}

function withoutEmptyAnnotations(node: MapNode): MapNode {
  const metadata = entry(node, 'metadata');
  const annotations = entry(metadata, 'annotations');
  if (metadata?.kind !== 'map' || annotations?.kind !== 'map' || annotations.entries.size > 0) return node;
  const entries = new Map(metadata.entries);
  entries.delete('annotations');
  return withEntry(node, 'metadata', { ...metadata, entries });
}

function dropDeleted(layer: Layer): void {
  layer.resources = layer.resources.filter(resource => !resource.deleted);
}

