/** A file that the program keeps itself: its diff, or the file. */
import type { FileChange } from '../../plan/model/result.ts';
import { colouredDiff, printDiff } from '../../report/diff/diff.ts';
import { count } from '../../report/words/words.ts';
import type { OutputFlags } from '../arguments/flags.ts';
import type { Io } from '../process/io.ts';
import type { Session } from '../session/session.ts';
import { refuseDirty, writeChanges } from './apply.ts';

export interface KeepFlags extends OutputFlags {
  readonly write?: boolean;
  readonly allowDirty?: boolean;
  /** False with `--no-pager`. */
  readonly pager: boolean;
}

/** @param remedy what shows what a diff hides */
export function keep(io: Io, session: Session, change: FileChange, flags: KeepFlags, remedy: string): void {
  if (flags.write) write(io, session, change, flags);
  else show(io, change, flags, remedy);
}

function show(io: Io, change: FileChange, flags: KeepFlags, remedy: string): void {
  const text = printDiff({ changes: [change], fixes: [] }, { secrets: 'hide', known: io.secrets(), remedy });
  const colors = io.colors('stdout', flags.color);
  io.page(colors.isEnabled ? colouredDiff(text, colors) : text, flags.pager);
}

function write(io: Io, session: Session, change: FileChange, { allowDirty, quiet }: KeepFlags): void {
  const changed = { changes: [change], fixes: [] };
  if (!allowDirty) refuseDirty(session, changed);
  const undo = writeChanges(io, session, changed, quiet);
  if (!quiet) io.note(`written: ${count(changed.changes.length, 'file')}\n${undo}`);
}
