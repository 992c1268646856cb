/** A first word that is neither a command nor a path. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { didYouMean } from '../../config/suggest.ts';
import { UsageError } from '../process/errors.ts';
import type { Io } from '../process/io.ts';

/** commander would print the help of everything. @throws UsageError */
export function refuseUnknownHelp(program: Command, [help, word]: readonly string[]): void {
  if (help !== 'help' || word === undefined || word.startsWith('-')) return;
  const names = program.commands.map(command => command.name());
  if (word !== 'help' && !names.includes(word))
    throw new UsageError(
      `unknown command "${word}"${didYouMean(word, names) || '; kustomend help lists them'}`,
    );
}

const IGNORING =
  'i in kustomend review ignores a fix, as do an entry of ignore: in kustomend.yaml and a comment "# kustomend: ignore[TRANSFORM] reason"';

/** Words that people type for what is done in another way. */
const INSTEAD: Readonly<Record<string, string>> = {
  ignore: IGNORING,
  exempt: IGNORING,
  suppress: IGNORING,
};

/** @throws UsageError */
export function refuseUnknownCommand(io: Io, program: Command, words: readonly string[]): void {
  const names = program.commands.map(command => command.name());
  const missing = words.find(word => !existsSync(resolve(io.cwd, word)));
  if (missing === undefined) return;
  if (names.includes(missing)) throw new UsageError(`commands come first: kustomend ${missing} ...`);
  if (missing === '-')
    throw new UsageError('a rendered stream has no sources to fix: name the folder that it is made from');
  if (missing !== words[0] || /[/\\.]/.test(missing)) throw new UsageError(`${missing} does not exist`);
  const instead = INSTEAD[missing];
  if (instead !== undefined) throw new UsageError(`unknown command "${missing}": ${instead}`);
  throw new UsageError(`unknown command "${missing}"${didYouMean(missing, names) || ' (and no such path)'}`);
}
