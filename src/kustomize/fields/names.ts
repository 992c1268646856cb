/** `namespace`, `namePrefix` and `nameSuffix` (kustomize.md 1.7 and 1.10). */
import type { FieldSpec } from '../data/field-specs.ts';
import { textField } from '../file/kustomization.ts';
import { BuildFailure, type Location } from '../files/problem.ts';
import type { Layer } from '../layer/layer.ts';
import { describeId, isClusterScopedKind, selectsGvk } from '../object/id.ts';
import { setMetadata } from '../object/metadata.ts';
import {
  apiVersionOf,
  firstDuplicate,
  gvkOf,
  idOf,
  kindOf,
  originalId,
  type Resource,
  storePreviousId,
} from '../object/resource.ts';
import { applyFieldSpec, FieldSpecProblem } from '../specs/field-spec.ts';
import {
  entry,
  isNull,
  type MapNode,
  type Node,
  scalarNode,
  textOf,
  withEntry,
  withItems,
  writtenBy,
} from '../tree/node.ts';
import type { EntryWriter, Origin } from '../tree/writer.ts';

export type SubjectMode = 'defaultOnly' | 'allServiceAccounts' | 'none';

export interface NamespaceWish {
  readonly namespace: string;
  readonly specs: readonly FieldSpec[];
  readonly unsetOnly: boolean;
  readonly subjects: SubjectMode;
  readonly origin: Origin;
  readonly location: Location;
}

/** A kustomization's own field as the writer of a value. */
export function fieldOrigin(layer: Layer, field: string, type: EntryWriter['type']): Origin {
  const node = layer.kustomization.node.entries.get(field) ?? layer.kustomization.node;
  const { file, doc } = node.origin.by;
  return writtenBy(node.origin, { type, file, doc, layer: layer.folder, index: 0 });
}

export function applyNamespaceField(layer: Layer): void {
  const namespace = textField(layer.kustomization, 'namespace');
  if (namespace === '') return;
  const origin = fieldOrigin(layer, 'namespace', 'namespace');
  applyNamespace(layer, {
    namespace,
    specs: layer.config.namespace,
    unsetOnly: false,
    subjects: 'defaultOnly',
    origin,
    location: { file: layer.kustomization.file, offset: origin.start },
  });
}

export function applyNamespace(layer: Layer, wish: NamespaceWish): void {
  for (const resource of layer.resources) {
    if (resource.fromHelm) continue;
    storePreviousId(resource);
    resource.node = withNamespace(resource, wish);
  }
  const twin = firstDuplicate(layer.resources);
  if (!twin) return;
  throw new BuildFailure(
    'duplicate-id',
    `namespace ${wish.namespace} makes two objects equal: ${describeId(idOf(twin))}`,
    wish.location,
  );
}

const ROLE_BINDINGS = new Set(['RoleBinding', 'ClusterRoleBinding']);

export function withNamespace(resource: Resource, wish: NamespaceWish): MapNode {
  let node = resource.node;
  const kind = kindOf(resource);
  if (!isClusterScopedKind(gvkOf(resource))) {
    const old = textOf(entry(entry(node, 'metadata'), 'namespace'));
    if (!wish.unsetOnly || old === undefined || old === '') {
      node = setMetadata(node, 'namespace', wish.namespace, wish.origin, true);
    }
  }
  if (ROLE_BINDINGS.has(kind)) node = withSubjects(node, wish);
  for (const spec of wish.specs) {
    if (spec.path === 'metadata/namespace') continue;
    if (spec.path === 'metadata/name' && apiVersionOf(resource) !== 'v1') continue;
    if (ROLE_BINDINGS.has(spec.kind ?? '') && spec.path === 'subjects/namespace') continue;
    node = setText(node, spec, wish.namespace, wish.origin, wish.location, wish.unsetOnly);
  }
  return node;
}

function withSubjects(node: MapNode, wish: NamespaceWish): MapNode {
  if (wish.subjects === 'none') return node;
  const subjects = node.entries.get('subjects');
  if (subjects?.kind !== 'list') return node;
  const items = subjects.items.map(subject => {
    if (subject.kind !== 'map') return subject;
    const matches =
      wish.subjects === 'defaultOnly'
        ? textOf(subject.entries.get('name')) === 'default'
        : textOf(subject.entries.get('kind')) === 'ServiceAccount';
    if (!matches) return subject;
    const old = subject.entries.get('namespace');
    if (old?.kind === 'scalar' && old.raw === wish.namespace) return subject;
    if (wish.unsetOnly && !isNull(old) && textOf(old) !== '') return subject;
    return withEntry(subject, 'namespace', scalarNode(wish.namespace, wish.origin, old ?? null));
  });
  return withEntry(node, 'subjects', withItems(subjects, items));
}

function setText(
  node: MapNode,
  spec: FieldSpec,
  value: string,
  origin: Origin,
  location: Location,
  unsetOnly = false,
): MapNode {
  const set = (old: Node): Node => {
    if (old.kind !== 'scalar') throw new FieldSpecProblem(`'${spec.path}' is no scalar`);
    if (old.raw === value && old.value !== null) return old;
    if (unsetOnly && !isNull(old) && old.raw !== '') return old;
    return scalarNode(value, origin, old.origin === origin ? null : old);
  };
  try {
    return applyFieldSpec(node, spec, set, { kind: 'scalar', origin });
  } catch (error) {
    if (!(error instanceof FieldSpecProblem)) throw error;
    throw new BuildFailure('transformer', `${describeId(idOf({ node }))}: ${error.message}`, location);
  }
}

const NEVER_RENAMED = [
  { kind: 'CustomResourceDefinition' },
  { group: 'apiregistration.k8s.io', kind: 'APIService' },
  { kind: 'Namespace' },
];

export function applyNamePrefix(layer: Layer): void {
  const prefix = textField(layer.kustomization, 'namePrefix');
  if (prefix !== '')
    rename(layer, layer.config.namePrefix, 'prefix', prefix, fieldOrigin(layer, 'namePrefix', 'namePrefix'));
}

export function applyNameSuffix(layer: Layer): void {
  const suffix = textField(layer.kustomization, 'nameSuffix');
  if (suffix !== '')
    rename(layer, layer.config.nameSuffix, 'suffix', suffix, fieldOrigin(layer, 'nameSuffix', 'nameSuffix'));
}

/** Adds a prefix or suffix to every name, except of kinds that must keep theirs (by their original kind). */
export function rename(
  layer: Layer,
  specs: readonly FieldSpec[],
  part: 'prefix' | 'suffix',
  text: string,
  origin: Origin,
): void {
  const location = { file: layer.kustomization.file, offset: origin.start };
  for (const resource of layer.resources) {
    const original = originalId(resource);
    if (NEVER_RENAMED.some(kind => selectsGvk(original, kind))) continue;
    for (const spec of specs) {
      if (!selectsGvk(original, spec)) continue;
      if (spec.path === 'metadata/name' && text !== '') {
        if (part === 'prefix') resource.prefixes = [...resource.prefixes, text];
        else resource.suffixes = [...resource.suffixes, text];
        storePreviousId(resource);
      }
      resource.node = renameField(resource.node, spec, part, text, origin, location);
    }
  }
}

function renameField(
  node: MapNode,
  spec: FieldSpec,
  part: 'prefix' | 'suffix',
  text: string,
  origin: Origin,
  location: Location,
): MapNode {
  const set = (old: Node): Node => {
    if (old.kind !== 'scalar') throw new FieldSpecProblem(`'${spec.path}' is no scalar`);
    return scalarNode(part === 'prefix' ? text + old.raw : old.raw + text, origin, old);
  };
  try {
    return applyFieldSpec(node, spec, set, { kind: 'scalar', origin });
  } catch (error) {
    if (!(error instanceof FieldSpecProblem)) throw error;
    throw new BuildFailure('transformer', `${describeId(idOf({ node }))}: ${error.message}`, location);
  }
}
