/**
 * Commands of pipelines and scripts that write tags into a kustomization: `kustomize edit set image`, and `yq` or `sed` in its
 * file. What they write is theirs: they drop a digest, or leave that of an older build beside the new tag.
 */
import { baseName, type Files, folderOf } from '../../../kustomize/files/files.ts';
import { isScript } from '../builds/builds.ts';
import { isWorkflow } from '../builds/workflows.ts';
import { type ImageOverride, override } from './image-overrides.ts';

/** The names that a command writes, which may be none that can be told: then it may write all of them. */
interface Written {
  readonly names: readonly string[];
  /** Folder or file that it writes to, as it is written; undefined where it says none. */
  readonly place: string | undefined;
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

export function imagesWrittenByScripts(files: Files, paths: readonly string[]): ImageOverride[] {
  const folders = paths
    .filter(path => /^kustomization\.ya?ml$|^Kustomization$/.test(baseName(path)))
    .map(folderOf);
  return paths
    .filter(path => isWorkflow(path) || isScript(path))
    .flatMap(path => {
      const text = files.read(path) ?? '';
      if (text.length > MOST_TEXT || !/kustomiz/.test(text)) return [];
      return writtenIn(text).flatMap(each => overridesOf(each, path, text, folders));
    });
}

function writtenIn(text: string): Written[] {
  const set = [...text.matchAll(SETS)].map(({ 1: words = '', index }) => ({
    names: namesIn(words),
    place: folderBefore(text, index),
    by: 'kustomize edit set image',
    index,
  }));
  const edited = [...text.matchAll(EDITS)].flatMap(match => {
    const [, tool = '', expression = '', file = ''] = match;
    if (!OF_IMAGES.test(expression)) return [];
    const names = [...expression.matchAll(SELECTED)].map(([, name = '']) => opened(name));
    return [{ names, place: folderOf(opened(file)), by: `${tool} -i`, index: match.index }];
  });
  return [...set, ...edited].filter(({ index }) => !isComment(text, index));
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
  { names, place, by, index }: Written,
  path: string,
  text: string,
  folders: readonly string[],
): ImageOverride[] {
  const line = text.slice(0, index).split('\n').length;
  const decision = {
    about: `images that ${path} writes`,
    known: `${path}:${line} writes this image (${by}), and would leave no digest or a stale one`,
  };
  const isNamed = names.length > 0 && !names.every(name => name.replaceAll(ANY, '') === '');
  const there = place === undefined ? [] : folders.filter(folder => isAt(folder, place));
  if (there.length === 0) return isNamed ? override(undefined, names, decision) : [];
  return there.flatMap(folder =>
    isNamed ? override(folder, names, decision) : [{ folder, repositories: null, decision }],
  );
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
