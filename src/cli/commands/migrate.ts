/** `kustomend migrate [path...]`: what a fix would write, in steps that a team reviews one by one. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { VERSION } from '../../library/version.ts';
import { CODE_OWNERS_FILES, codeOwners } from '../../migration/code-owners.ts';
import { stagesOf } from '../../migration/stages.ts';
import { type Step, stepsOf } from '../../migration/steps.ts';
import { checklist } from '../../report/migration/checklist.ts';
import { stepsJson } from '../../report/migration/steps-json.ts';
import { stepsText } from '../../report/migration/steps-text.ts';
import { type PlanFlags, planFlags, type Verify, verifyFlag } from '../arguments/flags.ts';
import { GROUPS, withExamples } from '../arguments/help.ts';
import { type Typed, typedIn } from '../arguments/typed-again.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { interruptible } from '../process/signals.ts';
import { withResolved } from '../session/lookups.ts';
import { printConfig } from '../session/print-config.ts';
import { openSession, type PlannedIn, plannedIn, type Session, sayIfIncomplete } from '../session/session.ts';
import { recoverFirst } from '../session/unfinished.ts';
import { writeReport } from '../write/named-report.ts';
import { writePatches } from '../write/patches.ts';
import { type Commits, commitStages, inSeries, refuseUncommittable } from '../write/series.ts';

interface MigrateFlags extends PlanFlags {
  readonly verify: Verify;
  readonly commits?: boolean;
  readonly patches?: string;
  readonly next?: boolean;
  readonly to?: number;
  readonly mostFiles: number;
  readonly checklist?: string;
  readonly format: 'text' | 'json';
}

/** What somebody reviews at once. */
const MOST_FILES = 20;

export function addMigrate(program: Command, cli: Cli): void {
  const command = program
    .command('migrate')
    .description('take a whole repository there in steps: a commit or a patch each, each proven')
    .argument('[path...]', 'repository, or roots in it');
  withExamples(command, [
    ['kustomend migrate', 'the steps, and what is in none of them'],
    ['kustomend migrate --next', 'commit the first of them'],
    ['kustomend migrate --patches steps --checklist decide.md', 'a patch each, for git am'],
  ]);
  verifyFlag(planFlags(command, 'the fixes of each step and its files, too'))
    .optionsGroup(GROUPS.select)
    .addOption(new Option('--next', 'commit the first step').conflicts(['to', 'commits']))
    .addOption(new Option('--to <n>', 'no step behind this one').argParser(wholeNumber))
    .addOption(
      new Option('--most-files <n>', 'of a step; a fix is never split')
        .argParser(wholeNumber)
        .default(MOST_FILES),
    )
    .optionsGroup(GROUPS.output)
    .addOption(new Option('--commits', 'one git commit per step').conflicts(['patches']))
    .option('--patches <dir>', 'one patch per step into a folder, as git am takes them (mode 0600)')
    .option('--checklist <file>', 'write down what people have to decide, as Markdown')
    .addOption(
      new Option('--format <name>', 'what to print of the steps').choices(['text', 'json']).default('text'),
    )
    .action(async (paths: string[], asked: MigrateFlags) => {
      refuseSilence(asked);
      const flags = await withResolved(cli.io, paths, asked);
      cli.exit(migrate(cli.io, typedIn(command, paths), flags));
    });
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new InvalidArgumentError('expected a number from 1 on.');
  return number;
}

/** @throws UsageError for a flag that would be passed over in silence */
function refuseSilence({ format, commits, patches, next, to }: MigrateFlags): void {
  const isCarriedOut = commits || next || patches !== undefined;
  if (isCarriedOut && format === 'json')
    throw new UsageError('--format json prints the steps: leave out --commits, --next and --patches');
  if (to !== undefined && !isCarriedOut) throw new UsageError('--to N goes with --commits or --patches DIR');
}

async function migrate(io: Io, { paths, again }: Typed, flags: MigrateFlags): Promise<ExitCode> {
  const isCommitted = flags.commits || (flags.next && flags.patches === undefined);
  if (isCommitted && !flags.printConfig) recoverFirst(io, paths, flags);
  const session = openSession(io, paths, flags);
  if (flags.printConfig) return printConfig(io, session);
  const way = plannedIn(session);
  const ownersOf = ownersIn(session);
  const steps = stepsOf(way.plan, { transforms: io.transforms, ownersOf, mostFiles: flags.mostFiles });
  const args = again('migrate', ['--next', '--to']);
  if (flags.checklist !== undefined) {
    const argsOf = { fix: again('fix', ['--id']), pin: again('pin', []) };
    writeReport(io, session, flags.checklist, checklist(way.plan, { ownersOf, argsOf }));
  }
  const wanted = steps.slice(0, flags.next ? 1 : flags.to);
  const code = isCommitted
    ? await interruptible(commitSteps(io, session, way, { wanted, steps, args, flags }))
    : flags.patches !== undefined
      ? writePatches(io, session, way, {
          steps: wanted,
          isWhole: wanted.length === steps.length,
          folder: flags.patches,
          flags,
        })
      : printSteps(io, way, steps, { args, flags });
  return code === EXIT.ok ? (sayIfIncomplete(io, session, way.plan) ?? EXIT.ok) : code;
}

function ownersIn({ workspace: { files } }: Session): (path: string) => readonly string[] {
  const text = CODE_OWNERS_FILES.map(file => files.read(file)).find(each => each !== undefined);
  return text === undefined ? () => [] : codeOwners(text);
}

interface Taken {
  readonly wanted: readonly Step[];
  readonly steps: readonly Step[];
  readonly args: string;
  readonly flags: MigrateFlags;
}

function commitSteps(
  io: Io,
  session: Session,
  way: PlannedIn,
  { wanted, steps, args, flags }: Taken,
): Commits {
  return inSeries(io, session, flags, function* (series) {
    refuseUncommittable(session, way.plan, series.git);
    const isWhole = wanted.length === steps.length;
    const code = yield* commitStages(io, session, stagesOf(wanted, way, isWhole), series);
    const left = steps.length - wanted.length;
    if (code === EXIT.ok && left > 0 && !flags.quiet)
      io.note(
        `${left === 1 ? 'one step is' : `${left} steps are`} left: kustomend migrate${args} lists what is to come\n`,
      );
    return code;
  });
}

interface Printed {
  readonly args: string;
  readonly flags: MigrateFlags;
}

function printSteps(io: Io, { plan }: PlannedIn, steps: readonly Step[], { args, flags }: Printed): ExitCode {
  if (flags.format === 'json') io.data(stepsJson(plan, steps, VERSION));
  else {
    const { mask } = io.secrets();
    const context = {
      screen: io.screen(),
      mask,
      command: 'kustomend migrate',
      args,
      isVerbose: flags.verbose ?? false,
    };
    io.out(stepsText(plan, steps, context, io.colors('stdout', flags.color)));
  }
  return EXIT.ok;
}
