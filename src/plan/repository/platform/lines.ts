/** Every line of a repository that holds some words, in whatever kind of text. */
import type { Files } from '../../../kustomize/files/files.ts';
import type { WrittenLine } from '../../../transform.ts';

/** What is larger is made by a tool, from something that says it as well. */
const MOST = 1_000_000;

/** Each question is answered once. */
export function linesIn(files: Files, paths: readonly string[]): (words: RegExp) => readonly WrittenLine[] {
  const known = new Map<string, readonly WrittenLine[]>();
  return ({ source, flags }) => {
    // With `g` a pattern goes on where it has been.
    const words = new RegExp(source, flags.replace('g', ''));
    const key = String(words);
    let lines = known.get(key);
    if (!lines) known.set(key, (lines = paths.flatMap(path => linesOf(words, path, files.read(path) ?? ''))));
    return lines;
  };
}

function linesOf(words: RegExp, path: string, text: string): WrittenLine[] {
  if (text.length > MOST || !words.test(text)) return [];
  return text
    .split('\n')
    .flatMap((line, i) => (words.test(line) ? [{ at: `${path}:${i + 1}`, text: line.trim() }] : []));
}
