/** Timings of probes that are written: decisions, changed only where they cannot work (catalogue L4). */

import type { Container, Doubt, Evidence, JsonObject, Proposal } from '../../src/transform.ts';
import { saying } from '../shared/choices.ts';
import { isMap } from '../shared/data.ts';
import { describeContainer, immutableTemplate } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';
import { FIELD } from './found.ts';
import {
  DEFAULTS,
  effective,
  HANDLERS,
  HEAVY_TIMEOUT,
  heavyTool,
  LONGEST_PERIOD,
  type ProbeKind,
  TIMINGS,
  type WantedTimings,
  wantedTimings,
} from './timings.ts';

export type WrittenMessage =
  | 'timings'
  | 'tighter'
  | 'unworkable'
  | 'far-timeout'
  | 'far-period'
  | 'refused'
  | 'short-timeout';
type Fields = Readonly<Record<string, number>>;

/** What a written probe is looked at for. */
interface Wanted {
  /** Unset fields are only written out when this asks: it restarts pods for nothing. */
  readonly apiDefaults: boolean;
  /** Whether a startup probe holds the others back. */
  readonly hasStartup: boolean;
  /** Which number was meant where a timeout is far above its period, and where the configuration says so. */
  readonly meant: { readonly field: string; readonly said: Evidence } | undefined;
}

/** What is wrong with a written probe. */
export function* writtenProbe(
  container: Container,
  kind: ProbeKind,
  probe: JsonObject,
  { apiDefaults, hasStartup, meant }: Wanted,
): Generator<Proposal<WrittenMessage>> {
  if (HANDLERS.every(handler => probe[handler] === undefined)) return;
  const period = workablePeriod(probe);
  if (period === 'unclear') {
    yield meant === undefined ? unclear(container, kind, probe) : settled(container, kind, probe, meant);
  } else if (period !== undefined) {
    yield timing('unworkable', container, kind, {
      fields: { periodSeconds: period },
      data: paceOf(probe),
      doubts: ['which of the two was meant is not said'],
    });
  }
  // The API server refuses anything else there.
  if (kind !== 'readiness' && effective(probe, 'successThreshold') !== 1) {
    const doubts = ['what is written may be meant for another probe'];
    yield timing('refused', container, kind, { fields: { successThreshold: 1 }, doubts });
  }
  const tool = probe.timeoutSeconds === undefined ? heavyTool(probe) : undefined;
  if (tool !== undefined) {
    const timeoutSeconds = Math.min(HEAVY_TIMEOUT, effective(probe, 'periodSeconds'));
    yield timing('short-timeout', container, kind, {
      fields: { timeoutSeconds },
      data: { tool, timeout: timeoutSeconds },
      evidence: `every try starts ${tool}, which takes seconds`,
    });
  }
  if (apiDefaults) {
    const wanted = wantedTimings(kind, probe, container.facts.probes[kind]?.value, hasStartup);
    yield* unsetFields(container, kind, probe, {
      wanted,
      newPeriod: period === 'unclear' ? undefined : period,
    });
  }
}

/** A timeout so many times the period was meant for something else than the pace of the probe. */
const FAR = 3;

/** The period for a timeout that is above it; undefined where it is long enough for any. */
function workablePeriod(probe: JsonObject): number | 'unclear' | undefined {
  const { periodSeconds, timeoutSeconds } = probe;
  if (typeof periodSeconds !== 'number' || typeof timeoutSeconds !== 'number') return undefined;
  const { period, timeout } = paceOf(probe);
  if (period >= Math.min(timeout, LONGEST_PERIOD)) return undefined;
  // Such a period would be slow to notice anything: many more seconds between two looks than somebody has written.
  return timeout > LONGEST_PERIOD || timeout > FAR * period ? 'unclear' : timeout;
}

function paceOf(probe: JsonObject): { readonly timeout: number; readonly period: number } {
  return { timeout: effective(probe, 'timeoutSeconds'), period: effective(probe, 'periodSeconds') };
}

function unclear(container: Container, kind: ProbeKind, probe: JsonObject): Proposal<WrittenMessage> {
  const { timeout, period } = paceOf(probe);
  return {
    message: 'far-timeout',
    data: { subject: describeContainer(container), probe: kind, timeout, period },
    at: { on: container.workload.key, path: [...container.path, FIELD[kind], 'timeoutSeconds'] },
    changes: [],
    evidence: [],
    blocked: `which of the two was meant: a try every ${period} s, or ${timeout} s for each?`,
    asks: [
      {
        type: 'decision',
        about: 'probes whose timeout is far above their period',
        question: 'which of the two was meant?',
        choices: [
          saying('the period: a try as often as it says', 'probes', 'pace', 'period'),
          saying('the timeout: a try may take as long as it says', 'probes', 'pace', 'timeout'),
        ],
      },
    ],
  };
}

function settled(
  container: Container,
  kind: ProbeKind,
  probe: JsonObject,
  { field, said }: NonNullable<Wanted['meant']>,
): Proposal<WrittenMessage> {
  const { timeout, period } = paceOf(probe);
  const [seconds, name] = field === 'period' ? [period, 'timeoutSeconds'] : [timeout, 'periodSeconds'];
  const fields = { [name]: seconds };
  return {
    ...timing('far-period', container, kind, { fields, data: { timeout, period, seconds } }),
    evidence: [said],
  };
}

/** What loosens is safe, what tightens is not. */
function* unsetFields(
  container: Container,
  kind: ProbeKind,
  probe: JsonObject,
  { wanted, newPeriod }: { readonly wanted: WantedTimings; readonly newPeriod: number | undefined },
): Generator<Proposal<WrittenMessage>> {
  // A longer period for readiness would delay that a pod which fails is taken out.
  const longest = kind === 'readiness' ? DEFAULTS.periodSeconds : wanted.periodSeconds;
  const written = typeof probe.timeoutSeconds === 'number' ? probe.timeoutSeconds : 0;
  const period =
    newPeriod ??
    (probe.periodSeconds === undefined
      ? Math.max(Math.min(wanted.periodSeconds, longest), written)
      : effective(probe, 'periodSeconds'));
  const fields = {
    ...wanted,
    periodSeconds: period,
    // Not longer than the period: the next try would start before the last one ended.
    timeoutSeconds: Math.min(wanted.timeoutSeconds, period),
  };
  const looser: Record<string, number> = {};
  const tighter: Record<string, number> = {};
  for (const field of TIMINGS) {
    const value = fields[field];
    if (value === undefined || probe[field] !== undefined) continue;
    if (field === 'timeoutSeconds' && heavyTool(probe) !== undefined) continue;
    (value < DEFAULTS[field] ? tighter : looser)[field] = value;
  }
  const scheme = isMap(probe.httpGet) && probe.httpGet.scheme === undefined;
  if (Object.keys(looser).length > 0 || scheme)
    yield timing('timings', container, kind, {
      fields: looser,
      scheme,
      evidence: 'the probe gets no less time than today',
    });
  if (Object.keys(tighter).length > 0)
    yield timing('tighter', container, kind, { fields: tighter, doubts: ['it fails sooner than today'] });
}

interface TimingChange {
  readonly fields: Fields;
  readonly scheme?: boolean;
  readonly data?: Readonly<Record<string, string | number>>;
  readonly doubts?: readonly Doubt[];
  /** What speaks for it, seen at the probe. */
  readonly evidence?: string;
}

function timing(
  message: WrittenMessage,
  container: Container,
  kind: ProbeKind,
  { fields, scheme = false, data, doubts = [], evidence }: TimingChange,
): Proposal<WrittenMessage> {
  const { workload, path } = container;
  const probe = FIELD[kind];
  const names = [...Object.keys(fields), ...(scheme ? ['scheme'] : [])];
  const spoken: Evidence[] =
    evidence === undefined
      ? []
      : [{ kind: 'manifest', at: workload.where([...path, probe]), says: evidence }];
  return {
    message,
    data: { subject: describeContainer(container), probe: kind, fields: enumerated(names), ...data },
    at: { on: workload.key, path: [...path, probe] },
    changes: [
      ...Object.entries(fields).map(([field, value]) => container.set([probe, field], value)),
      ...(scheme ? [container.set([probe, 'httpGet', 'scheme'], 'HTTP')] : []),
    ],
    doubts: [...doubts, ...immutableTemplate(workload)],
    evidence: spoken,
  };
}
