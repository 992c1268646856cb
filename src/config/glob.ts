/** Globs over repository paths, as the configuration writes them. */

const SPECIAL = /[.+^$()|\\[\]{}]/g;

/**
 * Whether a glob names a path: the path itself, or a folder above it.
 *
 * `*` and `?` stay within a folder, `**` crosses folders, `{a,b}` is a choice. A leading `./` and a trailing `/` are
 * ignored. `.` is the repository itself, and so names everything.
 */
export function matchesGlob(glob: string, path: string): boolean {
  const pattern = normalise(glob);
  if (pattern === '') return true;
  return new RegExp(`^${patternOf(pattern)}(?:/.*)?$`, 's').test(normalise(path));
}

function normalise(path: string): string {
  return path
    .split('/')
    .filter(part => part !== '.' && part !== '')
    .join('/');
}

function patternOf(glob: string): string {
  let pattern = '';
  for (const [token] of glob.matchAll(/\*\*\/|\*\*|\*|\?|\{[^{}]*\}|[^*?{]+|\{/g)) {
    if (token === '**/') pattern += '(?:.*/)?';
    else if (token === '**') pattern += '.*';
    else if (token === '*') pattern += '[^/]*';
    else if (token === '?') pattern += '[^/]';
    else if (token.length > 1 && token.startsWith('{')) {
      pattern += `(?:${token.slice(1, -1).split(',').map(patternOf).join('|')})`;
    } else pattern += token.replace(SPECIAL, '\\$&');
  }
  return pattern;
}
