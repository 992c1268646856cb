/** What a registry wants to see before it answers: the header `WWW-Authenticate` (RFC 9110, 11.6.1). */

export interface Challenge {
  /** In lower case: `bearer`, `basic`. */
  readonly scheme: string;
  /** By name in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

const TOKEN = /[!#$%&'*+\-.^_`|~\w]+/y;
const VALUE = /\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))/y;
const BETWEEN = /[\s,]*/y;

/**
 * All challenges of a header, in its order; several may stand in one line. What cannot be read ends the list.
 */
export function parseChallenges(header: string): Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(header);
    if (match) at += match[0].length;
    return match;
  };
  for (;;) {
    take(BETWEEN);
    const word = take(TOKEN)?.[0].toLowerCase();
    if (word === undefined) return challenges;
    const value = take(VALUE);
    const last = challenges.at(-1);
    if (value === null) challenges.push({ scheme: word, parameters: new Map() });
    else last?.parameters.set(word, value[1]?.replace(/\\(.)/g, '$1') ?? value[2] ?? '');
  }
}
