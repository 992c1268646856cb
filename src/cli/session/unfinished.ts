/** A write by another run: said by whoever only reads, taken back by whoever writes next. */
import { count } from '../../report/words/words.ts';
import { UnfinishedWriteError } from '../../text/lock.ts';
import { recover, unfinishedWrite } from '../../text/recover.ts';
import { writerWords } from '../../text/writer.ts';
import { type JournalPlace, journalsAbove, journalsIn } from '../../workspace/journals.ts';
import { type OpenWorkspace, openWorkspace } from '../../workspace/open.ts';
import type { WorkspaceFlags } from '../arguments/flags.ts';
import type { Io } from '../process/io.ts';
import { uninterrupted } from '../process/signals.ts';
import { isUndo, undoWith } from './undo.ts';

/** A run that reads may meet half of another's files; it leaves them to whoever writes. */
export function sayUnfinished(io: Io, workspace: OpenWorkspace): void {
  for (const { journalDir } of journalsIn(workspace)) {
    const unfinished = unfinishedWrite(journalDir);
    if (unfinished !== null) io.unrepeatable();
    switch (unfinished?.state) {
      case 'under way': {
        const { writer, path } = unfinished;
        io.note(
          `a write is under way (${writerWords(writer, path)}): some files may be read before it, some after it\n`,
        );
        break;
      }
      case 'cut short':
        io.note('a write was cut short: the next kustomend fix takes it back\n');
        break;
      case 'foreign':
        io.note(
          `${unfinished.path} is no journal of a write here: kustomend fix refuses to write beside it\n`,
        );
        break;
    }
  }
}

/** @throws UnfinishedWriteError when another write is under way, or cannot be taken back */
export function recoverFirst(io: Io, paths: readonly string[], flags: Pick<WorkspaceFlags, 'config'>): void {
  const workspace = openWorkspace(io.cwd, paths, io.env, flags.config);
  for (const { root } of journalsAbove(workspace)) refuseBelow(root);
  for (const place of journalsIn(workspace)) recoverAt(io, place);
}

/** What it has written may be read here, and is not ours to take back: nobody has named that folder. */
function refuseBelow(root: string): void {
  const state = unfinishedWrite(root)?.state;
  if (state === 'cut short')
    throw new UnfinishedWriteError(`a write in ${root} was cut short: kustomend fix ${root} takes it back`);
  if (state === 'under way') throw new UnfinishedWriteError(`a write is under way in ${root}`);
}

function recoverAt(io: Io, { root, journalDir }: JournalPlace): void {
  const recovery = uninterrupted(() => recover(root, journalDir));
  if (recovery === null) return;
  const way = recovery.direction === 'back' ? 'undone' : 'completed';
  io.note(`a write that was cut short has been ${way}: ${count(recovery.files.length, 'file')}\n`);
  for (const path of recovery.kept) io.note(`${path} has been changed since, and is left as it is\n`);
  for (const warning of recovery.warnings) io.note(`warning: ${warning}\n`);
  if (recovery.records.some(isUndo)) io.note(undoWith(io.cwd, root));
}
