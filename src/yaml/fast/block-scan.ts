/** Block scalars in the plain subset of YAML (raw-reader.ts). */
import { DASH, NEWLINE, SPACE, TAB, unusual } from './plain-scan.ts';

/**
 * Reads `|` and `>`, both also with `-`.
 *
 * @param start of the indicator
 * @param indent of the block that the scalar belongs to
 * @param folds whether lines are joined
 * @returns `isOpen` where the text ends in its last line
 */
export function readBlock(
  text: string,
  start: number,
  indent: number,
  folds: boolean,
): { readonly content: string; readonly end: number; readonly isOpen: boolean } {
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
      const isContent = trim >= 0 && spaces > trim;
      if (isContent) {
        // More blanks than the block is indented by.
        if (folds) unusual();
        value += '\n'.repeat(blank) + text.slice(line + trim, i + 1);
        end = i + 1;
      }
      blank = isContent ? 0 : blank + 1;
      line = i + 1;
      continue;
    }
    if (trim < 0) {
      // What follows is no line of it: it is empty.
      if (spaces <= indent && blank === 0) return { content: '', end: line, isOpen: false };
      if (spaces <= indent) unusual();
      trim = spaces;
    }
    if (spaces < trim) {
      if (spaces > indent) unusual();
      break;
    }
    const next = text.indexOf('\n', i) + 1 || text.length;
    if (folds) {
      // Lines that are deeper than the first are not folded.
      if (spaces > trim || text.charCodeAt(i) === TAB) unusual();
      if (value !== '') value = blank > 0 ? value + '\n'.repeat(blank - 1) : `${value.slice(0, -1)} `;
    } else if (blank > 0) value += '\n'.repeat(blank);
    blank = 0;
    value += text.slice(line + trim, next);
    line = end = next;
  }
  if (trim < 0) unusual();
  // A text that ends in the middle of a line has no last line break, unless with a blank.
  const isOpen = end === text.length && !text.endsWith('\n');
  if (isOpen && /[ \t]$/.test(text)) value += '\n';
  return { content: strip && value.endsWith('\n') ? value.slice(0, -1) : value, end, isOpen };
}
