/** A review on the terminal of this run: its colours, and what git says of keys and diffs. */
import type { Conducting } from '../../review/conduct/conduct.ts';
import type { Reviewing } from '../../review/review.ts';
import { openTerminal, type TerminalStreams } from '../../review/terminal/terminal.ts';
import { diffFilter, isSingleKey } from '../process/diff-filter.ts';
import type { Io } from '../process/io.ts';
import type { Session } from '../session/session.ts';

/** @param color as it was typed */
export function onTerminal(
  io: Io,
  { workspace: { git } }: Session,
  streams: TerminalStreams,
  color: Parameters<Io['colors']>[1],
): Omit<Reviewing, keyof Conducting> {
  return {
    mask: io.secrets().mask,
    colors: io.colors('stdout', color),
    filter: diffFilter(git, io.env),
    isSingleKey: isSingleKey(git),
    open: (onKey, onResize) => openTerminal(streams, onKey, onResize),
  };
}
