/** `kustomend fix [path...]`: plans, proves and writes. */
import type { Command } from 'commander';
import type { Plan } from '../../plan/model/result.ts';
import { remainsText } from '../../report/overview/written.ts';
import { type Again, OF_THE_CHOICE } from '../../report/words/again.ts';
import { tallyAll } from '../../report/words/tally.ts';
import { UnknownFixError } from '../arguments/fix-ids.ts';
import { type FixFlags, fixFlags, refuseOpposites, type WriteFlags } from '../arguments/flags.ts';
import { withExamples } from '../arguments/help.ts';
import { type Typed, typedIn } from '../arguments/typed-again.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { interruptible } from '../process/signals.ts';
import { forgetFixes } from '../review/said.ts';
import { sayOfIds } from '../session/asked-ids.ts';
import { knownNumber } from '../session/choice.ts';
import { withResolved } from '../session/lookups.ts';
import { printConfig } from '../session/print-config.ts';
import { openSession, type PlannedIn, plannedIn, type Session } from '../session/session.ts';
import { recoverFirst } from '../session/unfinished.ts';
import { type After, carryOut, writesFiles } from '../write/carry-out.ts';
import { fixByCommits } from '../write/commits.ts';
import { keptRuns } from '../write/kept-runs.ts';
import { remainsOf } from '../write/remains.ts';
import { review } from './review.ts';

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
  fixFlags(command)
    .option('-i, --interactive', 'ask about each fix on the terminal (kustomend review)')
    .action(async (paths: string[], asked: FixFlags & { readonly interactive?: boolean }) => {
      refuseOpposites(asked);
      const flags = await withResolved(cli.io, paths, asked);
      const typed = typedIn(command, paths);
      if (flags.interactive) cli.exit(review(cli.io, typed, flags));
      else
        cli.exit(
          flags.commits ? interruptible(fixByCommits(cli.io, paths, flags)) : fix(cli.io, typed, flags),
        );
    });
}

export function fix(
  io: Io,
  { paths, again }: Typed,
  flags: WriteFlags,
  placement: 'anywhere' | 'overlay' = 'anywhere',
): ExitCode {
  if (writesFiles(flags) && !flags.printConfig) recoverFirst(io, paths, flags);
  const session = openSession(io, paths, flags, placement);
  if (flags.printConfig) return printConfig(io, session);
  const planned = plannedOrWritten(session, flags);
  if (planned === WRITTEN) {
    io.note('nothing to write: runs before have written that\n');
    return EXIT.ok;
  }
  const { plan, whole } = planned;
  const after = () => afterFix(io, again, session, planned);
  const known = knownNumber(session.choice, whole, planned.input);
  const code = carryOut(io, session, plan, { flags, after, known, again });
  if (code === EXIT.ok && writesFiles(flags)) forgetFixes(session, writtenBy(plan));
  return sayOfIds(io, session, planned, { again, isQuiet: flags.quiet }) ?? code;
}

function writtenBy({ fixes }: Plan): ReadonlySet<string> {
  return new Set(fixes.flatMap(({ id, status }) => (status === 'planned' ? [id] : [])));
}

const WRITTEN = 'written';

/** What is written is found no more: where nothing else was asked for, all is well. */
function plannedOrWritten(session: Session, { id = [] }: WriteFlags): PlannedIn | typeof WRITTEN {
  try {
    return plannedIn(session);
  } catch (error) {
    if (!(error instanceof UnknownFixError)) throw error;
    const ids = keptRuns(session.workspace).flatMap(({ fixes }) => fixes);
    const written = id.filter(each => ids.some(known => known.startsWith(each)));
    if (written.length === id.length) return WRITTEN;
    if (written.length === 0) throw error;
    throw new UsageError(`${error.message} (written already: ${written.join(', ')})`);
  }
}

/** What is left of all that is there, whatever was chosen of it. */
function afterFix(io: Io, again: Again, session: Session, planned: PlannedIn): After {
  const remains = remainsOf(session, planned);
  const { found, reported, digest } = tallyAll([...(remains.chosen ?? []), ...remains.others]);
  const nextCommand = () => {
    if (found === reported) return undefined;
    if (found === reported + digest) return `kustomend pin --write${again('pin', ['--only'])}`;
    const command = io.terminal() === undefined ? 'scan' : 'review';
    return `kustomend ${command}${again(command, [...OF_THE_CHOICE, '--only'])}`;
  };
  return { remains: remainsText(remains), next: nextCommand() };
}
