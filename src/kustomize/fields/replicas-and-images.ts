/** `replicas` and `images`: entries of a kustomization that write single values (kustomize.md 1.11). */
import type { FieldSpec } from '../data/field-specs.ts';
import { get, getText, itemsOf } from '../file/kustomization.ts';
import { BuildFailure, type Location, OutOfScope } from '../files/problem.ts';
import type { Layer } from '../layer/layer.ts';
import { selectsGvk } from '../object/id.ts';
import { allIds, byAnyName, type Resource } from '../object/resource.ts';
import { applyFieldSpec } from '../specs/field-spec.ts';
import { isExplosive } from '../tree/go-regexp.ts';
import { type Node, scalarNode, writtenBy } from '../tree/node.ts';
import type { EntryWriter, Origin } from '../tree/writer.ts';
import { applyImage, type ImageEntry } from './image-entry.ts';

export function entryOrigin(layer: Layer, node: Node, type: EntryWriter['type'], index: number): Origin {
  const { by } = node.origin;
  const inline = 'inline' in by && by.inline;
  const entry = { type, file: by.file, doc: by.doc, layer: layer.folder, index };
  return writtenBy(node.origin, inline ? { ...entry, inline } : entry);
}

export function applyReplicas(layer: Layer): void {
  const items = itemsOf(layer.kustomization, 'replicas');
  if (items.length === 0) return;
  const byName = byAnyName(layer.resources);
  for (const item of items) {
    const count = get(item.node, 'count');
    const name = getText(item.node, 'name');
    applyReplicaCount(
      byName.get(name) ?? [],
      name,
      count?.kind === 'scalar' && typeof count.value === 'number' ? count.value : 0,
      layer.config.replicas,
      entryOrigin(layer, count ?? item.node, 'replicas', item.index),
      { file: layer.kustomization.file, offset: item.node.origin.start },
    );
  }
}

/**
 * @param resources those that have the name, or had it
 * @throws BuildFailure when none of them is of a kind with replicas
 */
export function applyReplicaCount(
  resources: readonly Resource[],
  name: string,
  count: number,
  specs: readonly FieldSpec[],
  origin: Origin,
  location: Location,
): void {
  let found = false;
  const named = resources.map(resource => ({
    resource,
    ids: allIds(resource).filter(id => id.name === name),
  }));
  for (const spec of specs) {
    for (const { resource, ids } of named) {
      if (!ids.some(id => selectsGvk(id, spec))) continue;
      found = true;
      const set = (old: Node): Node => {
        // In quotes it stays a text.
        const styled = old.kind === 'scalar' && old.styled;
        const value = styled ? String(count) : count;
        if (old.origin !== origin) return scalarNode(value, origin, old, undefined, styled);
        return old.kind === 'scalar' && old.value === value
          ? old
          : scalarNode(value, origin, null, undefined, styled);
      };
      resource.node = applyFieldSpec(resource.node, spec, set, { kind: 'scalar', origin });
    }
  }
  if (!found)
    throw new BuildFailure('transformer', `replicas: nothing that has replicas is named ${name}`, location);
}

export function applyImages(layer: Layer): void {
  const items = [...itemsOf(layer.kustomization, 'images'), ...itemsOf(layer.kustomization, 'imageTags')];
  for (const item of items) {
    const origin = entryOrigin(layer, item.node, 'images', item.index);
    const renames = ['newTag', 'tagSuffix', 'digest'].every(field => getText(item.node, field) === '');
    const by = { ...origin.by, renames } as EntryWriter;
    const wish = readImageEntry(item.node, writtenBy(origin, by));
    for (const resource of layer.resources)
      resource.node = applyImage(resource.node, wish, layer.config.images);
  }
}

/** @throws OutOfScope for a name that is a dangerous pattern */
export function readImageEntry(node: Node, origin: Origin): ImageEntry {
  if (isExplosive(getText(node, 'name'))) {
    throw new OutOfScope(`the image name '${getText(node, 'name')}' repeats a repetition`, {
      file: origin.by.file,
      offset: node.origin.start,
    });
  }
  return {
    name: getText(node, 'name'),
    newName: getText(node, 'newName'),
    newTag: getText(node, 'newTag'),
    tagSuffix: getText(node, 'tagSuffix'),
    digest: getText(node, 'digest'),
    origin,
  };
}
