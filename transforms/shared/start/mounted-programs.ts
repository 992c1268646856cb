/** Programs that a volume brings into a container: what they do nobody has listed for its image. */

import { posix } from 'node:path';
import type { Container } from '../../../src/transform.ts';
import { stringsIn } from '../data.ts';
import { commandLine, isWithin, mountsOf } from '../pods.ts';
import { isStarter, withoutStarters, wordsOf } from './starters.ts';

/** A shell whose script is a text of the command: that is what is taken apart, and not the values of flags. */
const SHELL_WITH_SCRIPT =
  /(?<![\w./-])(?:\S*\/)?(?:ba|da|a|z)?sh\s+(?:-[a-z]+\s+(?:pipefail\s+)?)*-[a-z]*c[a-z]*\s/g;
const SHELL = /^(?:\S*\/)?(?:ba|da|a|z)?sh$/;
const LANGUAGE = /^(?:\S*\/)?(?:python[\d.]*|node|perl|ruby|php)$/;
/** Options of languages that a program in the command itself follows, or a module that they find on their own. */
const WITHOUT_SCRIPT = /^-(?:[a-z]*[cempr]|-(?:eval|print|require))$/;

/** The first program of the command that comes from a volume, if any. */
export function mountedProgram(container: Container): string | undefined {
  const mounts = mountsOf(container).map(({ path }) => path);
  const start = container.get(['workingDir']);
  let folder = typeof start === 'string' ? start : undefined;
  for (const step of stepsOf(container)) {
    const [name = '', ...words] = withoutStarters(wordsOf(step));
    const operand = words.find(word => !word.startsWith('-'));
    if (name === 'cd') {
      folder = operand === undefined ? undefined : pathIn(folder, operand);
      continue;
    }
    const program = programOf(name, words, operand, folder);
    if (program !== undefined && mounts.some(path => isWithin(program, path))) return program;
  }
  return undefined;
}

/** The simple commands that it runs, one after the other. */
function stepsOf(container: Container): readonly string[] {
  const line = commandLine(container);
  const args = stringsIn(container.get(['args']));
  // What an entrypoint gets is a file that it reads, unless it looks like a command.
  const isCommand = container.get(['command']) !== undefined || isStart(args[0]);
  const started = isCommand ? line : line.slice(args.join(' ').length);
  const script = started.replace(SHELL_WITH_SCRIPT, ';');
  return script.split(script === started ? '\n' : /[;&|\n()`]+/);
}

/** Whether a word runs the ones behind it. */
function isStart(word = ''): boolean {
  return SHELL.test(word) || LANGUAGE.test(word) || isStarter(word);
}

/** What a simple command runs: for an interpreter its script. */
function programOf(
  name: string,
  words: readonly string[],
  operand: string | undefined,
  folder: string | undefined,
): string | undefined {
  const isLanguage = LANGUAGE.test(name);
  // A name alone is looked up in PATH; a script is not.
  if (!isLanguage && !SHELL.test(name)) {
    return name.includes('/') && !name.startsWith('-') ? pathIn(folder, name) : undefined;
  }
  if (operand === undefined) return undefined;
  const options = words.slice(0, words.indexOf(operand));
  return isLanguage && options.some(each => WITHOUT_SCRIPT.test(each)) ? undefined : pathIn(folder, operand);
}

/** An absolute path; undefined where it depends on a variable, or on a folder that nobody sees. */
function pathIn(folder: string | undefined, path: string): string | undefined {
  if (path.startsWith('$') || (folder === undefined && !path.startsWith('/'))) return undefined;
  return posix.resolve('/', folder ?? '', path);
}
