/** The files of a repository that are no manifests, as transforms see them. */

import type { Evaluator } from '../../kustomize/build/evaluate.ts';
import { filesBelow } from '../../kustomize/file/files-below.ts';
import { type Files, folderOf, isWithin } from '../../kustomize/files/files.ts';
import { once } from '../../text/memo.ts';
import { sourceText } from '../../text/source-text.ts';
import type { TextFile, TextSurroundings } from '../../transform.ts';
import type { PlanInput } from '../model/input.ts';
import type { Repository } from '../repository/repository.ts';
import { leftAlone } from '../repository/roots.ts';
import { blocksOf } from './blocks.ts';
import { isSample, languageOf } from './language.ts';

/** Longer ones are data. */
const LONGEST = 1 << 19;

export interface TextSources {
  readonly input: PlanInput;
  readonly repository: Repository;
  readonly evaluator: Evaluator;
  /** Why a file must not be edited, or null: what others write, they own. */
  notEditable(file: string): string | null;
  /** What fixes of roots have changed: those are not looked at in the same run. */
  readonly changed: ReadonlySet<string>;
}

export function* textFilesOf(sources: TextSources): Generator<TextFile> {
  const { input, notEditable, changed } = sources;
  const { selection, paths, files } = input;
  // They belong to no environment, and nothing in an overlay says what they say.
  if (selection.environments.length > 0 || selection.placement === 'overlay') return;
  let read: ReadonlySet<string> | undefined;
  for (const path of paths) {
    const language = languageOf(path);
    if (language === undefined || changed.has(path) || !isSelected(path, sources)) continue;
    if (notEditable(path) !== null || (read ??= filesOfBuilds(sources)).has(path)) continue;
    const text = files.read(path);
    if (text === undefined || text.length > LONGEST) continue;
    yield textFile(path, language, text);
  }
}

function isSelected(path: string, { input, repository }: TextSources): boolean {
  const { paths, changed } = input.selection;
  if (changed) return changed.includes(path);
  if (paths.length > 0) return paths.some(each => isWithin(each, path));
  return leftAlone(folderOf(path), input, repository.platform) === undefined;
}

/** What a build reads is a manifest, or becomes a part of one: it is seen as it is rendered. */
function filesOfBuilds({ repository: { graph, choices }, input }: TextSources): ReadonlySet<string> {
  return new Set(choices.flatMap(({ folder }) => [...filesBelow(graph, input.files, folder)]));
}

/** Worked out when somebody asks. */
export function surroundingsOf({ input, repository, evaluator }: TextSources): TextSurroundings {
  const { files, paths } = input;
  const roots = once(() =>
    repository.choices
      .map(({ folder }) => folder)
      .filter(folder => evaluator.evaluate(folder).state === 'evaluated')
      .sort(),
  );
  const built = once(() => [
    ...new Set(roots().flatMap(folder => [...filesBelow(repository.graph, files, folder)])),
  ]);
  return {
    get roots() {
      return roots();
    },
    get built() {
      return built();
    },
    paths: [...paths],
    read: path => files.read(path),
  };
}

/** @param language of the file as a whole */
export function textFile(path: string, language: TextFile['language'], text: string): TextFile {
  const source = sourceText(text);
  return {
    path,
    language,
    text,
    blocks: blocksOf(text, language),
    isSample: isSample(path, language),
    replace: (span, by) => ({ type: 'replaceText', file: path, span, text: by }),
    where: offset => `${path}:${source.position(offset).line}`,
  };
}

/** `file:line` of a manifest that holds a word, as it is or encoded. */
export function wordsOfManifests(
  files: Files,
  paths: readonly string[],
): (word: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return word => {
    if (!known.has(word)) known.set(word, placeOf(word, files, paths));
    return known.get(word);
  };
}

const MANIFEST = /\.(?:ya?ml|json)$/i;

function placeOf(word: string, files: Files, paths: readonly string[]): string | undefined {
  const encoded = Buffer.from(word).toString('base64');
  for (const path of paths) {
    if (!MANIFEST.test(path) || languageOf(path) !== undefined) continue;
    const text = files.read(path) ?? '';
    const at = [word, encoded].map(each => indexOfWord(text, each)).find(index => index >= 0);
    if (at !== undefined) return `${path}:${sourceText(text).position(at).line}`;
  }
  return undefined;
}

function indexOfWord(text: string, word: string): number {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const isAlone = !/[\w-]/.test(text[at - 1] ?? ' ') && !/[\w-]/.test(text[at + word.length] ?? ' ');
    if (isAlone) return at;
  }
  return -1;
}
