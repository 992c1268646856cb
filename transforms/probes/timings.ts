/** Timings of probes: what they should be, and whether a change makes a probe more or less patient (catalogue L4). */

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
type Timing = (typeof TIMINGS)[number];
export type Timings = Readonly<Record<Timing, number>>;

const timings = (delay: number, period: number, timeout: number, failures: number): Timings => ({
  initialDelaySeconds: delay,
  periodSeconds: period,
  timeoutSeconds: timeout,
  successThreshold: 1,
  failureThreshold: failures,
});

const WANTED: Readonly<Record<ProbeKind, Timings>> = {
  liveness: timings(30, 10, 5, 3),
  readiness: timings(10, 5, 3, 3),
  startup: timings(0, 10, 3, 30),
};

/** What Kubernetes takes for unset fields. */
export const DEFAULTS: Timings = timings(0, 10, 1, 3);

/** Commands that start a VM or an interpreter of their own: seconds of CPU at each try. */
const HEAVY = /\b(?:rabbitmq-diagnostics|rabbitmqctl|mongosh|mongo|nodetool|zkServer\.sh|cqlsh|java)\b/;
const HEAVY_PERIOD = 30;
const HEAVY_TIMEOUT = 10;
/** A pod that failed a try is out of service until the next. */
const LONGEST_PERIOD = 30;

/** Timings for a probe: the family's own over the table, both slowed down for commands that are expensive. */
export function wantedTimings(kind: ProbeKind, probe: JsonObject, known: JsonObject | undefined): Timings {
  const wanted: Record<Timing, number> = { ...WANTED[kind] };
  for (const field of TIMINGS) {
    const value = known?.[field];
    if (typeof value === 'number') wanted[field] = value;
  }
  if (isHeavy(probe)) {
    wanted.periodSeconds = Math.max(wanted.periodSeconds, HEAVY_PERIOD);
    wanted.timeoutSeconds = Math.max(wanted.timeoutSeconds, HEAVY_TIMEOUT);
  }
  return wanted;
}

/** Written timings that fail healthy pods, with what they should be: looser, always. */
export function aggressive(kind: ProbeKind, probe: JsonObject): Partial<Record<Timing, number>> {
  const wanted = wantedTimings(kind, probe, undefined);
  const number = (field: Timing) => (typeof probe[field] === 'number' ? probe[field] : undefined);
  const period = number('periodSeconds');
  const timeout = number('timeoutSeconds') ?? DEFAULTS.timeoutSeconds;
  const fixed: Partial<Record<Timing, number>> = {};
  // Not for minutes after a failure, however long somebody lets one try take.
  const patience = Math.min(timeout, LONGEST_PERIOD);
  const least = isHeavy(probe) ? HEAVY_PERIOD : Math.max(3, patience);
  if (period !== undefined && period < least) fixed.periodSeconds = Math.max(wanted.periodSeconds, patience);
  if (isHeavy(probe) && number('timeoutSeconds') !== undefined && timeout < HEAVY_TIMEOUT) {
    fixed.timeoutSeconds = wanted.timeoutSeconds;
  }
  if (number('failureThreshold') === 1) fixed.failureThreshold = wanted.failureThreshold;
  // The API server refuses anything else there.
  if (kind !== 'readiness' && (number('successThreshold') ?? 1) !== 1) fixed.successThreshold = 1;
  return fixed;
}

/** A written timeout that no period can reach: which of the two was meant, nobody has said. */
export function isBeyondPeriods({ timeoutSeconds }: JsonObject): boolean {
  return typeof timeoutSeconds === 'number' && timeoutSeconds > LONGEST_PERIOD;
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

function isHeavy(probe: JsonObject): boolean {
  return isMap(probe.exec) && HEAVY.test(stringsIn(probe.exec.command).join(' '));
}
