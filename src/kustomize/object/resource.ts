/** A resource on its way through the layers, and its identities. */

import { memoized } from '../../text/memo.ts';
import { entry, type MapNode, type Node, textOf } from '../tree/node.ts';
import { effectiveNamespace, type Gvk, type Id, sameId, splitApiVersion } from './id.ts';
import type { TransformerStep } from './step.ts';

/** An identity that the resource had before a change; its group and version are always the current ones. */
export interface PreviousId {
  readonly name: string;
  readonly namespace: string;
  readonly kind: string;
}

/** Which text brought the resource into being: the same for every root that renders it. */
export interface ResourceSource {
  /** Stable identity across roots: `file#doc`, `file#doc.item` or `generator:layer#kind/name`. */
  readonly id: string;
  readonly file: string;
  readonly doc: number;
  readonly item: number | null;
  readonly type: 'file' | 'generator' | 'opaque' | 'planned';
  /** Folder of the kustomization that lists or generates it. */
  readonly layer: string;
  /** The generator that made it, as build metadata names it. */
  readonly madeBy?: TransformerStep;
  /** Fields that several generators wrote: `merge` of an overlay. */
  readonly generators?: readonly { readonly layer: string; readonly field: string; readonly index: number }[];
}

/** Mutable shell around an immutable tree; every layer that consumes a base clones the shells. */
export interface Resource {
  node: MapNode;
  source: ResourceSource;
  previous: readonly PreviousId[];
  prefixes: readonly string[];
  suffixes: readonly string[];
  needsHash: boolean;
  behavior: 'create' | 'merge' | 'replace' | null;
  fromHelm: boolean;
  /** Folders of the kustomizations it has passed, innermost first. */
  layers: readonly string[];
  /** An `$patch: delete` or an emptied object: dropped after the step. */
  deleted: boolean;
  /** Nodes that stand in several fields: a write to one is a write to all (shared-nodes.ts). */
  shared: ReadonlySet<Node> | undefined;
  /** Names of the `vars` that read a field of it. */
  variables: readonly string[] | undefined;
  cached: Identity | undefined;
}

/** The identity of a node, kept until what names it changes. */
interface Identity {
  readonly node: MapNode;
  /** The nodes that it was read from. */
  readonly apiVersion: Node | undefined;
  readonly kind: Node | undefined;
  readonly name: Node | undefined;
  readonly namespace: Node | undefined;
  readonly id: Id;
  readonly key: string;
}

// Written out: V8 gives a spread object a shape of its own (node.ts).
export function cloneShell(resource: Resource): Resource {
  return {
    node: resource.node,
    source: resource.source,
    previous: resource.previous,
    prefixes: resource.prefixes,
    suffixes: resource.suffixes,
    needsHash: resource.needsHash,
    behavior: resource.behavior,
    fromHelm: resource.fromHelm,
    layers: resource.layers,
    deleted: resource.deleted,
    shared: resource.shared,
    variables: resource.variables,
    cached: resource.cached,
  };
}

export function apiVersionOf(resource: { readonly node: MapNode }): string {
  return textOf(entry(resource.node, 'apiVersion')) ?? '';
}

export function gvkOf(resource: { readonly node: MapNode }): Gvk {
  const { group, version } = splitApiVersion(apiVersionOf(resource));
  return { group, version, kind: kindOf(resource) };
}

export function kindOf(resource: { readonly node: MapNode }): string {
  return textOf(entry(resource.node, 'kind')) ?? '';
}

export function nameOf(resource: { readonly node: MapNode }): string {
  return textOf(entry(entry(resource.node, 'metadata'), 'name')) ?? '';
}

export function namespaceOf(resource: { readonly node: MapNode }): string {
  return textOf(entry(entry(resource.node, 'metadata'), 'namespace')) ?? '';
}

export function idOf(resource: { readonly node: MapNode; cached?: Identity | undefined }): Id {
  return resource.cached?.node === resource.node ? resource.cached.id : identify(resource).id;
}

/** Whom a patch names: it is asked for each object that it may be for. */
export const namedBy = memoized((patch: MapNode): Id => idOf({ node: patch }));

/** Equal for two resources exactly when their current identities are equal. */
export function idKeyOf(resource: Resource): string {
  return resource.cached?.node === resource.node ? resource.cached.key : identify(resource).key;
}

// Written out: every step of every layer may have changed what names a resource, and nearly none has.
function identify(resource: { readonly node: MapNode; cached?: Identity | undefined }): Identity {
  const { node, cached: before } = resource;
  const apiVersion = node.entries.get('apiVersion');
  const kind = node.entries.get('kind');
  const metadata = node.entries.get('metadata');
  const name = entry(metadata, 'name');
  const namespace = entry(metadata, 'namespace');
  const isSame =
    before !== undefined &&
    before.apiVersion === apiVersion &&
    before.kind === kind &&
    before.name === name &&
    before.namespace === namespace;
  const { id, key } = isSame ? before : identityOf(apiVersion, kind, name, namespace);
  return (resource.cached = { node, apiVersion, kind, name, namespace, id, key });
}

function identityOf(
  apiVersionNode: Node | undefined,
  kindNode: Node | undefined,
  nameNode: Node | undefined,
  namespaceNode: Node | undefined,
): Pick<Identity, 'id' | 'key'> {
  const apiVersion = textOf(apiVersionNode) ?? '';
  const { group, version } = splitApiVersion(apiVersion);
  const kind = textOf(kindNode) ?? '';
  const name = textOf(nameNode) ?? '';
  const namespace = textOf(namespaceNode) ?? '';
  const id = { group, version, kind, name, namespace };
  return { id, key: `${apiVersion}|${kind}|${effectiveNamespace(id)}|${name}` };
}

/** Whether the resource has an identity now, or had it before a change. */
export function hasId(resource: Resource, wanted: Id): boolean {
  const id = idOf(resource);
  if (sameId(id, wanted)) return true;
  if (id.group !== wanted.group || id.version !== wanted.version) return false;
  return resource.previous.some(
    p =>
      p.name === wanted.name &&
      p.kind === wanted.kind &&
      effectiveNamespace(withSubject(id, p.kind, p.namespace)) === effectiveNamespace(wanted),
  );
}

function withSubject({ group, version, name }: Id, kind: string, namespace: string): Id {
  return { group, version, kind, name, namespace };
}

/** Two resources of one identity, or null. */
export function firstDuplicate(resources: readonly Resource[]): Resource | null {
  const seen = new Set<string>();
  for (const resource of resources) {
    const key = idKeyOf(resource);
    if (seen.has(key)) return resource;
    seen.add(key);
  }
  return null;
}

export function originalId(resource: Resource): Id {
  const first = resource.previous[0];
  if (!first) return idOf(resource);
  const { group, version } = idOf(resource);
  return { group, version, kind: first.kind, name: first.name, namespace: first.namespace };
}

export function previousIds(resource: Resource): Id[] {
  const { group, version } = idOf(resource);
  // Written out: spreading an object costs ten times as much, and this is asked for every reference.
  return resource.previous.map(({ kind, name, namespace }) => ({ group, version, kind, name, namespace }));
}

export function allIds(resource: Resource): Id[] {
  return [idOf(resource), ...previousIds(resource)];
}

/** Whether the resource has a name now, or had it before a change. */
export function hasName(resource: Resource, name: string): boolean {
  return idOf(resource).name === name || resource.previous.some(each => each.name === name);
}

/** Resources by every name that they have or had. */
export function byAnyName(resources: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> {
  const byName = new Map<string, Resource[]>();
  for (const resource of resources) {
    const names = new Set(resource.previous.map(each => each.name)).add(idOf(resource).name);
    for (const name of names) {
      const list = byName.get(name);
      if (list) list.push(resource);
      else byName.set(name, [resource]);
    }
  }
  return byName;
}

/** Remembers the identity before a change. */
export function storePreviousId(resource: Resource): void {
  const id = idOf(resource);
  resource.previous = [
    ...resource.previous,
    { name: id.name, namespace: effectiveNamespace(id), kind: id.kind },
  ];
}

/**
 * Forgets earlier identities and what else kustomize remembers of an object in annotations of its own: the names
 * before are nobody's then, and the content hash is never added.
 */
export function forgetHistory(resource: Resource): void {
  resource.previous = [];
  resource.prefixes = [];
  resource.suffixes = [];
  resource.needsHash = false;
  resource.behavior = null;
  resource.fromHelm = false;
}
