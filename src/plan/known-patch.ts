/** Patches that are there already, to be extended. */
import { joinPath } from '../kustomize/files.ts';
import { get, getText, itemsOf, type Kustomization } from '../kustomize/kustomization.ts';
import { entry, type MapNode, type Node, textOf } from '../kustomize/node.ts';
import { parseSource } from '../kustomize/parse.ts';
import { BuildFailure } from '../kustomize/problem.ts';
import { allIds, idOf, kindOf, nameOf, type Resource, sameId } from '../kustomize/resource.ts';
import { YamlProblem } from '../yaml/read.ts';

/** A merge patch with the text that holds it. */
export interface KnownPatch {
  readonly file: string;
  readonly doc: number;
  readonly inline: readonly (string | number)[] | null;
  readonly node: MapNode;
}

/**
 * The last merge patch of this kustomization that targets exactly this object.
 *
 * @param textOfFile texts as they are now
 */
export function lastPatchOf(
  kustomization: Kustomization,
  target: Resource,
  textOfFile: (file: string) => string | undefined,
): KnownPatch | null {
  const found: KnownPatch[] = [];
  for (const field of ['patchesStrategicMerge', 'patches']) {
    for (const item of itemsOf(kustomization, field)) {
      const selector = get(item.node, 'target');
      if (selector && !namesExactly(selector, target)) continue;
      const path = item.node.kind === 'scalar' ? textOf(item.node)! : getText(item.node, 'path');
      const text = item.node.kind === 'scalar' ? textOf(item.node)! : getText(item.node, 'patch');
      const isPath = item.node.kind === 'scalar' ? !path.includes('\n') : path !== '';
      const file = isPath ? joinPath(kustomization.folder, path) : kustomization.file;
      if (file === undefined) continue;
      const inline = isPath
        ? null
        : item.node.kind === 'scalar'
          ? [item.field, item.index]
          : [item.field, item.index, 'patch'];
      for (const { doc, node } of documentsOf(isPath ? (textOfFile(file) ?? '') : text, file)) {
        if (node.kind !== 'map' || entry(node, '$patch')) continue;
        const named = selector !== undefined || allIds(target).some(id => sameId(id, idOf({ node })));
        if (named) found.push({ file, doc, inline, node });
      }
    }
  }
  return found.at(-1) ?? null;
}

function documentsOf(text: string, file: string) {
  try {
    return parseSource(text, 'resource', file);
  } catch (error) {
    if (error instanceof YamlProblem || error instanceof BuildFailure) return [];
    throw error;
  }
}

/** A target that can mean only this object: kind and name without pattern characters, nothing else that varies. */
function namesExactly(selector: Node, target: Resource): boolean {
  const name = getText(selector, 'name');
  return (
    name === nameOf(target) &&
    !/[\\^$.|?*+()[\]{}]/.test(name) &&
    getText(selector, 'kind') === kindOf(target) &&
    getText(selector, 'labelSelector') === '' &&
    getText(selector, 'annotationSelector') === ''
  );
}
