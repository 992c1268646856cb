/** How a repository writes its fragments: file names, inline patches or files, extensions (by majority). */

import type { Graph } from '../../../kustomize/file/graph.ts';
import type { Kustomization } from '../../../kustomize/file/kustomization.ts';
import { MERGE_FIELDS, PATCH_FIELDS, patchEntries } from '../../../kustomize/file/patch-entries.ts';
import { baseName, type Files, folderOf, isWithin, relativePath } from '../../../kustomize/files/files.ts';
import { groupedBy } from '../../rendered/grouped.ts';
import { documentsIn, nameOf } from '../manifests/documents.ts';
import { dottedFolders } from './entry-habits.ts';
import { type FileHeaders, fileHeaders } from './file-headers.ts';
import { isForMany, topicsOfFile } from './patch-topic.ts';
import { type FormsFor, formsFor } from './short-forms.ts';
import { underscoredFolders } from './word-breaks.ts';

export interface Habits {
  readonly extension: '.yaml' | '.yml';
  /** New patches of up to so many lines stand inline in the kustomization: as long as those that are there. */
  readonly inlineLines: number;
  /** Name of a patch file for an object. */
  readonly patchName: 'name-patch' | 'patch-name' | 'kind-name' | 'name';
  /** Folder of patch files, relative to the kustomization; '' when they stand beside it. */
  readonly patchFolder: string;
  /** By topic: the files in which other kustomizations keep the patches of many objects, relative to them. */
  readonly collections: ReadonlyMap<string, string>;
  /** Whether files begin with `---`. */
  readonly documentMarker: boolean;
  /** Whether list items are indented under their key. */
  readonly indentSequences: boolean;
  /** Whether manifests of several objects are usual. */
  readonly manyInFile: boolean;
  /** Folders whose kustomization names what stands beside it with `./`, or those of its sisters do where it names nothing. */
  readonly dotted: ReadonlySet<string>;
  /** Folders whose files have underscores between words. */
  readonly underscored: ReadonlySet<string>;
  /** The licence that new files of a folder begin with. */
  readonly headerIn: FileHeaders;
  readonly formsFor: FormsFor;
}

export function habitsOf(files: Files, paths: readonly string[], graph: Graph): Habits {
  const yaml = paths.filter(path => /\.ya?ml$/.test(path));
  const patches = [...graph.nodes.values()].flatMap(({ kustomization }) =>
    kustomization ? patchEntries(kustomization, PATCH_FIELDS) : [],
  );
  const inline = patches.filter(patch => patch.type === 'inline').map(({ text }) => text);
  const named = patches.filter(patch => patch.type === 'file').map(({ path }) => path);
  const sample = yaml.slice(0, 200).map(path => files.read(path) ?? '');
  return {
    extension: yaml.filter(path => path.endsWith('.yml')).length * 2 > yaml.length ? '.yml' : '.yaml',
    inlineLines:
      inline.length > named.length ? longest(inline, named.length === 0 ? AMONG_INLINE : SHORT_PATCH) : 0,
    patchName: patchNameHabit(named),
    collections: collectionsOf(files, graph),
    patchFolder: mostCommon(named.filter(p => !p.startsWith('..')).map(folderOf)) ?? '',
    documentMarker: sample.filter(text => text.startsWith('---')).length * 2 > sample.length,
    indentSequences: indents(sample),
    manyInFile: isManyInFile(sample),
    dotted: dottedFolders(graph),
    underscored: underscoredFolders(paths),
    headerIn: fileHeaders(files, paths),
    formsFor: formsFor(files, paths),
  };
}

function collectionsOf(files: Files, graph: Graph): ReadonlyMap<string, string> {
  const named: { readonly topic: string; readonly path: string }[] = [];
  for (const { kustomization } of graph.nodes.values()) {
    if (!kustomization) continue;
    for (const file of filesOfPatches(kustomization)) {
      const [topic, ...others] = topicsOfFile(file, '');
      if (topic === undefined || others.length > 0 || !isWithin(kustomization.folder, file)) continue;
      if (!isForMany(file, documentsIn(files, file).map(nameOf))) continue;
      named.push({ topic, path: relativePath(kustomization.folder, file) });
    }
  }
  const collections = new Map<string, string>();
  for (const [topic, group] of groupedBy(named, each => each.topic)) {
    const path = mostCommon(group.map(each => each.path));
    if (path !== undefined) collections.set(topic, path);
  }
  return collections;
}

/** Files of merge patches for whatever they name. */
export function filesOfPatches(kustomization: Kustomization): string[] {
  return patchEntries(kustomization, MERGE_FIELDS).flatMap(patch =>
    patch.type === 'file' && !patch.selector && patch.file !== undefined ? [patch.file] : [],
  );
}

/** A patch of one field of a container takes this many lines. */
const SHORT_PATCH = 12;
/** Where no patch has a file of its own, one rule by which pods are placed is no reason for the first. */
const AMONG_INLINE = 20;

function longest(texts: readonly string[], least: number): number {
  return texts.reduce((most, text) => Math.max(most, lineCount(text)), least);
}

export function lineCount(text: string): number {
  return text.trimEnd().split('\n').length;
}

function patchNameHabit(files: readonly string[]): Habits['patchName'] {
  const stems = files.map(file => baseName(file).replace(/\.ya?ml$/, ''));
  const first = stems.filter(stem => /^patch[-_.]/.test(stem)).length;
  const last = stems.filter(stem => /[-_.]patch$/.test(stem)).length;
  if (first > last) return 'patch-name';
  if (first + last === 0 && isKindFirst(stems)) return 'kind-name';
  return last === 0 && files.some(file => /(?:^|\/)patch(?:es)?\//.test(file)) ? 'name' : 'name-patch';
}

const KIND_FIRST =
  /^(?:deployment|statefulset|daemonset|cronjob|job|service|ingress|configmap|hpa|pdb|pvc|networkpolicy)[-_.]\w/;

/** At least two, and half of them: `hpa-limits.yaml` beside `deployment-resources.yaml`. */
function isKindFirst(stems: readonly string[]): boolean {
  const named = stems.filter(stem => KIND_FIRST.test(stem)).length;
  return named >= 2 && named * 2 >= stems.length;
}

/** A quarter of the manifests: Deployment and Service in one file, and the rest in files of their own. */
function isManyInFile(sample: readonly string[]): boolean {
  const counts = sample.flatMap(text => {
    const kinds = text.match(/^kind:[ \t]*["']?\w+/gm) ?? [];
    return kinds.length === 0 || kinds.some(kind => /(?:Kustomization|Component)$/.test(kind))
      ? []
      : [kinds.length];
  });
  return counts.length > 0 && counts.filter(count => count > 1).length * 4 >= counts.length;
}

/** The first of those that are there most often. */
export function mostCommon(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

function indents(sample: readonly string[]): boolean {
  let indented = 0;
  let flush = 0;
  for (const text of sample) {
    for (const [, key = '', item = ''] of text.matchAll(/^( *)(?:- )?[\w.-]+:[ \t]*\r?\n( *)- /gm)) {
      if (item.length > key.length) indented++;
      else flush++;
    }
  }
  return indented >= flush;
}
