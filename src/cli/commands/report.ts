/** `kustomend report merge FILE...`: many reports as JSON in one summary. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { VERSION } from '../../library/version.ts';
import { merge, type NamedReport } from '../../report/merged/merge.ts';
import { type Counted, countedSchema, type Merged } from '../../report/merged/merged-schema.ts';
import { mergedMarkdown, mergedText } from '../../report/merged/merged-text.ts';
import { withExamples } from '../arguments/help.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { writeNamed } from '../write/named-file.ts';

const PRINTERS = {
  text: mergedText,
  markdown: mergedMarkdown,
  json: (merged: Merged) => `${JSON.stringify(merged, null, 2)}\n`,
} as const;

interface MergeFlags {
  readonly format: keyof typeof PRINTERS;
  readonly output?: string;
}

export function addReport(program: Command, cli: Cli): void {
  const report = program.command('report').description('work on reports that were written before');
  const command = report
    .command('merge')
    .description('one summary of many reports as JSON: of a fleet of repositories, or of the parts of one')
    .argument('<file...>', 'what kustomend scan --format json has written; NAME=FILE calls it so');
  withExamples(command, [
    ['kustomend report merge reports/*.json', 'who has most to do, and what settles most'],
    ['kustomend report merge shop=a.json till=b.json', 'by names of your own'],
    ['kustomend report merge *.json --format markdown', 'for a page or a ticket'],
  ]);
  command
    .addOption(new Option('--format <name>', 'what to print').choices(Object.keys(PRINTERS)).default('text'))
    .option('--output <file>', 'write it to a file')
    .action((files: string[], flags: MergeFlags) => cli.exit(mergeFiles(cli.io, files, flags)));
}

function mergeFiles(io: Io, files: readonly string[], { format, output }: MergeFlags): ExitCode {
  const named = files.map(each => readReport(io.cwd, each));
  const twice = named.find(({ name }, i) => named.findIndex(each => each.name === name) !== i);
  if (twice !== undefined)
    throw new UsageError(`two reports are called ${twice.name}: NAME=FILE gives one another name`);
  const text = PRINTERS[format](merge(named, VERSION));
  if (output !== undefined) writeNamed(io.cwd, io.cwd, output, text, null);
  else if (format === 'text') io.out(text);
  else io.data(text);
  return EXIT.ok;
}

/** `shop=out.json`, or the file: it is called after it then. */
function readReport(cwd: string, argument: string): NamedReport {
  const [, name, file = argument] = /^([^=/]+)=(.+)$/.exec(argument) ?? [];
  return { name: name ?? file.replace(/\.json$/, ''), report: checked(file, textOf(cwd, file)) };
}

function textOf(cwd: string, file: string): string {
  try {
    return readFileSync(resolve(cwd, file), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UsageError(`${file} does not exist`);
    if (code === 'EISDIR') throw new UsageError(`${file} is a folder: name its files`);
    if (code === 'EACCES') throw new UsageError(`${file} may not be read`);
    throw error;
  }
}

const WRITER = 'kustomend scan --format json writes one';

function checked(file: string, text: string): Counted {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new UsageError(`${file} is no JSON; ${WRITER}`);
  }
  const { success, data: report, error } = countedSchema().safeParse(data);
  if (success) return report;
  const [issue] = error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new UsageError(
    `${file} is no report${where === '' ? '' : ` (${where}: ${issue!.message})`}; ${WRITER}`,
  );
}
