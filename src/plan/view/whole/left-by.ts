/** Where the target of a patch stands that its kustomization does not meet (any more). */

import type { Graph, GraphNode } from '../../../kustomize/file/graph.ts';
import { itemsOf } from '../../../kustomize/file/kustomization.ts';
import { type Files, folderOf, joinPath } from '../../../kustomize/files/files.ts';
import { textOf } from '../../../kustomize/tree/node.ts';
import type { LeftBy } from '../../../transform.ts';
import { documentsIn, kindOf, nameOf } from '../../repository/manifests/documents.ts';

interface Target {
  readonly kind: string;
  readonly name: string;
}

/**
 * A file of a base beside one that is taken in has the object, or one in the folder of the patch that nothing lists has it,
 * perhaps with the name of its environment before or behind its own.
 *
 * @param folder of the kustomization that holds the patch
 * @param taken folders of all kustomizations that are taken in
 */
export function leftByFile(
  target: Target,
  folder: string,
  taken: ReadonlySet<string>,
  files: Files,
  graph: Graph,
): LeftBy | undefined {
  const has = (file: string, isName: (name: string) => boolean) => {
    const text = files.read(file) ?? '';
    if (!text.includes(target.kind) || !text.includes(target.name)) return false;
    return documentsIn(files, file).some(each => kindOf(each) === target.kind && isName(nameOf(each)));
  };
  const listed = new Set([...graph.nodes.values()].flatMap(each => each.files));
  const stray = graph.paths.find(
    file =>
      folderOf(file) === folder &&
      /\.ya?ml$/.test(file) &&
      !listed.has(file) &&
      has(file, name => isCalledLike(name, target.name)),
  );
  if (stray !== undefined) return { file: stray, isListed: false };
  const homes = new Set([...taken].filter(each => each !== folder).flatMap(each => [each, folderOf(each)]));
  const moved = [...graph.nodes.values()]
    .filter(each => !taken.has(each.folder) && homes.has(folderOf(each.folder)))
    .flatMap(resourceFiles)
    .find(file => has(file, name => name === target.name));
  return moved === undefined ? undefined : { file: moved, isListed: true };
}

function resourceFiles({ folder, kustomization }: GraphNode): string[] {
  if (kustomization === undefined) return [];
  return itemsOf(kustomization, 'resources')
    .flatMap(({ node }) => joinPath(folder, textOf(node) ?? '') ?? [])
    .filter(file => /\.ya?ml$/.test(file));
}

function isCalledLike(name: string, wanted: string): boolean {
  return name === wanted || name.startsWith(`${wanted}-`) || name.endsWith(`-${wanted}`);
}
