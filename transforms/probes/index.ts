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
import { describeContainer, immutableTemplate, isHostAgent } from '../shared/pods.ts';
import { enumerated, imageQuestion } from '../shared/prose.ts';
import { clashes, FIELD, handlerFor } from './missing.ts';
import {
  aggressive,
  DEFAULTS,
  HANDLERS,
  isBeyondPeriods,
  PROBE_KINDS,
  type ProbeKind,
  sameHandler,
  TIMINGS,
  wantedTimings,
} from './timings.ts';

type Message = 'missing' | 'unknown' | 'timings' | 'tighter' | 'aggressive' | 'identical' | 'on-job';

export default defineTransform({
  id: 'probes',
  title: 'Containers have probes, and probes have patience',
  severity: 'low',
  group: 'availability',
  order: 600,
  preset: 'recommended',
  each: 'container',
  options: {},
  placement: { field: 'source', resource: 'beside' },
  messages: {
    missing: '{subject} has no {probe} probe. It gets one by {handler}',
    unknown: '{subject} has no {probe} probe, and how to ask it is not known',
    timings:
      'the {probe} probe of {subject} leaves {fields} unset. They are written out, with no less time than the defaults',
    tighter: 'the {probe} probe of {subject} leaves {fields} unset, which is slow to notice. They are set',
    aggressive: 'the {probe} probe of {subject} is impatient ({fields}). It gets more time',
    identical: 'liveness and readiness probe of {subject} ask the same question',
    'on-job': '{subject} has a {probe} probe, and its pods run to an end',
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
      aggressive: [],
      'on-job': [],
      identical: ['kube-score:pod-probes-identical'],
    },
  },
  *plan(container, { root }) {
    const { workload, role } = container;
    const isJob = runsToCompletion(workload.kind, workload.apiVersion);
    if (isJob || role === 'init') {
      for (const kind of PROBE_KINDS) {
        if (isJob && isMap(container.get([FIELD[kind]]))) yield onJob(container, kind);
      }
      return;
    }
    for (const kind of PROBE_KINDS) {
      const probe = container.get([FIELD[kind]]);
      if (isMap(probe)) yield* timings(container, kind, probe);
    }
    if (sameHandler(container.get([FIELD.liveness]), container.get([FIELD.readiness])))
      yield identical(container);
    // A sidecar's probes hold back the containers after it: a person's business.
    if (role === 'main') yield* missing(container, root);
  },
});

function* missing(container: Container, root: Root): Generator<Proposal<Message>> {
  let planned: JsonObject | undefined;
  // Readiness first: liveness must ask something else.
  for (const kind of ['readiness', 'liveness', 'startup'] as const) {
    if (container.get([FIELD[kind]]) !== undefined) continue;
    const found = handlerFor(kind, container, root);
    if (found === undefined || clashes(found.handler, kind, container, planned)) {
      if (found === undefined && kind !== 'startup' && isAsked(kind, container, root))
        yield unknown(container, kind);
      continue;
    }
    if (kind === 'readiness') planned = found.handler;
    const doubts = withImmutable(container, [
      ...found.doubts,
      ...(isHostAgent(container) ? ['it is an agent of the node, whose port may be switched off'] : []),
    ]);
    const [handler = ''] = Object.keys(found.handler);
    yield {
      message: 'missing',
      data: { subject: describeContainer(container), probe: kind, handler },
      at: { on: container.workload.key, path: [...container.path, FIELD[kind]] },
      changes: [
        container.set([FIELD[kind]], {
          ...withScheme(found.handler),
          ...wantedTimings(kind, found.handler, found.known),
        }),
      ],
      doubts,
      evidence: found.evidence,
    };
  }
}

/** Readiness matters where a Service sends, and of several containers only to those that it may send to. */
function isAsked(kind: ProbeKind, { workload }: Container, root: Root): boolean {
  if (kind === 'liveness') return true;
  return (
    root.servicesFor(workload).length > 0 &&
    workload.containers.filter(each => each.role === 'main').length === 1
  );
}

function unknown(container: Container, kind: ProbeKind): Proposal<Message> {
  return {
    message: 'unknown',
    data: { subject: describeContainer(container), probe: kind },
    at: { on: container.workload.key, path: [...container.path, FIELD[kind]] },
    changes: [],
    evidence: [],
    blocked: imageQuestion(
      container,
      `what shows that ${container.image.name} is ${kind === 'liveness' ? 'alive' : 'ready'}`,
      `probes: {${kind}: {httpGet: {path: ?, port: ?}}}`,
    ),
  };
}

/** Unset fields, and written ones that are too hasty. What loosens is safe, what tightens is not. */
function* timings(container: Container, kind: ProbeKind, probe: JsonObject): Generator<Proposal<Message>> {
  if (HANDLERS.every(handler => probe[handler] === undefined)) return;
  const hasty = aggressive(kind, probe);
  if (Object.keys(hasty).length > 0) {
    const isUnclear = hasty.periodSeconds !== undefined && isBeyondPeriods(probe);
    const doubts = isUnclear ? [`its timeout of ${probe.timeoutSeconds} s may be what is wrong`] : [];
    yield timing('aggressive', container, kind, hasty, doubts);
  }

  const wanted = wantedTimings(kind, probe, container.facts.probes[kind]?.value);
  const period =
    hasty.periodSeconds ?? (typeof probe.periodSeconds === 'number' ? probe.periodSeconds : undefined);
  const looser: Record<string, number> = {};
  const tighter: Record<string, number> = {};
  for (const field of TIMINGS) {
    if (probe[field] !== undefined) continue;
    // Not longer than a written period: the next try would start before the last one ended.
    const value =
      field === 'timeoutSeconds' ? Math.min(wanted[field], period ?? wanted[field]) : wanted[field];
    // A written timeout keeps the period from falling below it.
    const written = typeof probe.timeoutSeconds === 'number' ? probe.timeoutSeconds : 0;
    const least = field === 'periodSeconds' ? Math.max(value, written) : value;
    (least < DEFAULTS[field] ? tighter : looser)[field] = least;
  }
  const scheme = isMap(probe.httpGet) && probe.httpGet.scheme === undefined;
  if (Object.keys(looser).length > 0 || scheme) yield timing('timings', container, kind, looser, [], scheme);
  if (Object.keys(tighter).length > 0)
    yield timing('tighter', container, kind, tighter, ['it fails sooner than today']);
}

function timing(
  message: 'timings' | 'tighter' | 'aggressive',
  container: Container,
  kind: ProbeKind,
  fields: Readonly<Record<string, number>>,
  risks: readonly string[],
  scheme = false,
): Proposal<Message> {
  const { workload, path } = container;
  const probe = FIELD[kind];
  const doubts = withImmutable(container, risks);
  const names = [...Object.keys(fields), ...(scheme ? ['scheme'] : [])];
  return {
    message,
    data: {
      subject: describeContainer(container),
      probe: kind,
      fields: enumerated(names),
    },
    at: { on: workload.key, path: [...path, probe] },
    changes: [
      ...Object.entries(fields).map(([field, value]) => container.set([probe, field], value)),
      ...(scheme ? [container.set([probe, 'httpGet', 'scheme'], 'HTTP')] : []),
    ],
    doubts,
    evidence: [
      {
        kind: 'manifest',
        at: workload.where([...path, probe]),
        says: 'the probe gets no less time than today',
      },
    ],
  };
}

function identical(container: Container): Proposal<Message> {
  return {
    message: 'identical',
    data: { subject: describeContainer(container) },
    at: { on: container.workload.key, path: [...container.path, FIELD.readiness] },
    changes: [],
    evidence: [],
    blocked: 'a pod that is busy is restarted instead of left alone: decide which of the two should ask less',
  };
}

function onJob(container: Container, kind: ProbeKind): Proposal<Message> {
  return {
    message: 'on-job',
    data: { subject: describeContainer(container), probe: kind },
    at: { on: container.workload.key, path: [...container.path, FIELD[kind]] },
    changes: [],
    evidence: [],
    blocked: 'a deadline (activeDeadlineSeconds) says more clearly when a run has failed',
  };
}

function withScheme(handler: JsonObject): JsonObject {
  return isMap(handler.httpGet)
    ? { httpGet: { ...handler.httpGet, scheme: handler.httpGet.scheme ?? 'HTTP' } }
    : handler;
}

function withImmutable({ workload }: Container, doubts: readonly Doubt[]): string[] {
  return [...doubts, ...immutableTemplate(workload)];
}
