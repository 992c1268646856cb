/** Where a text holds the name of an object as a word of its own; what the word means there is asked of meaning.ts. */
import { literal } from '../../text/literal.ts';

/** Looks at one character on each side: a text of any length takes time in proportion to it. */
export function nameWord(names: readonly string[], flags = ''): RegExp {
  // Of two that begin alike the longer one is meant.
  const any = [...names]
    .sort((a, b) => b.length - a.length)
    .map(literal)
    .join('|');
  return new RegExp(`(?<![\\w-])(?:${any})(?![\\w-])`, flags);
}
