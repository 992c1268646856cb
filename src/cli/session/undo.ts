/** How what was written is taken back. */
import { shellWord } from '../../report/words/shell.ts';

/** Of files in the git directory, the patches that undo a write. */
export function isUndo(name: string): boolean {
  return UNDO.test(name);
}

const UNDO = /^undo-([1-9]\d{0,8})\.patch$/;

/** The name of a patch. */
export function undoName(number: number): string {
  return `undo-${number}.patch`;
}

/** The number of a patch; undefined of another file. */
export function undoNumber(name: string): number | undefined {
  const number = UNDO.exec(name)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** The command that applies a patch backwards. */
export function undoWith(root: string, patch: string): string {
  return `undo: git -C ${shellWord(root)} apply -R ${shellWord(patch)}\n`;
}
