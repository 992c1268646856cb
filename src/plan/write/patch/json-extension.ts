/** Operations more in a JSON patch that is there for the object: who patches it so has its patch extended, and gets no second one. */

import type { Kustomization } from '../../../kustomize/file/kustomization.ts';
import { PATCH_FIELDS, type PatchEntry, patchEntries } from '../../../kustomize/file/patch-entries.ts';
import { BuildFailure } from '../../../kustomize/files/problem.ts';
import { hasName, kindOf, nameOf, type Resource } from '../../../kustomize/object/resource.ts';
import type { Node } from '../../../kustomize/tree/node.ts';
import { parseSource } from '../../../kustomize/tree/parse.ts';
import type { YamlEdit } from '../../../yaml/edit/edit.ts';
import { isJsonMap } from '../../../yaml/read/data.ts';
import { YamlProblem } from '../../../yaml/read/problem.ts';
import type { Place } from '../../model/result.ts';
import type { Branch } from '../../rendered/change-tree.ts';
import { isForeign, type Topics, topicsOfFile } from '../../repository/habits/patch-topic.ts';
import type { Draft } from '../draft/draft.ts';
import type { EmitContext } from '../draft/emit-context.ts';
import { namesExactly } from './known-patch.ts';
import { type Operation, operationsForTree } from './operations.ts';

/**
 * Extends the last JSON patch that means exactly this object; null where there is none, or where it would have to count the elements
 * of a list or put a whole map: a merge patch names them.
 *
 * @param output the object as the layer hands it on
 * @param met everything that the patches of the kustomization meet
 * @param topics what the change is about
 */
export function extendOperations(
  context: EmitContext,
  kustomization: Kustomization,
  target: Resource,
  output: Resource,
  tree: Branch,
  met: readonly Resource[],
  topics: Topics,
): Place | null {
  if (countsElements(tree)) return null;
  const namesakes = met.filter(each => kindOf(each) === kindOf(target) && hasName(each, nameOf(target)));
  const own = patchEntries(kustomization, PATCH_FIELDS).filter(
    ({ selector }) => selector !== undefined && namesExactly(selector, target, namesakes),
  );
  for (const patch of own.reverse()) {
    const file = patch.type === 'inline' ? kustomization.file : patch.file;
    if (file === undefined || !/\.ya?ml$/.test(file) || context.placement.notEditable(file) !== null)
      continue;
    const named = patch.type === 'inline' ? new Set<string>() : topicsOfFile(file, nameOf(target));
    const list = isForeign(named, topics) ? null : operationsOf(patch, file, context.draft);
    if (list === null) continue;
    const values = operationsForTree(output.node, tree);
    if (values.some(putsWholeMap)) return null;
    const edits: YamlEdit[] = [{ op: 'insert', doc: 0, path: [], index: list, values }];
    context.draft.edit(
      file,
      patch.type === 'inline' ? [{ op: 'nested', doc: 0, path: patch.path, edits }] : edits,
    );
    return { file, kind: 'extended-patch' };
  }
  return null;
}

/** It would take the place of what the object says there one day, where a merge patch leaves the rest as it is. */
function putsWholeMap({ op, value }: Operation): boolean {
  return op === 'add' && isJsonMap(value);
}

function countsElements(tree: Branch): boolean {
  return [...tree.children.values()].some(
    ({ step, tree: below }) => typeof step !== 'string' || (below.type === 'branch' && countsElements(below)),
  );
}

/** How many operations a patch has; null for one of another form. */
function operationsOf(patch: PatchEntry, file: string, draft: Draft): number | null {
  const root = rootOf(patch, file, draft);
  return root?.kind === 'list' && root.items.length > 0 ? root.items.length : null;
}

function rootOf(patch: PatchEntry, file: string, draft: Draft): Node | undefined {
  try {
    const documents =
      patch.type === 'file'
        ? draft.documents(file, 'json-patch')
        : parseSource(patch.text, 'json-patch', file);
    return documents.length === 1 ? documents[0]!.node : undefined;
  } catch (error) {
    if (error instanceof YamlProblem || error instanceof BuildFailure) return undefined;
    throw error;
  }
}
