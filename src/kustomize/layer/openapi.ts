/** `openapi`: a schema of the repository that says which lists merge (kustomize.md 1.15). */

import { isJsonList, isJsonMap, type Json, type JsonMap } from '../../yaml/read/data.ts';
import { CLUSTER_SCOPED, type MergeField } from '../data/merge-schema.ts';
import { getText } from '../file/kustomization.ts';
import { BuildFailure } from '../files/problem.ts';
import { apiVersionOf, kindOf, type Resource } from '../object/resource.ts';
import { BUILT_IN_SCHEMA, type MergeSchema, type SchemaInForce } from '../specs/merge-definitions.ts';
import { isNull, toJson } from '../tree/node.ts';
import { parseOrFail, parseText } from '../tree/parse.ts';
import type { Layer } from './layer.ts';

const BUILT_IN_VERSION = 'v1.21.2';

/** Whether a kustomization changes the schema, so that what it builds depends on who builds it. */
export function setsSchema(layer: Pick<Layer, 'kustomization'>): boolean {
  return getText(layer.kustomization.node.entries.get('openapi'), 'path') !== '';
}

/** Sets the schema for the rest of the build, unless another kustomization has done so before. */
export function applyOpenApi(layer: Layer, isRoot: boolean): void {
  const node = layer.kustomization.node.entries.get('openapi');
  if (isNull(node)) return;
  const location = { file: layer.kustomization.file, offset: node!.origin.start };
  const path = getText(node, 'path');
  const file = path === '' ? null : layer.loadFile(path, location);
  if (layer.schema.isSet) return;
  const version = getText(node, 'version');
  if (file !== null) {
    if (version !== '') {
      throw new BuildFailure(
        'invalid-kustomization',
        'openapi: a version and a path cannot both be set',
        location,
      );
    }
    const custom = readSchema(layer, file);
    // The built-in schema is parsed only once an unknown kind has been looked at; it then wins.
    layer.schema.current =
      !isRoot && layer.schema.sawUnknownKind ? together(custom, BUILT_IN_SCHEMA) : custom;
    layer.schema.isSet = true;
  } else if (version !== '') {
    if (version !== BUILT_IN_VERSION) {
      throw new BuildFailure(
        'invalid-kustomization',
        `openapi: only version ${BUILT_IN_VERSION} is built in`,
        location,
      );
    }
    layer.schema.isSet = true;
  }
}

/** Remembers whether kustomize had a reason to parse its built-in schema. */
export function noteKind(schema: SchemaInForce, resource: Resource): void {
  if (schema.sawUnknownKind) return;
  const type = `${apiVersionOf(resource)}|${kindOf(resource)}`;
  schema.sawUnknownKind = !Object.hasOwn(BUILT_IN_SCHEMA.roots, type) && !CLUSTER_SCOPED.has(type);
}

function together(first: MergeSchema, second: MergeSchema): MergeSchema {
  return {
    roots: { ...first.roots, ...second.roots },
    definitions: { ...first.definitions, ...second.definitions },
  };
}

function readSchema(layer: Layer, file: string): MergeSchema {
  const documents = parseOrFail(file, () =>
    parseText(layer.readText(file), 'kustomization', doc => ({ type: 'source', file, doc })),
  );
  const root = documents[0] ? toJson(documents[0].node) : null;
  if (!isJsonMap(root))
    throw new BuildFailure('invalid-kustomization', 'openapi: this is no OpenAPI document', { file });
  const all = isJsonMap(root.definitions) ? root.definitions : {};
  const roots: Record<string, string> = {};
  const definitions: Record<string, Record<string, MergeField>> = {};
  for (const [full, schema] of Object.entries(all)) {
    if (!isJsonMap(schema)) continue;
    const name = shortName(full);
    addDefinition(definitions, name, schema);
    const kinds = schema['x-kubernetes-group-version-kind'];
    for (const gvk of isJsonList(kinds) ? kinds : []) {
      if (!isJsonMap(gvk)) continue;
      const group = String(gvk.group ?? '');
      roots[`${group === '' ? '' : `${group}/`}${String(gvk.version)}|${String(gvk.kind)}`] = name;
    }
  }
  return { roots, definitions };
}

/** As the built-in data names definitions: `v1.PodSpec` of `io.k8s.api.core.v1.PodSpec`. */
function shortName(full: string): string {
  return full.startsWith('io.k8s.') ? full.split('.').slice(-2).join('.') : full;
}

function addDefinition(
  definitions: Record<string, Record<string, MergeField>>,
  name: string,
  schema: JsonMap,
): void {
  const fields: Record<string, MergeField> = {};
  definitions[name] = fields;
  const properties: [string, Json][] = isJsonMap(schema.properties) ? Object.entries(schema.properties) : [];
  if (isJsonMap(schema.additionalProperties)) properties.push(['*', schema.additionalProperties]);
  for (const [field, property] of properties) {
    if (isJsonMap(property)) fields[field] = fieldOf(definitions, `${name}/${field}`, property);
  }
}

function fieldOf(
  definitions: Record<string, Record<string, MergeField>>,
  name: string,
  property: JsonMap,
): MergeField {
  const isList = property.type === 'array';
  const inner = isList ? property.items : property;
  const below = isJsonMap(inner) ? nameOfSchema(definitions, name, inner) : '';
  const keys = isList ? mergeKeys(property) : undefined;
  return keys ? [below, keys] : [below];
}

function nameOfSchema(
  definitions: Record<string, Record<string, MergeField>>,
  name: string,
  schema: JsonMap,
): string {
  const ref = schema.$ref;
  if (typeof ref === 'string') return shortName(ref.replace(/^#\/definitions\//, ''));
  if (!isJsonMap(schema.properties) && !isJsonMap(schema.additionalProperties)) return '';
  addDefinition(definitions, name, schema);
  return name;
}

function mergeKeys(property: JsonMap): readonly string[] | undefined {
  const strategy = property['x-kubernetes-patch-strategy'];
  if (typeof strategy !== 'string' || !strategy.split(',').includes('merge')) return undefined;
  const keys = property['x-kubernetes-list-map-keys'];
  if (Array.isArray(keys)) return keys.map(String);
  const key = property['x-kubernetes-patch-merge-key'];
  return typeof key === 'string' ? [key] : [];
}
