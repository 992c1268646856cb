/** Passwords among the parts of what a driver takes: `host=db password=x`, `Server=db;Password=x`, `...?user=a&password=x`, `a:x@tcp(db)`. */
import type { Found } from './found.ts';
import { isValue } from './values.ts';

/** A part that holds one, with what is before it. */
const PASSWORD =
  /(?:^|[?&;\s])(?:password|passwd|pwd|sslpassword|accountkey|sharedaccesskey)[ \t]{0,4}=[ \t]{0,4}(["']?)([^\s&;"']{1,256})\1(?=[&;\s]|$)/i;
/** Parts that say where it is for: alone, a password is a setting of any kind. */
const PLACE =
  /(?:^|[?&;\s])(?:host|hostaddr|server|data source|addr(?:ess)?|endpoint|accountname|dbname|database|initial catalog|user|user id|uid|username)[ \t]{0,4}=|^[a-z][\w+.:-]{1,32}:\/\//i;
/** Of drivers that put the protocol where others have a scheme. */
const BEFORE_PROTOCOL = /^[\w.%+-]{1,128}:([^\s@/"'`]{1,256})@(?:tcp|unix)\(/;

const LONGEST = 2048;

/** Undefined for a text of several lines: each of its lines may be about something else. */
export function connectionIn(text: string): Found | undefined {
  if (text.length > LONGEST || text.includes('\n')) return undefined;
  const match = BEFORE_PROTOCOL.exec(text) ?? (PLACE.test(text) ? PASSWORD.exec(text) : null);
  const value = match?.at(-1);
  if (!match || value === undefined || !isValue(value)) return undefined;
  return { start: match.index + match[0].lastIndexOf(value), value };
}
