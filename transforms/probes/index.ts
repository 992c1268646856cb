/** Probes that tell ready from busy from dead, without haste (catalogue L4). */

import { runsToCompletion } from '../../src/kubernetes/pod-templates.ts';
import {
  type Container,
  type Doubt,
  defineTransform,
  type JsonObject,
  type Proposal,
  type Root,
} from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { isScraped } from '../shared/monitoring/scraped.ts';
import { isExporter } from '../shared/monitoring/scrapers.ts';
import { describeContainer, immutableTemplate, isHostAgent, runsToday } from '../shared/pods.ts';
import { imageQuestion } from '../shared/prose.ts';
import { isTakenOut } from '../shared/sisters.ts';
import { isPromised } from '../shared/start/non-root.ts';
import { givesMetricsAlone, isAsked } from './asked.ts';
import { expectedProbe } from './expected.ts';
import { FIELD, type Found } from './found.ts';
import { clashes, handlerFor } from './missing.ts';
import { probeOf } from './probe.ts';
import { recovers, withStartup } from './recovery.ts';
import { onlyWatches } from './suits.ts';
import { PROBE_KINDS, type ProbeKind, sameHandler, wantedTimings } from './timings.ts';
import { writtenProbe } from './written.ts';

type Message = 'missing' | 'missing-both' | 'unknown' | 'identical' | 'on-job';

interface Options {
  readonly apiDefaults: boolean;
}

export default defineTransform({
  id: 'probes',
  title: 'Containers have probes, and probes have patience',
  severity: 'low',
  group: 'availability',
  order: 600,
  preset: 'recommended',
  each: 'container',
  options: {
    apiDefaults: {
      type: 'boolean',
      default: false,
      complete: true,
      description:
        'Write out what a probe leaves to the defaults of the API (`scheme: HTTP`, `successThreshold: 1`, unset timings).',
    },
    pace: {
      type: 'string',
      enum: ['period', 'timeout'],
      description:
        'Which of the two holds where a timeout is far above its period: a try as often as `period` says, or one that takes as long as `timeout` says. Unset, it is asked.',
    },
  },
  facts: ['probes.liveness', 'probes.readiness', 'probes.startup', 'ports'],
  placement: { field: 'source', resource: 'beside' },
  messages: {
    missing: '{subject} has no {probe} probe. It gets one by {handler}',
    'missing-both': '{subject} has no liveness and no startup probe. It gets both by {handler}',
    unknown: '{subject} has no {probe} probe, and how to ask it is not known',
    timings:
      'the {probe} probe of {subject} leaves {fields} unset. They are written out, with no less time than the defaults',
    tighter: 'the {probe} probe of {subject} leaves {fields} unset, which is slow to notice. They are set',
    unworkable:
      'the {probe} probe of {subject} gives a try {timeout} s and starts the next after {period} s. Its period becomes as long',
    'far-period':
      'the {probe} probe of {subject} gives a try {timeout} s, and starts the next after {period} s. Both become {seconds} s',
    'far-timeout':
      'the {probe} probe of {subject} gives a try {timeout} s, and starts the next after {period} s',
    refused: 'the {probe} probe of {subject} states a successThreshold that the API refuses. It becomes 1',
    'short-timeout':
      'the {probe} probe of {subject} runs {tool} and leaves it 1 s, the default. It gets {timeout} s',
    identical: 'liveness and readiness probe of {subject} ask the same question',
    'on-job': '{subject} has a {probe} probe, and its pods run to an end',
  },
  briefs: {
    missing: 'no {probe} probe',
    'missing-both': 'no liveness and startup probes',
    unknown: 'no {probe} probe',
    timings: '{probe} timings unset',
    tighter: 'slow {probe} probe',
    unworkable: '{probe} timeout above its period',
    'far-period': '{probe} timeout far above its period',
    'far-timeout': '{probe} timeout far above its period',
    refused: 'illegal {probe} successThreshold',
    'short-timeout': '{probe} timeout of 1 s',
    identical: 'liveness equals readiness',
    'on-job': '{probe} probe on a Job',
  },
  docs: {
    why: 'Without a readiness probe traffic arrives before the program listens. Without a liveness probe a hung program stays. An impatient one restarts what is merely busy, and makes it worse.',
    risk: 'A wrong liveness probe restarts healthy pods. Handlers therefore come from the configuration or from what is known of the image; paths are never made up.',
    links: [
      'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
      'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
    ],
    sameAs: [
      'kube-score:pod-probes',
      'kube-score:pod-probes-identical',
      'kube-linter:no-liveness-probe',
      'kube-linter:no-readiness-probe',
      'polaris:livenessProbeMissing',
      'polaris:readinessProbeMissing',
      'CKV_K8S_8',
      'CKV_K8S_9',
    ],
    // Who lives without a probe has said nothing about the patience of those that are there.
    sameAsOf: {
      timings: [],
      tighter: [],
      unworkable: [],
      'far-timeout': [],
      refused: [],
      'short-timeout': [],
      'on-job': [],
      identical: ['kube-score:pod-probes-identical'],
    },
  },
  *plan(container, context) {
    const { root, options } = context;
    const { workload, role } = container;
    const isJob = runsToCompletion(workload.kind, workload.apiVersion);
    if (isJob || role === 'init') {
      for (const kind of PROBE_KINDS) {
        if (isJob && isMap(container.get([FIELD[kind]]))) yield onJob(container, kind);
      }
      return;
    }
    const { apiDefaults, pace } = options;
    const said = context.configured('pace', `the ${pace} is what was meant`);
    const meant = pace === undefined || said === undefined ? undefined : { field: pace, said };
    const hasStartup = holdsOthersBack(container, root);
    for (const kind of PROBE_KINDS) {
      const probe = container.get([FIELD[kind]]);
      if (isMap(probe)) yield* writtenProbe(container, kind, probe, { apiDefaults, hasStartup, meant });
    }
    if (apiDefaults && sameHandler(container.get([FIELD.liveness]), container.get([FIELD.readiness])))
      yield identical(container);
    // What is switched off is asked by nobody.
    if (!runsToday(workload, root)) return;
    // A sidecar's probes hold back the containers after it: a person's business.
    if (role === 'main') yield* missing(container, root, options);
  },
});

function* missing(container: Container, root: Root, options: Options): Generator<Proposal<Message>> {
  const hasStartup = holdsOthersBack(container, root);
  let planned: JsonObject | undefined;
  let hasLiveness = container.get([FIELD.liveness]) !== undefined;
  let isLivenessOpen = false;
  // Readiness first: liveness must ask something else.
  for (const kind of ['readiness', 'liveness', 'startup'] as const) {
    if (container.get([FIELD[kind]]) !== undefined || isTakenOut(container, root, [FIELD[kind]])) continue;
    // Alone it holds nothing back, and kills what is slow.
    const isSaid = isPromised(container.facts.probes[kind]);
    if (kind === 'readiness' && !isSaid && onlyWatches(container)) continue;
    if (kind === 'startup' && !hasLiveness && !isSaid) continue;
    const found = handlerFor(kind, container, root);
    // Who states what liveness asks has decided that, also where readiness asks the same.
    const isFree =
      found !== undefined && (isSaid || found.isShared || !clashes(found.handler, kind, container, planned));
    if (!isFree) {
      // A liveness probe that would ask what readiness asks is left out, not asked about.
      if (kind !== 'startup' && found === undefined && isAsked(kind, container, root))
        yield unknown(container, kind, root);
      continue;
    }
    if (kind === 'readiness') planned = found.handler;
    const alone = kind === 'liveness' ? portAlone(found) : [];
    const doubts = withImmutable(container, [
      ...found.doubts,
      ...turnedOff(container, kind === 'liveness' && recovers(container) ? [kind, 'startup'] : [kind], root),
      // A command needs no port.
      ...(isHostAgent(container) && found.handler.exec === undefined
        ? ['it is an agent of the node, whose port may be switched off']
        : []),
      // What is of no use whoever wrote the other needs no such reading.
      ...(kind === 'liveness' && alone.length === 0 && isLeftOut(container)
        ? ['who wrote its readiness probe has left the liveness probe out']
        : []),
      ...alone,
      ...(kind === 'startup' && isLivenessOpen
        ? ['it is of use with a liveness probe alone, and that one waits for a look']
        : []),
    ]);
    const [handler = ''] = Object.keys(found.handler);
    if (kind === 'liveness' && recovers(container)) {
      // Who has taken the startup probe out would have the recovery killed.
      if (isTakenOut(container, root, [FIELD.startup])) continue;
      yield withStartup(container, root, { ...found, doubts }, options.apiDefaults);
      return;
    }
    if (kind === 'liveness') {
      hasLiveness = true;
      isLivenessOpen = doubts.length > 0;
    }
    const timings = wantedTimings(kind, found.handler, found.known, hasStartup);
    yield {
      message: 'missing',
      data: { subject: describeContainer(container), probe: kind, handler },
      at: { on: container.workload.key, path: [...container.path, FIELD[kind]] },
      changes: [container.set([FIELD[kind]], probeOf(found.handler, timings, options.apiDefaults))],
      doubts,
      evidence: found.evidence,
    };
  }
}

/** That an image listens on a port says nothing of what a pod without it is worth, whatever else is asked of it. */
function portAlone({ handler, evidence, doubts }: Found): Doubt[] {
  return doubts.length === 0 &&
    handler.tcpSocket !== undefined &&
    evidence.every(({ kind }) => kind === 'family')
    ? ['an open port shows little that is not seen when the program ends']
    : [];
}

/** `file:line` of the comment of the container that has turned one of them off. */
function turnedOffAt(
  container: Container,
  kinds: readonly ProbeKind[],
  { platform }: Root,
): string | undefined {
  const place = container.workload.where(container.path);
  return kinds.map(kind => platform.probeTurnedOffAt(place, kind)).find(each => each !== undefined);
}

/** What was turned off was there once, and did harm. */
function turnedOff(container: Container, kinds: readonly ProbeKind[], root: Root): Doubt[] {
  const at = turnedOffAt(container, kinds, root);
  return at === undefined ? [] : [`a comment has turned it off (${at})`];
}

/** Whether a startup probe is there, or comes as surely as the others. */
function holdsOthersBack(container: Container, root: Root): boolean {
  if (container.get([FIELD.startup]) !== undefined) return true;
  if (turnedOff(container, ['startup'], root).length > 0) return false;
  if (isTakenOut(container, root, [FIELD.startup]) || !runsToday(container.workload, root)) return false;
  return handlerFor('startup', container, root)?.doubts.length === 0;
}

/** A readiness probe alone is how many want it: a liveness probe that is wrong restarts what is merely busy. */
function isLeftOut(container: Container): boolean {
  return container.get([FIELD.readiness]) !== undefined && !isPromised(container.facts.probes.liveness);
}

function unknown(container: Container, kind: ProbeKind, root: Root): Proposal<Message> {
  const finding = {
    message: 'unknown',
    data: { subject: describeContainer(container), probe: kind },
    at: { on: container.workload.key, path: [...container.path, FIELD[kind]] },
    changes: [],
    evidence: [],
  } as const;
  if (givesMetricsAlone(container, root)) {
    const isSeen = isExporter(container) || isScraped(container.workload, root);
    return {
      ...finding,
      known: isSeen
        ? 'it gives metrics alone: what scrapes them says when it is gone, and asks it ready or not'
        : 'its ports are called as those for metrics alone, and nothing here is seen to scrape them',
    };
  }
  const at = turnedOffAt(container, [kind], root);
  if (at !== undefined) return { ...finding, known: `a comment says that it does without (${at})` };
  const liveness = kind === 'readiness' ? container.get([FIELD.liveness]) : undefined;
  const { value, remark } = expectedProbe(container, liveness, root);
  const question = imageQuestion(
    container,
    `what shows that ${container.image.name} is ${kind === 'liveness' ? 'alive' : 'ready'}`,
    `probes.${kind}`,
    value,
  );
  return {
    ...finding,
    ...question,
    ...(remark !== undefined &&
      question.asks !== undefined && {
        asks: question.asks.map(ask =>
          ask.type === 'image' && ask.facts.includes(`probes.${kind}`) ? { ...ask, remark } : ask,
        ),
      }),
  };
}

function identical(container: Container): Proposal<Message> {
  return {
    message: 'identical',
    data: { subject: describeContainer(container) },
    at: { on: container.workload.key, path: [...container.path, FIELD.readiness] },
    changes: [],
    evidence: [],
    known: 'a pod that is busy is restarted instead of left alone: one of the two should ask less',
  };
}

function onJob(container: Container, kind: ProbeKind): Proposal<Message> {
  return {
    message: 'on-job',
    data: { subject: describeContainer(container), probe: kind },
    at: { on: container.workload.key, path: [...container.path, FIELD[kind]] },
    changes: [],
    evidence: [],
    known: 'a deadline (activeDeadlineSeconds) says more clearly when a run has failed',
  };
}

function withImmutable({ workload }: Container, doubts: readonly Doubt[]): string[] {
  return [...doubts, ...immutableTemplate(workload)];
}
