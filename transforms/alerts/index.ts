/** Alerts for what is monitored (catalogue H4b). */

import { textsOf } from '../../src/network/data.ts';
import {
  type Doubt,
  defineTransform,
  type JsonObject,
  nameOf,
  type PlanContext,
  type Proposal,
  type Root,
  type Workload,
} from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { OPERATOR, operatorIn, sistersOf, takenAs } from '../shared/monitoring/operator.ts';
import { plainDoubts } from '../shared/monitoring/plain.ts';
import { isVisited } from '../shared/monitoring/scraped.ts';
import { suffixLike } from '../shared/monitoring/suffixes.ts';
import { ownerOf } from '../shared/owners.ts';
import { describeWorkload, runsToday } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';
import { answersOf } from './answers.ts';
import { dashboardFor } from './dashboards.ts';
import { isCoveredByAll } from './general.ts';
import { hasAlerts } from './named.ts';
import { namespaceDoubts } from './namespaces.ts';
import { type Alert, alertsFor, asRule, type Thresholds } from './rules.ts';
import { sourceDoubts } from './sources.ts';
import { thresholdsOf } from './thresholds.ts';

interface Options extends Thresholds {
  readonly labels?: JsonObject;
  readonly severities: JsonObject;
  readonly runbookAnnotation: string;
}

type Message = 'none' | 'written' | 'dashboard';

export default defineTransform({
  id: 'alerts',
  title: 'What is monitored has alerts',
  severity: 'low',
  group: 'availability',
  order: 1160,
  preset: 'opt-in',
  each: 'workload',
  kinds: ['Deployment', 'StatefulSet', 'DaemonSet'],
  options: {
    downFor: {
      type: 'string',
      default: '5m',
      description: 'How long no pod has to answer before somebody is told.',
    },
    restarts: {
      type: 'integer',
      minimum: 0,
      default: 3,
      description:
        'Restarts of a pod within an hour that are no matter yet. More are one where it waits for the next.',
    },
    claimPercent: {
      type: 'integer',
      minimum: 1,
      maximum: 99,
      default: 80,
      description: 'How full a volume may be. Only where there is a claim.',
    },
    fullFor: {
      type: 'string',
      default: '15m',
      description:
        'How long a volume has to be so full, or an autoscaler at its maximum, before somebody is told.',
    },
    severities: {
      type: 'object',
      default: { down: 'critical', restarts: 'warning', claim: 'warning', replicas: 'warning' },
      description: 'The label `severity` of each alert.',
    },
    labels: {
      type: 'object',
      description:
        'Labels by which the Prometheus takes rules. Unset, they are those of its selector, or of the other rules.',
    },
    runbookAnnotation: {
      type: 'string',
      default: 'runbook.url',
      description:
        'The annotation of a workload that has the address of its runbook, as `ownership-annotations` writes it. The owners of the configuration go before it.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    none: '{subject} is monitored, and no alert is about it',
    written: '{subject} is monitored, and no alert is about it. Somebody is told when {when}',
    dashboard: '{subject} is monitored, and no dashboard shows it. One comes like the others',
  },
  briefs: { none: 'no alerts', written: 'no alerts', dashboard: 'no dashboard' },
  docs: {
    why: 'Metrics that nobody looks at tell nobody that a service is away. A rule does, and says where to look.',
    risk: 'Somebody may be woken: the thresholds are a beginning, and until the configuration says all that are written here the rules wait for a look. Rules on restarts, volumes and autoscalers, and most of a dashboard, read what kube-state-metrics and the kubelet say.',
    links: [
      'https://prometheus-operator.dev/docs/developer/alerting/',
      'https://prometheus.io/docs/practices/alerting/',
      'https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/',
    ],
    sameAs: [],
  },
  *plan(workload, context) {
    const { root } = context;
    if (!runsToday(workload, root)) return;
    const isSeen = isVisited(workload, root.before);
    if (isSeen) yield* dashboardFor(workload, root);
    if (hasAlerts(workload, root) || isCoveredByAll(workload, root)) return;
    if (isSeen) yield proposalFor(workload, context);
    else if (isVisited(workload, root) && operatorIn(root.before) !== undefined)
      yield withDoubt(proposalFor(workload, context), SAME_RUN);
  },
});

/** A monitor of the same plan is nothing that could be said of the workload as it is. */
const SAME_RUN: Doubt = 'what fetches its metrics is written in the same run';

function withDoubt(proposal: Proposal<Message>, doubt: Doubt): Proposal<Message> {
  return { ...proposal, doubts: [...(proposal.doubts ?? []), doubt] };
}

/** What fetches nothing has nothing to tell: `monitoring` says what lacks then. */
function proposalFor(workload: Workload, context: PlanContext<Options>): Proposal<Message> {
  const { root, options } = context;
  const found = {
    message: 'none',
    data: { subject: describeWorkload(workload), when: '' },
    at: { on: workload.key, path: ['metadata', 'name'] },
    changes: [],
    evidence: [],
  } as const;
  const operator = operatorIn(root.before);
  if (operator === undefined)
    return { ...found, known: 'the Prometheus Operator, which takes rules as objects, is not seen here' };
  const answers = answersOf(workload, root);
  const alerts = alertsFor(workload, answers.metric, options, root);
  if (alerts.length === 0)
    return { ...found, known: 'no monitor fetches its metrics, or none by which it could be told' };
  const said = context.configured('labels', 'the team has said which labels its rules have');
  const taken = takenAs(
    'PrometheusRule',
    workload,
    said && { labels: textsOf(options.labels), evidence: said },
    root,
  );
  const thresholds = thresholdsOf(alerts, context);
  const name = nameOf(workload, { suffix: suffixLike('PrometheusRule', root) ?? '-alerts' });
  const scaler = alerts.some(({ is }) => is === 'replicas') ? root.autoscalerFor(workload) : undefined;
  return {
    ...found,
    message: 'written',
    data: { ...found.data, when: enumerated(alerts.map(each => WORDS[each.is])) },
    changes: [
      {
        type: 'create',
        beside: workload.key,
        // A rule about an autoscaler of one environment is none of the base.
        ...(scaler !== undefined && { restsOn: { resource: scaler.key, path: ['spec', 'maxReplicas'] } }),
        manifest: {
          ...OPERATOR,
          kind: 'PrometheusRule',
          metadata: { name, ...(Object.keys(taken.labels).length > 0 && { labels: taken.labels }) },
          spec: { groups: [{ name: workload.name, rules: rulesOf(alerts, workload, context) }] },
        },
      },
    ],
    evidence: [operator, ...answers.evidence, ...taken.evidence, ...thresholds.evidence],
    doubts: [
      ...plainDoubts(root),
      ...taken.doubts,
      ...(alerts.some(({ is }) => is === 'down') ? answers.doubts : []),
      ...namespaceDoubts(workload, root),
      ...thresholds.doubts,
      ...severityDoubt(options, root),
      ...sourceDoubts(
        'rules',
        alerts.some(({ is }) => is !== 'down'),
        root,
      ),
    ],
  };
}

const WORDS: Readonly<Record<Alert['is'], string>> = {
  down: 'no pod answers',
  restarts: 'one restarts again and again',
  claim: 'a volume is nearly full',
  replicas: 'the autoscaler is at its maximum',
};

function rulesOf(
  alerts: readonly Alert[],
  workload: Workload,
  { root, options }: PlanContext<Options>,
): JsonObject[] {
  const runbook =
    ownerOf(workload, root.repository.owners)?.runbook ?? workload.annotations[options.runbookAnnotation];
  return alerts.map(each =>
    asRule(each, workload, String(options.severities[each.is] ?? 'warning'), runbook),
  );
}

function severityDoubt({ severities }: Options, root: Root): readonly Doubt[] {
  const written = new Set(
    sistersOf('PrometheusRule', root)
      .flatMap(({ spec }) => (isMap(spec) ? mapsIn((spec as JsonObject).groups) : []))
      .flatMap(({ rules }) => mapsIn(rules))
      .flatMap(({ labels }) => (isMap(labels) && labels.severity !== undefined ? [labels.severity] : [])),
  );
  const strange = Object.values(severities).some(each => !written.has(each));
  return written.size === 0 || !strange
    ? []
    : [`other rules say ${enumerated([...written].map(String))} for their severity`];
}
