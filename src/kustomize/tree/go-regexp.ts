/** Regular expressions as Go writes them. */
import { memoizedText } from '../../text/memo.ts';

const MAX_PATTERNS = 10_000;

/** The pattern as a JavaScript one; null when it is none (Go has no lookarounds and no backreferences). */
export const goRegExp: (pattern: string) => RegExp | null = memoizedText(MAX_PATTERNS, compile);

/** The pattern for a whole text; null when it is none. */
export function goRegExpWhole(pattern: string): RegExp | null {
  return goRegExp(`^(?:${pattern})$`);
}

const UNKNOWN_TO_GO = /\(\?(?:=|!|<=|<!)|\\[1-9k]/;

function compile(pattern: string): RegExp | null {
  if (UNKNOWN_TO_GO.test(pattern)) return null;
  let flags = '';
  // Flags at the start hold for all of it; JavaScript says them beside the pattern.
  const source = pattern
    .replace(/^(\^\(\?:)?\(\?([ims]+)\)/, (_, open: string | undefined, set: string) => {
      flags = set;
      return open ?? '';
    })
    .replaceAll('(?P<', '(?<')
    .replaceAll('\\A', '^')
    .replaceAll('\\z', '$')
    .replace(/\\Q([\s\S]*?)(?:\\E|$)/g, (_, text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .replace(/\[\[:(\^?)(\w+):\]\]/g, (_, not: string, name: string) => `[${not}${CLASSES[name] ?? ''}]`);
  try {
    return new RegExp(source, [...new Set(flags)].join(''));
  } catch {
    return null;
  }
}

const CLASSES: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  digit: '0-9',
  lower: 'a-z',
  upper: 'A-Z',
  space: '\\t\\n\\v\\f\\r ',
  word: '0-9A-Za-z_',
};

const REPEATED_GROUP = /\((?:[^()\\]|\\.)*(?:[+*|]|\{\d+,?\d*\})(?:[^()\\]|\\.)*\)(?:[+*]|\{\d*,?\d+\})/;

/** Patterns on which JavaScript may search for ever; Go's engine takes linear time. */
export function isExplosive(pattern: string): boolean {
  return REPEATED_GROUP.test(pattern) || /\([^)]*\([^)]*[+*][^)]*\)[^)]*\)[+*{]/.test(pattern);
}
