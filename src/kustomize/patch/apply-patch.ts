/** One patch applied to the objects it means: identity kept, failures named (kustomize.md 1.8). */

import { copyOf } from '../../yaml/read/data.ts';
import { BuildFailure, type Location, OutOfScope } from '../files/problem.ts';
import type { Layer } from '../layer/layer.ts';
import { readSelector, selectResources } from '../layer/select.ts';
import { describeId, joinApiVersion } from '../object/id.ts';
import { asText, setMetadata } from '../object/metadata.ts';
import {
  forgetHistory,
  hasId,
  idOf,
  kindOf,
  namedBy,
  nameOf,
  namespaceOf,
  type Resource,
  storePreviousId,
} from '../object/resource.ts';
import { spreadWrites } from '../object/shared-nodes.ts';
import {
  entry,
  isNull,
  type MapNode,
  mapNode,
  type Node,
  scalarNode,
  textOf,
  withEntries,
  withEntry,
  withoutEntry,
} from '../tree/node.ts';
import type { Origin } from '../tree/writer.ts';
import { clears, MergeProblem, UnfollowedMerge } from './directives.ts';
import { applyJsonPatch, JsonPatchProblem, type PatchOperation } from './json-patch.ts';
import { oddInFlow } from './odd-in-flow.ts';
import { strategicMerge, UnprintableProblem } from './strategic-merge.ts';
import { untraceable } from './untraceable.ts';

/** Which parts of its target's identity a merge patch may change. */
export interface AllowedChanges {
  readonly name: boolean;
  readonly kind: boolean;
}

export const KEEP_IDENTITY: AllowedChanges = { name: false, kind: false };

/** The one resource that any identity names: kustomize fails on none and on several. */
export function theTarget(layer: Layer, patch: MapNode, location: Location): Resource {
  const wanted = namedBy(patch);
  const matches = layer.resources.filter(resource => hasId(resource, wanted));
  if (matches.length === 1) return matches[0]!;
  const what = `${joinApiVersion(wanted)} ${describeId(wanted)}`;
  throw new BuildFailure(
    'patch-target',
    matches.length === 0
      ? `no resource matches the patch of ${what}`
      : `several resources match the patch of ${what}`,
    location,
  );
}

/** @param selected the patch was chosen by a target, or listed under `patchesStrategicMerge` */
export function mergeInto(
  layer: Layer,
  resource: Resource,
  patch: MapNode,
  allow: AllowedChanges,
  location: Location,
  selected: boolean,
): void {
  const reason = oddInFlow(resource, patch, layer.readText) ?? untraceable(patch, resource.node);
  if (reason !== undefined) throw notFollowed(reason, location);
  const [name, namespace, kind] = [nameOf(resource), namespaceOf(resource), kindOf(resource)];
  if (allow.name || allow.kind) storePreviousId(resource);
  const body = selected ? withApiVersionOf(withCopiedMetadata(patch), resource) : patch;
  let merged: MapNode | null;
  try {
    merged = strategicMerge(resource.node, body, layer.schema.current);
  } catch (error) {
    if (!(error instanceof MergeProblem)) throw error;
    if (error instanceof UnfollowedMerge) throw notFollowed(error.message, location);
    const failure = error instanceof UnprintableProblem ? 'unreadable-yaml' : 'patch';
    throw new BuildFailure(failure, `${describeId(idOf(resource))}: ${error.message}`, location);
  }
  if (merged === null || merged.entries.size === 0) {
    resource.deleted = true;
    return;
  }
  if (clearsAnnotations(body)) forgetHistory(resource);
  const old = resource.node;
  // A target without apiVersion gets an empty one from the identity that kustomize writes into such a patch.
  if (selected && isNull(old.entries.get('apiVersion'))) {
    merged = withEntry(merged, 'apiVersion', scalarNode(null, patch.origin));
  }
  if (!allow.kind) merged = keepScalar(merged, 'kind', kind, old);
  merged = withOwnVersion(merged, old);
  if (!allow.name) merged = setMetadata(merged, 'name', name, originOf(old, 'name'));
  merged = setMetadata(merged, 'namespace', namespace, originOf(old, 'namespace'));
  if (!allow.name) merged = restoreMetadata(merged, old, 'name');
  resource.node = spreadWrites(resource, restoreMetadata(merged, old, 'namespace'));
}

/** Whether the annotations that the object had are gone, kustomize's own among them. */
function clearsAnnotations(patch: MapNode): boolean {
  const metadata = patch.entries.get('metadata');
  return clears(metadata) || clears(entry(metadata, 'annotations'));
}

function notFollowed(reason: string, location: Location): OutOfScope {
  return new OutOfScope(`${reason}, which we do not follow`, location);
}

/** The target's group and version replace those of a patch of `patchesStrategicMerge` or with a target. */
function withApiVersionOf(patch: MapNode, resource: Resource): MapNode {
  const value = resource.node.entries.get('apiVersion');
  return value ? withEntry(patch, 'apiVersion', value) : withoutEntry(patch, 'apiVersion', null);
}

/**
 * A patch that is applied to selected objects is copied for each of them, and the copy's labels and annotations
 * are rewritten as strings: a null becomes the text `null` and removes nothing, an empty map is left out.
 */
function withCopiedMetadata(patch: MapNode): MapNode {
  let metadata = entry(patch, 'metadata');
  if (metadata?.kind !== 'map') return patch;
  for (const field of ['labels', 'annotations']) {
    const map = metadata.entries.get(field);
    if (map === undefined) continue;
    if (map.kind !== 'map' || map.entries.size === 0) {
      metadata = withoutEntry(metadata, field, null);
      continue;
    }
    const entries = new Map<string, Node>();
    for (const [key, value] of map.entries) entries.set(key, asText(value));
    metadata = withEntry(metadata, field, withEntries(map, entries));
  }
  return withEntry(patch, 'metadata', metadata);
}

function keepScalar(node: MapNode, key: string, value: string, old: MapNode): MapNode {
  const was = old.entries.get(key);
  if (textOf(node.entries.get(key)) === value && was) return withEntry(node, key, was);
  return withEntry(node, key, was ?? scalarNode(value, node.origin));
}

/** A version that a patch names its target by is no write. */
function withOwnVersion(node: MapNode, old: MapNode): MapNode {
  const [was, now] = [old.entries.get('apiVersion'), node.entries.get('apiVersion')];
  return was !== undefined && was !== now && textOf(was) === textOf(now)
    ? withEntry(node, 'apiVersion', was)
    : node;
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

export function applyOperations(
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
      throw new BuildFailure(
        'patch',
        `${describeId(idOf(resource))}: the patch removes metadata.name`,
        location,
      );
    }
    resource.node = hadAnnotations ? node : withoutEmptyAnnotations(node);
    resource.shared = undefined;
  }
}

function withEmptyAnnotations(node: MapNode): MapNode {
  const metadata = entry(node, 'metadata');
  if (metadata?.kind !== 'map') return node;
  const empty = mapNode(new Map(), metadata.origin);
  return withEntry(node, 'metadata', withEntry(metadata, 'annotations', empty));
}

function withoutEmptyAnnotations(node: MapNode): MapNode {
  const metadata = entry(node, 'metadata');
  const annotations = entry(metadata, 'annotations');
  if (metadata?.kind !== 'map' || annotations?.kind !== 'map' || annotations.entries.size > 0) return node;
  const entries = copyOf(metadata.entries);
  entries.delete('annotations');
  return withEntry(node, 'metadata', withEntries(metadata, entries));
}

/** Objects that a patch deleted leave at once. */
export function dropDeleted(layer: Layer): void {
  if (layer.resources.some(resource => resource.deleted)) {
    layer.resources = layer.resources.filter(resource => !resource.deleted);
  }
}
