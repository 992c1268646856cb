/** `kustomend fix [path...]`: plans, proves and writes. */
import type { Command } from 'commander';
import { apply } from '../../index.ts';
import type { Plan } from '../../plan/model/result.ts';
import { overview } from '../../report/overview.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { type FixFlags, type WriteFlags, writeFlags } from '../session/flags.ts';
import { withExamples } from '../session/help.ts';
import { withResolved } from '../session/lookups.ts';
import { printConfig } from '../session/print-config.ts';
import { openSession, planSession, type Session, sayIfIncomplete } from '../session/session.ts';
import { recoverFirst } from '../session/unfinished.ts';
import { keepUndo, refuseDirty, rememberWrite, writePatchFile } from '../write/apply.ts';
import { fixByCommits } from '../write/commits.ts';
import { type Judgement, judge, objectTo, warn } from '../write/prove.ts';

export function addFix(program: Command, cli: Cli): void {
  const command = program
    .command('fix')
    .description('write what a preview shows, once it is proven')
    .argument('[path...]', 'repository, or roots in it');
  withExamples(command, [
    ['kustomend fix --id fb5e68 024e3e', 'take two fixes'],
    ['kustomend fix --workload Deployment/web', 'everything that is safe about one object'],
    ['kustomend fix --commits', 'one commit for each transform'],
  ]);
  writeFlags(command)
    .option('--commits', 'one git commit per transform')
    .action(async (paths: string[], asked: FixFlags) => {
      if (asked.commits && asked.output !== undefined)
        throw new UsageError('--commits writes no --output FILE');
      if (asked.commits && asked.dryRun) throw new UsageError('--commits has no --dry-run');
      const flags = await withResolved(cli.io, paths, asked);
      cli.exit(flags.commits ? fixByCommits(cli.io, paths, flags) : fix(cli.io, paths, flags));
    });
}

export function fix(
  io: Io,
  paths: readonly string[],
  flags: WriteFlags,
  placement: 'anywhere' | 'overlay' = 'anywhere',
): ExitCode {
  const isPatch = flags.output !== undefined;
  const isWritten = !isPatch && !flags.dryRun;
  if (isWritten && !flags.printConfig) recoverFirst(io, paths, flags);
  const session = openSession(io, paths, flags, placement);
  if (flags.printConfig) return printConfig(io, session);
  const plan = planSession(session);
  if (isWritten && !flags.allowDirty) refuseDirty(session, plan);
  const judgement = judge(session, plan, flags.verify);
  if (judgement.objections.length > 0) return objectTo(io, judgement);
  if (!flags.quiet) warn(io, judgement);
  const undo = flags.dryRun ? DRY : write(io, session, plan, flags);
  if (!flags.quiet) {
    report(io, plan, flags, judgement);
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
  const { unlinked } = apply(session.workspace, plan);
  for (const path of quiet ? [] : unlinked)
    io.note(`warning: ${path} had other names (hard links), which keep the old text\n`);
  rememberWrite(session, plan);
  return keepUndo(session, plan);
}

function report(io: Io, plan: Plan, flags: WriteFlags, judgement: Judgement): void {
  const context = { witness: judgement.says, hidden: [], mask: io.secrets().mask };
  io.note(overview(plan, context, io.colors('stderr', flags.color)));
}
