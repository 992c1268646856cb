/** Characters that no YAML text may hold, and those that kustomize takes for line ends and our readers do not. */
import { YamlProblem } from './problem.ts';

/** Stands for bytes that are not UTF-8: no text has it. */
export const NOT_UTF8 = '\udcff';

const UNUSUAL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this finds
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]|\r(?!\n)|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A carriage return alone, and the line ends of YAML 1.1. */
const LINE_ENDS = new Set(['\r', '\u0085', '\u2028', '\u2029']);

/**
 * kustomize refuses a text for one such character, wherever it stands: in comments, between documents.
 *
 * @throws YamlProblem
 */
export function refuseCharacters(text: string): void {
  let lineEnd = -1;
  for (const { 0: found, index } of text.matchAll(UNUSUAL)) {
    if (LINE_ENDS.has(found)) {
      if (lineEnd < 0) lineEnd = index;
      continue;
    }
    if (found !== NOT_UTF8) throw new YamlProblem('control characters are not allowed', index);
    // Of UTF-16 both bytes of the mark are none of UTF-8, and every Latin letter has a zero byte.
    const isWide = text.startsWith(NOT_UTF8 + NOT_UTF8) && text.includes('\0');
    throw isWide
      ? new YamlProblem('written in UTF-16, not UTF-8', 0, true)
      : new YamlProblem('not UTF-8', index);
  }
  if (lineEnd >= 0)
    throw new YamlProblem('a line end other than LF and CRLF, which kustomend does not read', lineEnd, true);
}
