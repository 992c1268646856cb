/** What a program may do by SQL that transaction pooling breaks. */

import type { Doubt, Root } from '../../src/transform.ts';
import { enumerated } from '../shared/prose.ts';

/** @see https://www.pgbouncer.org/features.html */
const SESSIONS: readonly (readonly [what: string, words: RegExp])[] = [
  ['session advisory locks', /\bpg_(?:try_)?advisory_lock(?:_shared)?\b/],
  ['LISTEN and NOTIFY', /\bpg_notify\s*\(|\bLISTEN\s+"?\w+"?\s*;/],
  ['PREPARE in SQL', /\bPREPARE\s+\w+\s*(?:\([^)]*\)\s*)?AS\b/],
  ['SET for a session', /\bSET\s+(?:SESSION\s+)?(?:search_path|statement_timeout|role)\b/i],
];

/** Places of the repository that speak of it, else all that nobody sees here. */
export function sessionsSeen({ platform }: Root): Doubt {
  const seen = SESSIONS.flatMap(([what, words]) => {
    const at = platform.mentions(words);
    return at === undefined ? [] : [`${what} (${at})`];
  });
  if (seen.length > 0) return `transaction pooling breaks ${enumerated(seen)}`;
  return `transaction pooling breaks ${enumerated(SESSIONS.map(([what]) => what))}: whether it uses any is not seen here`;
}
