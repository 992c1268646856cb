/** Block scalars in the plain subset of YAML (raw-reader.ts). */
import { DASH, NEWLINE, SPACE, TAB, unusual } from './plain-scan.ts';

/**
 * Reads `|` and `>`, both also with `-`.
 *
 * @param start of the indicator
 * @param indent of the block that the scalar belongs to
 * @param folds whether lines are joined
 */
export function readBlock(
  text: string,
  start: number,
  indent: number,
  folds: boolean,
): { readonly content: string; readonly end: number } {
  const strip = text.charCodeAt(start + 1) === DASH;
  let line = start + (strip ? 2 : 1);
  if (text.charCodeAt(line) !== NEWLINE) unusual();
  line++;
  let value = '';
  let end = line;
  let trim = -1;
  let blank = 0;
  for (;;) {
    let i = line;
    while (text.charCodeAt(i) === SPACE) i++;
    if (i >= text.length) {
      if (i - line >= (trim < 0 ? 1 : trim)) unusual();
      break;
    }
    const spaces = i - line;
    if (text.charCodeAt(i) === NEWLINE) {
      if (trim < 0 && (spaces > 0 || folds)) unusual();
      // More blanks than the block is indented by are content.
      if (trim >= 0 && spaces >= trim) unusual();
      blank++;
      line = i + 1;
      continue;
    }
    if (trim < 0) {
      if (spaces <= indent) unusual();
      trim = spaces;
    }
    if (spaces < trim) {
      if (spaces > indent) unusual();
      break;
    }
    const lineEnd = text.indexOf('\n', i);
    if (lineEnd < 0) unusual();
    if (folds) {
      // Lines that are deeper than the first are not folded.
      if (spaces > trim || text.charCodeAt(i) === TAB) unusual();
      if (value !== '') value = blank > 0 ? value + '\n'.repeat(blank - 1) : `${value.slice(0, -1)} `;
    } else if (blank > 0) value += '\n'.repeat(blank);
    blank = 0;
    value += text.slice(line + trim, lineEnd + 1);
    line = end = lineEnd + 1;
  }
  if (trim < 0) unusual();
  return { content: strip ? value.slice(0, -1) : value, end };
}
