/** A plan becomes files, or a patch: what nobody has committed stays, and the witness is asked first. */
import type { Plan } from '../../plan/model/result.ts';
import { overview } from '../../report/overview/overview.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Io } from '../process/io.ts';
import type { WriteFlags } from '../session/flags.ts';
import { toReadThem } from '../session/missing.ts';
import { type Session, sayIfIncomplete } from '../session/session.ts';
import { refuseDirty, writeChanges, writePatchFile } from './apply.ts';
import { type Judgement, judge, objectTo, warn } from './prove.ts';

/** Whether a run with these flags changes files of the repository. */
export function writesFiles({ output, dryRun }: Pick<WriteFlags, 'output' | 'dryRun'>): boolean {
  return output === undefined && !dryRun;
}

/** Writes what is planned, and says what it was and how it is taken back. */
export function carryOut(io: Io, session: Session, plan: Plan, flags: WriteFlags): ExitCode {
  if (writesFiles(flags) && !flags.allowDirty) refuseDirty(session, plan);
  const judgement = judge(session, plan, flags.verify);
  if (judgement.objections.length > 0) return objectTo(io, judgement);
  if (!flags.quiet) warn(io, judgement);
  const undo = flags.dryRun ? DRY : write(io, session, plan, flags);
  if (!flags.quiet) {
    report(io, session, plan, { flags, judgement });
    io.note(undo);
  }
  return sayIfIncomplete(io, session, plan) ?? EXIT.ok;
}

const DRY = 'nothing has been written (--dry-run); kustomend --diff shows the changes\n';

/** @returns how it is taken back */
function write(io: Io, session: Session, plan: Plan, { output, quiet, verbose }: WriteFlags): string {
  if (output !== undefined) {
    writePatchFile(io, session, output, plan, verbose);
    return '';
  }
  if (plan.changes.length === 0) return '';
  return writeChanges(io, session, plan, quiet);
}

interface Reported {
  readonly flags: WriteFlags;
  readonly judgement: Judgement;
}

function report(io: Io, { workspace }: Session, plan: Plan, { flags, judgement }: Reported): void {
  const toRead = toReadThem(io.cwd, workspace, plan);
  const context = { witness: judgement.says, hidden: [], mask: io.secrets().mask, toRead };
  io.note(overview(plan, context, io.colors('stderr', flags.color)));
}
