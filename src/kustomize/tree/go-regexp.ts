/**
 * Regular expressions of a repository. kustomize runs them on Go's engine (RE2), whose language has no lookarounds and no
 * backreferences, and which takes linear time: JavaScript's own engine may search one pattern for ever.
 */
import { RE2JS } from 're2js';
import { memoizedText } from '../../text/memo.ts';

/** What a text is asked. */
export interface Pattern {
  /** Whether it is found anywhere in the text. */
  test(text: string): boolean;
}

/** Why a text is no pattern, in the words of kustomize. */
export class NoPattern extends Error {}

const MAX_PATTERNS = 10_000;
const LITERAL = /^[^\\^$.*+?()[\]{}|]*$/;

/** @throws NoPattern */
export const goRegExp: (pattern: string) => Pattern = memoizedText(MAX_PATTERNS, pattern =>
  // Nearly all of them.
  LITERAL.test(pattern) ? { test: text => text.includes(pattern) } : compile(pattern),
);

/** The pattern for a whole text. @throws NoPattern */
export function goRegExpWhole(pattern: string): Pattern {
  return LITERAL.test(pattern) ? { test: text => text === pattern } : goRegExp(`^(?:${pattern})$`);
}

function compile(pattern: string): Pattern {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    throw new NoPattern(error instanceof Error ? error.message : String(error));
  }
}
