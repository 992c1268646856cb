/** What a program may do by SQL that transaction pooling breaks. */

import type { Doubt, Root, WrittenLine } from '../../src/transform.ts';
import { fileOf } from '../shared/places.ts';
import { enumerated } from '../shared/prose.ts';
import type { Caller } from './callers.ts';

/**
 * As programs write it, and as people speak of it. Of people only those count who speak of the caller: beside its settings.
 *
 * @see https://www.pgbouncer.org/features.html
 */
const SESSIONS: readonly (readonly [what: string, sql: RegExp, said: RegExp])[] = [
  [
    'session advisory locks',
    /\bpg_(?:try_)?advisory_lock(?:_shared)?\b/,
    /\b(?:advisory|session(?:-level)?|leader)[ -]locks?\b/i,
  ],
  [
    'LISTEN and NOTIFY',
    /\bpg_notify\s*\(|\bLISTEN\s+"?\w+"?\s*;/,
    /\bLISTEN(?:s|ing)?\b(?=.*\b(?:NOTIFY|notifications?|channel)\b)/i,
  ],
  [
    'PREPARE in SQL',
    /\bPREPARE\s+\w+\s*(?:\([^)]*\)\s*)?AS\b/,
    /\bPREPARE\b(?! *:)|\bprepared statements?\b/,
  ],
  [
    'SET for a session',
    /\bSET\s+(?:SESSION\s+)?(?:search_path|statement_timeout|role)\b/i,
    /\bSET\s+(?:SESSION|[a-z_]+\s*(?:=|TO\b))|\bsession (?:variables?|settings?|state|pooling)\b/,
  ],
];

/** A comment that has a pooler kept away. */
const AGAINST = /\b(?:no|not|never|without|bypass\w*|past|around)\b.{0,40}\b(?:pgbouncer|pooler|pooling)\b/i;

/** Comments at the caller that speak of it, else places of the repository that have it, else all that nobody sees here. */
export function sessionsSeen({ workload, told }: Caller, { platform }: Root): readonly Doubt[] {
  const files = new Set([workload.where(['kind']), ...told.map(({ at }) => at)].map(fileOf));
  const comments = (words: RegExp) =>
    platform.linesWith(words).filter(({ at, text }) => files.has(fileOf(at)) && /#/.test(text));
  const found = SESSIONS.map(([what, sql, said]) => {
    const [comment] = comments(said);
    return { what, comment, at: comment === undefined ? platform.mentions(sql) : fileOf(comment.at) };
  });
  const [against] = comments(AGAINST);
  const said = [...new Map([...found.map(({ comment }) => comment), against].flatMap(quoted)).values()];
  const seen = found.filter(({ at }) => at !== undefined).map(({ what, at }) => `${what} (${at})`);
  const all = enumerated(SESSIONS.map(([what]) => what));
  return [
    ...said,
    seen.length > 0
      ? `transaction pooling breaks ${enumerated(seen)}`
      : `transaction pooling breaks ${all}: whether it uses any is not seen here`,
  ];
}

function quoted(line: WrittenLine | undefined): readonly (readonly [at: string, says: Doubt])[] {
  if (line === undefined) return [];
  const { at, text } = line;
  return [
    [at, `a comment beside its settings says "${text.slice(text.indexOf('#') + 1).trim()}" (${fileOf(at)})`],
  ];
}
