/** A write by another run: said by whoever only reads, taken back by whoever writes next. */
import { journalDirOf } from '../../index.ts';
import { count } from '../../report/words/words.ts';
import { recover, unfinishedWrite } from '../../text/recover.ts';
import { openWorkspace } from '../../workspace/open.ts';
import type { Io } from '../process/io.ts';
import type { WorkspaceFlags } from './flags.ts';

/** A run that reads may meet half of another's files; it leaves them to whoever writes. */
export function sayUnfinished(io: Io, journalDir: string): void {
  const unfinished = unfinishedWrite(journalDir);
  switch (unfinished?.state) {
    case 'under way': {
      const { pid, since } = unfinished.writer;
      io.note(
        `a write is under way (process ${pid} since ${since}): some files may be read before it, some after it\n`,
      );
      break;
    }
    case 'cut short':
      io.note('a write was cut short: the next kustomend fix takes it back\n');
      break;
    case 'foreign':
      io.note(`${unfinished.path} is no journal of a write here: kustomend fix refuses to write beside it\n`);
      break;
  }
}

/** @throws UnfinishedWriteError when another write is under way, or cannot be taken back */
export function recoverFirst(io: Io, paths: readonly string[], flags: Pick<WorkspaceFlags, 'config'>): void {
  const workspace = openWorkspace(io.cwd, paths, io.env, flags.config);
  const recovery = recover(workspace.root, journalDirOf(workspace));
  if (recovery === null) return;
  const way = recovery.direction === 'back' ? 'undone' : 'completed';
  io.note(`a write that was cut short has been ${way}: ${count(recovery.files.length, 'file')}\n`);
  for (const path of recovery.kept) io.note(`${path} has been changed since, and is left as it is\n`);
}
