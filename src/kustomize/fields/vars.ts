/** `vars`: values of one object put for `$(NAME)` into others (kustomize.md 1.14). */

import { copyOf } from '../../yaml/read/data.ts';
import type { FieldSpec } from '../data/field-specs.ts';
import { get, getText, itemsOf } from '../file/kustomization.ts';
import { BuildFailure } from '../files/problem.ts';
import type { Layer, Variable } from '../layer/layer.ts';
import {
  describeId,
  effectiveNamespace,
  type Id,
  isClusterScopedKind,
  splitApiVersion,
} from '../object/id.ts';
import { allIds, idOf, type Resource } from '../object/resource.ts';
import type { FieldSpecConfig } from '../specs/field-config.ts';
import { applyFieldSpec, FieldSpecProblem } from '../specs/field-spec.ts';
import { FieldPathProblem, lookup, splitDottedPath } from '../tree/field-path.ts';
import {
  isNull,
  type Node,
  type ScalarNode,
  scalarNode,
  withEntries,
  withItems,
  writtenBy,
} from '../tree/node.ts';
import type { Copied, FieldOptions, Origin } from '../tree/writer.ts';

/** Registers the variables of a layer, and marks the objects that they read: later renames do not matter. */
export function collectVariables(layer: Layer): void {
  for (const item of itemsOf(layer.kustomization, 'vars')) {
    const variable = readVariable(layer, item.node);
    const matches = layer.resources.filter(resource => allIds(resource).some(id => isMeant(id, variable)));
    if (matches.length > 1) {
      throw new BuildFailure(
        'variable',
        `found ${matches.length} objects for var ${variable.name}: ${matches.map(m => describeId(idOf(m))).join(', ')}`,
        variable.location,
      );
    }
    const [match] = matches;
    if (match) match.variables = [...(match.variables ?? []), variable.name];
    addVariable(layer, variable, variable.location);
  }
}

/** @throws BuildFailure when the name is taken: a variable may be known once only */
export function addVariable(layer: Layer, variable: Variable, location: Variable['location']): void {
  if (layer.variables.some(other => other.name === variable.name)) {
    throw new BuildFailure('variable', `var '${variable.name}' already encountered`, location);
  }
  layer.variables.push(variable);
}

function readVariable(layer: Layer, node: Node): Variable {
  const object = get(node, 'objref');
  const apiVersion = getText(object, 'apiVersion');
  const gvk =
    apiVersion === ''
      ? { group: getText(object, 'group'), version: getText(object, 'version') }
      : splitApiVersion(apiVersion);
  return {
    name: getText(node, 'name'),
    apiVersion,
    ...gvk,
    kind: getText(object, 'kind'),
    object: getText(object, 'name'),
    namespace: getText(object, 'namespace'),
    fieldPath: getText(get(node, 'fieldref'), 'fieldPath') || 'metadata.name',
    origin: writtenBy(node.origin, {
      ...entryOf(layer, node),
      type: 'var',
      index: Number(node.origin.key) || 0,
    }),
    location: { file: layer.kustomization.file, offset: node.origin.start },
  };
}

function entryOf(layer: Layer, node: Node) {
  return { file: node.origin.by.file, doc: node.origin.by.doc, layer: layer.folder };
}

/** An empty namespace means any, unless the kind has none. */
function isMeant(id: Id, variable: Variable): boolean {
  if (
    id.name !== variable.object ||
    id.kind !== variable.kind ||
    id.group !== variable.group ||
    id.version !== variable.version
  ) {
    return false;
  }
  const wanted = { ...id, namespace: variable.namespace };
  if (variable.namespace === '' && !isClusterScopedKind(wanted)) return true;
  return effectiveNamespace(id) === effectiveNamespace(wanted);
}

type Values = ReadonlyMap<string, { readonly node: Node; readonly origin: Origin }>;

/** Substitutes `$(NAME)` at the end of a build, when every name has its final form. */
export function resolveVariables(
  resources: readonly Resource[],
  variables: readonly Variable[],
  config: FieldSpecConfig,
): void {
  if (variables.length === 0) return;
  const values: Values = new Map(variables.map(variable => [variable.name, sourceOf(resources, variable)]));
  for (const resource of resources) {
    for (const spec of config.varReference) expandAt(resource, spec, values);
  }
}

function sourceOf(resources: readonly Resource[], variable: Variable): { node: Node; origin: Origin } {
  const source = resources.find(resource => resource.variables?.includes(variable.name));
  if (!source) {
    throw new BuildFailure(
      'variable',
      `var '${variable.name}' cannot be mapped to a field in the set of known resources: no ${variable.kind} ${variable.object}`,
      variable.location,
    );
  }
  const node = fieldAt(source, variable);
  if (node) {
    const copied: Copied = {
      object: source.source.id,
      path: partsOf(variable.fieldPath),
      source: WHOLE,
      target: WHOLE,
    };
    const by = { ...variable.origin.by, from: node.origin, ...(node.kind === 'scalar' && { copied }) };
    return { node, origin: writtenBy(variable.origin, by as Origin['by']) };
  }
  throw new BuildFailure(
    'variable',
    `var '${variable.name}': ${describeId(idOf(source))} has no field ${variable.fieldPath}`,
    variable.location,
  );
}

const WHOLE: FieldOptions = { delimiter: '', index: 0, create: false };

function partsOf(fieldPath: string): string[] {
  return splitDottedPath(fieldPath).flatMap(part => {
    const indexed = /^(.*)\[(\d+)\]$/.exec(part);
    return indexed ? [indexed[1]!, indexed[2]!] : [part];
  });
}

function fieldAt(source: Resource, variable: Variable): Node | undefined {
  try {
    return lookup(source.node, partsOf(variable.fieldPath));
  } catch (error) {
    if (error instanceof FieldPathProblem) return undefined;
    throw error;
  }
}

function expandAt(resource: Resource, spec: FieldSpec, values: Values): void {
  const set = (node: Node): Node => expandNode(node, spec, values);
  try {
    resource.node = applyFieldSpec(resource.node, spec, set, null);
  } catch (error) {
    if (!(error instanceof FieldSpecProblem)) throw error;
    throw new BuildFailure('variable', `${describeId(idOf(resource))}: ${error.message}`, {
      file: resource.source.file,
    });
  }
}

/** The texts of a scalar, or right below a map or list. */
function expandNode(node: Node, spec: FieldSpec, values: Values): Node {
  if (isNull(node)) return node;
  if (node.kind === 'scalar') return expandScalar(node, values);
  if (node.kind === 'list') {
    const items = node.items.map(item => {
      if (item.kind === 'scalar' && typeof item.value === 'string') return expandScalar(item, values);
      throw new FieldSpecProblem(`'${spec.path}' holds something that is no string`);
    });
    return items.some((item, i) => item !== node.items[i]) ? withItems(node, items) : node;
  }
  let entries: Map<string, Node> | null = null;
  for (const [key, child] of node.entries) {
    const next = child.kind === 'scalar' ? expandScalar(child, values) : child;
    if (next !== child) (entries ??= copyOf(node.entries)).set(key, next);
  }
  return entries ? withEntries(node, entries) : node;
}

function expandScalar(node: ScalarNode, values: Values): Node {
  if (typeof node.value !== 'string' || !node.raw.includes('$')) return node;
  const { text, whole, used } = expand(node.raw, name => {
    const value = values.get(name)?.node;
    if (value?.kind !== 'scalar') return undefined;
    return typeof value.value === 'number' ? String(value.value) : value.raw;
  });
  const [first] = used;
  if (first === undefined) return text === node.raw ? node : scalarNode(text, node.origin, node);
  const { node: value, origin } = values.get(first)!;
  // A field that is nothing but the variable takes its type too.
  const typed = whole && value.kind === 'scalar' && value.value !== null ? value.value : text;
  return scalarNode(typed, origin, node, text);
}

export interface Expansion {
  readonly text: string;
  /** The whole text was one reference. */
  readonly whole: boolean;
  /** Names that had a value, in order. */
  readonly used: readonly string[];
}

/** Puts values for `$(NAME)`; `$$` is a dollar sign, and an unknown name stays as it is. */
export function expand(text: string, lookUp: (name: string) => string | undefined): Expansion {
  const used: string[] = [];
  let whole = false;
  let result = '';
  for (let i = 0; i < text.length; i++) {
    const next = text[i + 1];
    if (text[i] !== '$' || next === undefined) {
      result += text[i];
      continue;
    }
    const end = next === '(' ? text.indexOf(')', i + 2) : -1;
    if (end < 0) {
      result += next === '$' ? '$' : `$${next}`;
      i++;
      continue;
    }
    const name = text.slice(i + 2, end);
    const value = lookUp(name);
    if (value !== undefined) used.push(name);
    whole = value !== undefined && text === `$(${name})`;
    result += value ?? `$(${name})`;
    i = end;
  }
  return { text: result, whole, used };
}
