/** Which program the words of a container start, whatever flags it gets. */

import type { Container } from '../../../src/transform.ts';
import { stringsIn } from '../data.ts';

/** Their arguments are the program. */
const INTERPRETER =
  /^(?:\/\S*\/)?(?:(?:ba|da|a|k|z)?sh|env|java|node|deno|bun|python[\d.]*|ruby|php|perl|dotnet)$/;

/**
 * Whether two containers of one image start the same program: what one of them needs, and where it answers, says nothing of
 * another program. Flags differ by environment.
 */
export function startsAlike(a: Container, b: Container): boolean {
  return programOf(a) === programOf(b);
}

/** The program and its subcommand; of what an interpreter gets all but the flags; empty where the image decides. */
function programOf(container: Container): string {
  const command = stringsIn(container.get(['command']));
  const args = stringsIn(container.get(['args']));
  const isInterpreted = INTERPRETER.test(command[0] ?? '');
  return [command, args]
    .map(words => (isInterpreted ? words.filter(isNoFlag) : leading(words)).join(' '))
    .join('\n');
}

function leading(words: readonly string[]): readonly string[] {
  const first = words.findIndex(word => !isNoFlag(word));
  return first < 0 ? words : words.slice(0, first);
}

function isNoFlag(word: string): boolean {
  return !word.startsWith('-');
}
