/**
 * Commands of pipelines and scripts that write tags into a kustomization: `kustomize edit set image`, and `yq` or `sed` in its
 * file. What they write is theirs: they drop a digest, or leave that of an older build beside the new tag.
 */

import { isPipeline, isScript } from '../../../kustomize/files/command-files.ts';
import { baseName, type Files, folderOf, isWithin } from '../../../kustomize/files/files.ts';
import { entry, textOf } from '../../../kustomize/tree/node.ts';
import { once } from '../../../text/memo.ts';
import { documentsIn, itemsAt } from '../manifests/documents.ts';
import { type ImageOverride, override } from './image-overrides.ts';

/** The names that a command writes, which may be none that can be told: then it may write all of them. */
interface Written {
  readonly names: readonly string[];
  /** Folders that it may write in, as they are written, likely ones first. */
  readonly places: readonly string[];
  readonly by: string;
  readonly index: number;
}

const SETS = /\bkustomize\s+edit\s+set\s+image\s+((?:\\\r?\n|[^\n;&|])+)/g;
const EDITS =
  /\b(yq|sed)\b(?=[^\n|;&]*\s(?:-[a-zA-Z]*i\b|--in-?place))([\s\S]{0,600}?)([^\s"'`]*kustomization\.ya?ml)\b/g;
const OF_IMAGES = /newTag|newName|\bimages?\b|\bdigest\b/;
const SELECTED = /\.name\s*==\s*\\?["']([^"'\\]+)\\?["']/g;
const VARIABLE = /\$\{\{[^}]*\}\}|\$\{[^}]*\}|\$\([^)]*\)|\$\w+/g;
/** As templates of other tools have it, which stand for any text. */
const ANY = '{{any}}';
/** Texts larger than that are none that somebody wrote. */
const MOST_TEXT = 200_000;
/** How far above a command the folder is named that it runs in. */
const MOST_LINES = 30;

/** Images that a kustomization has entries for, as it writes them, by its folder. */
type Entries = ReadonlyMap<string, readonly string[]>;

export function imagesWrittenByScripts(files: Files, paths: readonly string[]): ImageOverride[] {
  const entries = once(() => entriesIn(files, paths));
  return paths
    .filter(path => isPipeline(path) || isScript(path))
    .flatMap(path => {
      const text = files.read(path) ?? '';
      if (text.length > MOST_TEXT || !/kustomiz/.test(text)) return [];
      return writtenIn(text).flatMap(each => overridesOf(each, path, text, entries()));
    });
}

function entriesIn(files: Files, paths: readonly string[]): Entries {
  const written = paths.filter(path => /^kustomization\.ya?ml$|^Kustomization$/.test(baseName(path)));
  return new Map(
    written.map(path => {
      const listed = documentsIn(files, path).flatMap(document => itemsAt(document, 'images'));
      const names = listed.flatMap(each =>
        ['name', 'newName'].flatMap(key => textOf(entry(each, key)) ?? []),
      );
      return [folderOf(path), names];
    }),
  );
}

function writtenIn(text: string): Written[] {
  const set = [...text.matchAll(SETS)].map(({ 1: words = '', index }) => ({
    names: namesIn(words),
    places: foldersWritten(folderBefore(text, index), ''),
    by: 'kustomize edit set image',
    index,
  }));
  const edited = [...text.matchAll(EDITS)].flatMap(match => {
    const [, tool = '', expression = '', file = ''] = match;
    if (!OF_IMAGES.test(expression)) return [];
    const names = [...expression.matchAll(SELECTED)].map(([, name = '']) => opened(name));
    return [
      {
        names,
        places: foldersWritten(folderBefore(text, match.index), folderOf(opened(file))),
        by: `${tool} -i`,
        index: match.index,
      },
    ];
  });
  return [...set, ...edited].filter(({ index }) => !isComment(text, index));
}

/** A path counts from the folder that a step runs in, or that one is of another command. */
function foldersWritten(from: string | undefined, own: string): string[] {
  if (own === '' || own === '.') return from === undefined ? [] : [from];
  return from === undefined || own.startsWith('/') ? [own] : [`${from}/${own}`, own];
}

/** `name=new:tag`, `name:tag` */
function namesIn(words: string): string[] {
  return opened(words)
    .replace(/\\\r?\n/g, ' ')
    .split(/\s+/)
    .map(word => word.replace(/["'()]/g, ''))
    .filter(word => /[=:@]/.test(word))
    .map(word => word.split('=')[0]!);
}

function opened(text: string): string {
  return text.replace(VARIABLE, ANY);
}

/** The folder of the last `cd` or `working-directory` before a command, in the same step. */
function folderBefore(text: string, index: number): string | undefined {
  const lines = text.slice(0, index).split('\n').slice(-MOST_LINES).reverse();
  for (const line of lines) {
    const [, folder] = /(?:\b(?:cd|pushd)\s+|\bworking-directory:\s*)["']?([^\s"';&)]+)/.exec(line) ?? [];
    if (folder !== undefined) return opened(folder);
    if (/^\s*-\s+(?:name|uses):/.test(line)) return undefined;
  }
  return undefined;
}

function isComment(text: string, index: number): boolean {
  return /^\s*#/.test(text.slice(text.lastIndexOf('\n', index - 1) + 1, index + 1));
}

function overridesOf(
  { names, places, by, index }: Written,
  path: string,
  text: string,
  entries: Entries,
): ImageOverride[] {
  const line = text.slice(0, index).split('\n').length;
  const decision = {
    about: `images that ${path} writes`,
    known: `${path}:${line} writes this image (${by}), and would leave no digest or a stale one`,
  };
  const isNamed = names.length > 0 && !names.every(name => name.replaceAll(ANY, '') === '');
  const folders = foldersAround(path, [...entries.keys()]);
  const there =
    places.map(place => folders.filter(folder => isAt(folder, place))).find(each => each.length > 0) ?? [];
  if (isNamed)
    return (there.length > 0 ? there : folders.length === entries.size ? [undefined] : folders).flatMap(
      each => override(each, names, decision),
    );
  // It may be any of those that have a tag there; of none, one that is added.
  return (there.length === 0 ? folders : there).flatMap(folder => {
    const known = entries.get(folder) ?? [];
    if (known.length > 0) return override(folder, known, decision);
    return there.length === 0 ? [] : [{ folder, repositories: null, decision }];
  });
}

/**
 * What a script or a pipeline can mean: what lies below its folder, which for `ops/.circleci/config.yml` is `ops`; where nothing does,
 * below the next one above. Examples and tests of a repository are projects of their own.
 */
function foldersAround(path: string, folders: readonly string[]): readonly string[] {
  const own = folderOf(path);
  const hidden = own.search(/(?:^|\/)\./);
  let project = hidden < 0 ? own : own.slice(0, hidden);
  const below = () => folders.filter(folder => isWithin(project, folder));
  while (project !== '' && below().length === 0) project = folderOf(project);
  return below();
}

/** Where the script is started is not asked: the end of a folder's path is enough, where something of it is written out. */
function isAt(folder: string, place: string): boolean {
  const parts = place.split('/').filter(part => part !== '.' && part !== '..' && part !== '');
  if (parts.every(part => part.includes(ANY))) return parts.length === 0 && place !== '' && folder === '';
  const own = folder.split('/').slice(-parts.length);
  return (
    own.length === parts.length && parts.every((part, index) => part.includes(ANY) || part === own[index])
  );
}
