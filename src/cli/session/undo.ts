/** How what was written is taken back. */
import { shellWord } from '../../report/words/shell.ts';
import { topAround } from '../../workspace/git-tree.ts';

/** Of files in the git directory, the patches that undo a write. */
export function isUndo(name: string): boolean {
  return UNDO.test(name);
}

const UNDO = /^undo-([1-9]\d{0,8})\.patch$/;

/** The name of a patch. */
export function undoName(number: number): string {
  return `undo-${number}.patch`;
}

/** What the files of a patch were before and after its run, beside it. */
export function undoRecordName(number: number): string {
  return `undo-${number}.json`;
}

/** The number of a patch; undefined of another file. */
export function undoNumber(name: string): number | undefined {
  const number = UNDO.exec(name)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** The command that takes the last run back. */
export function undoWith(cwd: string, root: string): string {
  return `undo: kustomend undo${topAround(cwd) === root ? '' : ` ${shellWord(root)}`}\n`;
}
