/** `buildMetadata`, and the annotations that no build shows (kustomize.md 1.5). */

import { getTexts, itemsOf, type Kustomization, textField } from '../file/kustomization.ts';
import { relativePath } from '../files/files.ts';
import type { Resource } from '../object/resource.ts';
import type { TransformerStep } from '../object/step.ts';
import {
  entry,
  type MapNode,
  mapNode,
  type Node,
  scalarNode,
  withEntries,
  withEntry,
  withoutEntry,
  withoutFold,
  writtenBy,
} from '../tree/node.ts';
import type { Origin } from '../tree/writer.ts';
import type { Accumulated } from './run.ts';

/** The version that the managed-by label names: the one this evaluator follows. */
const MANAGED_BY = 'kustomize-v5.8.2';
const ORIGIN = 'config.kubernetes.io/origin';
const TRANSFORMATIONS = 'alpha.config.kubernetes.io/transformations';
const INTERNAL = new Set(
  [
    'previousKinds',
    'previousNames',
    'prefixes',
    'suffixes',
    'previousNamespaces',
    'refBy',
    'generatorBehavior',
    'needsHashSuffix',
  ].map(name => `internal.config.kubernetes.io/${name}`),
);

/** The last step of a build. */
export function addBuildMetadata(accumulated: Accumulated, resources: readonly Resource[]): void {
  const { kustomization } = accumulated;
  const wanted = new Set(getTexts(kustomization.node, 'buildMetadata'));
  const node = kustomization.node.entries.get('buildMetadata') ?? kustomization.node;
  const { file, folder: layer } = kustomization;
  const made = (reason: string) => writtenBy(node.origin, { type: 'default', file, doc: 0, layer, reason });
  for (const resource of resources) {
    if (wanted.has('managedByLabel')) {
      resource.node = withLabel(
        resource.node,
        'app.kubernetes.io/managed-by',
        MANAGED_BY,
        made('managedByLabel'),
      );
    }
    const added = new Map<string, Node>();
    if (wanted.has('originAnnotations')) {
      added.set(ORIGIN, scalarNode(originText(accumulated, resource), made('originAnnotations')));
    }
    const steps = wanted.has('transformerAnnotations') ? transformationsOf(accumulated, resource) : '';
    if (steps !== '') added.set(TRANSFORMATIONS, scalarNode(steps, made('transformerAnnotations')));
    resource.node = withPlainAnnotations(resource.node, added);
  }
}

function withLabel(node: MapNode, key: string, value: string, origin: Origin): MapNode {
  const metadata = entry(node, 'metadata');
  const labels = entry(metadata, 'labels');
  const map = labels?.kind === 'map' ? labels : mapNode(new Map(), origin);
  const owner = metadata?.kind === 'map' ? metadata : mapNode(new Map(), origin);
  return withEntry(
    node,
    'metadata',
    withEntry(owner, 'labels', withEntry(map, key, scalarNode(value, origin))),
  );
}

/** kustomize writes annotations anew at the end: values become strings, and an empty map goes. */
function withPlainAnnotations(node: MapNode, added: ReadonlyMap<string, Node>): MapNode {
  const metadata = entry(node, 'metadata');
  const annotations = entry(metadata, 'annotations');
  if (metadata?.kind !== 'map' || (annotations === undefined && added.size === 0)) return node;
  const entries = new Map<string, Node>();
  let changed = added.size > 0;
  for (const [key, value] of annotations?.kind === 'map' ? annotations.entries : []) {
    if (INTERNAL.has(key) || key === ORIGIN || key === TRANSFORMATIONS) changed = true;
    else if (value.kind === 'scalar' && typeof value.value === 'string') {
      const text = withoutFold(value);
      if (text !== value) changed = true;
      entries.set(key, text);
    } else {
      changed = true;
      const text = value.kind === 'scalar' ? value.raw : '';
      entries.set(key, scalarNode(text, value.origin, value));
    }
  }
  for (const [key, value] of added) entries.set(key, value);
  if (entries.size === 0) return withEntry(node, 'metadata', withoutEntry(metadata, 'annotations', null));
  if (!changed) return node;
  const map =
    annotations?.kind === 'map' ? withEntries(annotations, entries) : mapNode(entries, metadata.origin);
  return withEntry(node, 'metadata', withEntry(metadata, 'annotations', map));
}

function originText(accumulated: Accumulated, { source }: Resource): string {
  if (source.madeBy) return `${configured(accumulated.folder, source.madeBy, '')}\n`;
  return `path: ${quoted(relativePath(accumulated.folder, source.file))}\n`;
}

/** Every transformer that ran over the object, whether it changed anything or not. */
function transformationsOf(accumulated: Accumulated, resource: Resource): string {
  return resource.layers
    .flatMap(folder => {
      const visit = accumulated.visits.get(folder);
      return visit ? [...builtInSteps(visit.kustomization), ...visit.steps] : [];
    })
    .map(step => `- ${configured(accumulated.folder, step, '  ')}\n`)
    .join('');
}

function configured(root: string, step: TransformerStep, indent: string): string {
  const lines = [
    `configuredIn: ${quoted(relativePath(root, step.file))}`,
    `${indent}configuredBy:`,
    `${indent}  apiVersion: ${quoted(step.apiVersion)}`,
    `${indent}  kind: ${quoted(step.kind)}`,
  ];
  if (step.name !== '') lines.push(`${indent}  name: ${quoted(step.name)}`);
  if (step.namespace !== '') lines.push(`${indent}  namespace: ${quoted(step.namespace)}`);
  return lines.join('\n');
}

function quoted(text: string): string {
  return /^[A-Za-z./_][\w./@+-]*$/.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(text)
    ? text
    : JSON.stringify(text);
}

/** What a kustomization's own fields configure, in the order in which they run. */
function builtInSteps(kustomization: Kustomization): TransformerStep[] {
  const count = (field: string) => itemsOf(kustomization, field).length;
  const isSet = (field: string) => textField(kustomization, field) !== '';
  const sizeOf = (field: string) => {
    const map = kustomization.node.entries.get(field);
    return map?.kind === 'map' ? map.entries.size : 0;
  };
  const labels = count('labels') + (count('labels') > 0 || sizeOf('commonLabels') > 0 ? 1 : 0);
  const steps: [string, number][] = [
    ['PatchStrategicMergeTransformer', count('patchesStrategicMerge') > 0 ? 1 : 0],
    ['PatchTransformer', count('patches')],
    ['NamespaceTransformer', isSet('namespace') ? 1 : 0],
    ['PrefixTransformer', isSet('namePrefix') ? 1 : 0],
    ['SuffixTransformer', isSet('nameSuffix') ? 1 : 0],
    ['LabelTransformer', labels],
    ['AnnotationsTransformer', sizeOf('commonAnnotations') > 0 ? 1 : 0],
    ['PatchJson6902Transformer', count('patchesJson6902')],
    ['ReplicaCountTransformer', count('replicas')],
    ['ImageTagTransformer', count('images') + count('imageTags')],
    ['ReplacementTransformer', count('replacements') > 0 ? 1 : 0],
  ];
  const step = (kind: string): TransformerStep => ({
    apiVersion: 'builtin',
    kind,
    name: '',
    namespace: '',
    file: kustomization.file,
  });
  return steps.flatMap(([kind, times]) => Array.from({ length: times }, () => step(kind)));
}
