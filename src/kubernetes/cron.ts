/** How often a cron schedule fires. Grammar and the day-of-month/day-of-week rule: robfig/cron v3, which Kubernetes uses. */

interface Field {
  readonly values: ReadonlySet<number>;
  /** `*` or `?`: does not restrict. */
  readonly any: boolean;
}

const DAY = 86_400;
const MACROS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const WEEKDAYS = 'sun mon tue wed thu fri sat'.split(' ');

/**
 * The shortest time between two runs of a CronJob's `schedule`, in seconds; clock changes are left out.
 *
 * @returns null when the schedule cannot be read or fires less than twice in nine years
 */
export function periodOf(schedule: string): number | null {
  const text = schedule.trim().replace(/^(?:CRON_)?TZ=\S+\s+/, '');
  if (text.startsWith('@every ')) return durationOf(text.slice('@every '.length).trim());
  const parts = (Object.hasOwn(MACROS, text) ? MACROS[text]! : text).split(/\s+/);
  if (parts.length !== 5) return null;
  const minutes = fieldOf(parts[0]!, 0, 59);
  const hours = fieldOf(parts[1]!, 0, 23);
  const days = fieldOf(parts[2]!, 1, 31);
  const months = fieldOf(parts[3]!, 1, 12, MONTHS);
  const weekdays = fieldOf(parts[4]!, 0, 6, WEEKDAYS);
  if (minutes === null || hours === null || days === null || months === null || weekdays === null)
    return null;

  const times = [...hours.values]
    .flatMap(hour => [...minutes.values].map(minute => hour * 3600 + minute * 60))
    .sort((a, b) => a - b);
  const gaps = times.slice(1).map((time, index) => time - times[index]!);
  const dayGap = shortestDayGap(days, months, weekdays);
  if (dayGap === 'never') return null;
  if (dayGap !== null) gaps.push(dayGap * DAY - times.at(-1)! + times[0]!);
  return gaps.length === 0 ? null : Math.min(...gaps);
}

/** Days between the two closest days that match; null when one matches, 'never' when none does. */
function shortestDayGap(days: Field, months: Field, weekdays: Field): number | null | 'never' {
  let last: number | null = null;
  let shortest: number | null = null;
  const start = Date.UTC(2000, 0, 1) / (DAY * 1000);
  // Nine years from a leap year on: every combination of leap day and the like that comes within a generation's cron.
  for (let day = start; day < start + 9 * 366; day++) {
    const date = new Date(day * DAY * 1000);
    if (!months.values.has(date.getUTCMonth() + 1)) continue;
    const inMonth = days.values.has(date.getUTCDate());
    const inWeek = weekdays.values.has(date.getUTCDay());
    // Two restricted day fields mean either, as in every cron.
    if (days.any || weekdays.any ? !(inMonth && inWeek) : !(inMonth || inWeek)) continue;
    if (last !== null && (shortest === null || day - last < shortest)) shortest = day - last;
    last = day;
    if (shortest === 1) return 1;
  }
  return last === null ? 'never' : shortest;
}

function fieldOf(text: string, low: number, high: number, names: readonly string[] = []): Field | null {
  const values = new Set<number>();
  let any = false;
  for (const part of text.split(',')) {
    const match = /^(\*|\?|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part);
    if (match === null) return null;
    const [, first = '', last, stepText] = match;
    const wild = first === '*' || first === '?';
    const from = wild ? low : numberOf(first, low, names);
    const open = wild || (stepText !== undefined && last === undefined);
    const to = open ? high : last === undefined ? from : numberOf(last, low, names);
    const step = stepText === undefined ? 1 : Number(stepText);
    if (!(from >= low && to <= high && from <= to && step > 0) || (wild && last !== undefined)) return null;
    for (let value = from; value <= to; value += step) values.add(value);
    any ||= wild && step === 1;
  }
  return { values, any };
}

/** Number of a digit string or a name; NaN for anything else, which no range check passes. */
function numberOf(text: string, low: number, names: readonly string[]): number {
  const named = names.indexOf(text.toLowerCase());
  if (named >= 0) return named + low;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

/** Seconds of a Go duration such as `1h30m`. */
function durationOf(text: string): number | null {
  if (!/^(?:\d+(?:\.\d+)?[hms])+$/.test(text)) return null;
  const seconds = { h: 3600, m: 60, s: 1 };
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)([hms])/g)) {
    total += Number(amount) * seconds[unit as keyof typeof seconds];
  }
  return total > 0 ? total : null;
}
