/** Patches that are not there yet: where the team would have put them (placement.md, New patches). */

import { podKindOf } from '../../../kubernetes/pod-templates.ts';
import type { Kustomization } from '../../../kustomize/file/kustomization.ts';
import { baseName, isWithin, joinPath, relativePath } from '../../../kustomize/files/files.ts';
import { apiVersionOf, kindOf, nameOf, type Resource } from '../../../kustomize/object/resource.ts';
import { entry, type Node, textOf } from '../../../kustomize/tree/node.ts';
import type { Json } from '../../../transform.ts';
import { newYamlFile } from '../../../yaml/edit/new-file.ts';
import type { Place } from '../../model/result.ts';
import { shortNameOf } from '../../repository/habits/file-names.ts';
import { fileStem } from '../../repository/habits/file-stem.ts';
import { filesOfPatches, lineCount } from '../../repository/habits/habits.ts';
import {
  isForMany,
  renamedFor,
  shareTopic,
  type Topics,
  topicsOfFile,
} from '../../repository/habits/patch-topic.ts';
import { spelledLike } from '../../repository/habits/word-breaks.ts';
import { appendItems } from '../draft/append-items.ts';
import type { EmitContext } from '../draft/emit-context.ts';
import { newText } from '../draft/new-text.ts';

/**
 * Adds a patch to a kustomization: to a file of patches about the same thing or about whatever the overlay changes, inline, or in a
 * file of its own.
 *
 * @param extra other keys of the entry
 * @param topics what the patch is about; null where it has to stand behind all others
 */
export function addPatch(
  context: EmitContext,
  kustomization: Kustomization,
  target: Resource,
  patch: Json,
  extra: Readonly<Record<string, Json>>,
  topics: Topics | null,
): Place {
  const { habits, draft } = context;
  const collection =
    topics !== null && Object.keys(extra).length === 0
      ? collectionFor(topics, kindOf(target), kustomization, context)
      : null;
  if (collection?.isListed) {
    draft.edit(collection.file, [{ op: 'addDocument', value: patch }]);
    return { file: collection.file, kind: 'new-patch' };
  }
  const forms = habits.formsFor(kustomization.file);
  const text = newYamlFile(patch, { ...habits, forms, documentMarker: false });
  if (!collection && lineCount(text) <= habits.inlineLines) {
    addPatchEntry(context, kustomization, { ...extra, patch: text });
    return { file: kustomization.file, kind: 'new-patch' };
  }
  const file = collection?.file ?? newPatchFile(context, kustomization.folder, target);
  addPatchEntry(context, kustomization, { path: relativePath(kustomization.folder, file), ...extra });
  draft.create(file, newText(file, patch, context));
  return { file, kind: 'new-patch', with: [kustomization.file] };
}

/** The file for patches of many objects: about one thing, about anything, or one that other kustomizations have for the thing. */
function collectionFor(
  topics: Topics,
  kind: string,
  kustomization: Kustomization,
  { draft, habits, placement }: EmitContext,
): { readonly file: string; readonly isListed: boolean } | null {
  const files = filesOfPatches(kustomization);
  const ofMany = files.filter(file => isForMany(file, draft.documents(file, 'resource').map(nameIn)));
  const collections = ofMany.filter(file => topicsOfFile(file, '').size > 0);
  const own =
    topics.size > 1 ? undefined : collections.find(file => shareTopic(topicsOfFile(file, ''), topics));
  const mixed = ofMany.find(
    file =>
      !collections.includes(file) &&
      !isForOtherKinds(file, draft.documents(file, 'resource').map(kindIn), kind) &&
      isWithin(kustomization.folder, file) &&
      placement.notEditable(file) === null,
  );
  const listed = own ?? mixed;
  if (listed !== undefined) return { file: listed, isListed: true };
  const [topic] = topics;
  if (topic === undefined || topics.size > 1) return null;
  // A team that writes patches inline elsewhere does so here.
  const habit = habits.inlineLines > 0 ? undefined : habits.collections.get(topic);
  const elsewhere = habit === undefined ? [] : [joinPath(kustomization.folder, habit)];
  for (const file of [...collections.map(each => renamedFor(each, topic)), ...elsewhere]) {
    if (file === null || file === undefined) continue;
    const isListed = files.includes(file);
    if (isListed || !draft.exists(file)) return { file, isListed };
  }
  return null;
}

/** `patch-ingress.yaml` with patches of Ingresses takes none of a Deployment. */
function isForOtherKinds(file: string, kinds: readonly string[], kind: string): boolean {
  if (kinds.includes(kind)) return false;
  const words = new Set(
    baseName(file)
      .toLowerCase()
      .split(/[^a-z]+/),
  );
  return kinds
    .flatMap(each => [each.toLowerCase(), shortNameOf(each)])
    .some(each => [each, `${each}s`, `${each}es`].some(word => words.has(word)));
}

function kindIn({ node }: { readonly node: Node }): string {
  return textOf(entry(node, 'kind')) ?? '';
}

function nameIn({ node }: { readonly node: Node }): string {
  return textOf(entry(entry(node, 'metadata'), 'name')) ?? '';
}

function newPatchFile(context: EmitContext, folder: string, target: Resource): string {
  const { habits, draft } = context;
  const home = [folder, habits.patchFolder].filter(part => part !== '').join('/');
  const name = fileStem(nameOf(target));
  const kind = shortNameOf(kindOf(target));
  const stems = stemsFor(habits.patchName, name, kind, isWorkload(target));
  for (let i = 0; ; i++) {
    const stem = spelledLike(stems[i] ?? `${stems.at(-1)}-${i}`, habits.underscored.has(home));
    const file = `${home === '' ? '' : `${home}/`}${stem}${habits.extension}`;
    if (!draft.exists(file)) return file;
  }
}

/** From the shortest that still says what is meant: what is not called after its workload says its kind too. */
function stemsFor(
  habit: EmitContext['habits']['patchName'],
  name: string,
  kind: string,
  isOfWorkload: boolean,
): readonly string[] {
  const full = `${name}-${kind}`;
  switch (habit) {
    case 'kind-name':
      return [`${kind}-${name}`];
    case 'patch-name':
      return [`patch-${name}`, `patch-${full}`];
    case 'name':
      return isOfWorkload ? [name, full] : [full];
    case 'name-patch':
      // `admission-patch-patch.yaml` reads like a slip.
      return /[-_.]patch$/.test(name) ? [`${full}-patch`] : [`${name}-patch`, `${full}-patch`];
  }
}

function isWorkload(target: Resource): boolean {
  return podKindOf(kindOf(target), apiVersionOf(target)) !== undefined;
}

function addPatchEntry(
  context: EmitContext,
  kustomization: Kustomization,
  value: Record<string, Json>,
): void {
  const field = kustomization.spelling.get('patches') ?? 'patches';
  appendItems(context, kustomization.file, [field], kustomization.node.entries.get('patches'), [value]);
}
