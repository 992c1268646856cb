/** The entries of `patches:` and its elders, as a kustomization writes them: nothing is loaded. */
import { joinPath } from '../files/files.ts';
import { type Node, textOf } from '../tree/node.ts';
import { get, getText, type Item, itemsOf, type Kustomization } from './kustomization.ts';

export type PatchField = 'patches' | 'patchesStrategicMerge' | 'patchesJson6902';

/** The fields that may hold merge patches, in the order in which kustomize runs them. */
export const MERGE_FIELDS: readonly PatchField[] = ['patchesStrategicMerge', 'patches'];

/** All that hold patches. */
export const PATCH_FIELDS: readonly PatchField[] = [...MERGE_FIELDS, 'patchesJson6902'];

interface Entry {
  readonly field: PatchField;
  readonly index: number;
  readonly selector: Node | undefined;
}

/** A patch in the text of the kustomization. */
export interface InlinePatch extends Entry {
  readonly type: 'inline';
  /** Path of the scalar that holds it. */
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/** A patch in a file of its own. */
export interface FilePatch extends Entry {
  readonly type: 'file';
  /** As it is written, relative to the kustomization. */
  readonly path: string;
  /** Undefined where it leads out of the workspace. */
  readonly file: string | undefined;
}

export type PatchEntry = InlinePatch | FilePatch;

export function patchEntries(kustomization: Kustomization, fields: readonly PatchField[]): PatchEntry[] {
  return fields.flatMap(field =>
    itemsOf(kustomization, field).map(item => patchEntry(kustomization, field, item)),
  );
}

/** A scalar is a patch or a path to one. */
function patchEntry(
  { folder }: Kustomization,
  canonical: PatchField,
  { node, field, index }: Item,
): PatchEntry {
  const isBare = node.kind === 'scalar';
  const written = isBare ? (textOf(node) ?? '') : getText(node, 'path');
  const entry = { field: canonical, index, selector: get(node, 'target') };
  const isInline = written === '' || (isBare && written.includes('\n'));
  if (!isInline) return { ...entry, type: 'file', path: written, file: joinPath(folder, written) };
  return {
    ...entry,
    type: 'inline',
    path: isBare ? [field, index] : [field, index, 'patch'],
    text: isBare ? written : getText(node, 'patch'),
  };
}
