/** `configMapGenerator` and `secretGenerator` (kustomize.md 1.12). */
import { copyOf } from '../../yaml/read/data.ts';
import { get, getFlag, getText, type Item, itemsOf } from '../file/kustomization.ts';
import { BuildFailure, type Location } from '../files/problem.ts';
import type { Layer } from '../layer/layer.ts';
import { describeId } from '../object/id.ts';
import { asText, setMetadata, unwritableKey } from '../object/metadata.ts';
import { newResource } from '../object/read-objects.ts';
import { hasId, idOf, nameOf, namespaceOf, type Resource } from '../object/resource.ts';
import {
  entry,
  isNull,
  type MapNode,
  mapNode,
  type Node,
  scalarNode,
  textOf,
  withEntry,
  withHistory,
  withoutEntry,
  writtenBy,
} from '../tree/node.ts';
import type { EntryWriter, Origin } from '../tree/writer.ts';
import { type Pair, readPairs } from './generator-pairs.ts';

export type GeneratorKind = 'ConfigMap' | 'Secret';

export function applyGenerators(layer: Layer): void {
  for (const [field, kind] of [
    ['configMapGenerator', 'ConfigMap'],
    ['secretGenerator', 'Secret'],
  ] as const) {
    for (const item of itemsOf(layer.kustomization, field)) {
      const location = { file: layer.kustomization.file, offset: item.node.origin.start };
      const global = layer.kustomization.node.entries.get('generatorOptions');
      absorb(layer, generate(layer, item.node, kind, global, item, location), location);
    }
  }
}

/** The object of one generator entry. @throws BuildFailure for inputs that kustomize refuses */
export function generate(
  layer: Layer,
  node: Node,
  kind: GeneratorKind,
  global: Node | undefined,
  item: Pick<Item, 'index' | 'field'>,
  location: Location,
): Resource {
  const name = getText(node, 'name');
  if (name === '') throw new BuildFailure('generator', 'a generator needs a name', location);
  const writer: EntryWriter = {
    type: 'generator',
    file: node.origin.by.file,
    doc: node.origin.by.doc,
    layer: layer.folder,
    index: item.index,
    ...('inline' in node.origin.by && node.origin.by.inline && { inline: node.origin.by.inline }),
  };
  const origin: Origin = writtenBy(node.origin, writer);
  const pairs = readPairs(layer, node, writer, location);
  refuseKeys(
    pairs.map(({ key }) => key),
    location,
  );
  const entries = new Map<string, Node>();
  const scalar = (value: string, from: Node | undefined) =>
    scalarNode(value, from ? writtenBy(from.origin, writer) : origin);
  entries.set('apiVersion', scalar('v1', undefined));
  entries.set('kind', scalar(kind, undefined));
  const metadata = new Map<string, Node>([['name', scalar(name, get(node, 'name'))]]);
  if (getText(node, 'namespace') !== '')
    metadata.set('namespace', scalar(getText(node, 'namespace'), get(node, 'namespace')));
  const options = [global, get(node, 'options')];
  for (const field of ['labels', 'annotations'] as const) {
    const merged = mergedStrings(options, field, writer);
    refuseKeys(merged.keys(), location);
    if (merged.size > 0) metadata.set(field, mapNode(merged, origin));
  }
  entries.set('metadata', mapNode(metadata, origin));
  addData(entries, kind, pairs, origin);
  if (kind === 'Secret') entries.set('type', scalar(getText(node, 'type') || 'Opaque', get(node, 'type')));
  if (options.some(o => getFlag(o, 'immutable'))) entries.set('immutable', scalarNode(true, origin));
  const resource = newResource(mapNode(entries, origin), {
    id: `generator:${layer.folder}#${kind}/${name}`,
    file: layer.kustomization.file,
    doc: node.origin.by.doc,
    item: null,
    type: 'generator',
    layer: layer.folder,
    generators: [{ layer: layer.folder, field: item.field, index: item.index }],
    madeBy: {
      apiVersion: 'builtin',
      kind: `${kind}Generator`,
      name: '',
      namespace: '',
      file: layer.kustomization.file,
    },
  });
  resource.needsHash = !options.some(o => getFlag(o, 'disableNameSuffixHash'));
  const behavior = getText(node, 'behavior');
  resource.behavior = behavior === 'merge' || behavior === 'replace' ? behavior : 'create';
  return resource;
}

/** @throws BuildFailure */
function refuseKeys(keys: Iterable<string>, location: Location): void {
  const key = unwritableKey(keys);
  if (key !== undefined) throw new BuildFailure('generator', `'${key}' cannot become a key`, location);
}

function mergedStrings(
  options: readonly (Node | undefined)[],
  field: string,
  writer: EntryWriter,
): Map<string, Node> {
  const result = new Map<string, Node>();
  for (const option of options) {
    const map = get(option, field);
    if (map?.kind !== 'map') continue;
    for (const [key, value] of map.entries) {
      result.set(key, scalarNode(textOf(value) ?? '', writtenBy(value.origin, writer)));
    }
  }
  return result;
}

function addData(
  entries: Map<string, Node>,
  kind: GeneratorKind,
  pairs: readonly Pair[],
  origin: Origin,
): void {
  const text = new Map<string, Node>();
  const binary = new Map<string, Node>();
  for (const pair of pairs) {
    if (kind === 'Secret') text.set(pair.key, scalarNode(wrapBase64(pair), pair.origin));
    else if (pair.binary) binary.set(pair.key, scalarNode(wrapBase64(pair), pair.origin));
    else text.set(pair.key, scalarNode(pair.value, pair.origin));
  }
  // A Secret has its data even when there is none.
  if (text.size > 0 || kind === 'Secret') entries.set('data', mapNode(text, origin));
  if (binary.size > 0) entries.set('binaryData', mapNode(binary, origin));
}

/** A value as a Secret holds it: base64, wrapped at 70 characters where it is longer. */
export function wrapBase64(pair: Pick<Pair, 'value' | 'binary'>): string {
  const encoded = Buffer.from(pair.value, pair.binary ? 'latin1' : 'utf8').toString('base64');
  if (encoded.length <= 70) return encoded;
  return `${encoded.match(/.{1,70}/g)!.join('\n')}\n`;
}

/** Adds a generated object: new, merged into the one that has any such identity, or in its place. */
export function absorb(layer: Layer, made: Resource, location: Location): void {
  const id = idOf(made);
  const matches = layer.resources.filter(resource => hasId(resource, id));
  const behavior = made.behavior ?? 'create';
  if (matches.length > 1) {
    throw new BuildFailure('generator', `several objects could take ${describeId(id)}`, location);
  }
  const old = matches[0];
  if (!old) {
    if (behavior !== 'create') {
      throw new BuildFailure(
        'generator',
        `${describeId(id)} does not exist; cannot ${behavior} it`,
        location,
      );
    }
    layer.resources.push(made);
    return;
  }
  if (behavior === 'create') {
    throw new BuildFailure(
      'generator',
      `${describeId(id)} exists already; behavior must be merge or replace`,
      location,
    );
  }
  const index = layer.resources.indexOf(old);
  layer.resources[index] = overlaid(old, made, behavior, location);
}

/** The new object with identity, labels and annotations of the old one; `merge` keeps its data too. */
function overlaid(
  old: Resource,
  made: Resource,
  behavior: 'merge' | 'replace',
  location: Location,
): Resource {
  let node = made.node;
  const withMergedMap = (to: MapNode, path: readonly string[], from: Node | undefined) => {
    if (from?.kind !== 'map') return to;
    refuseKeys(from.entries.keys(), location);
    return withMapBelow(to, path, from);
  };
  for (const field of ['labels', 'annotations']) {
    node = withMergedMap(node, ['metadata', field], entry(entry(old.node, 'metadata'), field));
  }
  if (behavior === 'merge') {
    node = withMergedMap(node, ['data'], oldData(old.node));
    node = withMergedMap(node, ['binaryData'], entry(old.node, 'binaryData'));
    const data = entry(node, 'data');
    if (data?.kind === 'map' && data.entries.size === 0) node = withoutEntry(node, 'data', null);
  }
  node = setMetadata(node, 'name', nameOf(old), ownOrigin(old.node, 'name'));
  node = setMetadata(node, 'namespace', namespaceOf(old), ownOrigin(old.node, 'namespace'));
  return {
    ...made,
    node,
    source: {
      ...old.source,
      ...(behavior === 'replace' && made.source.madeBy && { madeBy: made.source.madeBy }),
      generators: [...(old.source.generators ?? []), ...(made.source.generators ?? [])],
    },
    previous: old.previous,
    prefixes: old.prefixes,
    suffixes: old.suffixes,
    layers: old.layers,
    needsHash: made.needsHash && old.needsHash,
    behavior: null,
    variables: old.variables ?? made.variables,
  };
}

/** A Secret's stringData counts as data, encoded (5.8). */
function oldData(node: MapNode): Node | undefined {
  const data = entry(node, 'data');
  const strings = entry(node, 'stringData');
  if (textOf(entry(node, 'kind')) !== 'Secret' || strings?.kind !== 'map') return data;
  const entries = new Map(data?.kind === 'map' ? data.entries : []);
  for (const [key, value] of strings.entries) {
    const pair = { key, value: textOf(value) ?? '', binary: false, origin: value.origin };
    entries.set(key, scalarNode(wrapBase64(pair), value.origin));
  }
  return mapNode(entries, strings.origin);
}

/** Of data a null is no text, of labels it is the one that stands there. */
function textIn(value: Node, field: string): Node {
  const isMetadata = field === 'labels' || field === 'annotations';
  return isNull(value) && !isMetadata ? scalarNode('', value.origin, value) : asText(value);
}

function ownOrigin(node: MapNode, key: 'name' | 'namespace'): Origin {
  return (entry(entry(node, 'metadata'), key) ?? node).origin;
}

/** Under the entries of a node's own map those of an old one, which are texts from now on. */
function withMapBelow(node: MapNode, path: readonly string[], old: MapNode): MapNode {
  if (path.length === 2) {
    const parent = entry(node, path[0]!) as MapNode;
    return withEntry(node, path[0]!, withMapBelow(parent, [path[1]!], old));
  }
  const field = path[0]!;
  const own = entry(node, field);
  const entries = copyOf(old.entries);
  for (const [key, value] of old.entries) entries.set(key, textIn(value, path[0]!));
  if (own?.kind === 'map') {
    for (const [key, value] of own.entries) {
      const was = old.entries.get(key);
      entries.set(key, was ? withHistory(value, was) : value);
    }
  }
  return entries.size === 0
    ? node
    : withEntry(node, field, mapNode(entries, own?.kind === 'map' ? own.origin : old.origin));
}
