/** In which style go-yaml v2 prints a text: plain where that reads as the same text, and what the place allows. */
import { resolvePlain11 } from '../read/scalar.ts';

export type PrintedStyle = 'plain' | 'single' | 'double' | 'literal';

const SEXAGESIMAL = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const TIMESTAMP =
  /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]| )[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:\.[0-9]+)?(?:Z|[-+][0-9]{2}:[0-9]{2})?)?$/;

/** @param isKey a key has to stand on one line */
export function styleOf(text: string, isKey: boolean): PrintedStyle {
  const { allows } = analyse(text);
  if (text.includes('\n')) return allows.literal && !isKey ? 'literal' : 'double';
  if (!readsAsText(text)) return 'double';
  if (allows.plain && !(text === '' && isKey)) return 'plain';
  return allows.single ? 'single' : 'double';
}

/** Whether the text, written plain, is a text to go-yaml v2 and no number, boolean, null or time. */
function readsAsText(text: string): boolean {
  if (SEXAGESIMAL.test(text) || TIMESTAMP.test(text)) return false;
  try {
    return typeof resolvePlain11(text) === 'string';
  } catch {
    return false;
  }
}

/** Whether go-yaml v2 prints a character as it is. */
export function isPrintable(code: number): boolean {
  return (
    code === 0x0a ||
    (code >= 0x20 && code <= 0x7e) ||
    (code >= 0xa0 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd && code !== 0xfeff)
  );
}

/** YAML's line breaks: those of Unicode too. */
export function isBreak(code: number): boolean {
  return code === 0x0a || code === 0x0d || code === 0x85 || code === 0x2028 || code === 0x2029;
}

const FIRST = new Set('#,[]{}&*!|>\'"%@`');

/** What stands in a text, and so in which styles it may be written. */
function analyse(text: string): {
  readonly allows: Readonly<Record<'plain' | 'single' | 'literal', boolean>>;
} {
  if (text === '') return { allows: { plain: true, single: true, literal: false } };
  const runes = [...text];
  let hasIndicator = text.startsWith('---') || text.startsWith('...');
  let isSpecial = false;
  let isBroken = false;
  let isSpaceBeforeBreak = false;
  let isSpaceBehindBreak = false;
  for (let i = 0; i < runes.length; i++) {
    const rune = runes[i]!;
    const code = rune.codePointAt(0)!;
    const before = runes[i - 1];
    if (isIndicator(rune, before, runes[i + 1])) hasIndicator = true;
    if (!isPrintable(code)) isSpecial = true;
    if (isBreak(code)) {
      isBroken = true;
      if (before === ' ') isSpaceBeforeBreak = true;
    } else if (rune === ' ' && before !== undefined && isBreak(before.codePointAt(0)!))
      isSpaceBehindBreak = true;
  }
  const last = runes.at(-1)!;
  const hasEdge = [runes[0]!, last].some(rune => rune === ' ' || isBreak(rune.codePointAt(0)!));
  const isOdd = isSpaceBeforeBreak || isSpecial;
  return {
    allows: {
      plain: !hasEdge && !isSpaceBehindBreak && !isOdd && !isBroken && !hasIndicator,
      single: !isSpaceBehindBreak && !isOdd,
      literal: last !== ' ' && !isOdd,
    },
  };
}

/** Whether a character means something to YAML where it stands in a block. */
function isIndicator(rune: string, before: string | undefined, behind: string | undefined): boolean {
  const isFollowed = behind === undefined || behind === ' ' || behind === '\t';
  if (before === undefined) {
    if (FIRST.has(rune)) return true;
    return (rune === '?' || rune === ':' || rune === '-') && isFollowed;
  }
  if (rune === ':') return isFollowed;
  return rune === '#' && /[ \t\r\n\u0085\u2028\u2029]/.test(before);
}
