/** Every line of a repository that holds some words, in whatever kind of text. */
import type { Files } from '../../../kustomize/files/files.ts';
import type { WrittenLine } from '../../../transform.ts';

/** What is larger is made by a tool, from something that says it as well. */
const MOST = 1_000_000;

/** Nobody writes a longer line by hand, and the time that a pattern takes may grow with the cube of it. */
const LONGEST = 1_000;

/** Each question is answered once, and each file is taken apart once. */
export function linesIn(files: Files, paths: readonly string[]): (words: RegExp) => readonly WrittenLine[] {
  const known = new Map<string, readonly WrittenLine[]>();
  let all: readonly WrittenLine[] | undefined;
  return ({ source, flags }) => {
    // With `g` a pattern goes on where it has been.
    const words = new RegExp(source, flags.replace('g', ''));
    const key = String(words);
    let lines = known.get(key);
    if (!lines) {
      all ??= paths.flatMap(path => linesOf(path, files.read(path) ?? ''));
      known.set(key, (lines = all.filter(({ text }) => words.test(text))));
    }
    return lines;
  };
}

function linesOf(path: string, text: string): WrittenLine[] {
  if (text.length > MOST) return [];
  return text.split('\n').flatMap((line, i) => {
    const said = line.trim();
    return said === '' || said.length > LONGEST ? [] : [{ at: `${path}:${i + 1}`, text: said }];
  });
}
