/** What commands know of the process: where they stand, what they print to. */
import { spawnSync } from 'node:child_process';
import type { AnyTransform, Progress } from '../../plan/model/input.ts';
import { NO_SECRETS, type Secrets } from '../../report/secrets/secrets.ts';
import { type Colors, createColors } from '../../report/words/colors.ts';
import { printable, withoutOrders } from '../../report/words/printable.ts';
import type { TerminalStreams } from '../../review/terminal/terminal.ts';
import { outsideOf, type ProcessEnvironment, variablesFor } from '../../workspace/programs.ts';
import type { Said } from '../cache/answer.ts';
import type { Facts, Standpoint } from '../cache/facts.ts';
import type { ExitCode } from './exit.ts';
import { progressLine } from './progress.ts';

export interface Screen {
  readonly columns: number;
  readonly rows: number;
}

export interface Io {
  readonly cwd: string;
  /** What the program can remedy. */
  readonly transforms: readonly AnyTransform[];
  /** Variables of the process, as {@link distrust} leaves them. */
  readonly env: ProcessEnvironment;
  /** From here on no program is started that lies in a work tree. */
  distrust(top: string): void;
  /** Standard output: the result as people read it, and nothing else. */
  out(text: string): void;
  /** The result for programs: JSON, and formats of other tools. */
  data(text: string): void;
  /** The result byte for byte, but on a terminal. */
  exact(text: string): void;
  /** Standard error: everything said about the result. */
  note(text: string): void;
  /** Tells somebody who waits at a terminal what is being worked on; undefined where nobody does. */
  progress(): Progress | undefined;
  /** The result through a pager where a person reads it. */
  page(text: string, wanted: boolean): void;
  /** The terminal on which the result is read; undefined where it goes elsewhere. */
  screen(): Screen | undefined;
  /** Where somebody can be asked: both ends of a terminal; undefined where one of them is something else. */
  terminal(): TerminalStreams | undefined;
  /** Colours of a stream; `asked` is what `--color` or `--no-color` says. */
  colors(stream: 'stdout' | 'stderr', asked: boolean | undefined): Colors;
  /** What is known of secrets: from here on nothing of it is printed, and what shows by itself never is. */
  hide(secrets: () => Secrets): void;
  /** As {@link hide} has it. */
  secrets(): Secrets;
  /** The user wants the result as it is; what is said about it still hides secrets. */
  showSecrets(): void;
  /** Runs something, and prints nothing of it yet; where it fails, what it has said until then. */
  held<T>(run: () => T): { readonly result: T; readonly said: readonly Said[] };
  /** Prints what was held back, as it is. */
  release(said: readonly Said[]): void;
  /** A run that finds these facts again may print the same at once; they are asked for when this one has ended. */
  repeatable(facts: FactsMaker): void;
  /** What is printed rests on something else besides, now or later. */
  unrepeatable(): void;
}

export type FactsMaker = (standpoint: Standpoint) => Facts | undefined;

/** What a run has printed, for the next. */
export interface Recorded {
  readonly said: readonly Said[];
  /** Undefined where the next run has to look for itself. */
  readonly facts: FactsMaker | undefined;
}

/** The streams of a process, and what has been printed to them. */
export function processIo(
  process: NodeJS.Process,
  transforms: readonly AnyTransform[],
): Io & { recorded(): Recorded } {
  const { stdin, stdout, stderr } = process;
  let env: ProcessEnvironment = process.env;
  let secretsOf = () => NO_SECRETS;
  let isShown = false;
  const mask = (text: string): string => secretsOf().mask(text);
  const coloured = { stdout: false, stderr: false };
  const hidden = (text: string): string => (isShown ? text : mask(text));
  const progress = progressLine(stderr);
  let said: Said[] = [];
  let isHeld = false;
  let factsOf: FactsMaker | undefined;
  let isRepeatable = true;
  const write = (stream: Said[0], text: string): void => {
    progress.clear();
    said.push([stream, text]);
    if (!isHeld) process[stream].write(text);
  };
  const exact = (text: string): void => {
    write('stdout', stdout.isTTY ? printable(hidden(text), coloured.stdout) : hidden(text));
  };
  const isRead = () => stdout.isTTY === true && !env.CI;
  return {
    cwd: process.cwd(),
    transforms,
    get env() {
      return env;
    },
    distrust(top) {
      env = outsideOf(top, env);
    },
    out: text => write('stdout', printable(withoutOrders(hidden(text)), coloured.stdout)),
    data: text => write('stdout', printable(hidden(text), false)),
    exact,
    note: text => write('stderr', printable(withoutOrders(mask(text)), coloured.stderr)),
    progress: () => (stderr.isTTY && !env.CI && env.TERM !== 'dumb' ? progress.say : undefined),
    page(text, wanted) {
      progress.clear();
      if (!wanted || !isRead()) return exact(text);
      isRepeatable = false;
      if (!runPager(printable(mask(text), coloured.stdout), env)) exact(text);
    },
    hide(secrets) {
      let known: Secrets | undefined;
      secretsOf = () => (known ??= secrets());
    },
    screen: () => (isRead() ? { columns: stdout.columns || 80, rows: stdout.rows || 24 } : undefined),
    terminal() {
      const write = (text: string): void => {
        progress.clear();
        stdout.write(hidden(text));
      };
      return stdin.isTTY && stdout.isTTY && env.TERM !== 'dumb'
        ? { input: stdin, output: stdout, signals: process, write }
        : undefined;
    },
    secrets: () => secretsOf(),
    showSecrets() {
      isShown = true;
    },
    held(run) {
      const before = said;
      [said, isHeld] = [[], true];
      try {
        return { result: run(), said };
      } catch (error) {
        // Nobody else has it.
        for (const [stream, text] of said) process[stream].write(text);
        throw error;
      } finally {
        [said, isHeld] = [before, false];
      }
    },
    release(held) {
      for (const [stream, text] of held) process[stream].write(text);
    },
    repeatable(facts) {
      factsOf = facts;
    },
    unrepeatable() {
      isRepeatable = false;
    },
    recorded: () => ({ said, facts: isRepeatable ? factsOf : undefined }),
    colors(stream, asked) {
      coloured[stream] = isColoured(env, process[stream].isTTY === true, asked);
      return createColors(coloured[stream]);
    },
  };
}

function isColoured(env: ProcessEnvironment, isTTY: boolean, asked: boolean | undefined): boolean {
  if (asked !== undefined) return asked;
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0';
  return isTTY && env.TERM !== 'dumb' && !env.CI;
}

/** The pager of git and man pages; false when there is none. */
function runPager(text: string, env: ProcessEnvironment): boolean {
  const pager = env.GIT_PAGER ?? env.PAGER ?? 'less';
  if (pager === '' || pager === 'cat') return false;
  const { error, status } = spawnSync(pager, {
    shell: true,
    input: text,
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { LESS: 'FRX', ...variablesFor(env) },
  });
  // 127: the shell did not find it. A reader who quits early is no error.
  return status !== 127 && (error === undefined || (error as NodeJS.ErrnoException).code === 'EPIPE');
}

/** What a command gets: where to print, and the way to say its exit code, at once or when it has been asked. */
export interface Cli {
  readonly io: Io;
  exit(code: ExitCode | Promise<ExitCode>): void;
}
