/** How often a CronJob starts, as far as that bounds its deadline. */

/** A deadline of five minutes fits what starts every ten minutes or less often. */
const LONGEST = 300;
/** The controller looks every ten seconds: what is less never starts. */
const SHORTEST = 10;

/** Half of the time between two starts, within bounds. */
export function deadlineFor(schedule: string): number {
  const gap = gapInMinutes(schedule);
  return gap === undefined ? LONGEST : Math.max(SHORTEST, Math.min(LONGEST, gap * 30));
}

/** The least number of minutes between two starts, where they are of one hour; undefined where it is an hour or more. */
function gapInMinutes(schedule: string): number | undefined {
  const [field = ''] = schedule
    .replace(/^(?:CRON_)?TZ=\S+\s+/, '')
    .trim()
    .split(/\s+/);
  const minutes = minutesOf(field);
  if (minutes.length < 2) return undefined;
  const around = [...minutes, minutes[0]! + 60];
  return Math.min(...minutes.map((minute, index) => around[index + 1]! - minute));
}

function minutesOf(field: string): number[] {
  const all = new Set<number>();
  for (const part of field.split(',')) {
    const [, from, to, step] = /^(\*|\d+)(?:-(\d+))?(?:\/(\d+))?$/.exec(part) ?? [];
    if (from === undefined) continue;
    const first = from === '*' ? 0 : Number(from);
    const last = to !== undefined ? Number(to) : from === '*' || step !== undefined ? 59 : first;
    for (let minute = first; minute <= last; minute += Math.max(1, Number(step ?? 1))) all.add(minute);
  }
  return [...all].sort((a, b) => a - b);
}
