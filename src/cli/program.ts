/** The commands of the program, and how a run of it ends. */
import { Command } from 'commander';
import { VERSION } from '../library/version.ts';
import { WIDTH } from '../report/words/words.ts';
import { refuseUnknownHelp } from './arguments/unknown-command.ts';
import { addCompletion } from './commands/completion.ts';
import { addDoctor } from './commands/doctor.ts';
import { addEncrypt } from './commands/encrypt.ts';
import { addEvidence } from './commands/evidence.ts';
import { addExplain } from './commands/explain.ts';
import { addFix } from './commands/fix.ts';
import { addFn } from './commands/fn.ts';
import { addGraph } from './commands/graph.ts';
import { addInit } from './commands/init.ts';
import { addMigrate } from './commands/migrate.ts';
import { addOverlay } from './commands/overlay.ts';
import { addPin } from './commands/pin.ts';
import { addPreview } from './commands/preview.ts';
import { addRender } from './commands/render.ts';
import { addReport } from './commands/report.ts';
import { addReview } from './commands/review.ts';
import { addScan } from './commands/scan.ts';
import { addSchema } from './commands/schema.ts';
import { addTrace } from './commands/trace.ts';
import { addUndo } from './commands/undo.ts';
import { failureOf } from './process/errors.ts';
import { EXIT, type ExitCode } from './process/exit.ts';
import type { Cli, Io } from './process/io.ts';

/** Runs the program; never throws. */
export async function run(args: readonly string[], io: Io, debug: boolean): Promise<ExitCode> {
  let code: ExitCode | Promise<ExitCode> = EXIT.ok;
  const cli: Cli = {
    io,
    exit(given) {
      code = given;
    },
  };
  try {
    const program = newProgram(cli);
    refuseUnknownHelp(program, args);
    await program.parseAsync(args, { from: 'user' });
    return await code;
  } catch (error) {
    const failure = failureOf(error, debug);
    if (failure.text !== '') io.note(failure.text);
    return failure.code;
  }
}

/** Every command, in the order of the help. */
export function newProgram(cli: Cli): Command {
  const program = new Command('kustomend')
    .description('Finds what is wrong in what Kustomize renders, and fixes it where it is written.')
    .version(VERSION)
    .enablePositionalOptions()
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: text => cli.io.out(text),
      writeErr: text => cli.io.note(text),
      getOutHelpWidth: () => Math.min(cli.io.screen()?.columns ?? WIDTH, WIDTH),
      getErrHelpWidth: () => WIDTH,
      outputError: (text, write) => write(withHint(text)),
    });
  for (const add of [
    addPreview,
    addFix,
    addReview,
    addUndo,
    addMigrate,
    addOverlay,
    addScan,
    addPin,
    addEncrypt,
    addEvidence,
    addExplain,
    addInit,
    addTrace,
    addRender,
    addGraph,
    addReport,
    addFn,
    addDoctor,
    addSchema,
    addCompletion,
  ]) {
    add(program, cli);
  }
  program.addHelpText('after', HELP);
  return program;
}

const HELP = `
kustomend [path...] previews; kustomend help preview lists its flags.
Exit codes: 0 done, 1 findings (scan, --check), 2 wrong use or configuration, 3 incomplete: a root
that cannot be evaluated, a fix that the proof refused, or an image whose registry has no answer
(pin).`;

/** What people of this field type, and what it is called here. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/^'-o/, '--format json prints JSON, --output FILE writes a file'],
  [
    /^'(?:-n|--namespace)/,
    '--dry-run writes nothing, --workload NAMESPACE/web takes what is about one object',
  ],
  [/^'(?:-y|--yes)'/, 'kustomend fix asks nothing: it writes what is safe and proven'],
  [/^'(?:-f|--filename)/, '--file PATH takes what stands in a file or folder'],
  [/^'(?:-k|--kustomize)/, 'name the folder itself: kustomend overlays/production'],
];

function withHint(message: string): string {
  const option = /unknown option (.*)/.exec(message)?.[1] ?? '';
  const hint = HINTS.find(([typed]) => typed.test(option))?.[1];
  return `kustomend: ${message.replace(/^error: /, '')}${hint === undefined ? '' : `${hint}\n`}`;
}
