/** `kustomend [path...]`: what would change, as a diff; nothing is written. */
import type { Command } from 'commander';
import { REPORTS, scanReport } from '../../library/report.ts';
import type { Fix, Plan } from '../../plan/model/result.ts';
import { colouredDiff, hiddenChanges, printDiff } from '../../report/diff/diff.ts';
import { previewMarkdown } from '../../report/formats/markdown.ts';
import { type OverviewContext, overview } from '../../report/overview/overview.ts';
import type { Again } from '../../report/words/again.ts';
import { PLAIN } from '../../report/words/colors.ts';
import { worstFirst } from '../../report/words/findings.ts';
import { namesOf } from '../../report/words/named-fix.ts';
import { count, oneLine, wrapped } from '../../report/words/words.ts';
import { type PreviewFlags, type PreviewFormat, previewFlags, refuseWithWrite } from '../arguments/flags.ts';
import type { WantedFormat } from '../arguments/formats.ts';
import { withExamples } from '../arguments/help.ts';
import { type Typed, typedIn } from '../arguments/typed-again.ts';
import { refuseUnknownCommand } from '../arguments/unknown-command.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { sayWhatIsOld } from '../session/baseline.ts';
import { knownNumber } from '../session/choice.ts';
import { withResolved } from '../session/lookups.ts';
import { toReadThem } from '../session/missing.ts';
import { printConfig } from '../session/print-config.ts';
import { mayBeRepeated } from '../session/repeatable.ts';
import { openSession, plannedIn, type Session, sayIfIncomplete } from '../session/session.ts';
import { refuseUnwatchable, watching } from '../watch/watch.ts';
import { writePatchFile } from '../write/apply.ts';
import { writeReport } from '../write/named-report.ts';
import { type Judgement, judge, notAsked, objectTo, warn } from '../write/prove.ts';
import { fix } from './fix.ts';

export function addPreview(program: Command, cli: Cli): void {
  const command = program
    .command('preview', { isDefault: true })
    .description('show what would change; writes nothing (the default)')
    .argument('[path...]', 'repository, or roots in it');
  withExamples(command, [
    ['kustomend', 'what is wrong, and what can be fixed'],
    ['kustomend --diff overlays/production', 'the changes that one root would get'],
    ['kustomend > fix.diff && git apply fix.diff', 'take them as a patch'],
  ]);
  previewFlags(command).action(async (paths: string[], asked: PreviewFlags) => {
    refuseUnknownCommand(cli.io, program, paths);
    if (asked.watch) refuseUnwatchable(asked);
    refuseWithWrite(asked);
    const flags = await withResolved(cli.io, paths, asked);
    const typed = typedIn(command, paths);
    cli.exit(flags.write ? fix(cli.io, typed, flags) : previewed(cli.io, typed, flags));
  });
}

/** Once, or as long as it is watched. */
export function previewed(
  io: Io,
  typed: Typed,
  flags: PreviewFlags,
  placement: 'anywhere' | 'overlay' = 'anywhere',
): ExitCode | Promise<ExitCode> {
  if (!flags.watch) return preview(io, typed, flags, placement);
  return watching(io, memory => preview(io, typed, { ...flags, memory, pager: false }, placement));
}

function preview(
  io: Io,
  { paths, again }: Typed,
  flags: PreviewFlags,
  placement: 'anywhere' | 'overlay',
): ExitCode {
  const session = openSession(io, paths, flags, placement);
  if (flags.printConfig) return printConfig(io, session);
  const planned = plannedIn(session);
  const { plan } = planned;
  const isWritten = flags.output !== undefined;
  const judgement =
    isWritten || flags.verify === 'kustomize' ? judge(session, plan, flags.verify) : notAsked(flags.verify);
  if (judgement.objections.length > 0) return objectTo(io, judgement);
  if (!flags.quiet) warn(io, judgement);
  const screen = io.screen();
  const formats = formatsFor(flags, screen !== undefined);
  if (flags.output !== undefined) writePatchFile(io, session, flags.output, plan, flags.verbose);
  const toRead = toReadThem(io.cwd, session.workspace, plan);
  const known = knownNumber(session.choice, planned.whole, planned.input);
  const texts = plannedTexts(io, session, plan, flags);
  const showsDiff = formats.some(({ name }) => name !== 'text');
  for (const { name, file } of formats) {
    if (name === 'text') {
      const stream = file === undefined ? 'stdout' : 'file';
      const text = overviewOf(io, plan, {
        judgement,
        again,
        toRead,
        known,
        screen,
        flags,
        stream,
        showsDiff,
      });
      if (file === undefined) io.out(text);
      else writeReport(io, session, file, text);
    } else if (file !== undefined) {
      writeReport(io, session, file, texts[name]());
    } else if (name === 'diff') {
      pageDiff(io, texts.diff(), flags);
    } else {
      io.data(texts[name]());
    }
  }
  const isSaid = formats.some(({ name, file }) => name === 'text' && file === undefined);
  if (!flags.quiet && !isSaid)
    io.note(overviewOf(io, plan, { judgement, toRead, known, flags, stream: 'stderr', showsDiff }));
  mayBeRepeated(io, session, planned, { paths, flags });
  return codeOf(io, session, plan, flags, { again, command: placement === 'overlay' ? 'overlay' : 'fix' });
}

/** Whoever reads on a terminal sees the overview first; a pipe or a file gets what can be applied. */
function formatsFor(
  { format, output, diff, quiet }: PreviewFlags,
  isTerminal: boolean,
): readonly WantedFormat<PreviewFormat>[] {
  if (format !== undefined) return format;
  if (output !== undefined) return [];
  return [{ name: isTerminal && !diff && !quiet ? 'text' : 'diff', file: undefined }];
}

/** What a plan says in each format; made when it is asked for. */
function plannedTexts(
  io: Io,
  session: Session,
  plan: Plan,
  flags: PreviewFlags,
): Readonly<Record<Exclude<PreviewFormat, 'text'>, () => string>> {
  const hide = { secrets: 'hide', known: io.secrets(), isVerbose: flags.verbose ?? false } as const;
  const report = scanReport(session.workspace, plan, io.secrets());
  return {
    diff: () => printDiff(plan, hide),
    json: () => REPORTS.json(report),
    sarif: () => REPORTS.sarif(report, io.transforms),
    github: () => REPORTS.github(report),
    html: () => REPORTS.html(report),
    markdown: () => previewMarkdown(report, printDiff(plan, hide)),
  };
}

function pageDiff(io: Io, text: string, flags: PreviewFlags): void {
  const colors = io.colors('stdout', flags.color);
  if (text !== '') io.page(colors.isEnabled ? colouredDiff(text, colors) : text, flags.pager);
}

interface Shown extends Pick<OverviewContext, 'screen' | 'again' | 'toRead' | 'known'> {
  readonly judgement: Judgement;
  readonly flags: PreviewFlags;
  readonly stream: 'stdout' | 'stderr' | 'file';
  /** Some of it is hidden there, where that would show secrets. */
  readonly showsDiff: boolean;
}

function overviewOf(io: Io, plan: Plan, { judgement, flags, stream, showsDiff, ...context }: Shown): string {
  const secrets = io.secrets();
  // A patch that is written is whole.
  const hidden = showsDiff && flags.output === undefined ? hiddenChanges(plan, secrets) : [];
  return overview(
    plan,
    { ...context, witness: judgement.says, hidden, mask: secrets.mask },
    stream === 'file' ? PLAIN : io.colors(stream, flags.color),
  );
}

/** What writes what is shown. */
interface Writer {
  readonly again: Again;
  readonly command: 'fix' | 'overlay';
}

/** With a baseline whatever it does not know fails a check, as it fails a scan: only without one is it what a write would change. */
function codeOf(io: Io, session: Session, plan: Plan, flags: PreviewFlags, writer: Writer): ExitCode {
  const failing = flags.check ? failuresOf(plan, flags, writer) : [];
  if (failing.length > 0 && !flags.quiet) {
    for (const says of failing) sayOfCheck(io, says, flags);
    sayWhatIsOld(io, flags);
  }
  return (
    sayIfIncomplete(io, session, plan) ?? (failing.length > 0 && !flags.exitZero ? EXIT.findings : EXIT.ok)
  );
}

function failuresOf(plan: Plan, flags: PreviewFlags, writer: Writer): string[] {
  const planned = onceEach(plan.fixes.filter(({ status }) => status === 'planned'));
  const unwritten = plan.changes.length > 0 ? [unwrittenText(planned, writer)] : [];
  if (flags.baseline === undefined) return unwritten;
  const ids = new Set(planned.map(({ id }) => id));
  const others = onceEach(plan.fixes.filter(({ id, status }) => status !== 'ignored' && !ids.has(id)));
  return others.length > 0 ? [...unwritten, newText(others, writer)] : unwritten;
}

/** `2 fixes are not written (probes of Deployment/web): kustomend fix writes them` */
function unwrittenText(planned: readonly Fix[], { again, command }: Writer): string {
  const many = count(planned.length, 'fix is', 'fixes are');
  const writes = `kustomend ${command}${again(command)}${command === 'overlay' ? ' --write' : ''} writes ${planned.length === 1 ? 'it' : 'them'}`;
  return `${many} not written (${namesOf(planned)}): ${writes}`;
}

/** `1 finding is not in the baseline (probes of Deployment/web): kustomend scan --baseline known.json says more` */
function newText(added: readonly Fix[], { again }: Writer): string {
  const many = count(added.length, 'finding is', 'findings are');
  return `${many} not in the baseline (${namesOf(worstFirst(added))}): kustomend scan${again('scan')} says more`;
}

function onceEach(fixes: readonly Fix[]): Fix[] {
  return [...new Map(fixes.map(fix => [fix.id, fix])).values()];
}

function sayOfCheck(io: Io, says: string, { exitZero }: PreviewFlags): void {
  const line = `${exitZero ? 'check' : 'check failed'}: ${says}`;
  io.note(`${wrapped(io.secrets().mask(oneLine(line))).join('\n')}\n`);
}
