/** Timings of probes: what they should be, and what unset ones mean (catalogue L4). */

import type { Json, JsonObject } from '../../src/transform.ts';
import { isMap, sameData, stringsIn } from '../shared/data.ts';

export type ProbeKind = 'liveness' | 'readiness' | 'startup';

export const PROBE_KINDS: readonly ProbeKind[] = ['liveness', 'readiness', 'startup'];
export const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc'];

export const TIMINGS = [
  'initialDelaySeconds',
  'periodSeconds',
  'timeoutSeconds',
  'successThreshold',
  'failureThreshold',
] as const;
export type Timing = (typeof TIMINGS)[number];
export type Timings = Readonly<Record<Timing, number>>;

/** Without a delay where a startup probe makes it void. */
export type WantedTimings = Omit<Timings, 'initialDelaySeconds'> &
  Partial<Pick<Timings, 'initialDelaySeconds'>>;

const timings = (delay: number, period: number, timeout: number, failures: number): Timings => ({
  initialDelaySeconds: delay,
  periodSeconds: period,
  timeoutSeconds: timeout,
  successThreshold: 1,
  failureThreshold: failures,
});

const WANTED: Readonly<Record<ProbeKind, Timings>> = {
  liveness: timings(30, 10, 5, 3),
  // Ready as soon as it answers: a delay would keep it out of service for that long after each restart.
  readiness: timings(0, 5, 3, 3),
  startup: timings(0, 10, 3, 30),
};

/** What Kubernetes takes for unset fields. */
export const DEFAULTS: Timings = timings(0, 10, 1, 3);

/** Commands that start a VM or an interpreter of their own: seconds of CPU at each try. As words elsewhere they are names. */
const HEAVY =
  /(?:^|[;&|(!`"']\s*|\b(?:exec|if|then|timeout \S+)\s+|-\w*c\s+)(?:\S*\/)?(rabbitmq-diagnostics|rabbitmqctl|mongosh|mongo|nodetool|zkServer\.sh|cqlsh|java)(?=\s|$)/;
const HEAVY_PERIOD = 30;
export const HEAVY_TIMEOUT = 10;
/** A pod that failed a try is out of service until the next. */
export const LONGEST_PERIOD = 30;

/**
 * Timings for a probe: the family's own over the table, both slowed down for commands that are expensive. A startup probe
 * holds the others back until the program is up: beside it there is nothing to wait for.
 */
export function wantedTimings(
  kind: ProbeKind,
  probe: JsonObject,
  known: JsonObject | undefined,
  hasStartup: boolean,
): WantedTimings {
  const wanted: Record<Timing, number> = { ...WANTED[kind] };
  for (const field of TIMINGS) {
    const value = known?.[field];
    if (typeof value === 'number') wanted[field] = value;
  }
  if (heavyTool(probe) !== undefined) {
    // A startup probe ends with its first success, and all others wait for that: it asks as often as it can.
    const least = kind === 'startup' ? HEAVY_TIMEOUT : HEAVY_PERIOD;
    wanted.periodSeconds = Math.max(wanted.periodSeconds, least);
    wanted.timeoutSeconds = Math.max(wanted.timeoutSeconds, HEAVY_TIMEOUT);
  }
  if (!hasStartup || kind === 'startup') return wanted;
  const { initialDelaySeconds: _, ...held } = wanted;
  return held;
}

/** A timing as the API takes it: unset and 0 are its default. */
export function effective(probe: JsonObject, field: Timing): number {
  const written = probe[field];
  return typeof written === 'number' && written !== 0 ? written : DEFAULTS[field];
}

/** Of the command of a probe, the tool that needs seconds for each try. */
export function heavyTool({ exec }: JsonObject): string | undefined {
  return isMap(exec) ? HEAVY.exec(stringsIn(exec.command).join(' '))?.[1] : undefined;
}

/** The handler of a probe, comparable: named and numbered ports stay apart. */
export function handlerOf(probe: Json | undefined): JsonObject | undefined {
  if (!isMap(probe)) return undefined;
  const name = HANDLERS.find(each => isMap(probe[each]));
  if (name === undefined) return undefined;
  const handler = probe[name] as JsonObject;
  // An unset scheme is HTTP: writing it out makes no other handler.
  if (name === 'httpGet') return { [name]: { scheme: 'HTTP', path: '/', ...handler } };
  return { [name]: handler };
}

export function sameHandler(a: Json | undefined, b: Json | undefined): boolean {
  const handler = handlerOf(a);
  return handler !== undefined && sameData(handler, handlerOf(b));
}
