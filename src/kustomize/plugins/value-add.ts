/** `ValueAddTransformer`: one value put into many fields, or into a path that a field holds. */

import { withNamespace } from '../fields/names.ts';
import { entryOrigin } from '../fields/replicas-and-images.ts';
import { get, getItems, getText } from '../file/kustomization.ts';
import { baseName } from '../files/files.ts';
import { BuildFailure, type Location, OutOfScope } from '../files/problem.ts';
import type { Layer } from '../layer/layer.ts';
import { readSelector, selectResources } from '../layer/select.ts';
import type { Resource } from '../object/resource.ts';
import { splitFieldPath } from '../specs/field-spec.ts';
import { FieldPathProblem, rewrite, untyped, type Walk } from '../tree/field-path.ts';
import { type MapNode, type Node, scalarNode, withHistory } from '../tree/node.ts';
import { parseOrFail, parseText } from '../tree/parse.ts';
import type { Origin } from '../tree/writer.ts';
import type { PluginConfig } from './plugin-config.ts';

export function addValue(layer: Layer, { resource, index }: PluginConfig, location: Location): void {
  const node = resource.node;
  const value = getText(node, 'value').trim() || baseName(layer.folder);
  const origin = entryOrigin(layer, get(node, 'value') ?? node, 'transformer', index);
  const targets = [
    ...getItems(node, 'targets'),
    ...targetsInFile(layer, getText(node, 'targetFilePath'), location),
  ];
  if (targets.length === 0)
    throw new BuildFailure('transformer', 'must specify at least one target', location);
  for (const target of targets) {
    const selector = get(target, 'selector');
    const resources = selector
      ? selectResources(layer.resources, readSelector(selector), location.file)
      : layer.resources;
    for (const one of resources) one.node = withValue(one, target, value, origin, location);
  }
}

function targetsInFile(layer: Layer, path: string, location: Location): readonly Node[] {
  if (path === '') return [];
  const file = layer.loadFile(path, location);
  const documents = parseOrFail(file, () =>
    parseText(layer.readText(file), 'kustomization', doc => ({ type: 'source', file, doc })),
  );
  return getItems(documents[0]?.node, 'targets');
}

function withValue(
  resource: Resource,
  target: Node,
  value: string,
  origin: Origin,
  location: Location,
): MapNode {
  const fieldPath = getText(target, 'fieldPath');
  if (fieldPath === '') throw new BuildFailure('transformer', 'fieldPath cannot be empty', location);
  if (fieldPath === 'metadata/namespace') {
    return withNamespace(resource, {
      namespace: value,
      specs: [],
      unsetOnly: false,
      subjects: 'defaultOnly',
      origin,
      location,
    });
  }
  const path = splitFieldPath(fieldPath);
  if (path.some(part => part.startsWith('[')))
    throw new OutOfScope('ValueAddTransformer that selects elements', location);
  const index = get(target, 'filePathPosition');
  const position = index?.kind === 'scalar' && typeof index.value === 'number' ? index.value : 0;
  const walk: Walk = {
    set: node => written(node, value, position, origin),
    create: 'scalar',
    origin,
    inside: () => {
      throw new FieldPathProblem(`'${fieldPath}' goes on below a scalar`);
    },
  };
  try {
    return rewrite(resource.node, path, walk).node as MapNode;
  } catch (error) {
    if (!(error instanceof FieldPathProblem)) throw error;
    throw new BuildFailure('transformer', error.message, location);
  }
}

function written(node: Node, value: string, position: number, origin: Origin): Node {
  if (node.kind !== 'scalar') throw new FieldPathProblem('a value can be added to scalars only');
  const text = position > 0 ? insertPart(node.raw, position - 1, value) : value;
  const isNew = node.origin === origin;
  return typeof node.value === 'string'
    ? scalarNode(text, origin, node)
    : withHistory(untyped(text, origin), isNew ? null : node);
}

/** Inserts into a file path; an absolute path stays one. */
function insertPart(path: string, position: number, part: string): string {
  const parts = path === '' ? [] : path.replace(/\/+$/, '').split('/');
  let at = Math.min(position, parts.length);
  if (parts.length > 0 && parts[0] === '' && at < parts.length) at++;
  return parts.toSpliced(at, 0, part).join('/');
}
