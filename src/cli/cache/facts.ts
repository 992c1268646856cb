/**
 * What an answer rests on. Every question that a run has asked about files, and about what is there, is asked again, and
 * has the same answer: then the run has, too. A file that has not been touched is not read again, as in git's index.
 */
import { lstatSync, readFileSync, type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { diskFiles } from '../../kustomize/files/disk.ts';
import type { Files } from '../../kustomize/files/files.ts';
import { isYoung, markOf } from '../../kustomize/files/untouched.ts';
import { isAbsent } from '../../text/durable.ts';
import { unfinishedWrite } from '../../text/recover.ts';
import { findKustomize } from '../../witness/tool.ts';
import { realArgument } from '../../workspace/argument.ts';
import { changedFiles } from '../../workspace/changed.ts';
import { isRefusal, ownFolderOf, type WorkTree, workTreeAround } from '../../workspace/git-tree.ts';
import { journalsIn } from '../../workspace/journals.ts';
import { ownOf } from '../../workspace/nested.ts';
import type { OpenWorkspace } from '../../workspace/open.ts';
import { outsideOf, type ProcessEnvironment } from '../../workspace/programs.ts';

/** Takes the user's key along: what is kept of a file does not tell anybody else what may have stood in it. */
export type Digest = (content: Uint8Array | string) => string;

export interface Facts {
  /** Top of the work tree. */
  readonly root: string;
  /** What is named, and where it leads. */
  readonly named: readonly (readonly [argument: string, real: string])[];
  /** Relative to the top. */
  readonly selected: readonly string[];
  /** Digest of what git lists. */
  readonly listed: string;
  /** Digest of what has changed since a revision. */
  readonly since: readonly [revision: string, changed: string] | null;
  /** Where something depends on the date. */
  readonly today: string | null;
  /** Digest of an earlier report that is left out. */
  readonly baseline: readonly [path: string, report: string] | null;
  /** Where something depends on the user's kustomize, and on all files of the repository. */
  readonly kustomize: string | null;
  readonly files: readonly FileFact[];
}

/** What was found under a path, and what shows without reading that it is still there; null where nothing does. */
type FileFact = readonly [path: string, found: string, untouched: string | null];

/** Where a run stands, which asks. */
export interface Standpoint {
  readonly cwd: string;
  readonly env: ProcessEnvironment;
  /** Milliseconds: what has changed since, or shortly before, may change again without showing it. */
  readonly began: number;
  readonly digest: Digest;
}

/** What a session has asked. */
export interface Asked {
  readonly workspace: OpenWorkspace;
  readonly paths: readonly string[];
  /** Everything that has changed since a revision. */
  readonly since: readonly [revision: string, changed: readonly string[]] | undefined;
  readonly today: string | null;
  readonly baseline: { readonly path: string; readonly text: string } | undefined;
  /** Whether the user's kustomize has been asked, or would have been. */
  readonly isKustomizeAsked: boolean;
}

/** Once a run has asked all that it asks. Undefined beside somebody who writes. */
export function factsOf(asked: Asked, { cwd, env, began, digest }: Standpoint): Facts | undefined {
  const { workspace, paths, since, today, baseline, isKustomizeAsked } = asked;
  const { root, files, listed, selected, unchecked } = workspace;
  if (!isQuiet(workspace)) return undefined;
  // It builds in a copy, and reads there what it likes.
  if (isKustomizeAsked) for (const path of workspace.paths) files.bytes(path);
  return {
    root,
    named: namedOr(paths).map(path => [path, realArgument(cwd, path)]),
    selected,
    listed: listingOf({ ...listed, unchecked }, digest),
    since: since === undefined ? null : [since[0], digest(JSON.stringify(since[1]))],
    today,
    baseline: baseline === undefined ? null : [baseline.path, digest(baseline.text)],
    kustomize: isKustomizeAsked ? kustomizeOf(root, env) : null,
    files: files
      .looks()
      .map(({ path, isRead, stat }) => [
        path,
        foundAt(files, path, isRead, digest),
        stat === undefined ? null : untouchedBy(stat, began),
      ]),
  };
}

/**
 * Asks again.
 *
 * @returns the facts with fresh marks of what is untouched; the same object where none is new; undefined: something has changed
 */
export function stillHolding(facts: Facts, { cwd, env, began, digest }: Standpoint): Facts | undefined {
  const { root, named, selected, since, today, baseline, kustomize } = facts;
  if (today !== null && today !== dateOf(Date.now())) return undefined;
  if (!named.every(([argument, real]) => realArgument(cwd, argument) === real)) return undefined;
  const tree = workTreeAround(startOf(named[0]?.[1] ?? cwd), env);
  if (tree === undefined || isRefusal(tree) || tree.top !== root) return undefined;
  const own = ownOf(root, tree);
  if (listingOf({ ...own, unchecked: tree.unchecked }, digest) !== facts.listed) return undefined;
  const journalDir = ownFolderOf(root) ?? root;
  if (!isQuiet({ root, journalDir, selected, paths: own.files })) return undefined;
  if (since !== null && digest(JSON.stringify(changedFiles(tree.git, since[0]))) !== since[1])
    return undefined;
  if (baseline !== null && digest(readFileSync(baseline[0], 'utf8')) !== baseline[1]) return undefined;
  if (kustomize !== null && kustomize !== kustomizeOf(root, env)) return undefined;
  const files = filesHolding(root, facts.files, began, digest);
  return files === facts.files ? facts : files && { ...facts, files };
}

function filesHolding(
  root: string,
  facts: readonly FileFact[],
  began: number,
  digest: Digest,
): readonly FileFact[] | undefined {
  const files = diskFiles(root);
  const renewed = new Map<FileFact, FileFact>();
  for (const fact of facts) {
    const [path, found, untouched] = fact;
    const stat = statOf(join(root, path));
    if (untouched !== null && stat !== undefined && untouched === wordsOf(stat)) continue;
    if (foundAt(files, path, found.startsWith(READ), digest) !== found) return undefined;
    // What a link is on the way to can become something else although it is untouched itself.
    const isOwn = stat === 'absent' || files.resolve(path) === path;
    const mark = stat !== undefined && isOwn ? untouchedBy(stat, began) : null;
    if (mark !== untouched) renewed.set(fact, [path, found, mark]);
  }
  return renewed.size === 0 ? facts : facts.map(fact => renewed.get(fact) ?? fact);
}

/** Undefined where the system does not say. */
function statOf(path: string): Stats | 'absent' | undefined {
  try {
    // Half of what is looked at is absent: an error each would cost more than all else.
    return lstatSync(path, { throwIfNoEntry: false }) ?? 'absent';
  } catch (error) {
    return isAbsent(error) ? 'absent' : undefined;
  }
}

const READ = 'read ';

/** All that `Files` says of a path, or, where nobody has asked for more, where it leads. */
function foundAt(files: Files, path: string, isRead: boolean, digest: Digest): string {
  const at = JSON.stringify(files.resolve(path) ?? null);
  if (!isRead) return at;
  const bytes = files.bytes(path);
  const what = files.isFolder(path) ? 'folder' : (files.obstacle(path) ?? 'none');
  return `${READ}${at} ${bytes === undefined ? what : digest(bytes)}`;
}

/** Null where it is too young: a change in the same tick of the clock would not show. */
function untouchedBy(stat: Stats | 'absent', began: number): string | null {
  return stat !== 'absent' && stat.isFile() && isYoung(stat, began) ? null : wordsOf(stat);
}

/** A folder is looked into by name only. */
function wordsOf(stat: Stats | 'absent'): string | null {
  if (stat === 'absent') return stat;
  if (stat.isDirectory()) return 'folder';
  return stat.isFile() ? markOf(stat) : null;
}

/** Which program it is, and what it says that it is. */
function kustomizeOf(root: string, env: ProcessEnvironment): string {
  const tool = findKustomize(outsideOf(root, env));
  return tool === undefined ? 'none' : `${tool.path} ${tool.version} ${markOf(statSync(tool.path))}`;
}

/** In the order in which git lists files a staged one stands elsewhere. */
function listingOf(
  { files, nested, unchecked }: Pick<WorkTree, 'files' | 'nested' | 'unchecked'>,
  digest: Digest,
) {
  return digest(JSON.stringify([[...new Set(files)].sort(), [...new Set(nested)], unchecked]));
}

/** Nobody writes, and no write was cut short. */
function isQuiet(workspace: Pick<OpenWorkspace, 'root' | 'journalDir' | 'selected' | 'paths'>): boolean {
  return journalsIn(workspace).length === 1 && unfinishedWrite(workspace.journalDir) === null;
}

function namedOr(paths: readonly string[]): readonly string[] {
  return paths.length > 0 ? paths : ['.'];
}

function startOf(real: string): string {
  return statSync(real).isDirectory() ? real : dirname(real);
}

/** `YYYY-MM-DD` */
export function dateOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
