/** Edits of values where they are written: patch texts and entries of kustomizations. */
import { splitImage } from '../../kustomize/fields/image-entry.ts';
import { at, type Node, pathInText, textOf } from '../../kustomize/tree/node.ts';
import { parseText } from '../../kustomize/tree/parse.ts';
import type { Origin } from '../../kustomize/tree/writer.ts';
import type { YamlEdit } from '../../yaml/edit/edit.ts';
import type { Reader } from '../../yaml/read/readers.ts';
import type { TextLevel } from '../model/level.ts';
import type { Place } from '../model/result.ts';
import type { PlacedField } from '../place/types.ts';
import { addToTree, newBranch } from '../rendered/change-tree.ts';
import type { Group } from '../rendered/grouped.ts';
import { resourceAt } from '../rendered/references.ts';
import { nodeAt } from '../rendered/rendered.ts';
import { EditRefused } from './draft/draft.ts';
import { editsForTree } from './draft/edits.ts';
import type { EmitContext } from './draft/emit-context.ts';

/** Into the element that a patch brings, in the patch's own text. */
export function writePatchText(group: Group<PlacedField<TextLevel>>, context: EmitContext): Place {
  const { level } = group[0];
  const { by } = level.origin;
  const inline = by.type === 'patch' ? by.inline : null;
  const rules = by.type === 'patch' && by.form === 'json' ? 'json-patch' : 'merge-patch';
  const tree = newBranch();
  for (const { goal, path, value } of group) {
    addToTree(tree, path, goal.type === 'set' ? { type: 'set', value } : { type: 'remove' });
  }
  const path = pathInText(level.origin);
  const root = inline
    ? inlineDocument(context, by.file, inline, by.doc, rules)
    : context.draft.documents(by.file, rules).find(d => d.doc === by.doc)?.node;
  const node = at(root, ...path);
  if (!node) throw new EditRefused(by.file, 'the element is not where it was');
  const edits = editsForTree(node, tree, by.doc, path);
  context.draft.edit(by.file, inline ? [{ op: 'nested', doc: 0, path: inline, edits }] : edits);
  return { file: by.file, kind: 'in-place' };
}

/** What an `images:` entry has to say otherwise, for what is rendered today to become another image. */
function imageEntryEdits(
  context: EmitContext,
  file: string,
  path: readonly (string | number)[],
  image: string,
  today: string,
): YamlEdit[] {
  const [wanted, now] = [splitImage(image), splitImage(today)];
  const isRenamed = wanted.name !== now.name;
  const name: YamlEdit = { op: 'set', doc: 0, path: [...path, 'newName'], value: wanted.name };
  // A new name alone leaves the tag to whoever says it.
  const isRetagged = wanted.tag !== now.tag || wanted.digest !== now.digest || !isRenamed;
  return [...(isRenamed ? [name] : []), ...(isRetagged ? tagEdits(context, file, path, image) : [])];
}

/**
 * Tag and digest of an `images:` entry. `newTag` alone drops a digest and `digest` alone a tag: both go into
 * `newTag`, but an entry that has both fields keeps its form (kustomize.md 3.5).
 */
function tagEdits(
  context: EmitContext,
  file: string,
  path: readonly (string | number)[],
  image: string,
): YamlEdit[] {
  const entry = at(context.draft.documents(file, 'kustomization')[0]?.node, ...path);
  const { tag, digest } = splitImage(image);
  const has = (key: string) => entry?.kind === 'map' && entry.entries.has(key);
  if (tag === '' || (has('newTag') && has('digest'))) {
    const edits: YamlEdit[] = [{ op: 'set', doc: 0, path: [...path, 'digest'], value: digest }];
    return tag === '' ? edits : [{ op: 'set', doc: 0, path: [...path, 'newTag'], value: tag }, ...edits];
  }
  const value = digest === '' ? tag : `${tag}@${digest}`;
  return [{ op: 'set', doc: 0, path: [...path, 'newTag'], value }];
}

function inlineDocument(
  context: EmitContext,
  file: string,
  inline: readonly (string | number)[],
  doc: number,
  rules: Reader,
): Node | undefined {
  const scalar = at(context.draft.documents(file, 'kustomization')[0]?.node, ...inline);
  if (scalar?.kind !== 'scalar') return undefined;
  return parseText(scalar.raw, rules, d => ({ type: 'source', file, doc: d })).find(d => d.doc === doc)?.node;
}

/** A field whose value stands there already. */
export type StandingField = PlacedField & { readonly inPlace: Origin };

/** Values that stand in a text as themselves: what a generator or a reference writes is not edited where it lands. */
export function canEditInPlace(placed: PlacedField): placed is StandingField {
  if (placed.inPlace === null || placed.inPlace.viaAlias) return false;
  const { type } = placed.inPlace.by;
  return (
    type === 'patch' ||
    type === 'images' ||
    type === 'replicas' ||
    type === 'labels' ||
    type === 'commonLabels' ||
    type === 'commonAnnotations' ||
    // Placement gives this for a constant only, with the place of the constant.
    type === 'replacement'
  );
}

/** Without the line of a patch, or the entry of `replicas:`, the value of a lower place would come back: a patch has to say null. */
export function showsLower({ goal, level, object, inPlace }: PlacedField, context: EmitContext): boolean {
  const by = inPlace?.by.type;
  if (goal.type !== 'remove' || (by !== 'patch' && by !== 'replicas')) return false;
  const below = resourceAt(context.evaluator, object.accumulated, level);
  return nodeAt(below?.node, goal.path) !== undefined;
}

export function writeInPlace(
  { goal, value, object, inPlace: origin }: StandingField,
  context: EmitContext,
): Place {
  const path = pathInText(origin);
  const { file, doc } = origin.by;
  if (origin.by.type === 'images') {
    const today = textOf(nodeAt(object.accumulated.node, goal.path)) ?? '';
    context.draft.edit(file, imageEntryEdits(context, file, path, String(value), today));
    return { file, kind: 'entry' };
  }
  // An entry of `replicas:` without a count asks for none at all.
  const gone = origin.by.type === 'replicas' ? path.slice(0, -1) : path;
  const edit: YamlEdit =
    goal.type === 'remove' ? { op: 'remove', doc, path: gone, prune: true } : { op: 'set', doc, path, value };
  const inline = origin.by.type === 'patch' ? origin.by.inline : null;
  context.draft.edit(file, inline ? [{ op: 'nested', doc: 0, path: inline, edits: [edit] }] : [edit]);
  return { file, kind: 'in-place' };
}
