/** CODEOWNERS, as GitHub reads it. */
import { matchesGlob } from '../config/glob.ts';

/** The first of them that is there counts. */
export const CODE_OWNERS_FILES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const;

interface Rule {
  readonly matches: (path: string) => boolean;
  /** None: nobody's on purpose. */
  readonly owners: readonly string[];
}

/**
 * The owners of each path; none where no rule names one.
 *
 * The last rule that matches a path counts. Rules that GitHub does not read (`!`, `[a-z]`, an owner that is neither
 * `@somebody` nor an address) are passed over, as it does.
 */
export function codeOwners(text: string): (path: string) => readonly string[] {
  const rules = text.split(/\r?\n/).flatMap(ruleOf).reverse();
  return path => rules.find(({ matches }) => matches(path))?.owners ?? [];
}

function ruleOf(line: string): readonly Rule[] {
  const [pattern, ...words] = wordsOf(line);
  if (pattern === undefined || /^(?:!|\\#)|[[\]]/.test(pattern)) return [];
  if (!words.every(word => /^@[\w.-]+(?:\/[\w.-]+)?$|^[^@\s]+@[^@\s]+$/.test(word))) return [];
  return [{ matches: matcherOf(pattern), owners: words }];
}

/** Words of a line up to a comment; a backslash keeps the blank behind it. */
function wordsOf(line: string): string[] {
  const words = line.trim().match(/(?:\\.|[^\s\\])+/g) ?? [];
  const comment = words.findIndex(word => word.startsWith('#'));
  return comment < 0 ? words : words.slice(0, comment);
}

function matcherOf(pattern: string): Rule['matches'] {
  const isFolder = pattern.endsWith('/');
  const path = plain(pattern.replace(/^\/|\/$/g, ''));
  // A slash anywhere but at its end says where it begins.
  const glob = pattern.slice(0, -1).includes('/') ? path : `**/${path}`;
  if (isFolder) return file => matchesGlob(`${glob}/**`, file);
  // `docs/*` is what lies in a folder, and nothing further down; a lone `*` is everything.
  if (pattern.endsWith('/*')) return file => matchesGlob(glob, file) && !matchesGlob(`${glob}/**`, file);
  return file => matchesGlob(glob, file);
}

/** Without escapes; braces are letters here and a choice in globs, so that any letter stands for one. */
function plain(pattern: string): string {
  return pattern.replace(/\\(.)/g, '$1').replace(/[{}]/g, '?');
}
