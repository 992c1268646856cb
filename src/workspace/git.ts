/** Starts git so that nothing of the repository's configuration runs, and no variable leads it elsewhere. */
import { execFileSync } from 'node:child_process';
import { devNull } from 'node:os';
import { findProgram, outsideOf, type ProcessEnvironment } from './programs.ts';

/** Git in one work tree. @throws GitError */
export type Git = (...args: readonly string[]) => string;

/** Git does not answer, or would have to run what the repository names. */
export class GitError extends Error {}

/** Git has not answered. */
export class GitTimeout extends GitError {}

/** The largest repositories take seconds; a pipe where git reads a file, in whatever folder, takes for ever. */
const MOST_SECONDS = 120;

/** Monitors, hooks, signers, maintenance and transports are programs; a bare repository may lie in any folder. */
const HARMLESS = [
  'core.fsmonitor=',
  `core.hooksPath=${devNull}`,
  'safe.bareRepository=explicit',
  'protocol.allow=never',
  'submodule.recurse=false',
  'commit.gpgSign=false',
  'gc.auto=0',
  'maintenance.auto=false',
].flatMap(setting => ['-c', setting]);

/** Ctrl-C reaches every program of a terminal's group: a commit that is begun comes to its end with the run, or before it. */
const APART = { detached: process.platform !== 'win32' };

/** Objects are not fetched, the index is not written in passing, and words are the English ones: they are read. */
const VARIABLES = {
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_NO_LAZY_FETCH: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
};

/**
 * @param top the folder that holds `.git`: git is started nowhere else, whatever a folder below looks like
 */
export function gitIn(top: string, env: ProcessEnvironment): Git {
  const program = findProgram('git', outsideOf(top, env));
  return (...args) => {
    if (program === undefined) throw new GitError('there is a repository, and no git on PATH');
    try {
      return execFileSync(program.path, [...HARMLESS, '--literal-pathspecs', ...args], {
        ...APART,
        cwd: top,
        env: { ...program.env, ...VARIABLES },
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        maxBuffer: 1 << 28,
        timeout: MOST_SECONDS * 1000,
        killSignal: 'SIGKILL',
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ETIMEDOUT')
        throw new GitTimeout(
          `no answer to git ${args[0]} within ${MOST_SECONDS} seconds: is one of its files, a .gitignore perhaps, a pipe?`,
        );
      const { stderr } = error as { readonly stderr?: string };
      throw new GitError(stderr?.trim() || (error as Error).message);
    }
  };
}

/**
 * The same git, with every filter and configured hook off: for what reads or writes the contents of files.
 *
 * @throws GitError where the name of one leaves no way to say so
 */
export function withoutFilters(git: Git): Git {
  const off = commandsIn(git).map(name => {
    // `-c` ends a name at `=`, and bytes that are no UTF-8 do not reach git as they are.
    if (/[=\n\ufffd]/.test(name))
      throw new GitError(`${name} in its configuration names a program, and cannot be turned off`);
    return /\.required$/.test(name) ? `${name}=false` : `${name}=`;
  });
  const settings = off.flatMap(setting => ['-c', setting]);
  return (...args) => git(...settings, ...args);
}

/** Keys of the configuration that say which filters and hooks run. */
function commandsIn(git: Git): string[] {
  const names = git('config', '--list', '-z', '--name-only').split('\0');
  return [...new Set(names)].filter(name =>
    /^(?:filter\..*\.(?:clean|smudge|process|required)|hook\..*\.(?:command|event))$/s.test(name),
  );
}
