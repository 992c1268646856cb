/** New objects: a file of their own, and the entry that lists it. */
import { inConventionalOrder } from '../../kubernetes/key-order.ts';
import { isClusterScoped } from '../../kubernetes/kinds.ts';
import { spelled } from '../../kustomize/file/kustomization.ts';
import { folderOf, relativePath } from '../../kustomize/files/files.ts';
import { entry, textOf } from '../../kustomize/tree/node.ts';
import type { JsonObject } from '../../transform.ts';
import { newYamlFile } from '../../yaml/edit/new-file.ts';
import { isJsonMap } from '../../yaml/read/data.ts';
import type { PlacedObject } from '../place/types.ts';
import { namespaceBeside } from '../rendered/references.ts';
import { fileNameFor } from '../repository/habits.ts';
import { componentFile } from './component.ts';
import { appendItem } from './draft/append-item.ts';
import { type Created, type EmitContext, kustomizationOf } from './draft/emit-context.ts';

/** @param component folder of a component that says it for several layers */
export function writeNewFile(
  { goal, level, beside, manifest: wanted }: PlacedObject,
  context: EmitContext,
  component: string | null,
): Created {
  const layer = level.folder;
  const folder = component ?? layer;
  const kustomization = component === null ? kustomizationOf(folder, context) : componentFile(component);
  const namespace = beside ? namespaceBeside(context.evaluator, beside.accumulated, level) : '';
  const manifest = besideNamespace(wanted, namespace);
  const source = beside?.accumulated.source;
  const neighbour = source?.type === 'file' ? source.file : undefined;
  const home =
    neighbour !== undefined && folderOf(neighbour).startsWith(folder) && source?.layer === folder
      ? folderOf(neighbour)
      : folder;
  const prefix = home === '' ? '' : `${home}/`;
  const name = fileNameFor(
    String(manifest.kind),
    isJsonMap(manifest.metadata) ? String(manifest.metadata.name) : '',
    neighbour ?? '',
    file => context.draft.exists(prefix + file),
    context.habits.extension,
  );
  const file = prefix + name;
  addResourceEntry(context, kustomization, relativePath(folder, file));
  context.draft.create(file, newYamlFile(inConventionalOrder([], manifest), context.habits));
  return { goal, folder: layer, file, manifest };
}

/** Where the object beside it writes its own namespace, the new one must too. */
function besideNamespace(manifest: JsonObject, namespace: string): JsonObject {
  const { metadata } = manifest;
  if (namespace === '' || !isJsonMap(metadata) || metadata.namespace !== undefined) return manifest;
  if (isClusterScoped(String(manifest.kind), String(manifest.apiVersion))) return manifest;
  const { name = '', ...rest } = metadata;
  return { ...manifest, metadata: { name, namespace, ...rest } };
}

/** A line more in `resources:`, written as the others are. */
function addResourceEntry(context: EmitContext, kustomization: string, path: string): void {
  const root = context.draft.documents(kustomization, 'kustomization')[0]?.node;
  const field = spelled(root, 'resources');
  const list = entry(root, field);
  const dotted =
    list?.kind === 'list' &&
    list.items.length > 0 &&
    list.items.every(item => /^\.\.?\//.test(textOf(item) ?? ''));
  const value = dotted && !path.startsWith('.') ? `./${path}` : path;
  appendItem(context, kustomization, [field], list, value);
}
