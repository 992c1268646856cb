/** Patterns of `*`, which stands for any text, and `?`, which stands for one character. */

/** Whether a pattern fits a text. Of a star that has to take more only the last one is tried again: no way is taken twice. */
export function fitsWildcard(pattern: string, text: string): boolean {
  let [at, from] = [0, 0];
  let star = -1;
  let taken = 0;
  while (from < text.length) {
    if (pattern[at] === '*') {
      star = at++;
      taken = from;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[from])) {
      at++;
      from++;
    } else {
      if (star < 0) return false;
      at = star + 1;
      from = ++taken;
    }
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
