/** `kustomend [path...]`: what would change, as a diff; nothing is written. */
import type { Command } from 'commander';
import type { Plan } from '../../plan/model/result.ts';
import { colouredDiff, maskedFiles, printDiff } from '../../report/diff.ts';
import { scanJson } from '../../report/json.ts';
import { scanMarkdown } from '../../report/markdown.ts';
import { summary } from '../../report/summary.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { VERSION } from '../process/version.ts';
import { type PreviewFlags, previewFlags } from '../session/flags.ts';
import { withResolved } from '../session/lookups.ts';
import { printConfig } from '../session/print-config.ts';
import { openSession, planSession, type Session, sayIfIncomplete } from '../session/session.ts';
import { refuseUnknownCommand } from '../session/unknown-command.ts';
import { writePatchFile } from '../write/apply.ts';
import { type Judgement, judge, notAsked, objectTo, warn } from '../write/prove.ts';
import { fix } from './fix.ts';

export function addPreview(program: Command, cli: Cli): void {
  const command = program
    .command('preview', { isDefault: true })
    .description('show what would change; writes nothing (the default)')
    .argument('[path...]', 'repository, or roots in it');
  previewFlags(command).action(async (paths: string[], asked: PreviewFlags) => {
    refuseUnknownCommand(cli.io, program, paths);
    const flags = await withResolved(cli.io, paths, asked);
    cli.exit(flags.write ? fix(cli.io, paths, flags) : preview(cli.io, paths, flags));
  });
}

export function preview(
  io: Io,
  paths: readonly string[],
  flags: PreviewFlags,
  placement: 'anywhere' | 'overlay' = 'anywhere',
): ExitCode {
  const session = openSession(io, paths, flags, placement);
  if (flags.printConfig) return printConfig(io, session);
  const plan = planSession(session);
  const isWritten = flags.output !== undefined;
  const judgement =
    isWritten || flags.verify === 'kustomize' ? judge(session, plan, flags.verify) : notAsked(flags.verify);
  if (judgement.objections.length > 0) return objectTo(io, judgement);
  if (!flags.quiet) warn(io, judgement);
  if (flags.output !== undefined) writePatchFile(io, session, flags.output, plan);
  else printPlan(io, plan, flags);
  if (!flags.quiet) io.note(summaryOf(io, plan, flags, judgement));
  return codeOf(io, session, plan, flags);
}

function printPlan(io: Io, plan: Plan, flags: PreviewFlags): void {
  const hide = { secrets: 'hide', known: io.secrets() } as const;
  const report = { version: VERSION, plan, findings: plan.fixes.filter(fix => fix.status !== 'ignored') };
  if (flags.format === 'json') {
    io.out(scanJson(report));
    return;
  }
  if (flags.format === 'markdown') {
    io.out(`${scanMarkdown(report)}\n\`\`\`diff\n${printDiff(plan, hide)}\`\`\`\n`);
    return;
  }
  const colors = io.colors('stdout', flags.color);
  const text = printDiff(plan, hide);
  if (text !== '') io.page(colors.isEnabled ? colouredDiff(text, colors) : text, flags.pager);
}

export function summaryOf(io: Io, plan: Plan, flags: PreviewFlags, judgement: Judgement): string {
  const masked = flags.output === undefined && !flags.write ? maskedFiles(plan, io.secrets()) : [];
  const context = { witness: judgement.says, masked, unsafeAllowed: flags.unsafe ?? false };
  return summary(plan, context, io.colors('stderr', flags.color));
}

function codeOf(io: Io, session: Session, plan: Plan, flags: PreviewFlags): ExitCode {
  const wouldChange = flags.check && !flags.exitZero && plan.changes.length > 0;
  return sayIfIncomplete(io, session, plan) ?? (wouldChange ? EXIT.findings : EXIT.ok);
}
