/** Patches that are there already, to be extended. */

import { getText, type Kustomization } from '../../../kustomize/file/kustomization.ts';
import {
  type InlinePatch,
  MERGE_FIELDS,
  type PatchEntry,
  patchEntries,
} from '../../../kustomize/file/patch-entries.ts';
import { BuildFailure } from '../../../kustomize/files/problem.ts';
import { readSelector, selectResources } from '../../../kustomize/layer/select.ts';
import { sameId } from '../../../kustomize/object/id.ts';
import {
  allIds,
  hasName,
  kindOf,
  namedBy,
  nameOf,
  namespaceOf,
  type Resource,
} from '../../../kustomize/object/resource.ts';
import { entry, isNull, type MapNode, type Node } from '../../../kustomize/tree/node.ts';
import { type ParsedDocument, parseSource } from '../../../kustomize/tree/parse.ts';
import type { PatchWriter } from '../../../kustomize/tree/writer.ts';
import { memoized } from '../../../text/memo.ts';
import type { FieldPath } from '../../../transform.ts';
import { YamlProblem } from '../../../yaml/read/problem.ts';
import type { Reader } from '../../../yaml/read/readers.ts';
import { childOf, deepest, nodeAt, type RenderedObject } from '../../rendered/rendered.ts';
import { isForeign, shareTopic, type Topics, topicsOfFile } from '../../repository/habits/patch-topic.ts';
import type { Draft } from '../draft/draft.ts';

/** Where a patch stands among those of its kustomization. */
interface Position {
  readonly field: PatchWriter['field'];
  readonly index: number;
}

/** A merge patch with the text that holds it. */
export interface KnownPatch extends Position {
  readonly file: string;
  readonly doc: number;
  readonly inline: readonly (string | number)[] | null;
  readonly node: MapNode;
  /** Its target, where that may be other objects too: what it says is said of all of them. */
  readonly sharedBy: Node | null;
  /** Whether what it says of labels and annotations is taken as texts: a null there is the text `null`, and removes nothing. */
  readonly isCopied: boolean;
  /** Not where a key is there twice, which only a reader of patches takes. What it hides is hidden all the same. */
  readonly isExtensible: boolean;
}

/** The last JSON patch of a layer that has written or removed something on the way to a field. */
export function lastJsonPatch(
  { accumulated }: RenderedObject,
  folder: string,
  path: FieldPath,
): PatchWriter | null {
  let last: PatchWriter | null = null;
  let node: Node | undefined = accumulated.node;
  for (const step of path) {
    const removal = node.kind === 'map' ? node.gone?.get(String(step)) : undefined;
    node = childOf(node, step);
    for (const by of [removal?.by, node?.origin.by]) {
      if (by?.type !== 'patch' || by.form !== 'json' || by.layer !== folder) continue;
      if (last === null || isBehind(by, last)) last = by;
    }
    if (node === undefined) break;
  }
  return last;
}

/** In the order in which kustomize runs them. */
const ORDER: readonly PatchWriter['field'][] = [...MERGE_FIELDS, 'patchesJson6902', 'transformers'];

export function isBehind(patch: Position, other: Position): boolean {
  const fields = ORDER.indexOf(patch.field) - ORDER.indexOf(other.field);
  return fields > 0 || (fields === 0 && patch.index > other.index);
}

/**
 * The patch that says most of the way to a field already, so that fields which belong together stand together; before
 * that one whose file is for what is wanted. Of several the last, none before one that would hide the field, and none
 * whose file is for something else.
 *
 * @param topics what the fix is about
 * @param object name of the patched object
 * @param shared whether one that means several objects may say it
 */
export function nearestPatch(
  patches: readonly KnownPatch[],
  path: FieldPath,
  topics: Topics,
  object: string,
  shared: boolean,
): KnownPatch | null {
  let nearest: KnownPatch | null = null;
  let most = 0;
  for (const patch of patches) {
    if (nearest && hides(patch.node, path)) [nearest, most] = [null, 0];
    if (!patch.isExtensible || (patch.sharedBy !== null && !shared)) continue;
    const named = patch.inline ? NOTHING : topicsOfFile(patch.file, object);
    if (isForeign(named, topics)) continue;
    const depth = depthIn(patch.node, path) + (shareTopic(named, topics) ? path.length : 0);
    if (depth >= most) [nearest, most] = [patch, depth];
  }
  return nearest;
}

const NOTHING: Topics = new Set();

/** Whether a patch writes a field, or takes away what is around it. */
export function hides(patch: Node, path: FieldPath): boolean {
  for (let depth = 1; depth <= path.length; depth++) {
    const node = nodeAt(patch, path.slice(0, depth));
    if (node === undefined) return false;
    if (depth === path.length || isNull(node) || entry(node, '$patch')) return true;
  }
  return false;
}

/** How many steps of a path a patch takes. An element that it only names, to keep the order, says nothing. */
function depthIn(patch: MapNode, path: FieldPath): number {
  const { node, depth } = deepest(patch, path);
  const step = path[depth - 1];
  const isOnlyNamed =
    typeof step === 'object' && node.kind === 'map' && node.entries.size <= Object.keys(step).length;
  return isOnlyNamed ? depth - 1 : depth;
}

/**
 * The merge patches of this kustomization that reach this object.
 *
 * @param met everything that its patches meet
 * @param draft texts as they are now
 */
export function patchesOf(
  kustomization: Kustomization,
  target: Resource,
  met: readonly Resource[],
  draft: Draft,
): readonly KnownPatch[] {
  const found: KnownPatch[] = [];
  const ids = allIds(target);
  const namesakes = met.filter(each => kindOf(each) === kindOf(target) && hasName(each, nameOf(target)));
  for (const patch of mergeEntries(kustomization)) {
    const { selector } = patch;
    const file = patch.type === 'inline' ? kustomization.file : patch.file;
    if (file === undefined) continue;
    const isShared = selector !== undefined && !namesExactly(selector, target, namesakes);
    if (isShared && selectResources([target], readSelector(selector), file).length === 0) continue;
    const inline = patch.type === 'inline' ? patch.path : null;
    const documents = documentsOf(patch, 'merge-patch', file, draft);
    if (documents.length === 0) continue;
    const sharedBy = isShared ? selector : null;
    const isExtensible = documentsOf(patch, 'resource', file, draft).length > 0;
    for (const { doc, node } of documents) {
      if (node.kind !== 'map' || entry(node, '$patch')) continue;
      if (selector || ids.some(id => sameId(id, namedBy(node))))
        found.push({
          file,
          doc,
          inline,
          node,
          sharedBy,
          isCopied: selector !== undefined || patch.field === 'patchesStrategicMerge',
          isExtensible,
          field: patch.field,
          index: patch.index,
        });
    }
  }
  return found;
}

const mergeEntries = memoized((kustomization: Kustomization) => patchEntries(kustomization, MERGE_FIELDS));

/** What the patches of a kustomization hold, by reader: asked for each object that they may be for. */
const readInline = memoized((_: InlinePatch) => new Map<Reader, readonly ParsedDocument[]>());

function documentsOf(
  patch: PatchEntry,
  rules: Reader,
  file: string,
  draft: Draft,
): readonly ParsedDocument[] {
  try {
    if (patch.type === 'file') return draft.documents(file, rules);
    const known = readInline(patch).get(rules);
    if (known) return known;
    const documents = parseSource(patch.text, rules, file);
    readInline(patch).set(rules, documents);
    return documents;
  } catch (error) {
    if (error instanceof YamlProblem || error instanceof BuildFailure) return [];
    throw error;
  }
}

/** A target that can mean only this object: kind and name without pattern characters, nothing else that varies. */
export function namesExactly(selector: Node, target: Resource, namesakes: readonly Resource[]): boolean {
  // A base that is taken in twice: its objects differ by their namespaces only.
  if (namesakes.length > 1 && getText(selector, 'namespace') !== namespaceOf(target)) return false;
  const name = getText(selector, 'name');
  return (
    name === nameOf(target) &&
    !/[\\^$.|?*+()[\]{}]/.test(name) &&
    getText(selector, 'kind') === kindOf(target) &&
    getText(selector, 'labelSelector') === '' &&
    getText(selector, 'annotationSelector') === ''
  );
}
