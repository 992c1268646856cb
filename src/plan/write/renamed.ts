/** The new name of an object in all that kustomizations read: manifests, patches and their targets, entries, files of generators. */
import type { Graph } from '../../kustomize/file/graph.ts';
import { folderOf } from '../../kustomize/files/files.ts';
import { sortSplices } from '../../text/splice.ts';
import type { Rename } from '../find/renames.ts';
import type { Place } from '../model/result.ts';
import { type Reading, saidInText, textsReadBy } from '../rendered/names/said-in-texts.ts';
import { type Draft, EditRefused } from './draft/draft.ts';

export interface RenameContext {
  readonly graph: Graph;
  readonly draft: Draft;
  /** Why a file must not be edited, or null. */
  notEditable(file: string): string | null;
}

/** @throws EditRefused */
export function writeRenamed(rename: Rename, { graph, draft, notEditable }: RenameContext): Place[] {
  if (rename.against !== null) throw new EditRefused(rename.file, rename.against);
  const read = new Map<string, Reading>();
  for (const folder of rename.scope) {
    const node = graph.nodes.get(folder);
    if (node) for (const [file, reading] of textsReadBy(node)) read.set(file, reading);
  }
  return [...read].flatMap(([file, reading]) => {
    const text = draft.text(file);
    if (text === undefined) return [];
    const kustomization = reading.as === 'kustomization' ? draft.kustomization(folderOf(file)) : undefined;
    const { words, edits } = saidInText(file, text, reading, rename.renaming, kustomization);
    const splices = words.flatMap(({ start, name, meaning }) =>
      meaning === 'it' ? [{ start, end: start + name.length, text: rename.renaming.names.get(name)! }] : [],
    );
    if (splices.length === 0 && edits.length === 0) return [];
    const reason = notEditable(file);
    if (reason !== null) throw new EditRefused(file, reason);
    // Words of what is edited as a whole are none of them: paths stay what they are.
    if (splices.length > 0) draft.splice(file, sortSplices(splices));
    if (edits.length > 0) draft.edit(file, edits);
    return [{ file, kind: file === rename.file ? 'source' : 'in-place' } satisfies Place];
  });
}
