/** `labels`, `commonLabels` and `commonAnnotations` (kustomize.md 1.7). */

import { copyOf } from '../../yaml/read/data.ts';
import type { FieldSpec } from '../data/field-specs.ts';
import { get, getFlag, getItems, itemsOf } from '../file/kustomization.ts';
import { BuildFailure, type Location } from '../files/problem.ts';
import type { Layer } from '../layer/layer.ts';
import { describeId } from '../object/id.ts';
import { unwritableKey } from '../object/metadata.ts';
import { idOf } from '../object/resource.ts';
import { share, spreadWrites } from '../object/shared-nodes.ts';
import { FieldSpecConflict, mergeSpecs } from '../specs/field-config.ts';
import { applyFieldSpec, FieldSpecProblem, readFieldSpecs } from '../specs/field-spec.ts';
import {
  isNull,
  type MapNode,
  mapNode,
  type Node,
  scalarNode,
  withEntries,
  withHistory,
  writtenBy,
} from '../tree/node.ts';
import type { EntryWriter } from '../tree/writer.ts';

const METADATA_LABELS: FieldSpec = { path: 'metadata/labels', create: true };

export function applyLabels(layer: Layer): void {
  const { kustomization, config } = layer;
  for (const item of itemsOf(kustomization, 'labels')) {
    const location = { file: kustomization.file, offset: item.node.origin.start };
    const pairs = get(item.node, 'pairs');
    if (pairs?.kind !== 'map') continue;
    const specs = orConflict(location, () => labelSpecs(layer, item.node));
    setPairs(layer, pairs, specs, { type: 'labels', index: item.index }, location);
  }
  const common = kustomization.node.entries.get('commonLabels');
  if (common?.kind === 'map') {
    const location = { file: kustomization.file, offset: common.origin.start };
    setPairs(layer, common, config.commonLabels, { type: 'commonLabels', index: 0 }, location);
  }
}

export function applyCommonAnnotations(layer: Layer): void {
  const common = layer.kustomization.node.entries.get('commonAnnotations');
  if (common?.kind !== 'map') return;
  const location = { file: layer.kustomization.file, offset: common.origin.start };
  setPairs(layer, common, layer.config.commonAnnotations, { type: 'commonAnnotations', index: 0 }, location);
}

/** Which fields a `labels:` entry reaches. */
function labelSpecs(layer: Layer, node: Node): readonly FieldSpec[] {
  let specs = mergeSpecs(readFieldSpecs(getItems(node, 'fields')), layer.config.labels);
  if (getFlag(node, 'includeSelectors')) return mergeSpecs(specs, layer.config.commonLabels);
  if (getFlag(node, 'includeTemplates')) specs = mergeSpecs(specs, layer.config.templateLabels);
  if (getFlag(node, 'includeVolumeClaimTemplates'))
    specs = mergeSpecs(specs, layer.config.volumeClaimTemplateLabels);
  return mergeSpecs(specs, [METADATA_LABELS]);
}

function orConflict<T>(location: Location, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof FieldSpecConflict)) throw error;
    throw new BuildFailure('transformer', error.message, location);
  }
}

/** Writes pairs into every map that the specs reach. */
export function setPairs(
  layer: Layer,
  pairs: MapNode,
  specs: readonly FieldSpec[],
  by: { type: EntryWriter['type']; index: number },
  location: Location,
): void {
  const writer: EntryWriter = {
    ...by,
    file: pairs.origin.by.file,
    doc: pairs.origin.by.doc,
    layer: layer.folder,
  };
  const origin = writtenBy(pairs.origin, writer);
  const values = [...pairs.entries].map(
    ([key, value]) =>
      [
        key,
        scalarNode(
          isNull(value) ? '' : value.kind === 'scalar' ? value.raw : '',
          writtenBy(value.origin, writer),
        ),
      ] as const,
  );
  if (values.length === 0) return;
  for (const resource of layer.resources) {
    let node = resource.node;
    const placed = new Map<Node, number>();
    for (const spec of specs) node = applyPairs(node, spec, values, placed, origin, location);
    resource.node = spreadWrites(resource, node);
    share(
      resource,
      [...placed].filter(([, times]) => times > 1).map(([value]) => value),
    );
  }
}

function applyPairs(
  node: MapNode,
  spec: FieldSpec,
  values: readonly (readonly [string, Node])[],
  placed: Map<Node, number>,
  origin: MapNode['origin'],
  location: Location,
): MapNode {
  const set = (target: Node): Node => {
    if (target.kind === 'list' || (target.kind === 'scalar' && target.value !== null))
      throw new FieldSpecProblem(`'${spec.path}' is a ${target.kind}, not a map`);
    const map = target.kind === 'map' ? target : mapNode(new Map(), origin, target);
    const unwritable = unwritableKey(values.map(([key]) => key).filter(key => !map.entries.has(key)));
    if (unwritable !== undefined)
      throw new FieldSpecProblem(`'${spec.path}': '${unwritable}' cannot become a key`);
    const entries = copyOf(map.entries);
    for (const [key, value] of values) {
      // An equal value is written too: from now on it is this entry that decides.
      const old = entries.get(key);
      entries.set(key, old ? withHistory(value, old) : value);
      if (!old) placed.set(value, (placed.get(value) ?? 0) + 1);
    }
    return withEntries(map, entries);
  };
  try {
    return applyFieldSpec(node, spec, set, { kind: 'map', origin });
  } catch (error) {
    if (!(error instanceof FieldSpecProblem)) throw error;
    throw new BuildFailure('transformer', `${describeId(idOf({ node }))}: ${error.message}`, location);
  }
}
