/** Fields that replacements and variables copy from others: what they copy, and what they say when that changes. */

import { refine, replaced } from '../../kustomize/fields/replacement-value.ts';
import { FieldPathProblem } from '../../kustomize/tree/field-path.ts';
import { entry, type Node, type ScalarNode, scalarNode } from '../../kustomize/tree/node.ts';
import type { Copied, EntryWriter, Origin } from '../../kustomize/tree/writer.ts';
import { memoized } from '../../text/memo.ts';
import type { FieldPath, Json, PathStep } from '../../transform.ts';
import { resolvePlain, UnrepresentableScalar } from '../../yaml/read/scalar.ts';
import { eachScalar, keyedStep } from './elements.ts';
import { nodeAt, type RenderedObject, type RenderedRoot } from './rendered.ts';

export interface Copy {
  readonly root: RenderedRoot;
  readonly object: RenderedObject;
  /** Null below a list whose elements have no key: no fix can speak of it. */
  readonly path: FieldPath | null;
  readonly node: ScalarNode;
  readonly by: EntryWriter;
  /** Where the value was written. */
  readonly from: Origin;
  readonly copied: Copied;
}

/** Every copy in a root. */
export const copiesIn = memoized((root: RenderedRoot): readonly Copy[] =>
  mayCopy(root)
    ? [...root.objects, ...root.hidden].flatMap(object => copiesBelow(root, object, object.final.node))
    : [],
);

/** The copies in a part of an object; their paths begin at the part. */
export function copiesBelow(root: RenderedRoot, object: RenderedObject, part: Node): Copy[] {
  const found: Copy[] = [];
  eachScalar(part, (node, pathOf) => {
    const copy = copyOf(root, object, node, pathOf);
    if (copy) found.push(copy);
  });
  return found;
}

/** Most roots have nothing that copies: they need no walk. */
export function mayCopy({ accumulated }: RenderedRoot): boolean {
  if (accumulated.variables.length > 0) return true;
  const fields = ['replacements', 'transformers'];
  return [...accumulated.visits.values()].some(({ kustomization }) =>
    fields.some(field => kustomization.node.entries.has(field)),
  );
}

function copyOf(
  root: RenderedRoot,
  object: RenderedObject,
  node: ScalarNode,
  pathOf: () => FieldPath | null,
): Copy | null {
  const { by } = node.origin;
  if ((by.type !== 'replacement' && by.type !== 'var') || !by.copied || !by.from) return null;
  return { root, object, path: pathOf(), node, by, from: by.from, copied: by.copied };
}

/** The copy at a field, or null. */
export function copyAt(root: RenderedRoot, object: RenderedObject, path: FieldPath): Copy | null {
  const node = nodeAt(object.final.node, path);
  return node?.kind === 'scalar' ? copyOf(root, object, node, () => path) : null;
}

/** Parts of a dotted path as steps; null where an element has no key, or another kind of value stands there. */
export function stepsOfParts(
  root: Node,
  parts: readonly string[],
  kind: Node['kind'] = 'scalar',
): FieldPath | null {
  const steps: PathStep[] = [];
  let node: Node | undefined = root;
  for (const part of parts) {
    if (node?.kind === 'map') {
      steps.push(part);
      node = entry(node, part);
      continue;
    }
    if (node?.kind !== 'list') return null;
    const [, key, value = ''] = /^\[([^=]+)=(.*)\]$/.exec(part) ?? [];
    const item: Node | undefined =
      key === undefined
        ? node.items[part === '-' ? node.items.length - 1 : Number(part)]
        : node.items.find(each => textIs(each, key, value));
    const step = item?.kind === 'map' ? keyedStep(item, node) : null;
    if (!item || !step) return null;
    steps.push(step);
    node = item;
  }
  return node?.kind === kind ? steps : null;
}

function textIs(item: Node, key: string, value: string): boolean {
  const field = entry(item, key);
  return field?.kind === 'scalar' && field.raw === value;
}

/** What the whole source must say so that a copy says a value; null where the rest of the copy would have to change. */
export function sourceTextFor(copy: Copy, value: Json, source: string): string | null {
  if (value === null || typeof value === 'object') return null;
  const piece = pieceOf(copy, String(value));
  if (piece === null) return null;
  const { delimiter, index } = copy.copied.source;
  if (delimiter === '') return piece;
  if (piece.includes(delimiter)) return null;
  const pieces = source.split(delimiter);
  pieces[index] = piece;
  return pieces.join(delimiter);
}

/** The part of a copy's text that comes from the source. */
function pieceOf(copy: Copy, text: string): string | null {
  const { delimiter, index } = copy.copied.target;
  if (delimiter !== '') {
    const now = copy.node.raw.split(delimiter);
    const wanted = text.split(delimiter);
    const at = Math.min(Math.max(index, 0), now.length - 1);
    const isRest = wanted.length === now.length && wanted.every((each, i) => i === at || each === now[i]);
    return isRest ? (wanted[at] ?? null) : null;
  }
  if (copy.by.type !== 'var') return text;
  const around = aroundVariable(copy);
  if (!around) return null;
  const [before, after] = around;
  if (text.length < before.length + after.length || !text.startsWith(before) || !text.endsWith(after))
    return null;
  return text.slice(before.length, text.length - after.length);
}

/** Text before and behind the only variable of a field. */
function aroundVariable({ node }: Copy): readonly [string, string] | null {
  const template = node.over?.kind === 'scalar' ? node.over.raw : '';
  const [, before, after] = /^([^$]*)\$\([^)]*\)([^$]*)$/.exec(template) ?? [];
  return before === undefined || after === undefined ? null : [before, after];
}

/** What a copy says when its source says a text; undefined where it cannot take that. */
export function copyWith(copy: Copy, source: string): Json | undefined {
  const value = scalarNode(source, copy.node.origin);
  try {
    const piece = refine(value, copy.copied.source);
    if (piece.kind !== 'scalar') return undefined;
    if (copy.by.type === 'var') {
      const around = aroundVariable(copy);
      if (!around) return undefined;
      return typed(copy.node, around[0] + piece.raw + around[1]);
    }
    // The target holds the old piece: the new one takes its place, at an end too.
    const count = copy.node.raw.split(copy.copied.target.delimiter || '\0').length;
    const index = Math.min(Math.max(copy.copied.target.index, 0), count - 1);
    const result = replaced(copy.node, piece, { ...copy.copied.target, index }, origin => origin);
    return result.kind === 'scalar' ? result.value : undefined;
  } catch (error) {
    if (error instanceof FieldPathProblem) return undefined;
    throw error;
  }
}

/** A text as a scalar of the type that another has; undefined where it reads as another type. */
export function typed({ value }: ScalarNode, text: string): Json | undefined {
  if (typeof value === 'string') return text;
  try {
    const read = resolvePlain(text);
    return typeof read === typeof value ? read : undefined;
  } catch (error) {
    if (error instanceof UnrepresentableScalar) return undefined;
    throw error;
  }
}
