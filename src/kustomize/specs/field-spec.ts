/** Walks a field spec's path: lists on the way are entered without a path part (kustomize.md 1.7). */
import { memoizedText } from '../../text/memo.ts';
import type { FieldSpec } from '../data/field-specs.ts';
import { getFlag, getText } from '../file/kustomization.ts';
import { selectsGvk } from '../object/id.ts';
import { gvkOf, kindOf } from '../object/resource.ts';
import {
  type ListNode,
  listNode,
  type MapNode,
  mapNode,
  type Node,
  scalarNode,
  withEntry,
  withHistory,
  withItems,
} from '../tree/node.ts';
import type { Origin } from '../tree/writer.ts';

export type SetNode = (node: Node) => Node;

export interface Creation {
  /** Kind of node to create when the spec says `create` and the field is missing. */
  readonly kind: 'scalar' | 'map';
  readonly origin: Origin;
}

/** Splits `a/b\/c/d` into its parts. */
export function splitFieldPath(path: string): string[] {
  const parts = path.split(/(?<!\\)\//).map(part => part.replaceAll('\\/', '/'));
  return parts[0] === '' ? parts.slice(1) : parts;
}

/** Field specs as configurations and transformers write them. */
export function readFieldSpecs(nodes: readonly Node[]): FieldSpec[] {
  return nodes.map(node => ({
    path: getText(node, 'path'),
    ...(getText(node, 'group') && { group: getText(node, 'group') }),
    ...(getText(node, 'version') && { version: getText(node, 'version') }),
    ...(getText(node, 'kind') && { kind: getText(node, 'kind') }),
    ...(getFlag(node, 'create') && { create: true }),
  }));
}

/** A path that does not fit the object. */
export class FieldSpecProblem extends Error {}

const MAX_PATHS = 10_000;
const splitOnce = memoizedText(MAX_PATHS, splitFieldPath);

/** The path of a spec, taken apart once. */
export function stepsOf({ path }: Pick<FieldSpec, 'path'>): readonly string[] {
  return splitOnce(path);
}

/** The resource with `set` applied to every node that the spec reaches. */
export function applyFieldSpec(
  node: MapNode,
  spec: FieldSpec,
  set: SetNode,
  creation: Creation | null,
): MapNode {
  if (!selects(spec, node)) return node;
  return walk(node, stepsOf(spec), 0, spec, set, spec.create ? creation : null) as MapNode;
}

/** The kind first: most specs are about another one. */
function selects(spec: FieldSpec, node: MapNode): boolean {
  if (spec.kind && spec.kind !== kindOf({ node })) return false;
  return (!spec.group && !spec.version) || selectsGvk(gvkOf({ node }), spec);
}

function walk(
  node: Node,
  path: readonly string[],
  index: number,
  spec: FieldSpec,
  set: SetNode,
  creation: Creation | null,
): Node {
  if (index === path.length) return set(node);
  if (node.kind === 'scalar') {
    if (node.value === null) return node;
    throw new FieldSpecProblem(
      `field '${spec.path}': expected a list or a map at '${path[index - 1] ?? ''}'`,
    );
  }
  if (node.kind === 'list') return walkList(node, path, index, spec, set, creation);
  const written = path[index]!;
  refuseIndex(written, spec);
  const isSequence = written.endsWith('[]');
  const field = isSequence ? written.slice(0, -2) : written;
  const last = index === path.length - 1;
  let child = node.entries.get(field);
  const create = creation !== null && !isSequence;
  if (child === undefined) {
    if (!create) return node;
    child = last ? created(creation) : mapNode(new Map(), creation.origin);
  } else if (child.kind === 'scalar' && child.value === null) {
    if (isSequence) child = listNode([], child.origin, child);
    else if (create)
      child = last ? withHistory(created(creation), child) : mapNode(new Map(), creation.origin, child);
  }
  const next = walk(child, path, index + 1, spec, set, creation);
  return next === node.entries.get(field) ? node : withEntry(node, field, next);
}

/** Parts that mean an item of a list to kustomize: lists are entered without a part, so they always meet a map. */
const INDEX = /^(?:\*|-|[-+]?[0-9]+|\[.*\])$/s;

export function isIndex(part: string): boolean {
  return INDEX.test(part);
}

/** @throws FieldSpecProblem */
function refuseIndex(part: string, spec: FieldSpec): void {
  if (!isIndex(part)) return;
  const why = part === '*' ? 'a wildcard, which no field spec may hold' : 'an index, and a map stands there';
  throw new FieldSpecProblem(`field '${spec.path}': '${part}' is ${why}`);
}

function created(creation: Creation): Node {
  return creation.kind === 'map' ? mapNode(new Map(), creation.origin) : scalarNode(null, creation.origin);
}

function walkList(
  node: ListNode,
  path: readonly string[],
  index: number,
  spec: FieldSpec,
  set: SetNode,
  creation: Creation | null,
): ListNode {
  let items: Node[] | null = null;
  for (let i = 0; i < node.items.length; i++) {
    const next = walk(node.items[i]!, path, index, spec, set, creation);
    if (next === node.items[i]) continue;
    items ??= node.items.slice();
    items[i] = next;
  }
  return items ? withItems(node, items) : node;
}
