/**
 * Objects in another version of their API: their manifests, and in the layers above them the patches and targets that name
 * them by the version that they had.
 */
import type { Evaluator } from '../../kustomize/build/evaluate.ts';
import { getText, type Kustomization } from '../../kustomize/file/kustomization.ts';
import { PATCH_FIELDS, type PatchEntry, patchEntries } from '../../kustomize/file/patch-entries.ts';
import { BuildFailure } from '../../kustomize/files/problem.ts';
import { readSelector, selectResources } from '../../kustomize/layer/select.ts';
import { splitApiVersion } from '../../kustomize/object/id.ts';
import { hasId, namedBy, type Resource } from '../../kustomize/object/resource.ts';
import { at, entry, type MapNode, type Node, textOf, toJson } from '../../kustomize/tree/node.ts';
import { type ParsedDocument, parseSource } from '../../kustomize/tree/parse.ts';
import type { JsonObject } from '../../transform.ts';
import type { YamlPath } from '../../yaml/edit/edit.ts';
import { YamlProblem } from '../../yaml/read/problem.ts';
import { type Conversion, convertedBy } from '../find/conversions.ts';
import type { Place } from '../model/result.ts';
import { groupedBy } from '../rendered/grouped.ts';
import { afterLayer } from '../rendered/references.ts';
import { operationsIn } from './converted-operations.ts';
import { type Difference, differences } from './differences.ts';
import { type Draft, EditRefused } from './draft/draft.ts';

export interface ConversionContext {
  readonly evaluator: Evaluator;
  readonly draft: Draft;
  /** Why a file must not be edited, or null. */
  notEditable(file: string): string | null;
}

/** Edits one text after the other. @throws EditRefused */
export function writeConverted(conversion: Conversion, context: ConversionContext): Place[] {
  const { objects, against } = conversion;
  const { file, doc, item, type } = objects[0]!.accumulated.source;
  if (against !== null) throw new EditRefused(file, against);
  const documents = type === 'file' ? context.draft.documents(file, 'resource') : [];
  const base = item === null ? [] : ['items', item];
  const node = at(documents.find(each => each.doc === doc)?.node, ...base);
  if (node?.kind !== 'map') throw new EditRefused(file, 'it is in no manifest here');
  const text = context.draft.text(file)!;
  write(file, null, changesFor(node, text, conversion, { doc, base, isWhole: true }), context);
  const places = new Map<string, Place>([[file, { file, kind: 'source' }]]);
  for (const { accumulated } of objects) {
    for (const folder of accumulated.layers) {
      const passed = afterLayer(context.evaluator, accumulated, folder);
      if (passed === undefined) continue;
      for (const changed of writeNames(conversion, passed, context.draft.kustomization(folder), context))
        if (!places.has(changed)) places.set(changed, { file: changed, kind: 'in-place' });
    }
  }
  return [...places.values()];
}

/** What a layer says of an object by its version. @returns the files that have changed */
function writeNames(
  conversion: Conversion,
  object: Resource,
  kustomization: Kustomization,
  context: ConversionContext,
): string[] {
  const changed: string[] = [];
  for (const patch of patchEntries(kustomization, PATCH_FIELDS)) {
    const { selector } = patch;
    const file = patch.type === 'inline' ? kustomization.file : patch.file;
    if (file === undefined) continue;
    if (selector !== undefined && selectResources([object], readSelector(selector), file).length === 0)
      continue;
    const text = patch.type === 'inline' ? patch.text : (context.draft.text(file) ?? '');
    const changes = documentsOf(patch, file, context.draft).flatMap(({ doc, node }) => {
      if (node.kind === 'list') return operationsIn(node, conversion);
      return node.kind === 'map' && (selector !== undefined || hasId(object, namedBy(node)))
        ? changesFor(node, text, conversion, { doc, base: [], isWhole: false })
        : [];
    });
    if (changes.length > 0) {
      write(file, patch.type === 'inline' ? patch.path : null, changes, context);
      changed.push(file);
    }
    const renamed = selector === undefined ? [] : targetEdits(patch, selector, conversion, kustomization);
    if (renamed.length > 0) {
      write(kustomization.file, null, renamed, context);
      changed.push(kustomization.file);
    }
  }
  return changed;
}

/** Group and version of a target, as far as it says them. */
function targetEdits(
  { field, index }: PatchEntry,
  selector: Node,
  { from, to }: Conversion,
  { spelling }: Kustomization,
): Difference[] {
  const [old, made] = [splitApiVersion(from), splitApiVersion(to)];
  const path = [spelling.get(field) ?? field, index, 'target'];
  return (['group', 'version'] as const).flatMap((part): Difference[] =>
    getText(selector, part) === old[part] && old[part] !== made[part]
      ? [{ edit: { op: 'set', doc: 0, path: [...path, part], value: made[part] } }]
      : [],
  );
}

/** What makes a document say what the other version has; nothing where it is in that one, or in none. */
function changesFor(
  node: MapNode,
  text: string,
  conversion: Conversion,
  { doc, base, isWhole }: { readonly doc: number; readonly base: YamlPath; readonly isWhole: boolean },
): Difference[] {
  const before = toJson(node) as JsonObject;
  // A patch with a target may leave its version out.
  const isUnnamed = !isWhole && textOf(entry(node, 'apiVersion')) === undefined;
  const named = isUnnamed ? { ...before, apiVersion: conversion.from } : before;
  const { apiVersion, ...rest } = convertedBy(conversion, named, isWhole);
  return differences(node, isUnnamed ? rest : ({ apiVersion, ...rest } as JsonObject), {
    text,
    doc,
    path: base,
  });
}

/** What an entry holds, in either form; nothing where it cannot be read. */
function documentsOf(patch: PatchEntry, file: string, draft: Draft): readonly ParsedDocument[] {
  try {
    return patch.type === 'file'
      ? draft.documents(file, 'resource')
      : parseSource(patch.text, 'resource', file);
  } catch (error) {
    if (error instanceof YamlProblem || error instanceof BuildFailure) return [];
    throw error;
  }
}

function write(
  file: string,
  inline: YamlPath | null,
  changes: readonly Difference[],
  { draft, notEditable }: ConversionContext,
): void {
  if (changes.length === 0) return;
  const reason = notEditable(file);
  if (reason !== null) throw new EditRefused(file, reason);
  // What is removed goes last, and no comment is of that: until then no index has moved.
  const rank = ({ edit, comment }: Difference) => (edit.op === 'remove' ? 2 : comment === undefined ? 1 : 0);
  const inOrder = [...changes].sort((a, b) => rank(a) - rank(b));
  for (const [, group] of groupedBy(inOrder, each => each.comment ?? '')) {
    const edits = group.map(each => each.edit);
    const { comment } = group[0];
    draft.edit(
      file,
      inline ? [{ op: 'nested', doc: 0, path: inline, edits }] : edits,
      comment === undefined ? undefined : { comment },
    );
  }
}
