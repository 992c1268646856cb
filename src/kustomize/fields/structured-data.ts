/** Replacements that go on inside the text of a scalar: JSON or YAML kept in a ConfigMap (kustomize.md 1.14). */

import { type ReemitChange, reemit, UnsupportedEmission } from '../../yaml/edit/reemit.ts';
import { YamlProblem } from '../../yaml/read/problem.ts';
import { readPiece } from '../../yaml/read/read.ts';
import { BuildFailure, type Location, OutOfScope } from '../files/problem.ts';
import { goJson, indentedGoJson } from '../object/content-hash.ts';
import { FieldPathProblem, lookup, rewrite, type Walk } from '../tree/field-path.ts';
import { isNull, listNode, mapNode, type Node, type ScalarNode, scalarNode, toJson } from '../tree/node.ts';
import type { Origin } from '../tree/writer.ts';

/** A path split where it enters the text of a scalar. */
export interface Entrance {
  /** Parts up to the scalar. */
  readonly outer: readonly string[];
  readonly inner: readonly string[];
  readonly scalar: ScalarNode;
  readonly content: Node;
}

/** The first scalar on the way whose text reads as YAML, or null. */
export function findEntrance(root: Node, path: readonly string[]): Entrance | null {
  for (let length = 1; length < path.length; length++) {
    const outer = path.slice(0, length);
    let node: Node | undefined;
    try {
      node = lookup(root, outer);
    } catch (error) {
      if (error instanceof FieldPathProblem) continue;
      throw error;
    }
    if (node?.kind !== 'scalar') continue;
    const content = parse(node);
    if (content) return { outer, inner: path.slice(length), scalar: node, content };
  }
  return null;
}

/** How many nodes a path reaches in the text of a scalar. @throws FieldPathProblem */
export function countInside(scalar: ScalarNode, path: readonly string[], walk: Walk): number {
  const content = parse(scalar);
  if (!content) throw new FieldPathProblem(`'${path[0] ?? ''}' lies below a text that is no YAML`);
  return rewrite(content, path, walk).found;
}

/**
 * The scalar's text with the replacement in it; null when the path leads nowhere in there.
 * @throws OutOfScope when we cannot print the text as kustomize would
 */
export function rewriteInside(entrance: Entrance, walk: Walk, location: Location): string | null {
  const { content, inner, scalar } = entrance;
  if (isNull(content) && walk.create)
    throw new OutOfScope('a replacement that creates fields in an empty text', location);
  let result: ReturnType<typeof rewrite>;
  try {
    result = rewrite(content, inner, walk);
  } catch (error) {
    if (error instanceof FieldPathProblem) return null;
    throw error;
  }
  if (result.found === 0) return null;
  return print(content, result.node, scalar.raw, location);
}

function print(before: Node, after: Node, text: string, location: Location): string {
  const first = text.trimStart()[0];
  if (first === '{' || first === '[') {
    const json = toJson(after);
    return text.includes('\n') && text.includes('  ') ? indentedGoJson(json) : goJson(json);
  }
  try {
    return reemit(text, changesBetween(before, after)).trim();
  } catch (error) {
    if (error instanceof UnsupportedEmission) {
      throw new OutOfScope(`a replacement inside a YAML text with ${error.message}`, location);
    }
    throw new BuildFailure('replacement', error instanceof Error ? error.message : String(error), location);
  }
}

/** The nodes that a walk has replaced, by their paths. */
function changesBetween(
  before: Node | undefined,
  after: Node,
  path: readonly (string | number)[] = [],
): ReemitChange[] {
  if (before === after) return [];
  if (before?.kind === 'map' && after.kind === 'map') {
    return [...after.entries].flatMap(([key, child]) =>
      changesBetween(before.entries.get(key), child, [...path, key]),
    );
  }
  if (before?.kind === 'list' && after.kind === 'list') {
    return after.items.flatMap((child, i) => changesBetween(before.items[i], child, [...path, i]));
  }
  return [{ path, value: toJson(after) }];
}

function parse(scalar: ScalarNode): Node | null {
  const by = scalar.origin.by;
  try {
    return (
      readPiece<Node, Origin>(
        { start: 0, text: scalar.raw },
        {
          origin: (up, key, place, viaAlias) => ({ by, up, key, ...place, viaAlias }),
          scalar: (value, raw, styled, origin) => scalarNode(value, origin, null, raw, styled),
          map: (entries, origin) => mapNode(entries, origin),
          list: (items, origin) => listNode(items, origin),
        },
        { rules: 'resource' },
      ) ?? scalarNode(null, scalar.origin)
    );
  } catch (error) {
    if (error instanceof YamlProblem) return null;
    throw error;
  }
}
