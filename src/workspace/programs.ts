/** Programs that are started, and what they are told: neither is for a repository or a stray variable to say. */
import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { isInside } from '../text/inside.ts';

/** Variables of a process. */
export type ProcessEnvironment = Readonly<Record<string, string | undefined>>;

/** A program, and the variables that it is started with. */
export interface Program {
  readonly path: string;
  readonly env: ProcessEnvironment;
}

/** Undefined where no absolute folder of PATH holds it. */
export function findProgram(name: string, env: ProcessEnvironment): Program | undefined {
  const names = process.platform === 'win32' ? [`${name}.exe`, `${name}.cmd`] : [name];
  for (const folder of searched(env)) {
    const path = names.map(each => join(folder, each)).find(isProgram);
    if (path !== undefined) return { path, env: variablesFor(env) };
  }
  return undefined;
}

/**
 * What a program is told: all but the variables that make git work on another repository or run something, and a PATH
 * of absolute folders. Who commits, and how a connection is made where one is allowed, is still the user's to say.
 */
export function variablesFor(env: ProcessEnvironment): ProcessEnvironment {
  const kept = Object.entries(env).filter(([name]) => !name.startsWith('GIT_') || OF_THE_USER.test(name));
  const { PATH, ...rest } = Object.fromEntries(kept);
  const path = searched({ PATH }).join(delimiter);
  // An empty PATH means the current folder to some shells; none at all means the system's own.
  return path === '' ? rest : { ...rest, PATH: path };
}

const OF_THE_USER =
  /^GIT_(?:(?:AUTHOR|COMMITTER)_(?:NAME|EMAIL|DATE)|ASKPASS|SSH|SSH_\w+|SSL_\w+|TERMINAL_PROMPT)$/;

/** The variables without the folders of PATH that lie in a work tree: who commits a program there does not say what runs. */
export function outsideOf(top: string, env: ProcessEnvironment): ProcessEnvironment {
  const { PATH } = env;
  if (PATH === undefined) return env;
  const folders = PATH.split(delimiter).filter(folder => !isAbsolute(folder) || !liesIn(top, folder));
  return { ...env, PATH: folders.join(delimiter) };
}

function liesIn(top: string, folder: string): boolean {
  return isInside(top, resolve(folder)) || (existsSync(folder) && isInside(top, realpathSync(folder)));
}

/** An empty or relative entry is whatever the current folder holds. */
function searched({ PATH = '' }: ProcessEnvironment): string[] {
  return PATH.split(delimiter).filter(isAbsolute);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Absent, or not for this user to start: the next folder is looked at, as a shell does.
    return false;
  }
}
