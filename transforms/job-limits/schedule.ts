/** How often a CronJob starts, as far as that bounds its deadlines. */

/** What starts every hour, or more often, is missed little. */
const LONGEST_WITHIN_AN_HOUR = 300;
/** The controller looks every ten seconds: what is less never starts. */
const SHORTEST = 10;
/** Of the time between two starts: five minutes of an hour, two hours of a day, half a day of a week. */
const PART = 1 / 12;

const HOUR = 3600;
const DAY = 24 * HOUR;
const SHORTEST_MONTH = 28;

/**
 * Half of the time between two starts and five minutes at most; of what starts once an hour or less often, a part of that
 * time: a run of a week is not given up for an outage of ten minutes.
 */
export function deadlineFor(schedule: string): number {
  const minutes = gapInMinutes(schedule);
  if (minutes !== undefined) return Math.max(SHORTEST, Math.min(LONGEST_WITHIN_AN_HOUR, minutes * 30));
  return Math.max(LONGEST_WITHIN_AN_HOUR, Math.floor((shortestGap(schedule) ?? 0) * PART));
}

/** Seconds that lie between two starts at least; undefined where the schedule does not tell. */
export function shortestGap(schedule: string): number | undefined {
  const fields = fieldsOf(schedule);
  const named = NAMED.get(fields[0]!);
  if (named !== undefined) return named;
  const [minutes, hours] = [valuesOf(fields[0], 59), valuesOf(fields[1], 23)];
  if (fields.length !== 5 || minutes.length === 0 || hours.length === 0) return undefined;
  if (minutes.length > 1) return leastBetween(minutes, 60) * 60;
  return hours.length > 1 ? leastBetween(hours, 24) * HOUR : daysBetween(fields) * DAY;
}

/** Days between two starts at least. Where both days of the month and of the week are said, either is enough. */
function daysBetween([, , ofMonth, , ofWeek]: readonly string[]): number {
  const [isAnyOfMonth, isAnyOfWeek] = [isAny(ofMonth), isAny(ofWeek)];
  if (isAnyOfMonth === isAnyOfWeek) return 1;
  const days = isAnyOfMonth ? weekdaysOf(ofWeek) : valuesOf(ofMonth, 31);
  return days.length === 0 ? 1 : Math.max(1, leastBetween(days, isAnyOfMonth ? 7 : SHORTEST_MONTH));
}

function isAny(field: string | undefined): boolean {
  return field === '*' || field === '?';
}

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** Sunday is 0 and 7. */
function weekdaysOf(field: string | undefined): number[] {
  const numbered = field?.toLowerCase().replace(/[a-z]{3}/g, name => String(WEEKDAYS.indexOf(name)));
  return [...new Set(valuesOf(numbered, 7).map(day => day % 7))].sort((a, b) => a - b);
}

const NAMED = new Map([
  ['@hourly', HOUR],
  ['@daily', DAY],
  ['@midnight', DAY],
  ['@weekly', 7 * DAY],
  ...['@monthly', '@yearly', '@annually'].map(name => [name, SHORTEST_MONTH * DAY] as const),
]);

/** The least number of minutes between two starts, where they are of one hour; undefined where it is an hour or more. */
function gapInMinutes(schedule: string): number | undefined {
  const minutes = valuesOf(fieldsOf(schedule)[0], 59);
  return minutes.length < 2 ? undefined : leastBetween(minutes, 60);
}

function fieldsOf(schedule: string): string[] {
  return schedule
    .replace(/^(?:CRON_)?TZ=\S+\s+/, '')
    .trim()
    .split(/\s+/);
}

/** Between two of them, also over the end of a round. */
function leastBetween(values: readonly number[], round: number): number {
  const around = [...values, values[0]! + round];
  return Math.min(...values.map((value, index) => around[index + 1]! - value));
}

/** @param most the greatest value of the field */
function valuesOf(field: string | undefined, most: number): number[] {
  const all = new Set<number>();
  for (const part of field?.split(',') ?? []) {
    const [, from, to, step] = /^(\*|\d+)(?:-(\d+))?(?:\/(\d+))?$/.exec(part) ?? [];
    if (from === undefined) continue;
    const first = from === '*' ? 0 : Number(from);
    const last = to !== undefined ? Number(to) : from === '*' || step !== undefined ? most : first;
    for (let value = first; value <= last; value += Math.max(1, Number(step ?? 1))) all.add(value);
  }
  return [...all].sort((a, b) => a - b);
}
