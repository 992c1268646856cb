/** Transformers that come with kustomize, configured by an object of their own (kustomize.md 1.15). */

import { applyImage } from '../fields/image-entry.ts';
import { setPairs } from '../fields/labels-and-annotations.ts';
import { applyNamespace, rename, type SubjectMode } from '../fields/names.ts';
import { applyReplacementItems } from '../fields/replacements.ts';
import { applyReplicaCount, entryOrigin, readImageEntry } from '../fields/replicas-and-images.ts';
import { get, getFlag, getItems, getText } from '../file/kustomization.ts';
import { BuildFailure, type Location } from '../files/problem.ts';
import { addHashes } from '../layer/hash-suffix.ts';
import type { Layer } from '../layer/layer.ts';
import { byAnyName, kindOf, namespaceOf } from '../object/resource.ts';
import { fileText, inlineText, tryMerges } from '../patch/patch-text.ts';
import { applyJson6902, applyMerges, applyPatch, readMergesOrPath } from '../patch/patches.ts';
import { readFieldSpecs } from '../specs/field-spec.ts';
import { isNull, type MapNode, type Node } from '../tree/node.ts';
import type { PluginConfig } from './plugin-config.ts';
import { addValue } from './value-add.ts';

type Run = (layer: Layer, config: PluginConfig, location: Location) => void;

/** False when no such transformer is built in. */
export function runBuiltInTransformer(layer: Layer, config: PluginConfig, location: Location): boolean {
  const kind = kindOf(config.resource);
  const run = Object.hasOwn(TRANSFORMERS, kind) ? TRANSFORMERS[kind] : undefined;
  run?.(layer, config, location);
  return run !== undefined;
}

const TRANSFORMERS: Readonly<Record<string, Run>> = {
  AnnotationsTransformer: pairs('annotations'),
  LabelTransformer: pairs('labels'),
  HashTransformer: layer => addHashes(layer.resources),
  ImageTagTransformer(layer, { resource, index }) {
    const node = get(resource.node, 'imageTag');
    if (!node) return;
    const wish = readImageEntry(node, entryOrigin(layer, node, 'transformer', index));
    for (const target of layer.resources) target.node = applyImage(target.node, wish, specsOf(resource.node));
  },
  NamespaceTransformer: setNamespace,
  PatchJson6902Transformer: jsonPatch,
  PatchStrategicMergeTransformer: mergePatches,
  PatchTransformer(layer, { resource, index }, location) {
    applyPatch(layer, resource.node, { field: 'transformers', index }, location);
  },
  PrefixTransformer: (layer, config, location) => addAffix(layer, config, 'prefix', location),
  SuffixTransformer: (layer, config, location) => addAffix(layer, config, 'suffix', location),
  PrefixSuffixTransformer(layer, config, location) {
    addAffix(layer, config, 'prefix', location);
    addAffix(layer, config, 'suffix', location);
  },
  ReplacementTransformer(layer, { resource }) {
    applyReplacementItems(layer, getItems(resource.node, 'replacements'));
  },
  ReplicaCountTransformer(layer, { resource, index }, location) {
    const replica = get(resource.node, 'replica');
    const count = get(replica, 'count');
    const value = count?.kind === 'scalar' && typeof count.value === 'number' ? count.value : 0;
    const origin = entryOrigin(layer, count ?? resource.node, 'transformer', index);
    const name = getText(replica, 'name');
    const named = byAnyName(layer.resources).get(name) ?? [];
    applyReplicaCount(named, name, value, specsOf(resource.node), origin, location);
  },
  ValueAddTransformer: addValue,
};

function specsOf(node: MapNode) {
  return readFieldSpecs(getItems(node, 'fieldSpecs'));
}

function pairs(field: 'annotations' | 'labels'): Run {
  return (layer, { resource, index }, location) => {
    const map = get(resource.node, field);
    if (map?.kind !== 'map') return;
    setPairs(layer, map, specsOf(resource.node), { type: 'transformer', index }, location);
  };
}

const SUBJECT_MODES = ['defaultOnly', 'allServiceAccounts', 'none'] as const;

function setNamespace(layer: Layer, { resource, index }: PluginConfig, location: Location): void {
  const mode = getText(resource.node, 'setRoleBindingSubjects') || 'defaultOnly';
  if (!SUBJECT_MODES.some(known => known === mode)) {
    throw new BuildFailure('transformer', `invalid value '${mode}' for setRoleBindingSubjects`, location);
  }
  const namespace = namespaceOf(resource);
  if (namespace === '') return;
  const node = get(get(resource.node, 'metadata'), 'namespace')!;
  applyNamespace(layer, {
    namespace,
    specs: specsOf(resource.node),
    unsetOnly: getFlag(resource.node, 'unsetOnly'),
    subjects: mode as SubjectMode,
    origin: entryOrigin(layer, node, 'transformer', index),
    location,
  });
}

function jsonPatch(layer: Layer, { resource, index }: PluginConfig, location: Location): void {
  const entry = { field: 'transformers', index } as const;
  const target = get(resource.node, 'target');
  if (getText(target, 'name') === '')
    throw new BuildFailure('patch', 'must specify the target name', location);
  const path = getText(resource.node, 'path');
  const inline = get(resource.node, 'jsonOp');
  const isInline = !isNull(inline) && getText(resource.node, 'jsonOp') !== '';
  if (path === '' && !isInline) throw new BuildFailure('patch', 'empty file path and empty jsonOp', location);
  if (path !== '' && isInline)
    throw new BuildFailure('patch', 'must specify a file path or jsonOp, not both', location);
  const text =
    path === '' ? inlineText(layer, inline!, entry) : fileText(layer, layer.loadFile(path, location), entry);
  applyJson6902(layer, target, text, location);
}

function mergePatches(layer: Layer, { resource, index }: PluginConfig, location: Location): void {
  const entry = { field: 'transformers', index } as const;
  const paths = getItems(resource.node, 'paths');
  const patches = get(resource.node, 'patches');
  const isInline = getText(resource.node, 'patches') !== '';
  if (paths.length === 0 && !isInline) {
    throw new BuildFailure('patch', 'empty file path and empty patch content', location);
  }
  const merges: MapNode[] = paths.flatMap((node: Node) => [
    ...readMergesOrPath(layer, node, entry, location),
  ]);
  if (isInline) {
    const read = tryMerges(inlineText(layer, patches!, entry));
    if (read instanceof BuildFailure) throw read;
    merges.push(...read);
  }
  if (merges.length === 0) throw new BuildFailure('patch', 'the patches appear to be empty', location);
  applyMerges(
    layer,
    merges.map(merge => ({ merge, location })),
  );
}

function addAffix(
  layer: Layer,
  { resource, index }: PluginConfig,
  part: 'prefix' | 'suffix',
  location: Location,
): void {
  if (isNull(get(resource.node, 'fieldSpecs'))) {
    throw new BuildFailure('transformer', 'fieldSpecs is not expected to be nil', location);
  }
  const node = get(resource.node, part) ?? resource.node;
  rename(
    layer,
    specsOf(resource.node),
    part,
    getText(resource.node, part),
    entryOrigin(layer, node, 'transformer', index),
  );
}
