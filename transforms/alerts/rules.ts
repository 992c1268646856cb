/** What is worth an alert of a workload, as expressions of PromQL. */

import type { JsonObject, Resource, Root, Workload } from '../../src/transform.ts';
import { jobOf } from './jobs.ts';
import { claimsOf, fullness, type Of, podsOf, seriesOf } from './series.ts';

export interface Thresholds {
  readonly downFor: string;
  readonly restarts: number;
  readonly claimPercent: number;
  readonly fullFor: string;
}

export interface Alert {
  readonly is: 'down' | 'restarts' | 'claim' | 'replicas';
  /** The end of its name. */
  readonly name: string;
  readonly expr: string;
  readonly for: string | undefined;
  readonly summary: string;
}

/** @param answers the metric by which its targets say whether they answer */
export function alertsFor(
  workload: Workload,
  answers: string,
  thresholds: Thresholds,
  root: Root,
): readonly Alert[] {
  const job = jobOf(workload, root);
  if (job === undefined) return [];
  const of = seriesOf(workload, root);
  return [
    ...(mayRest(root.autoscalerFor(workload)) ? [] : [down(workload, `${answers}${of(job)}`, thresholds)]),
    restarts(workload, of, thresholds),
    ...full(workload, of, thresholds),
    ...replicas(root.autoscalerFor(workload), workload, of, thresholds),
  ];
}

/** Whether there are no pods at times, and that is right: KEDA goes down to none unless it is told otherwise. */
function mayRest(scaler: Resource | undefined): boolean {
  return scaler?.kind === 'ScaledObject' && (scaler.get(['spec', 'minReplicaCount']) ?? 0) === 0;
}

/** Also where no pod is left to be asked. */
function down({ name }: Workload, answering: string, { downFor }: Thresholds): Alert {
  return {
    is: 'down',
    name: 'Down',
    expr: `absent(${answering} == 1)`,
    for: downFor,
    summary: `No pod of ${name} answers`,
  };
}

/**
 * The kubelet waits up to five minutes before it starts a container again: of a loop that goes on, less than an hour shows
 * too few restarts. That it waits, or did so a moment ago, ends the alert soon after the loop.
 */
function restarts(workload: Workload, of: Of, { restarts: most }: Thresholds): Alert {
  const pods = podsOf(workload);
  const restarted = `kube_pod_container_status_restarts_total${of(pods)}`;
  const waits = `kube_pod_container_status_waiting_reason${of(pods, 'reason="CrashLoopBackOff"')}`;
  return {
    is: 'restarts',
    name: 'Restarts',
    expr: `sum by (namespace, pod) (increase(${restarted}[1h])) > ${most} and max by (namespace, pod) (max_over_time(${waits}[15m])) > 0`,
    for: undefined,
    summary: '{{ $labels.pod }} starts again and again',
  };
}

function full(workload: Workload, of: Of, { claimPercent, fullFor }: Thresholds): readonly Alert[] {
  const claims = claimsOf(workload);
  if (claims === undefined) return [];
  return [
    {
      is: 'claim',
      name: 'VolumeFull',
      expr: `${fullness(of(claims))} > ${claimPercent / 100}`,
      for: fullFor,
      summary: '{{ $labels.persistentvolumeclaim }} is {{ $value | humanizePercentage }} full',
    },
  ];
}

function replicas(
  scaler: Resource | undefined,
  { name }: Workload,
  of: Of,
  { fullFor }: Thresholds,
): readonly Alert[] {
  if (scaler?.kind !== 'HorizontalPodAutoscaler') return [];
  const which = of(`horizontalpodautoscaler="${scaler.name}"`);
  return [
    {
      is: 'replicas',
      name: 'AtMaximum',
      expr: `kube_horizontalpodautoscaler_status_current_replicas${which} >= kube_horizontalpodautoscaler_spec_max_replicas${which}`,
      for: fullFor,
      summary: `${name} runs with all the replicas that it may have`,
    },
  ];
}

/** `shop-db` as the beginning of a name: `ShopDb`. */
function camelCase(name: string): string {
  return name
    .split(/[^a-zA-Z0-9]+/)
    .map(word => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** As the operator takes it. */
export function asRule(
  alert: Alert,
  { name }: Workload,
  severity: string,
  runbook: string | undefined,
): JsonObject {
  return {
    alert: `${camelCase(name)}${alert.name}`,
    expr: alert.expr,
    ...(alert.for !== undefined && { for: alert.for }),
    labels: { severity },
    annotations: { summary: alert.summary, ...(runbook !== undefined && { runbook_url: runbook }) },
  };
}
