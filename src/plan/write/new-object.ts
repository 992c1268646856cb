/** New objects: a file of their own, and the entry that lists it. */
import { inConventionalOrder } from '../../kubernetes/key-order.ts';
import { isClusterScoped } from '../../kubernetes/kinds.ts';
import { spelled } from '../../kustomize/file/kustomization.ts';
import { folderOf, relativePath } from '../../kustomize/files/files.ts';
import { entry, textOf } from '../../kustomize/tree/node.ts';
import type { JsonObject } from '../../transform.ts';
import { newYamlFile } from '../../yaml/edit/new-file.ts';
import { isJsonMap } from '../../yaml/read/data.ts';
import { type PlacedObject, placeKey } from '../place/types.ts';
import { groupedBy } from '../rendered/grouped.ts';
import { namespaceBeside } from '../rendered/references.ts';
import { isDotted, isLocalEntry } from '../repository/entry-habits.ts';
import { fileNameFor } from '../repository/habits.ts';
import { componentFile } from './component.ts';
import { appendItems } from './draft/append-items.ts';
import { EditRefused } from './draft/draft.ts';
import { type Created, type EmitContext, kustomizationOf } from './draft/emit-context.ts';

/** A new file, and the entry that lists it. */
export interface NewFile {
  readonly item: PlacedObject;
  readonly created: Created;
  readonly kustomization: string;
  /** From the kustomization. */
  readonly path: string;
}

/**
 * The file alone: what lists it is written for all new files of a kustomization at once.
 *
 * @param component folder of a component that says it for several layers
 */
export function writeNewFile(item: PlacedObject, context: EmitContext, component: string | null): NewFile {
  const { goal, level, beside, manifest: wanted } = item;
  const layer = level.folder;
  const folder = component ?? layer;
  const kustomization = component === null ? kustomizationOf(folder, context) : componentFile(component);
  const namespace = beside ? namespaceBeside(context.evaluator, beside.accumulated, level) : '';
  const manifest = besideNamespace(wanted, namespace);
  const source = beside?.accumulated.source;
  const neighbour = source?.type === 'file' ? source.file : undefined;
  // What others write stands among files of theirs.
  const isOurs = neighbour !== undefined && context.placement.notEditable(neighbour) === null;
  const home =
    isOurs && folderOf(neighbour).startsWith(folder) && source?.layer === folder
      ? folderOf(neighbour)
      : folder;
  const prefix = home === '' ? '' : `${home}/`;
  const name = fileNameFor(
    String(manifest.kind),
    isJsonMap(manifest.metadata) ? String(manifest.metadata.name) : '',
    neighbour !== undefined && home === folderOf(neighbour) ? neighbour : '',
    file => context.draft.exists(prefix + file),
    context.habits.extension,
  );
  const file = prefix + name;
  context.draft.create(file, newYamlFile(inConventionalOrder([], manifest), context.habits));
  return {
    item,
    created: { goal, folder: layer, file, manifest },
    kustomization,
    path: relativePath(folder, file),
  };
}

/** Where the object beside it writes its own namespace, the new one must too. */
function besideNamespace(manifest: JsonObject, namespace: string): JsonObject {
  const { metadata } = manifest;
  if (namespace === '' || !isJsonMap(metadata) || metadata.namespace !== undefined) return manifest;
  if (isClusterScoped(String(manifest.kind), String(manifest.apiVersion))) return manifest;
  const { name = '', ...rest } = metadata;
  return { ...manifest, metadata: { name, namespace, ...rest } };
}

/**
 * Writes the entries that list new files, those of one kustomization in one reading of it.
 *
 * @returns the places that turned out impossible, and why
 */
export function listNewFiles(
  files: readonly NewFile[],
  context: EmitContext,
): (readonly [place: string, reason: string])[] {
  return [...groupedBy(files, each => each.kustomization)].flatMap(([kustomization, group]) => {
    try {
      addResourceEntries(
        context,
        kustomization,
        group.map(each => each.path),
      );
      return [];
    } catch (error) {
      if (!(error instanceof EditRefused)) throw error;
      const reason = `${error.file}: ${error.message}`;
      return group.map(({ item }) => [placeKey(item.goal, item.level), reason] as const);
    }
  });
}

/** Lines more in `resources:`, written as the others are. @throws EditRefused */
function addResourceEntries(context: EmitContext, kustomization: string, paths: readonly string[]): void {
  const root = context.draft.documents(kustomization, 'kustomization')[0]?.node;
  const field = spelled(root, 'resources');
  const list = entry(root, field);
  const standing = list?.kind === 'list' ? list.items.map(item => textOf(item) ?? '') : [];
  const local = standing.filter(isLocalEntry);
  const dotted =
    local.length > 0 ? local.every(isDotted) : context.habits.dotted.has(folderOf(kustomization));
  const values = paths.map(path => (dotted && !path.startsWith('.') ? `./${path}` : path));
  appendItems(context, kustomization, [field], list, values);
}
