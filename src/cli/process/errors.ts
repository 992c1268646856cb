/** What goes wrong, in words: `file:line:column: message`, never a stack trace. */
import { CommanderError } from 'commander';
import { type ConfigProblem, printProblem } from '../../config/problems.ts';
import { NotUtf8Error } from '../../library/apply.ts';
import { VERSION } from '../../library/version.ts';
import { oneLine } from '../../report/words/words.ts';
import { NoFileError } from '../../text/durable.ts';
import { errorSentence, fileErrorWords } from '../../text/file-errors.ts';
import { OutsideRootError } from '../../text/inside.ts';
import { UnfinishedWriteError } from '../../text/lock.ts';
import { NoOwnFolderError } from '../../text/own-file.ts';
import { NotTakenBackError } from '../../text/recover.ts';
import { ChangedOnDiskError, PartlyTakenBackError, ReadOnlyError } from '../../text/write-files.ts';
import { GitError } from '../../workspace/git.ts';
import { ConfigErrors, WorkspaceError } from '../../workspace/open.ts';
import { EXIT, type ExitCode } from './exit.ts';

/** Wrong use: the message says what to write instead. */
export class UsageError extends Error {}

/** A file of ours (configuration, lock, baseline) that says something wrong. */
export class FileProblems extends ConfigErrors {
  constructor(problems: readonly ConfigProblem[]) {
    super(problems);
  }
}

export interface Failure {
  readonly code: ExitCode;
  /** Whole lines; empty when the message is printed already. */
  readonly text: string;
}

export function failureOf(error: unknown, debug: boolean): Failure {
  // commander has printed its message; help and --version are no errors.
  if (error instanceof CommanderError) return { code: error.exitCode === 0 ? EXIT.ok : EXIT.usage, text: '' };
  if (error instanceof ConfigErrors) {
    return {
      code: EXIT.usage,
      text: error.problems.map(problem => `${oneLine(printProblem(problem))}\n`).join(''),
    };
  }
  if (error instanceof UsageError || error instanceof WorkspaceError) {
    return { code: EXIT.usage, text: `kustomend: ${oneLine(error.message)}\n` };
  }
  if (isRefusedWrite(error)) {
    return { code: EXIT.usage, text: `kustomend: ${oneLine(error.message)}; nothing has been written\n` };
  }
  if (error instanceof GitError)
    return { code: EXIT.usage, text: `kustomend: git: ${oneLine(error.message)}\n` };
  if (error instanceof PartlyTakenBackError || error instanceof NotTakenBackError)
    return { code: EXIT.usage, text: `kustomend: ${oneLine(error.message)}\n` };
  if (fileErrorWords(error) !== undefined) {
    const { path } = error as NodeJS.ErrnoException;
    return {
      code: EXIT.usage,
      text: `${path === undefined ? 'kustomend: ' : ''}${oneLine(errorSentence(error))}\n`,
    };
  }
  return { code: EXIT.internal, text: internal(error, debug) };
}

function isRefusedWrite(error: unknown): error is Error {
  return (
    error instanceof ChangedOnDiskError ||
    error instanceof UnfinishedWriteError ||
    error instanceof ReadOnlyError ||
    error instanceof NoFileError ||
    error instanceof NoOwnFolderError ||
    error instanceof OutsideRootError ||
    error instanceof NotUtf8Error
  );
}

function internal(error: unknown, debug: boolean): string {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  if (debug) return `${stack}\n`;
  const said = oneLine(`${name}: ${message}`);
  return `kustomend ${VERSION} has a bug: ${said} (report it with the output of KUSTOMEND_DEBUG=1)\n`;
}
