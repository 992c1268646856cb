import { printable } from '../../report/words/printable.ts';
import type { Io } from '../process/io.ts';
import type { Session } from '../session/session.ts';
import { writeNamed } from './named-file.ts';

/** Writes a report to a file that the user has named, without secrets, as standard output would show it. */
export function writeReport(io: Io, { workspace }: Session, file: string, text: string): void {
  writeNamed(io.cwd, workspace.root, file, printable(io.secrets().mask(text), false), null);
}
