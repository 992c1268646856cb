/** How the user has told git to ask and to show. */
import { spawnSync } from 'node:child_process';
import { memoizedText } from '../../text/memo.ts';
import { type Git, GitError } from '../../workspace/git.ts';
import { type ProcessEnvironment, variablesFor } from '../../workspace/programs.ts';

/** False where `interactive.singleKey` says so: then keys count once Enter is pressed. */
export function isSingleKey(git: Git | undefined): boolean {
  return settingOf(git, ['--type=bool', '--get', 'interactive.singleKey']) !== 'false';
}

type Filter = (lines: readonly string[]) => readonly string[] | undefined;

/** A filter that hangs must not hold the screen. */
const TIME = 3000;
const MOST_TEXTS = 32;

/**
 * `interactive.diffFilter`, of the user's own configuration alone: what a repository's says is never run.
 *
 * @returns undefined where there is none; of lines, where it fails or does not answer line by line
 */
export function diffFilter(git: Git | undefined, env: ProcessEnvironment): Filter | undefined {
  const command = ['--global', '--system']
    .map(scope => settingOf(git, [scope, '--includes', '--get', 'interactive.diffFilter']))
    .find(each => each !== undefined);
  if (command === undefined) return undefined;
  const run = memoizedText(MOST_TEXTS, (text: string): { readonly painted: string | undefined } => {
    const { error, status, stdout } = spawnSync(command, {
      shell: true,
      input: text,
      encoding: 'utf8',
      env: variablesFor(env),
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: TIME,
    });
    return { painted: error === undefined && status === 0 ? stdout : undefined };
  });
  return lines => {
    const painted = run(`${lines.join('\n')}\n`)
      .painted?.replace(/\n$/, '')
      .split('\n');
    return painted?.length === lines.length ? painted : undefined;
  };
}

/** Undefined where nobody has set it. */
function settingOf(git: Git | undefined, args: readonly string[]): string | undefined {
  try {
    return git?.('config', ...args).trim() || undefined;
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}
