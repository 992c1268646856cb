/** Programs that a volume brings into a container: what they do nobody has listed for its image. */

import { posix } from 'node:path';
import type { Container } from '../../../src/transform.ts';
import { stringsIn } from '../data.ts';
import { commandLine, isWithin, mountsOf } from '../pods.ts';

/** A shell whose script is a text of the command: that is what is taken apart, and not the values of flags. */
const SHELL_WITH_SCRIPT =
  /(?<![\w./-])(?:\S*\/)?(?:ba|da|a|z)?sh\s+(?:-[a-z]+\s+(?:pipefail\s+)?)*-[a-z]*c[a-z]*\s/g;
const SHELL = /^(?:\S*\/)?(?:ba|da|a|z)?sh$/;
const LANGUAGE = /^(?:\S*\/)?(?:python[\d.]*|node|perl|ruby|php)$/;
/** Options of languages that a program in the command itself follows, or a module that they find on their own. */
const WITHOUT_SCRIPT = /^-(?:[a-z]*[cempr]|-(?:eval|print|require))$/;
/** Words of the shell before a command. What it sources (`.`) sets variables for the most part. */
const BEFORE = /^(?:if|then|elif|while|until|do|else|!|\w+=\S*)$/;

interface Starter {
  /** Options that have their value in the next word. */
  readonly valued?: RegExp;
  /** Words of its own before the program: a user, a time. */
  readonly operands?: number;
}

/** Programs that start the one behind them. */
const STARTERS = new Map<string, Starter>(
  Object.entries({
    exec: { valued: /^-a$/ },
    command: {},
    env: { valued: /^(?:-[uC]|--unset|--chdir)$/ },
    tini: { valued: /^-[pe]$/ },
    'dumb-init': { valued: /^(?:-r|--rewrite)$/ },
    nice: { valued: /^(?:-n|--adjustment)$/ },
    ionice: { valued: /^(?:-[cn]|--class|--classdata)$/ },
    nohup: {},
    setsid: {},
    stdbuf: { valued: /^(?:-[ioe]|--input|--output|--error)$/ },
    time: { valued: /^-[fo]$/ },
    timeout: { valued: /^(?:-[ks]|--kill-after|--signal)$/, operands: 1 },
    sudo: { valued: /^(?:-[ughpCTUrtRD]|--user|--group|--host|--chdir)$/ },
    runuser: { valued: /^(?:-[ugG]|--user|--group|--supp-group)$/ },
    setpriv: { valued: /^--(?:reuid|regid|ruid|rgid|euid|egid|groups)$/ },
    chpst: { valued: /^-[uUebnmdofprtc]$/ },
    gosu: { operands: 1 },
    'su-exec': { operands: 1 },
    's6-setuidgid': { operands: 1 },
  }),
);

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
  return SHELL.test(word) || LANGUAGE.test(word) || starterOf(word) !== undefined;
}

/** A variable that gets a text in quotes: that runs nothing. */
const ASSIGNED = /(?<!\S)[A-Za-z_]\w*=(?:"[^"]*"|'[^']*')/g;

function wordsOf(step: string): readonly string[] {
  return step
    .replaceAll(ASSIGNED, ' ')
    .split(/[\s"'{}]+/)
    .filter(word => word !== '');
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

function starterOf(word: string): Starter | undefined {
  return STARTERS.get(word.slice(word.lastIndexOf('/') + 1));
}

/** A simple command without what starts it: each starter with its options and words of its own. */
function withoutStarters(words: readonly string[]): readonly string[] {
  let at = 0;
  for (let word = words[at]; word !== undefined; word = words[at]) {
    const starter = starterOf(word);
    if (starter === undefined && !BEFORE.test(word)) break;
    at++;
    while (words[at]?.startsWith('-')) at += starter?.valued?.test(words[at]!) ? 2 : 1;
    at += starter?.operands ?? 0;
  }
  return words.slice(at);
}

/** An absolute path; undefined where it depends on a variable, or on a folder that nobody sees. */
function pathIn(folder: string | undefined, path: string): string | undefined {
  if (path.startsWith('$') || (folder === undefined && !path.startsWith('/'))) return undefined;
  return posix.resolve('/', folder ?? '', path);
}
