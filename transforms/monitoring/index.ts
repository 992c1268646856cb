/** Metrics are fetched where they are served (catalogue H4). */

import { runsToCompletion } from '../../src/kubernetes/pod-templates.ts';
import { defineTransform, type Proposal, type Workload } from '../../src/transform.ts';
import { saying, staying } from '../shared/choices.ts';
import { hasProxy } from '../shared/clusters/proxies.ts';
import { type Endpoint, endpointsOf } from '../shared/monitoring/endpoints.ts';
import { plainDoubts } from '../shared/monitoring/plain.ts';
import { isFetched } from '../shared/monitoring/scraped.ts';
import { asWorkload, runsToday } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';
import type { Context, Message } from './context.ts';
import { marksFor } from './marks.ts';
import { monitorFor } from './monitors.ts';
import { letIn } from './policies.ts';
import { contradictedBy, type Way, wayOf } from './way.ts';
import { writtenMonitor } from './written.ts';

const MONITORS = ['ServiceMonitor', 'PodMonitor'];

export default defineTransform({
  id: 'monitoring',
  title: 'Metrics that are served are fetched',
  severity: 'medium',
  severities: { guarded: 'low' },
  group: 'availability',
  order: 920,
  preset: 'recommended',
  each: 'resource',
  kinds: ['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout', ...MONITORS],
  options: {
    by: {
      type: 'string',
      enum: ['monitors', 'services', 'pods'],
      description:
        'What has metrics fetched: monitors of the Prometheus Operator, or `prometheus.io` annotations on Services or on pods. Unset, it is what the repository has.',
    },
    operator: {
      type: 'string',
      enum: ['elsewhere'],
      description:
        '`elsewhere`: the Prometheus Operator is installed by something that this repository does not show, and takes the monitors of `by`.',
    },
    labels: {
      type: 'object',
      description:
        'Labels by which the Prometheus takes monitors. Unset, they are those of its selector, or of the other monitors.',
    },
    interval: {
      type: 'string',
      description:
        'How often a new monitor fetches (`30s`). Unset, as the other monitors do, or as the Prometheus does by itself.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    'selects-nothing': '{monitor} selects no {what}{nearest}',
    'no-such-port': '{monitor} fetches from port {port}, and {object} has {has}',
    unfetched: '{kind} {name} serves metrics on port {port}, and nothing fetches them',
    monitored: '{kind} {name} serves metrics on port {port}, and nothing fetches them. {what}',
    marked: '{kind} {name} serves metrics on port {port}, and nothing fetches them. {what}',
    guarded: '{kind} {name} serves metrics on port {port} to who is let in, and nothing fetches them',
  },
  briefs: {
    'selects-nothing': 'selects no {what}',
    'no-such-port': 'no port {port}',
    unfetched: 'metrics of port {port} not fetched',
    monitored: 'metrics of port {port} not fetched',
    marked: 'metrics of port {port} not fetched',
    guarded: 'metrics of port {port} not fetched',
  },
  docs: {
    why: 'What is not measured is noticed by its users first: a queue that grows, a disk that fills, connections that run out. The program says it already, and nobody listens.',
    risk: 'A Prometheus keeps one more target, with as many series as the page has. Nothing of the workload changes but annotations: those on pods restart them.',
    links: [
      'https://prometheus-operator.dev/docs/developer/getting-started/',
      'https://prometheus-operator.dev/docs/api-reference/api/',
      'https://www.rabbitmq.com/docs/prometheus',
    ],
    sameAs: [],
  },
  *plan(resource, context) {
    if (MONITORS.includes(resource.kind)) yield* writtenMonitor(resource, context.root);
    const workload = asWorkload(resource);
    if (workload !== undefined) yield* unfetched(workload, context);
  },
});

function* unfetched(workload: Workload, context: Context): Generator<Proposal<Message>> {
  const { root } = context;
  if (runsToCompletion(workload.kind, workload.apiVersion) || !runsToday(workload, root)) return;
  const endpoints = endpointsOf(workload, root).filter(each => !isFetched(workload, each, root));
  for (const each of endpoints.filter(({ guarded }) => guarded !== undefined))
    yield { ...finding('guarded', workload, [each]), known: each.guarded! };
  const open = endpoints.filter(({ guarded }) => guarded === undefined);
  if (open.length > 0) yield proposalFor(workload, open, context);
}

function proposalFor(
  workload: Workload,
  endpoints: readonly Endpoint[],
  context: Context,
): Proposal<Message> {
  const { root } = context;
  const way = wayOf(context);
  const found = finding('unfetched', workload, endpoints);
  if (way === undefined) return { ...found, ...WHAT_FETCHES };
  const against = contradictedBy(context);
  if (against.length > 0) return { ...found, ...whichHolds(against) };
  const fix =
    way.by === 'monitors'
      ? monitorFor(workload, endpoints, context)
      : marksFor(workload, endpoints, way.by, root);
  if ('known' in fix) return { ...found, ...fix };
  const policies = letIn(workload, endpoints, root);
  return {
    ...finding(way.by === 'monitors' ? 'monitored' : 'marked', workload, endpoints),
    data: { ...found.data, what: `${switchedOn(endpoints)}${fix.what}` },
    changes: [...endpoints.flatMap(({ first }) => first), ...fix.changes, ...policies.changes],
    evidence: [...endpoints.flatMap(({ evidence }) => evidence), way.evidence, ...fix.evidence],
    doubts: [
      ...endpoints.flatMap(({ doubts }) => doubts),
      ...fix.doubts,
      ...(way.by === 'monitors' && context.options.operator !== 'elsewhere' ? plainDoubts(root) : []),
      ...(way.by === 'pods' ? [] : endpoints.flatMap(({ notYet }) => notYet)),
      ...policies.doubts,
      ...(hasProxy(workload, root)
        ? ['the proxy of a mesh stands in front, and may ask for its certificates']
        : []),
    ],
  };
}

function switchedOn(endpoints: readonly Endpoint[]): string {
  return endpoints.some(({ first }) => first.length > 0) ? 'Its plugin for them is switched on. ' : '';
}

/** Asked once. */
const WHAT_FETCHES: Pick<Proposal, 'blocked' | 'asks'> = {
  blocked: 'what fetches metrics here? (`by` of monitoring: monitors, services or pods)',
  asks: [
    {
      type: 'decision',
      about: 'what fetches metrics',
      question:
        'the Prometheus Operator by its monitors, a Prometheus by annotations of Services or of pods, or nothing?',
      choices: [
        saying('monitors of the Prometheus Operator', 'monitoring', 'by', 'monitors'),
        saying(
          'a Prometheus that reads prometheus.io annotations of Services',
          'monitoring',
          'by',
          'services',
        ),
        saying('a Prometheus that reads prometheus.io annotations of pods', 'monitoring', 'by', 'pods'),
        staying('nothing, or something else', 'these metrics are not for a Prometheus'),
      ],
    },
  ],
};

/** The configuration says one thing, and the repository does another: nobody here knows which is out of date. */
function whichHolds(ways: readonly Way[]): Pick<Proposal, 'blocked' | 'asks'> {
  const seen = enumerated(ways.map(({ evidence }) => `${evidence.at} reads annotations`));
  const question = `\`by: monitors\` is stated, ${seen}, and no Prometheus Operator is seen: which of them holds?`;
  return {
    blocked: question,
    asks: [
      {
        type: 'decision',
        about: 'monitors that nothing here reads',
        question,
        choices: [
          ...ways.map(({ by }) =>
            saying(
              `prometheus.io annotations of ${by === 'pods' ? 'pods' : 'Services'}`,
              'monitoring',
              'by',
              by,
            ),
          ),
          saying('monitors: the operator is installed elsewhere', 'monitoring', 'operator', 'elsewhere'),
        ],
      },
    ],
  };
}

function finding<M extends Message>(
  message: M,
  workload: Workload,
  endpoints: readonly Endpoint[],
): Proposal<M> & { readonly data: Readonly<Record<string, string>> } {
  const { kind, name } = workload;
  const [{ container, name: called, port: number }] = endpoints as readonly [Endpoint, ...Endpoint[]];
  return {
    message,
    data: { kind, name, port: enumerated(endpoints.map(({ port }) => String(port))) },
    at: {
      on: workload.key,
      path:
        called === undefined
          ? container.path
          : [...container.path, 'ports', { containerPort: number, protocol: 'TCP' }],
    },
    changes: [],
    evidence: [],
  };
}
