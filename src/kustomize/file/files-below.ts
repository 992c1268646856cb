/** Every file that a build may read: for roots of which nobody can tell what becomes of them. */
import { type Files, folderOf, joinPath } from '../files/files.ts';
import { generatorFiles } from './generator-inputs.ts';
import { type Graph, isKustomizationFile } from './graph.ts';
import { KUSTOMIZATION_NAMES } from './kustomization.ts';

/** Those of a folder and of all that it takes in, as far as its kustomizations say so. */
export function filesBelow(graph: Graph, files: Files, start: string): ReadonlySet<string> {
  const found = new Set<string>();
  const folders = new Set([start]);
  for (const folder of folders) {
    const node = graph.nodes.get(folder);
    if (node === undefined) continue;
    for (const file of node.files) found.add(file);
    for (const edge of node.uses) folders.add(edge.to);
    if (node.kustomization !== undefined)
      for (const file of generatorFiles(node.kustomization)) found.add(file);
    else
      for (const path of mentioned(files, folder))
        if (files.isFolder(path)) folders.add(path);
        else {
          found.add(path);
          if (isKustomizationFile(path)) folders.add(folderOf(path));
        }
  }
  return found;
}

/** What a kustomization that we do not read names all the same: words of its text that are paths from where it stands. */
function mentioned(files: Files, folder: string): string[] {
  return KUSTOMIZATION_NAMES.map(name => (folder === '' ? name : `${folder}/${name}`)).flatMap(file => {
    const text = files.read(file);
    if (text === undefined) return [];
    // Of a text in UTF-16 every second byte is zero.
    const words = text.replaceAll('\0', '').match(/[\w./@+~-]+/g) ?? [];
    const paths = words.flatMap(word => joinPath(folder, word) ?? []);
    return [
      file,
      ...new Set(paths.filter(path => path !== folder && (files.isFolder(path) || files.bytes(path)))),
    ];
  });
}
