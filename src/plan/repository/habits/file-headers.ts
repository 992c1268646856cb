/** The licence that all YAML files of a place begin with (placement.md, What is written there). */
import { type Files, folderOf } from '../../../kustomize/files/files.ts';
import { groupedBy } from '../../rendered/grouped.ts';

/** Comment lines at the top, up to the first that is none, before or behind the marker of the document. */
const BEGINNING = /^(?:---\n)?((?:#.*\n)+)\n*(?:---\n)?\n*/;
const LICENCE = /\b(?:copyright|licen[cs]ed?|SPDX-License-Identifier)\b/i;

/** How many files show that it is no accident. */
const FEWEST = 2;

/** What a new file of a folder begins with: '' unless every file beside it begins with the very same licence. */
export type FileHeaders = (folder: string) => string;

/** @param paths of all files; those in the folder say it, or with too few there those beside it and in its sisters */
export function fileHeaders(files: Files, paths: readonly string[]): FileHeaders {
  const byFolder = groupedBy(
    paths.filter(path => /\.ya?ml$/.test(path)),
    folderOf,
  );
  const sisters = groupedBy([...byFolder.keys()], folderOf);
  const known = new Map<string, string>();
  const headerOf = (key: string, neighbours: () => readonly string[]): string => {
    let header = known.get(key);
    if (header === undefined) known.set(key, (header = sharedHeader(files, neighbours())));
    return header;
  };
  const inFolder = (folder: string) => byFolder.get(folder) ?? [];
  return folder => {
    if (inFolder(folder).length >= FEWEST) return headerOf(`in ${folder}`, () => inFolder(folder));
    const parent = folderOf(folder);
    return headerOf(`below ${parent}`, () => [parent, ...(sisters.get(parent) ?? [])].flatMap(inFolder));
  };
}

function sharedHeader(files: Files, neighbours: readonly string[]): string {
  if (neighbours.length < FEWEST) return '';
  let shared: RegExpExecArray | undefined;
  for (const path of neighbours) {
    const found = BEGINNING.exec((files.read(path) ?? '').replaceAll('\r\n', '\n'));
    if (!found || !LICENCE.test(found[1]!)) return '';
    if (shared && shared[1] !== found[1]) return '';
    // What stands between it and the content is written as most simply.
    if (!shared || found[0].length < shared[0].length) shared = found;
  }
  return shared?.[0] ?? '';
}
