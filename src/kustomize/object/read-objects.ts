/** Resources of a file: what counts as one, and how `List` kinds are opened (kustomize.md 1.3). */

import { BuildFailure, OutOfScope } from '../files/problem.ts';
import {
  entry,
  isNull,
  listNode,
  type MapNode,
  mapNode,
  type Node,
  scalarNode,
  textOf,
} from '../tree/node.ts';
import type { ParsedDocument } from '../tree/parse.ts';
import { kindOf, type PreviousId, type Resource, type ResourceSource } from './resource.ts';

export function newResource(node: MapNode, source: ResourceSource): Resource {
  return {
    node,
    source,
    previous: recordedIds(node),
    prefixes: recorded(node, 'prefixes'),
    suffixes: recorded(node, 'suffixes'),
    needsHash: recorded(node, 'needsHashSuffix')[0] === 'enabled',
    behavior: null,
    fromHelm: false,
    layers: [],
    deleted: false,
    shared: undefined,
    variables: undefined,
    cached: undefined,
  };
}

/** kustomize keeps its records in annotations, and takes those that a file brings for its own. */
function recorded(node: MapNode, name: string): string[] {
  const annotations = entry(entry(node, 'metadata'), 'annotations');
  const text = textOf(entry(annotations, `internal.config.kubernetes.io/${name}`));
  return text === undefined || text === '' ? [] : text.split(',');
}

function recordedIds(node: MapNode): PreviousId[] {
  const names = recorded(node, 'previousNames');
  const namespaces = recorded(node, 'previousNamespaces');
  const kinds = recorded(node, 'previousKinds');
  if (names.length !== namespaces.length || names.length !== kinds.length) return [];
  return names.map((name, i) => ({ name, namespace: namespaces[i]!, kind: kinds[i]! }));
}

/**
 * The objects of parsed documents, lists opened. Items of a list come behind everything else of the file.
 * @throws BuildFailure for what is no resource
 */
export function objectsOf(
  documents: readonly ParsedDocument[],
  file: string,
): { readonly node: MapNode; readonly doc: number; readonly item: number | null }[] {
  const queue: { node: Node; doc: number; item: number | null }[] = documents.map(d => ({
    ...d,
    item: null,
  }));
  const result: { node: MapNode; doc: number; item: number | null }[] = [];
  for (let i = 0; i < queue.length; i++) {
    const { node, doc, item } = queue[i]!;
    if (isNull(node) || (node.kind === 'map' && node.entries.size === 0)) continue;
    const object = requireResource(node, file);
    const items = kindOf({ node: object }).endsWith('List') ? entry(object, 'items') : undefined;
    if (items === undefined) {
      result.push({ node: object, doc, item });
      continue;
    }
    if (isNull(items)) continue;
    if (items.kind !== 'list') {
      throw new BuildFailure('not-a-resource', `items of a ${kindOf({ node: object })} must be a list`, {
        file,
        offset: items.origin.start,
      });
    }
    const isWhole = item === null && documents.length === 1 && kindOf({ node: object }) === 'List';
    for (const [index, child] of items.items.entries())
      queue.push({ node: isWhole ? child : throughJson(child), doc, item: index });
  }
  return result;
}

/**
 * kustomize takes the items of all lists but a `List` that is a file of its own through JSON: texts stand in quotes then, a
 * value that was left out is a written null, and nothing is one with what an alias means.
 */
function throughJson(node: Node): Node {
  switch (node.kind) {
    case 'scalar': {
      const raw = node.value === null ? 'null' : undefined;
      return scalarNode(node.value, node.origin, node.over, raw, typeof node.value === 'string');
    }
    case 'list':
      return listNode(node.items.map(throughJson), node.origin, node.over);
    case 'map': {
      const entries = new Map<string, Node>();
      for (const [key, child] of node.entries) entries.set(key, throughJson(child));
      return mapNode(entries, node.origin, node.over, node.gone);
    }
  }
}

/** What stands in the place of a map. A link that was stored as text holds the path that it led to. */
export function whatElse(node: Node): string {
  const isPath = node.kind === 'scalar' && /^\S*\/?[\w.-]+\.(?:ya?ml|json)$/.test(node.raw);
  if (isPath) return `it holds the path ${node.raw}, as a symbolic link does that was stored as a file`;
  return 'expected a map';
}

/** kind and metadata.name are required; kinds that end in `List` need no name. */
function requireResource(node: Node, file: string): MapNode {
  const fail = (message: string, at: Node = node) =>
    new BuildFailure('not-a-resource', message, { file, offset: at.origin.start });
  if (node.kind !== 'map') throw fail(`this document is no Kubernetes object: ${whatElse(node)}`);
  const kind = entry(node, 'kind');
  if (!textOf(kind)) throw fail('this document is no Kubernetes object: kind is missing', kind);
  const metadata = entry(node, 'metadata');
  if (textOf(kind)!.endsWith('List')) return node;
  if (isNull(metadata)) throw fail(`${textOf(kind)}: metadata is missing`);
  if (metadata!.kind !== 'map') throw fail(`${textOf(kind)}: metadata must be a map`, metadata);
  if (!textOf(entry(metadata, 'name'))) throw fail(`${textOf(kind)}: metadata.name is missing`, metadata);
  for (const field of ['labels', 'annotations'] as const) refuseOddMap(field, metadata, file);
  return node;
}

/**
 * A text in place of labels stays what it is, as nothing is read from it. Of lists kustomize makes pairs in some places and
 * none in others, and texts in place of annotations are gone in some.
 */
function refuseOddMap(field: 'labels' | 'annotations', metadata: Node | undefined, file: string): void {
  const map = entry(metadata, field);
  if (map === undefined || isNull(map) || map.kind === 'map') return;
  if (field === 'labels' && map.kind === 'scalar') return;
  const location = { file, offset: map.origin.start };
  throw new OutOfScope(`metadata.${field} is a ${map.kind} and no map, which we do not follow`, location);
}
