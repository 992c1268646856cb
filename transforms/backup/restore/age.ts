/** How old the newest dump of a store may be. */

import { HOUR, LATEST_START, LONGEST_RUN } from '../job.ts';

const DAY = 24;
const WEEK = 7 * DAY;
const MONTH = 31 * DAY;
const YEAR = 366 * DAY;

const NAMED = new Map([
  ['@hourly', DAY],
  ['@daily', DAY],
  ['@midnight', DAY],
  ['@weekly', WEEK],
  ['@monthly', MONTH],
]);

/** A clock that is put forward or back. */
const CLOCK = 1;

/**
 * Hours after which there is a newer one, however late that begins and however long it takes. What is made more often than once a
 * day is made every day: nobody is woken for one that is missing.
 */
export function oldestFor(schedule: string): number {
  return longestGap(schedule) + (LATEST_START + LONGEST_RUN) / HOUR + CLOCK;
}

/** Hours between two starts at most, by the fields of the days that bound it. */
function longestGap(schedule: string): number {
  const [first = '', , ofMonth, month, ofWeek] = schedule
    .replace(/^(?:CRON_)?TZ=\S+\s+/, '')
    .trim()
    .split(/\s+/);
  if (first.startsWith('@')) return NAMED.get(first) ?? YEAR;
  if (!isAny(month)) return YEAR;
  if (!isAny(ofWeek)) return WEEK;
  return isAny(ofMonth) ? DAY : MONTH;
}

function isAny(field: string | undefined): boolean {
  return field === '*' || field === '?';
}
