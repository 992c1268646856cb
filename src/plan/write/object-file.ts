/** Which file a new object goes into: the way of the repository, else what reads best (placement.md). */
import { folderOf } from '../../kustomize/files/files.ts';
import { fileNameFor, shortNameOf } from '../repository/habits/file-names.ts';
import { fileStem } from '../repository/habits/file-stem.ts';
import { spelledLike } from '../repository/habits/word-breaks.ts';
import type { EmitContext } from './draft/emit-context.ts';

/** A new object that wants a file. */
export interface Wish {
  readonly kind: string;
  readonly name: string;
  /** The layer that will list it, and the folder of the file. */
  readonly layer: string;
  readonly home: string;
  /** The file of the object beside it, where that stands in the same folder; else ''. */
  readonly neighbour: string;
  /** The file of that object, wherever it stands: what its files are called there they are called here. */
  readonly calledAs: string;
  /** Whether that may hold it as well: a YAML file that no other layer lists. */
  readonly mayJoin: boolean;
  /** Whether there are more of the kind that are new in the layer, and beside nothing there. */
  readonly isOneOfSeveral: boolean;
  /** Whether it is a new workload, or comes with one by its name: it is no part of the one beside it. */
  readonly isOfNewThing: boolean;
}

/**
 * A file that holds objects of the kind already, alone or with others of the layer, or will, that of the object beside it, or one of its own.
 *
 * @param made files of other new objects
 */
export function objectFileFor(
  wish: Wish,
  made: { has(file: string): boolean },
  context: EmitContext,
): string {
  const { kind, name, layer, home, neighbour, calledAs, isOfNewThing } = wish;
  const { draft, habits, placement } = context;
  const standing = standingIn(kind, layer, home, placement);
  if (standing !== undefined) return standing;
  const shared = placement.sharedFileOf(kind, layer);
  if (shared !== undefined && placement.notEditable(shared) === null) return shared;
  const prefix = home === '' ? '' : `${home}/`;
  const whole = `${prefix}${fileStem(name)}${habits.extension}`;
  if (isOfNewThing && isOfOneFile(calledAs, context) && (made.has(whole) || !draft.exists(whole)))
    return whole;
  if (!isOfNewThing && wish.mayJoin && isKeptWith(wish, context)) return neighbour;
  const collection = isOfNewThing ? null : collectionFor(wish, context);
  const file = prefix + (collection ?? '');
  if (collection !== null && (made.has(file) || !draft.exists(file))) return file;
  const spelled = (each: string) => prefix + spelledLike(each, habits.underscored.has(home));
  const isTaken = (each: string) => draft.exists(spelled(each));
  return spelled(fileNameFor(kind, name, { neighbour, calledAs, isOfNewThing }, isTaken, habits.extension));
}

/** Whether all of the thing that a file is about stands in it. */
function isOfOneFile(file: string, { draft }: EmitContext): boolean {
  return /\.ya?ml$/.test(file) && draft.exists(file) && draft.documents(file, 'resource').length > 1;
}

/** The file for all of the kind that a layer has, in the folder; or in one of its own, where the layer has no other of them. */
function standingIn(
  kind: string,
  layer: string,
  home: string,
  placement: EmitContext['placement'],
): string | undefined {
  const listed = [...(placement.filesOf(kind)?.byFolder.values() ?? [])]
    .flat()
    .filter(({ layers }) => layers.has(layer));
  const open = listed.filter(
    // What another layer lists too is not this one's alone.
    ({ file, isCollection, layers }) =>
      isCollection && layers.size === 1 && placement.notEditable(file) === null,
  );
  const here = open.find(({ file }) => folderOf(file) === home);
  return (here ?? (listed.length === 1 ? open[0] : undefined))?.file;
}

/** How many objects in one file show that all of a workload goes there: with a Service alone many begin. */
const WHOLE = 3;

/** Whether objects of a kind stand in the files of workloads; of a kind that has no file yet, whether all others of this one do. */
function isKeptWith({ kind, neighbour, layer }: Wish, context: EmitContext): boolean {
  const { draft, placement } = context;
  const files = placement.filesOf(kind);
  if (files !== undefined) return files.areWithWorkloads;
  const own = draft.documents(neighbour, 'resource').length;
  return own >= WHOLE || (own > 1 && areMostWhole(layer, context));
}

/** A Deployment and its Service are all that there is of one, where most files of the layer show that the rest goes there. */
function areMostWhole(layer: string, { draft, placement }: EmitContext): boolean {
  const files = new Set(
    [...placement.bySource.values()].flatMap(([first]) => {
      const source = first?.object.accumulated.source;
      return source?.type === 'file' && source.layer === layer ? [source.file] : [];
    }),
  );
  const counts = [...files].map(file => draft.documents(file, 'resource').length).filter(each => each > 1);
  return counts.filter(each => each >= WHOLE).length * 2 > counts.length;
}

/** The name of a file for all objects of the kind, where these go together. */
function collectionFor(
  { kind, home, neighbour, isOneOfSeveral }: Wish,
  { habits, placement }: EmitContext,
): string | null {
  const files = placement.filesOf(kind);
  if (files && files.byFolder.size > 0)
    return files.besides.get(folderOf(home)) ?? (files.besides.has(folderOf(home)) ? null : files.usual);
  const isTogether = isOneOfSeveral && neighbour === '' && habits.manyInFile;
  return isTogether ? `${shortNameOf(kind)}${habits.extension}` : null;
}
