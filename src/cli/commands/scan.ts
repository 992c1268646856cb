/** `kustomend scan [path...]`: the findings. */
import type { Command } from 'commander';
import { REPORTS, type ReportFormat, scanReport } from '../../library/report.ts';
import type { Fix, Plan } from '../../plan/model/result.ts';
import type { ScanReport } from '../../report/formats/scan-report.ts';
import { scanText } from '../../report/formats/text.ts';
import { PLAIN } from '../../report/words/colors.ts';
import { outcomeFor } from '../../report/words/findings.ts';
import { tallyAll } from '../../report/words/tally.ts';
import { knownText } from '../../report/words/totals.ts';
import { count, wrapped } from '../../report/words/words.ts';
import { type PlanFlags, planFlags, watchFlag } from '../arguments/flags.ts';
import { formatsOption, type WantedFormat } from '../arguments/formats.ts';
import { GROUPS, withExamples } from '../arguments/help.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { sayWhatIsOld } from '../session/baseline.ts';
import { knownNumber } from '../session/choice.ts';
import { withResolved } from '../session/lookups.ts';
import { sayWhatIsOutOfSight } from '../session/missing.ts';
import { printConfig } from '../session/print-config.ts';
import { mayBeRepeated } from '../session/repeatable.ts';
import { openSession, plannedIn, type Session, sayIfIncomplete } from '../session/session.ts';
import { refuseUnwatchable, watching } from '../watch/watch.ts';
import { writeReport } from '../write/named-report.ts';

type Format = 'text' | ReportFormat;
const FORMATS: readonly Format[] = ['text', ...(Object.keys(REPORTS) as ReportFormat[])];

interface ScanFlags extends PlanFlags {
  readonly format?: readonly WantedFormat<Format>[];
  readonly output?: string;
  readonly exitZero?: boolean;
  /** Nothing but what a fix would write. */
  readonly fixable?: boolean;
  readonly watch?: boolean;
}

export function addScan(program: Command, cli: Cli): void {
  const command = program
    .command('scan')
    .description('list the findings')
    .argument('[path...]', 'repository, or roots in it');
  withExamples(command, [
    ['kustomend scan --format sarif --exit-zero', 'for code scanning'],
    ['kustomend scan --severity high base', 'what is bad in one folder'],
    ['kustomend scan --baseline old.json', 'what is new since a report'],
  ]);
  watchFlag(planFlags(command))
    .addOption(formatsOption(FORMATS, 'text unless stated'))
    .optionsGroup(GROUPS.select)
    .option('--fixable', 'only what kustomend fix would write, a line for each with its id')
    .optionsGroup(GROUPS.output)
    .option('--output <file>', 'write what would go to standard output to a file')
    .option('--exit-zero', 'exit 0 although there are findings')
    .action(async (paths: string[], asked: ScanFlags) => {
      if (asked.watch) refuseUnwatchable(asked);
      const flags = await withResolved(cli.io, paths, asked);
      cli.exit(
        flags.watch
          ? watching(cli.io, memory => scan(cli.io, paths, { ...flags, memory }))
          : scan(cli.io, paths, flags),
      );
    });
}

function scan(io: Io, paths: readonly string[], flags: ScanFlags): ExitCode {
  const session = openSession(io, paths, flags);
  if (flags.printConfig) return printConfig(io, session);
  const planned = plannedIn(session);
  const { input, plan, whole } = planned;
  const known = knownNumber(session.choice, whole, input);
  const all = scanReport(session.workspace, plan, io.secrets());
  const findings = flags.fixable ? all.findings.filter(isFixable) : all.findings;
  const report = { ...all, findings };
  // Before what was found: without it the rest reads as if it were all.
  if (!flags.quiet) sayWhatIsOutOfSight(io, session, plan);
  for (const { name, file = flags.output } of flags.format ?? [{ name: 'text' as const, file: undefined }])
    print(io, session, report, { name, file, flags, fixableOf: flags.fixable ? all.findings : undefined });
  if (!flags.quiet) sayWhatIsOut(io, plan.fixes.length - all.findings.length);
  if (!flags.quiet && known !== undefined) sayWhatIsKnown(io, known, findings);
  if (!flags.quiet) sayNotices(io, plan);
  if (!flags.quiet && findings.length > 0) sayWhatIsOld(io, flags);
  const code = findings.length > 0 && !flags.exitZero ? EXIT.findings : EXIT.ok;
  mayBeRepeated(io, session, planned, { paths, flags });
  return sayIfIncomplete(io, session, plan) ?? code;
}

function isFixable(finding: Fix): boolean {
  return outcomeFor(finding) === 'fixable';
}

/** As many as a list has. */
const MOST_NOTICES = 5;

/** What the configuration means nothing by, and what is left alone: reports for programs have it too. */
function sayNotices(io: Io, { notices }: Plan): void {
  const lines = notices
    .slice(0, MOST_NOTICES)
    .map(({ message, at }) => `notice: ${at === undefined ? '' : `${at}: `}${message}`);
  const more = notices.length - lines.length;
  if (more > 0) lines.push(`and ${count(more, 'more notice', 'more notices')}: kustomend doctor has them`);
  for (const line of lines) io.note(`${wrapped(io.secrets().mask(line)).join('\n')}\n`);
}

interface Printed extends WantedFormat<Format> {
  readonly flags: ScanFlags;
  readonly fixableOf: readonly Fix[] | undefined;
}

function print(
  io: Io,
  session: Session,
  report: ScanReport,
  { name, file, flags, fixableOf }: Printed,
): void {
  const { mask } = io.secrets();
  const colors = file === undefined ? io.colors('stdout', flags.color) : PLAIN;
  const text =
    name === 'text'
      ? scanText(report, { colors, mask, isVerbose: flags.verbose ?? false, fixableOf })
      : REPORTS[name](report, io.transforms);
  if (file !== undefined) writeReport(io, session, file, text);
  else if (name === 'text') io.out(text);
  else io.data(text);
}

function sayWhatIsOut(io: Io, number: number): void {
  if (number > 0) io.note(`${count(number, 'finding')} exempt\n`);
}

function sayWhatIsKnown(io: Io, known: number, findings: readonly Fix[]): void {
  const { found: added } = tallyAll(findings);
  io.note(`${knownText(known, added)}\n`);
}
