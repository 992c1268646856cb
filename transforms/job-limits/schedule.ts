/** How often a CronJob starts, as far as that bounds its deadlines. */

/** A deadline of five minutes fits what starts every ten minutes or less often. */
const LONGEST = 300;
/** The controller looks every ten seconds: what is less never starts. */
const SHORTEST = 10;

/** Half of the time between two starts, within bounds. */
export function deadlineFor(schedule: string): number {
  const gap = gapInMinutes(schedule);
  return gap === undefined ? LONGEST : Math.max(SHORTEST, Math.min(LONGEST, gap * 30));
}

/** Seconds that lie between two starts at least, by minutes and hours; undefined where the schedule does not tell. */
export function shortestGap(schedule: string): number | undefined {
  const fields = fieldsOf(schedule);
  const named = NAMED.get(fields[0]!);
  if (named !== undefined) return named;
  const [minutes, hours] = [valuesOf(fields[0], 59), valuesOf(fields[1], 23)];
  if (fields.length !== 5 || minutes.length === 0 || hours.length === 0) return undefined;
  if (minutes.length === 1) return leastBetween(hours, 24) * 3600;
  return leastBetween(minutes, 60) * 60;
}

const NAMED = new Map([
  ['@hourly', 3600],
  ...['@daily', '@midnight', '@weekly', '@monthly', '@yearly', '@annually'].map(
    name => [name, 24 * 3600] as const,
  ),
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
