/** The new name of an object in all that kustomizations read: manifests, patches and their targets, entries, files of generators. */
import { generatorFiles } from '../../kustomize/file/generator-inputs.ts';
import type { Graph } from '../../kustomize/file/graph.ts';
import type { Kustomization } from '../../kustomize/file/kustomization.ts';
import { PATCH_FIELDS, patchEntries } from '../../kustomize/file/patch-entries.ts';
import { BuildFailure } from '../../kustomize/files/problem.ts';
import { toJson } from '../../kustomize/tree/node.ts';
import { type ParsedDocument, parseSource } from '../../kustomize/tree/parse.ts';
import type { Splice } from '../../text/splice.ts';
import type { YamlEdit } from '../../yaml/edit/edit.ts';
import { YamlProblem } from '../../yaml/read/problem.ts';
import type { Rename } from '../find/renames.ts';
import type { Renaming } from '../model/renaming.ts';
import type { Place } from '../model/result.ts';
import { renamedLeaves, saidIn } from '../rendered/names/renaming.ts';
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
  const read = new Map<string, 'documents' | 'content'>();
  const kustomizations: Kustomization[] = [];
  for (const folder of rename.scope) {
    const node = graph.nodes.get(folder);
    if (node?.kustomization === undefined) continue;
    const kustomization = draft.kustomization(folder);
    kustomizations.push(kustomization);
    for (const file of node.files) if (file !== kustomization.file) read.set(file, 'documents');
    for (const file of generatorFiles(kustomization)) read.set(file, 'content');
  }
  const places: Place[] = [];
  const take = (file: string, change: (() => void) | undefined) => {
    if (change === undefined) return;
    const reason = notEditable(file);
    if (reason !== null) throw new EditRefused(file, reason);
    change();
    places.push({ file, kind: file === rename.file ? 'source' : 'in-place' });
  };
  for (const [file, as] of read) {
    const text = draft.text(file);
    if (text === undefined) continue;
    if (as === 'documents') {
      const edits = inDocuments(file, text, rename);
      take(file, edits.length === 0 ? undefined : () => draft.edit(file, edits));
    } else {
      const splices = inText(text, rename);
      take(file, splices.length === 0 ? undefined : () => draft.splice(file, splices));
    }
  }
  for (const kustomization of kustomizations) {
    const { file } = kustomization;
    const edits = inKustomization(kustomization, draft.text(file) ?? '', rename);
    take(file, edits.length === 0 ? undefined : () => draft.edit(file, edits));
  }
  return places;
}

function inText(text: string, renaming: Renaming): Splice[] {
  return saidIn(text, renaming).map(({ start, name }) => ({
    start,
    end: start + name.length,
    text: renaming.names.get(name)!,
  }));
}

function inDocuments(file: string, text: string, renaming: Renaming): YamlEdit[] {
  return documentsOf(file, text).flatMap(({ doc, node }) => editsOf(toJson(node), doc, renaming));
}

/** Nothing where it cannot be read: nobody builds that. */
function documentsOf(file: string, text: string): readonly ParsedDocument[] {
  try {
    return parseSource(text, 'resource', file);
  } catch (error) {
    if (error instanceof YamlProblem || error instanceof BuildFailure) return [];
    throw error;
  }
}

function editsOf(value: Parameters<typeof renamedLeaves>[0], doc: number, renaming: Renaming): YamlEdit[] {
  return [...renamedLeaves(value, renaming)].map(({ path, value: renamed }) => ({
    op: 'set' as const,
    doc,
    path,
    value: renamed,
  }));
}

/** Fields of a kustomization that hold files, folders and images, or parts of names. */
const APART: ReadonlySet<string> = new Set([
  'resources',
  'bases',
  'components',
  'crds',
  'configurations',
  'openapi',
  'helmCharts',
  'helmChartInflationGenerator',
  'helmGlobals',
  'images',
  'namePrefix',
  'nameSuffix',
  'namespace',
]);

/** Keys of entries that hold files. */
const FILES: ReadonlySet<unknown> = new Set(['path', 'files', 'envs', 'env']);

function inKustomization(kustomization: Kustomization, text: string, renaming: Renaming): YamlEdit[] {
  const { file } = kustomization;
  const patches = patchEntries(kustomization, PATCH_FIELDS);
  const inline = patches.flatMap(patch => (patch.type === 'inline' ? [patch] : []));
  const nested = inline.flatMap(({ path, text: patch }): YamlEdit[] => {
    const edits = inDocuments(file, patch, renaming);
    return edits.length === 0 ? [] : [{ op: 'nested', doc: 0, path, edits }];
  });
  const texts = new Set(inline.map(({ path }) => path.join('/')));
  const own = inDocuments(file, text, renaming).filter(
    edit => 'path' in edit && !isApart(edit.path) && !texts.has(edit.path.join('/')),
  );
  return [...own, ...nested];
}

function isApart([field, ...rest]: readonly (string | number)[]): boolean {
  return APART.has(String(field)) || rest.some(step => FILES.has(step)) || isBarePath(field, rest);
}

/** An entry that is a path, or a patch as a text. */
function isBarePath(field: string | number | undefined, rest: readonly (string | number)[]): boolean {
  return field === 'patchesStrategicMerge' && rest.length === 1;
}
