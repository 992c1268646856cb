/** `configurations` and `crds`: further field specs (kustomize.md 1.15). */
import type { FieldSpec, NameReference } from '../data/field-specs.ts';
import { get, getItems, getText, itemsOf } from '../file/kustomization.ts';
import { checkConfiguration } from '../file/schema.ts';
import { BuildFailure, type Location } from '../files/problem.ts';
import {
  type FieldSpecConfig,
  FieldSpecConflict,
  mergeConfig,
  mergeSpecs,
  NO_CONFIG,
  withOwnConfig,
} from '../specs/field-config.ts';
import { readFieldSpecs } from '../specs/field-spec.ts';
import { entry, type MapNode, type Node, textOf } from '../tree/node.ts';
import { parseOrFail, parseText } from '../tree/parse.ts';
import type { Layer } from './layer.ts';

export function applyConfigurations(layer: Layer): void {
  const own = readAll(layer, 'configurations', readConfiguration);
  layer.config = orConflict(fieldLocation(layer, 'configurations'), () => withOwnConfig(layer.config, own));
  const crds = readAll(layer, 'crds', readCrds);
  if (crds) layer.config = orConflict(fieldLocation(layer, 'crds'), () => mergeConfig(layer.config, crds));
}

function fieldLocation(layer: Layer, field: string): Location {
  const node = layer.kustomization.node.entries.get(field);
  return { file: layer.kustomization.file, ...(node && { offset: node.origin.start }) };
}

/** The specs of all files of a field, or null when it names none. */
function readAll(
  layer: Layer,
  field: 'configurations' | 'crds',
  read: (root: Node, file: string) => Partial<FieldSpecConfig>,
): Partial<FieldSpecConfig> | null {
  // Of a key that is there twice in `crds`, the last one counts.
  const rules = field === 'crds' ? 'kustomization' : 'configuration';
  let result: FieldSpecConfig | null = null;
  for (const { node } of itemsOf(layer.kustomization, field)) {
    const location = { file: layer.kustomization.file, offset: node.origin.start };
    const file = layer.loadFile(textOf(node) ?? '', location);
    const documents = parseOrFail(file, () =>
      parseText(layer.readText(file), rules, doc => ({ type: 'source', file, doc })),
    );
    const root = documents[0]?.node;
    if (root) result = orConflict(location, () => mergeConfig(result ?? NO_CONFIG, read(root, file)));
  }
  return result;
}

function orConflict<T>(location: Location, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof FieldSpecConflict)) throw error;
    throw new BuildFailure('transformer', error.message, location);
  }
}

const SPEC_LISTS = [
  'namePrefix',
  'nameSuffix',
  'namespace',
  'commonLabels',
  'labels',
  'templateLabels',
  'volumeClaimTemplateLabels',
  'commonAnnotations',
  'varReference',
  'images',
  'replicas',
] as const;

function readConfiguration(root: Node, file: string): Partial<FieldSpecConfig> {
  const problem = checkConfiguration(root);
  if (problem)
    throw new BuildFailure('transformer', problem.message, { file, offset: problem.node.origin.start });
  const result: { -readonly [K in keyof FieldSpecConfig]?: FieldSpecConfig[K] } = {};
  for (const field of SPEC_LISTS) {
    const specs = readFieldSpecs(getItems(root, field));
    if (specs.length > 0) result[field] = specs;
  }
  const references = getItems(root, 'nameReference').map(readReference);
  if (references.length > 0) result.nameReference = references;
  return result;
}

function readReference(node: Node): NameReference {
  return {
    ...(getText(node, 'group') && { group: getText(node, 'group') }),
    ...(getText(node, 'version') && { version: getText(node, 'version') }),
    ...(getText(node, 'kind') && { kind: getText(node, 'kind') }),
    fieldSpecs: readFieldSpecs(getItems(node, 'fieldSpecs')),
  };
}

interface CrdSpecs {
  commonAnnotations: readonly FieldSpec[];
  commonLabels: readonly FieldSpec[];
  namePrefix: readonly FieldSpec[];
  nameReference: NameReference[];
}

/** OpenAPI definitions by type name, whose extensions say what a field is. */
function readCrds(root: Node, file: string): Partial<FieldSpecConfig> {
  if (root.kind !== 'map')
    throw new BuildFailure('transformer', 'unable to parse open API definition', { file });
  const specs: CrdSpecs = { commonAnnotations: [], commonLabels: [], namePrefix: [], nameReference: [] };
  for (const name of root.entries.keys()) {
    const properties = propertiesOf(root, name);
    if (!properties || !['kind', 'apiVersion', 'metadata'].every(key => properties.entries.has(key)))
      continue;
    addCrdFields(specs, root, name, name.slice(name.lastIndexOf('.') + 1), [], new Set());
  }
  return specs;
}

function propertiesOf(root: MapNode, type: string): MapNode | undefined {
  const properties = get(get(root.entries.get(type), 'Schema'), 'properties');
  return properties?.kind === 'map' ? properties : undefined;
}

function addCrdFields(
  specs: CrdSpecs,
  root: MapNode,
  type: string,
  kind: string,
  path: readonly string[],
  above: ReadonlySet<string>,
): void {
  const properties = propertiesOf(root, type);
  if (!properties || above.has(type)) return;
  const seen = new Set(above).add(type);
  for (const [name, property] of properties.entries) {
    const here = [...path, name];
    const spec = { kind, path: here.join('/') };
    const has = (extension: string) => textOf(entry(property, `x-kubernetes-${extension}`));
    if (has('annotation') !== undefined)
      specs.commonAnnotations = mergeSpecs(specs.commonAnnotations, [spec]);
    if (has('label-selector') !== undefined) specs.commonLabels = mergeSpecs(specs.commonLabels, [spec]);
    if (has('identity') !== undefined) specs.namePrefix = mergeSpecs(specs.namePrefix, [spec]);
    const version = has('object-ref-api-version');
    const target = has('object-ref-kind');
    if (version !== undefined && target !== undefined) {
      const field = { kind, path: [...here, has('object-ref-name-key') ?? 'name'].join('/') };
      specs.nameReference.push({ kind: target, version, fieldSpecs: [field] });
    }
    const ref = textOf(entry(property, '$ref'));
    if (ref !== undefined) addCrdFields(specs, root, ref, kind, here, seen);
  }
}
