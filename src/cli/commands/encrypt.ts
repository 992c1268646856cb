/** `kustomend encrypt [path...]`: the Secrets that sops can encrypt as they are; with `--write` it does. */
import type { Command } from 'commander';
import { createEvaluator } from '../../kustomize/build/evaluate.ts';
import { buildGraph } from '../../kustomize/file/graph.ts';
import { faultOfEncrypted } from '../../plan/prove/prove-encrypted.ts';
import { readSops } from '../../plan/repository/sops/sops.ts';
import { shellWord } from '../../report/words/shell.ts';
import { count, oneLine } from '../../report/words/words.ts';
import { encryptedBy, findSops, OLDEST_SOPS } from '../../witness/sops.ts';
import type { Program } from '../../workspace/programs.ts';
import { quietFlag, type WorkspaceFlags, workspaceFlags } from '../arguments/flags.ts';
import { UsageError } from '../process/errors.ts';
import { EXIT, type ExitCode } from '../process/exit.ts';
import type { Cli, Io } from '../process/io.ts';
import { openSession, type Session } from '../session/session.ts';
import { filesToEncrypt, SOPS } from '../session/to-encrypt.ts';
import { recoverFirst } from '../session/unfinished.ts';
import { refuseDirty } from '../write/apply.ts';
import { replaceFile } from '../write/replace-file.ts';

interface EncryptFlags extends WorkspaceFlags {
  readonly quiet?: boolean;
  readonly write?: boolean;
  readonly allowDirty?: boolean;
}

export function addEncrypt(program: Command, cli: Cli): void {
  const command = program
    .command('encrypt')
    .description('list the Secrets in clear that sops can encrypt as they are')
    .argument('[path...]', 'repository, or roots in it');
  quietFlag(workspaceFlags(command))
    .option('--write', 'let sops encrypt them in place, by the rules of .sops.yaml')
    .option('--allow-dirty', 'also files with uncommitted changes')
    .action((paths: string[], flags: EncryptFlags) => cli.exit(encrypt(cli.io, paths, flags)));
}

function encrypt(io: Io, paths: readonly string[], flags: EncryptFlags): ExitCode {
  if (flags.write && flags.offline)
    throw new UsageError('encrypt --write lets sops ask key services, which --offline forbids');
  if (flags.write) recoverFirst(io, paths, flags);
  const asked = {
    ...flags,
    only: [SOPS],
    preset: 'recommended',
    restart: true,
    foreignIgnores: true,
  } as const;
  const session = openSession(io, paths, asked);
  const found = filesToEncrypt(session);
  if (!flags.quiet && found.waiting > 0)
    io.note(
      `not ready: ${count(found.waiting, 'Secret')} (kustomend scan --only ${SOPS} says what is left to do)\n`,
    );
  if (!flags.write) {
    for (const file of found.ready) io.out(`${file}\n`);
    if (!flags.quiet)
      io.note(
        `${count(found.ready.length, 'file')} that sops can encrypt${found.ready.length > 0 ? '; encrypt --write lets it' : ''}\n`,
      );
    return EXIT.ok;
  }
  if (found.ready.length === 0) {
    if (!flags.quiet) io.note('nothing to encrypt\n');
    return EXIT.ok;
  }
  return encryptAll(io, session, found.ready, flags);
}

/** Each file on its own: what fails for one, a key that is out of reach, may be there for the next. */
function encryptAll(
  io: Io,
  session: Session,
  ready: readonly string[],
  { allowDirty, quiet }: EncryptFlags,
): ExitCode {
  const sops = findSops(session.env);
  if (sops === undefined)
    throw new UsageError(
      `no sops on PATH: install ${OLDEST_SOPS} or later, or run where it is: sops encrypt --in-place ${shellWord(ready[0]!)}`,
    );
  if (!allowDirty) refuseDirty(session, { changes: ready.map(path => ({ path, before: null, after: '' })) });
  const refused = ready.filter(file => {
    const reason = encryptOne(session, sops, file);
    if (reason === undefined) io.out(`${file}\n`);
    else io.note(`${file} stays as it is: ${oneLine(io.secrets().mask(reason))}\n`);
    return reason !== undefined;
  });
  const done = ready.length - refused.length;
  if (!quiet && done > 0)
    io.note(
      `encrypted: ${count(done, 'file')}; rotate what they held, the history keeps it (sops decrypt takes an encryption back)\n`,
    );
  return refused.length > 0 ? EXIT.incomplete : EXIT.ok;
}

/** @returns why it was not encrypted */
function encryptOne({ workspace, input }: Session, sops: Program, file: string): string | undefined {
  const config = readSops(input.files, input.paths).configFor(file);
  const before = input.files.read(file);
  if (config === undefined || before === undefined) return 'no .sops.yaml is above it';
  const made = encryptedBy(sops, { root: workspace.root, file, config }, before);
  if ('refused' in made) return `sops: ${made.refused}`;
  const evaluator = createEvaluator(input.files, input);
  const fault = faultOfEncrypted(file, made.text, evaluator, buildGraph(input.files, input.paths));
  if (fault !== undefined) return fault;
  replaceFile(workspace, file, before, made.text);
  return undefined;
}
