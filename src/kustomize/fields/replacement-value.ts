/** What a replacement writes: the whole value, or one piece between delimiters (kustomize.md 1.14). */
import { resolvePlain, UnrepresentableScalar } from '../../yaml/read/scalar.ts';
import { FieldPathProblem } from '../tree/field-path.ts';
import {
  listNode,
  mapNode,
  type Node,
  placedAt,
  type ScalarNode,
  scalarNode,
  withHistory,
} from '../tree/node.ts';
import type { FieldOptions, Origin } from '../tree/writer.ts';

/** The piece of the source that counts. */
export function refine(source: Node, options: FieldOptions): Node {
  if (options.delimiter === '') return source;
  if (source.kind !== 'scalar') throw new FieldPathProblem('only a scalar can be split at a delimiter');
  const piece = source.raw.split(options.delimiter)[options.index];
  if (piece === undefined) {
    throw new FieldPathProblem(`options.index ${options.index} is out of bounds for value ${source.raw}`);
  }
  return scalarNode(piece, source.origin, source.over);
}

/**
 * The target with the value in it. A scalar keeps its type and takes the text only; anything else is
 * replaced by the value itself.
 */
export function replaced(
  target: Node,
  value: Node,
  options: FieldOptions,
  originOf: (from: Origin) => Origin,
): Node {
  if (options.delimiter !== '' && target.kind !== 'scalar') {
    throw new FieldPathProblem('only a scalar can be split at a delimiter');
  }
  if (target.kind !== 'scalar') return withHistory(owned(value, originOf), target);
  const text = spliced(target, value, options);
  const origin = originOf(value.origin);
  return scalarNode(retyped(target, text), origin, isNew(target) ? null : target, text, target.styled);
}

/** Created by the walk a moment ago: it stands nowhere yet. */
function isNew(target: ScalarNode): boolean {
  return target.value === null && target.raw === '' && target.origin.by.type === 'replacement';
}

function spliced(target: ScalarNode, value: Node, options: FieldOptions): string {
  // A map or list has no text: kustomize writes nothing then.
  const text = value.kind === 'scalar' ? value.raw : '';
  if (options.delimiter === '') return text;
  const pieces = target.raw.split(options.delimiter);
  if (options.index < 0) pieces.unshift(text);
  else if (options.index >= pieces.length) pieces.push(text);
  else pieces[options.index] = text;
  return pieces.join(options.delimiter);
}

function retyped(target: ScalarNode, text: string): ScalarNode['value'] {
  if (typeof target.value === 'string') return text;
  const value = resolved(text);
  if (isNew(target)) return value;
  const fits =
    target.value === null
      ? value === null
      : typeof target.value === 'boolean'
        ? typeof value === 'boolean'
        : typeof value === 'number' || typeof value === 'bigint';
  if (!fits) throw new FieldPathProblem(`'${text}' does not fit a field that holds ${String(target.value)}`);
  return value;
}

function resolved(text: string): ScalarNode['value'] {
  try {
    return resolvePlain(text);
  } catch (error) {
    if (!(error instanceof UnrepresentableScalar)) throw error;
    throw new FieldPathProblem(error.message);
  }
}

function owned(node: Node, originOf: (from: Origin) => Origin): Node {
  const origin = originOf(node.origin);
  switch (node.kind) {
    case 'scalar':
      return placedAt(node, origin, null);
    case 'list':
      return listNode(
        node.items.map(item => owned(item, originOf)),
        origin,
      );
    case 'map': {
      const entries = new Map<string, Node>();
      for (const [key, child] of node.entries) entries.set(key, owned(child, originOf));
      return mapNode(entries, origin);
    }
  }
}
