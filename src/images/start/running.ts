/** What `command` and `args` of a container leave of the entrypoint of its image. */

import type { Family } from '../families/record/family.ts';
import { baseName } from './base-name.ts';

/** How a container is started: as its manifest has it, undefined where the image decides. */
export interface Start {
  readonly command: readonly string[] | undefined;
  readonly args: readonly string[] | undefined;
  /** Variables that say where a server listens; null where the value is not written here. */
  readonly variables?: Readonly<Record<string, string | null>> | undefined;
}

/**
 * `image`: what the image is for, by its own entrypoint or by a command that starts the same server. `script`: a script
 * that starts it among other things. `other`: something else, which the image only carries.
 */
export type Runs = 'image' | 'script' | 'other';

/** The words of a container before those of an image that has its own: another command takes the image's arguments away. */
export function startOver(image: Start, container: Start): Start {
  if (isReplaced(container)) return container;
  const isGiven = container.args !== undefined && container.args.length > 0;
  return { ...container, command: image.command, args: isGiven ? container.args : image.args };
}

/** Whether a script that is an image's own entrypoint runs: it may do more than to start the server. */
export function isOwnScript(image: Start, container: Start): boolean {
  return !isReplaced(container) && /(?:\.sh|entrypoint)$/.test(image.command?.[0] ?? '');
}

function isReplaced({ command }: Start): boolean {
  return command !== undefined && command.length > 0;
}

/** Programs that start what follows them. */
const WRAPPER = /^(?:tini|dumb-init|catatonit|exec|env|gosu|su-exec|[\w.-]*entrypoint(?:\.sh)?)$/;
const SHELL = /^(?:sh|bash|ash|dash)$/;

/**
 * What runs in a container of a family's image.
 *
 * @param entrypoint of the image, where that is known: arguments alone go to it
 */
export function runsOf(
  { server }: Family,
  { command = [], args = [] }: Start,
  entrypoint: readonly string[] = [],
): Runs {
  if (command.length === 0 && args.length === 0) return 'image';
  // Arguments alone go to the entrypoint, which takes flags for its server.
  if (command.length === 0 && args[0]!.startsWith('-')) return 'image';
  const words = withoutWrappers([...(command.length === 0 ? entrypoint : command), ...args]);
  const [program = '', ...rest] = words;
  if (SHELL.test(baseName(program))) return scriptStarts(server, rest) ? 'script' : 'other';
  return isStart(server, words) ? 'image' : 'other';
}

/** Without the programs before the server, their flags, and the account that some of them take. */
function withoutWrappers(words: readonly string[]): readonly string[] {
  let rest = words;
  for (;;) {
    const [first = ''] = rest;
    const name = baseName(first);
    // A script of the image that takes flags starts its server by them.
    if (!WRAPPER.test(name) || rest.length < 2) return rest;
    const skipped = name === 'gosu' || name === 'su-exec' ? rest.slice(2) : rest.slice(1);
    const start = skipped.findIndex(word => !word.startsWith('-') && !/^\w+=/.test(word));
    if (start < 0) return rest;
    rest = skipped.slice(start);
  }
}

function isStart(server: RegExp, words: readonly string[]): boolean {
  const [program = '', ...rest] = words;
  return server.test(words.join(' ')) || server.test([baseName(program), ...rest].join(' '));
}

/** One of the commands of a script that a shell gets by `-c`. */
function scriptStarts(server: RegExp, words: readonly string[]): boolean {
  const flag = words.findIndex(word => /^-[a-z]*c$/.test(word));
  const script = flag < 0 ? '' : (words[flag + 1] ?? '');
  return script
    .split(/&&|\|\||[;&|\n]/)
    .some(line => isStart(server, withoutWrappers(line.trim().split(/\s+/))));
}
