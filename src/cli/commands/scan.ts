/** `kustomend scan [path...]`: the findings. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { scanGithub } from '../../report/formats/github.ts';
import { JSON_VERSION, scanJson } from '../../report/formats/json.ts';
import { scanMarkdown } from '../../report/formats/markdown.ts';
import { scanSarif } from '../../report/formats/sarif.ts';
import { scanText, type TextOptions } from '../../report/formats/text.ts';
import { outOfSight } from '../../report/overview/out-of-sight.ts';
import { PLAIN } from '../../report/words/colors.ts';
import type { ScanReport } from '../../report/words/findings.ts';
import { printable } from '../../report/words/printable.ts';
import { count, wrapped } from '../../report/words/words.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { VERSION } from '../process/version.ts';
import { type PlanFlags, planFlags } from '../session/flags.ts';
import { formatsOption, type WantedFormat } from '../session/formats.ts';
import { withExamples } from '../session/help.ts';
import { withResolved } from '../session/lookups.ts';
import { printConfig } from '../session/print-config.ts';
import { openSession, planSession, type Session, sayIfIncomplete, TRANSFORMS } from '../session/session.ts';
import { writeNamed } from '../write/named-file.ts';

const FORMATS = {
  text: scanText,
  json: scanJson,
  sarif: report => scanSarif(report, TRANSFORMS),
  markdown: scanMarkdown,
  github: scanGithub,
} as const satisfies Readonly<Record<string, (report: ScanReport, options: TextOptions) => string>>;
type Format = keyof typeof FORMATS;

interface ScanFlags extends PlanFlags {
  readonly format?: readonly WantedFormat<Format>[];
  readonly output?: string;
  readonly baseline?: string;
  readonly exitZero?: boolean;
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
  planFlags(command)
    .addOption(formatsOption(Object.keys(FORMATS) as Format[], 'text'))
    .option('--output <file>', 'write what would go to standard output to a file')
    .option('--baseline <file>', 'leave out the findings of an earlier report (--format json)')
    .option('--exit-zero', 'exit 0 although there are findings')
    .action(async (paths: string[], flags: ScanFlags) =>
      cli.exit(scan(cli.io, paths, await withResolved(cli.io, paths, flags))),
    );
}

function scan(io: Io, paths: readonly string[], flags: ScanFlags): ExitCode {
  const session = openSession(io, paths, flags);
  if (flags.printConfig) return printConfig(io, session);
  const known = flags.baseline === undefined ? new Set<string>() : readBaseline(io, flags.baseline);
  const plan = planSession(session);
  const findings = plan.fixes.filter(fix => fix.status !== 'ignored' && !known.has(fix.id));
  const report = { version: VERSION, plan, findings };
  for (const { name, file = flags.output } of flags.format ?? [{ name: 'text' as const, file: undefined }])
    print(io, session, report, { name, file, flags });
  if (!flags.quiet) sayWhatIsOut(io, plan.fixes.length - findings.length, known.size > 0);
  if (!flags.quiet)
    for (const { at, says } of outOfSight(plan))
      io.note(`${wrapped(io.secrets().mask(`${at}: ${says}`)).join('\n')}\n`);
  const code = findings.length > 0 && !flags.exitZero ? EXIT.findings : EXIT.ok;
  return sayIfIncomplete(io, session, plan) ?? code;
}

interface Printed extends WantedFormat<Format> {
  readonly flags: ScanFlags;
}

function print(io: Io, { workspace }: Session, report: ScanReport, { name, file, flags }: Printed): void {
  const { mask } = io.secrets();
  const colors = file === undefined ? io.colors('stdout', flags.color) : PLAIN;
  const text = FORMATS[name](report, { colors, mask, isVerbose: flags.verbose ?? false });
  if (file !== undefined) writeNamed(io.cwd, workspace.root, file, printable(mask(text), false), null);
  else if (name === 'text') io.out(text);
  else io.data(text);
}

function sayWhatIsOut(io: Io, number: number, hasBaseline: boolean): void {
  if (number === 0) return;
  io.note(`${count(number, 'finding')} exempt${hasBaseline ? ' or in the baseline' : ''}\n`);
}

/** Ids of the findings of an earlier report. */
function readBaseline(io: Io, file: string): ReadonlySet<string> {
  const wrong = new UsageError(`--baseline: ${file} is no report of kustomend scan --format json`);
  let report: { version?: unknown; findings?: unknown };
  try {
    report = JSON.parse(readFileSync(resolve(io.cwd, file), 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'EISDIR') throw wrong;
    throw error;
  }
  if (report?.version !== JSON_VERSION || !Array.isArray(report.findings)) throw wrong;
  return new Set(report.findings.map(finding => String(finding?.id)));
}
