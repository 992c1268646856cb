/** A plan becomes files, or a patch: what nobody has committed stays, and the witness is asked first. */
import type { Plan } from '../../plan/model/result.ts';
import { overview } from '../../report/overview/overview.ts';
import { writtenText } from '../../report/overview/written.ts';
import type { Again } from '../../report/words/again.ts';
import type { WriteFlags } from '../arguments/flags.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Io } from '../process/io.ts';
import { toReadThem } from '../session/missing.ts';
import { type Session, sayIfIncomplete } from '../session/session.ts';
import { refuseDirty, writeChanges, writePatchFile } from './apply.ts';
import { judge, objectTo, warn } from './prove.ts';

/** Whether a run with these flags changes files of the repository. */
export function writesFiles({ output, dryRun }: Pick<WriteFlags, 'output' | 'dryRun'>): boolean {
  return output === undefined && !dryRun;
}

/** What is said once it is written. */
export interface After {
  /** What is not written, in words. */
  readonly remains: string;
  /** The command that goes on. */
  readonly next: string | undefined;
}

interface Carrying {
  readonly flags: WriteFlags;
  readonly after: () => After;
  /** Findings that a baseline leaves out. */
  readonly known?: number | undefined;
  /** What the next command repeats, where nothing is written. */
  readonly again?: Again;
}

/** Writes what is planned, and says what it was, what is left, and how it is taken back. */
export function carryOut(
  io: Io,
  session: Session,
  plan: Plan,
  { flags, after, known, again }: Carrying,
): ExitCode {
  if (writesFiles(flags) && !flags.allowDirty) refuseDirty(session, plan);
  if (writesFiles(flags) && plan.changes.length > 0 && session.workspace.gitDir === undefined && !flags.quiet)
    io.note(NO_GIT);
  const judgement = judge(session, plan, flags.verify);
  if (judgement.objections.length > 0) return objectTo(io, judgement);
  if (!flags.quiet) warn(io, judgement);
  const hasChanges = plan.changes.length > 0;
  const undo = writesFiles(flags) && hasChanges ? writeChanges(io, session, plan, flags.quiet) : undefined;
  if (flags.output !== undefined && !flags.dryRun)
    writePatchFile(io, session, flags.output, plan, flags.verbose);
  if (!flags.quiet) {
    const context = {
      witness: judgement.says,
      mask: io.secrets().mask,
      toRead: toReadThem(io.cwd, session.workspace, plan),
    };
    if (undo !== undefined) io.note(writtenText(plan, { ...context, ...after(), undo, screen: io.screen() }));
    else {
      const told = {
        ...context,
        known,
        hidden: [],
        screen: io.screen(),
        again: hasChanges ? undefined : again,
      };
      io.note(overview(plan, told, io.colors('stderr', flags.color)));
    }
    if (flags.dryRun) io.note(DRY);
  }
  return sayIfIncomplete(io, session, plan) ?? EXIT.ok;
}

const NO_GIT = 'there is no git here: what is written is kept nowhere else, and no undo takes it back\n';
const DRY = 'nothing has been written (--dry-run); kustomend --diff shows the changes\n';
