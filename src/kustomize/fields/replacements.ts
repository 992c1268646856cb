/** `replacements`: values copied from one object into others (kustomize.md 1.14). */

import { get, getFlag, getItems, getText, itemsOf } from '../file/kustomization.ts';
import { checkReplacement } from '../file/schema.ts';
import { BuildFailure, type Location } from '../files/problem.ts';
import type { Layer } from '../layer/layer.ts';
import { isExactly, matchesSelectors, readSelector, rejectsId, selectByAnyId } from '../layer/select.ts';
import { describeId } from '../object/id.ts';
import { idOf, type Resource } from '../object/resource.ts';
import { spreadWrites } from '../object/shared-nodes.ts';
import { FieldPathProblem, lookup, rewrite, splitDottedPath, type Walk } from '../tree/field-path.ts';
import { isNull, type MapNode, type Node, scalarNode, writtenBy } from '../tree/node.ts';
import { parseOrFail, parseText } from '../tree/parse.ts';
import type { Copied, EntryWriter, FieldOptions, Origin } from '../tree/writer.ts';
import { refine, replaced } from './replacement-value.ts';
import { countInside, findEntrance, rewriteInside } from './structured-data.ts';

const DEFAULT_FIELD_PATH = 'metadata.name';

export function applyReplacements(layer: Layer): void {
  applyReplacementItems(
    layer,
    itemsOf(layer.kustomization, 'replacements').map(item => item.node),
  );
}

/** The entries of `replacements`, each written out or naming a file. All files are read before any value moves. */
export function applyReplacementItems(layer: Layer, items: readonly Node[]): void {
  const pending = items.flatMap((node, index) => {
    const location = { file: node.origin.by.file, offset: node.origin.start };
    return readEntry(layer, node, location).map(replacement => ({ replacement, index, location }));
  });
  for (const { replacement, index, location } of pending) {
    try {
      applyReplacement(layer, replacement, index, location);
    } catch (error) {
      if (!(error instanceof FieldPathProblem)) throw error;
      throw new BuildFailure('replacement', error.message, location);
    }
  }
}

function readEntry(layer: Layer, node: Node, location: Location): Node[] {
  const path = getText(node, 'path');
  if (path === '') return [node];
  if (get(node, 'source') || getItems(node, 'targets').length > 0) {
    throw new BuildFailure('replacement', 'cannot specify both path and inline replacement', location);
  }
  const file = layer.loadFile(path, location);
  const writer = (doc: number) => ({ type: 'source', file, doc }) as const;
  const content = parseOrFail(file, () => parseText(layer.readText(file), 'kustomization', writer))[0]?.node;
  if (!content || content.kind === 'scalar') {
    throw new BuildFailure('replacement', `${path} holds neither a replacement nor a list of them`, location);
  }
  const problem = checkReplacement(content);
  if (problem)
    throw new BuildFailure('replacement', problem.message, { file, offset: problem.node.origin.start });
  return content.kind === 'list' ? [...content.items] : [content];
}

function applyReplacement(layer: Layer, node: Node, index: number, location: Location): void {
  const targets = getItems(node, 'targets');
  const hasSource = !isNull(get(node, 'source'));
  if (targets.length === 0 || (!hasSource && isNull(get(node, 'sourceValue')))) {
    throw new BuildFailure(
      'replacement',
      'replacements must specify a source and at least one target',
      location,
    );
  }
  const source = sourceOf(layer, node, location);
  const { read, whole } = source;
  for (const target of targets) {
    const by = {
      type: 'replacement',
      file: node.origin.by.file,
      doc: node.origin.by.doc,
      layer: layer.folder,
      index,
    } as const;
    const copied = read && { ...read, target: readOptions(get(target, 'options')) };
    const originOf = (from: Origin) =>
      writtenBy(node.origin, { ...by, from, ...(copied && { copied }), ...(whole && { whole }) });
    applyTarget(layer, target, source, originOf, location);
  }
}

interface Source {
  /** A whole value is read anew for each write: a target may be the source itself. A piece is cut off once. */
  now(): Node;
  /** Null for maps and lists. */
  readonly read: Omit<Copied, 'target'> | null;
  /** Null for all but maps. */
  readonly whole: EntryWriter['whole'] | null;
}

function sourceOf(layer: Layer, node: Node, location: Location): Source {
  const source = get(node, 'source');
  const constant = get(node, 'sourceValue');
  if (!isNull(constant)) {
    if (!isNull(source)) {
      throw new BuildFailure('replacement', 'sourceValue and source are mutually exclusive', location);
    }
    const value = scalarNode(getText(node, 'sourceValue'), constant!.origin);
    const read = { object: null, path: [], source: readOptions(undefined) };
    return { now: () => value, read, whole: null };
  }
  const selector = readSelector(source);
  const matches = layer.resources.filter(resource => isExactly(resource, selector));
  if (matches.length !== 1) {
    const what =
      matches.length === 0
        ? 'nothing is'
        : `several objects are (${matches.map(m => describeId(idOf(m))).join(', ')})`;
    throw new BuildFailure('replacement', `${what} selected by the source`, {
      file: location.file,
      offset: (source ?? node).origin.start,
    });
  }
  const [resource] = matches as [Resource];
  const written = getText(source, 'fieldPath') || DEFAULT_FIELD_PATH;
  const path = splitDottedPath(written);
  const found = lookup(resource.node, path);
  if (!found || isEmptySource(found)) {
    throw new FieldPathProblem(
      `fieldPath '${written}' is missing in the source ${describeId(idOf(resource))}`,
    );
  }
  const options = readOptions(get(source, 'options'));
  const piece = options.delimiter === '' ? null : refine(found, options);
  const read = { object: resource.source.id, path, source: options };
  return {
    now: () => piece ?? lookup(resource.node, path) ?? found,
    read: found.kind === 'scalar' ? read : null,
    whole: found.kind === 'map' ? { object: read.object, path } : null,
  };
}

function isEmptySource(node: Node): boolean {
  if (node.kind === 'scalar') return node.value === null;
  return node.kind === 'map' ? node.entries.size === 0 : node.items.length === 0;
}

function readOptions(node: Node | undefined): FieldOptions {
  const index = get(node, 'index');
  return {
    delimiter: getText(node, 'delimiter'),
    index: index?.kind === 'scalar' && typeof index.value === 'number' ? index.value : 0,
    create: getFlag(node, 'create'),
  };
}

function applyTarget(
  layer: Layer,
  target: Node,
  source: Source,
  originOf: (from: Origin) => Origin,
  location: Location,
): void {
  const select = get(target, 'select');
  if (isNull(select))
    throw new BuildFailure('replacement', 'a target must specify resources to select', location);
  const written = getItems(target, 'fieldPaths').map(path => (path.kind === 'scalar' ? path.raw : ''));
  const paths = written.length === 0 ? [DEFAULT_FIELD_PATH] : written;
  const options = readOptions(get(target, 'options'));
  for (const resource of layer.resources) {
    if (!isTarget(resource, target, location.file)) continue;
    for (const path of paths) {
      const node = withValue(resource, path, source.now(), options, originOf, location);
      resource.node = spreadWrites(resource, node);
    }
  }
}

/** Of a text of several lines no whole is copied. */
function asPart(origin: Origin): Origin {
  const { copied: _copied, ...by } = origin.by as EntryWriter;
  return writtenBy(origin, by);
}

/** Labels and annotations of `reject` count without its name, and the other way round. */
function isTarget(resource: Resource, target: Node, file: string): boolean {
  const selector = readSelector(get(target, 'select'));
  if (!matchesSelectors(resource, selector, file)) return false;
  const rejects = getItems(target, 'reject').map(readSelector);
  for (const reject of rejects) {
    const hasLabels = reject.labelSelector !== '' || reject.annotationSelector !== '';
    if (hasLabels && matchesSelectors(resource, reject, file)) return false;
  }
  if (rejects.some(reject => rejectsId(resource, reject, file))) return false;
  return selectByAnyId(resource, selector, file);
}

function withValue(
  resource: Resource,
  fieldPath: string,
  value: Node,
  options: FieldOptions,
  originOf: (from: Origin) => Origin,
  location: Location,
): MapNode {
  const path = splitDottedPath(fieldPath);
  const origin = originOf(value.origin);
  const walk: Walk = {
    set: node => replaced(node, value, options, originOf),
    create: options.create ? value.kind : null,
    origin,
    inside: (scalar, rest) => countInside(scalar, rest, walk),
  };
  const entrance = findEntrance(resource.node, path);
  const text = entrance && rewriteInside(entrance, walk, location);
  if (entrance && text !== null) {
    const set = (node: Node): Node =>
      node === entrance.scalar ? scalarNode(text, asPart(origin), node) : node;
    return rewrite(resource.node, entrance.outer, { ...walk, set, create: null }).node as MapNode;
  }
  let result: ReturnType<typeof rewrite>;
  try {
    result = rewrite(resource.node, path, walk);
  } catch (error) {
    if (!(error instanceof FieldPathProblem)) throw error;
    throw new FieldPathProblem(`${describeId(idOf(resource))}: ${fieldPath}: ${error.message}`);
  }
  if (result.found === 0) {
    const what = options.create ? 'find or create' : 'find';
    throw new FieldPathProblem(`unable to ${what} field '${fieldPath}' in ${describeId(idOf(resource))}`);
  }
  return result.node as MapNode;
}
