/** A dashboard of Grafana that shows how one workload runs. */

import { createHash } from 'node:crypto';
import type { JsonObject, Root, Workload } from '../../src/transform.ts';
import { jobOf } from './jobs.ts';
import { claimsOf, fullness, podsOf, seriesOf } from './series.ts';

interface Query {
  readonly expr: string;
  /** What a line is called: a label in braces, or words. */
  readonly legend: string;
}

interface Panel {
  readonly title: string;
  /** As Grafana calls it. */
  readonly unit: 'short' | 'bytes' | 'percentunit';
  readonly queries: readonly Query[];
}

const BY_POD = '{{pod}}';

/** @param answers the metric by which its targets say whether they answer */
export function panelsFor(workload: Workload, answers: string, root: Root): readonly Panel[] {
  const of = seriesOf(workload, root);
  const pods = podsOf(workload);
  const job = jobOf(workload, root);
  const claims = claimsOf(workload);
  const scaler = root.autoscalerFor(workload);
  return [
    ...(job === undefined
      ? []
      : [panel('Pods that answer', 'short', { expr: `sum(${answers}${of(job)})`, legend: 'pods' })]),
    panel('Restarts within an hour', 'short', {
      expr: `sum by (pod) (increase(kube_pod_container_status_restarts_total${of(pods)}[1h]))`,
      legend: BY_POD,
    }),
    panel(
      'Processors',
      'short',
      {
        expr: `sum by (pod) (rate(container_cpu_usage_seconds_total${of(pods, 'container!=""')}[5m]))`,
        legend: BY_POD,
      },
      ...boundsOf('cpu'),
    ),
    panel(
      'Memory',
      'bytes',
      {
        expr: `sum by (pod) (container_memory_working_set_bytes${of(pods, 'container!=""')})`,
        legend: BY_POD,
      },
      ...boundsOf('memory'),
    ),
    ...(claims === undefined
      ? []
      : [
          panel('Volumes', 'percentunit', {
            expr: fullness(of(claims)),
            legend: '{{persistentvolumeclaim}}',
          }),
        ]),
    ...(scaler?.kind === 'HorizontalPodAutoscaler'
      ? [replicas(of(`horizontalpodautoscaler="${scaler.name}"`))]
      : []),
  ];

  /** Of one pod: the largest, where a change of them is under way. */
  function boundsOf(resource: 'cpu' | 'memory'): readonly Query[] {
    return ['requests', 'limits'].map(kind => ({
      expr: `max(sum by (pod) (kube_pod_container_resource_${kind}${of(pods, `resource="${resource}"`)}))`,
      legend: kind,
    }));
  }
}

function replicas(which: string): Panel {
  return panel(
    'Replicas',
    'short',
    { expr: `kube_horizontalpodautoscaler_status_current_replicas${which}`, legend: 'replicas' },
    { expr: `kube_horizontalpodautoscaler_spec_max_replicas${which}`, legend: 'maximum' },
  );
}

function panel(title: string, unit: Panel['unit'], ...queries: readonly Query[]): Panel {
  return { title, unit, queries };
}

/** By a variable, since each Grafana has another name for its Prometheus. Without braces: Flux fills in what stands in them. */
const SOURCE = { type: 'prometheus', uid: '$datasource' };
const [COLUMNS, WIDTH, HEIGHT] = [2, 12, 8];

/** By the JSON model of Grafana, with what has no default alone. */
export function dashboardOf(
  { name }: Workload,
  namespace: string | undefined,
  panels: readonly Panel[],
): JsonObject {
  const title = namespace === undefined ? name : `${namespace} / ${name}`;
  return {
    uid: uidOf(namespace === undefined ? name : `${namespace}-${name}`),
    title,
    schemaVersion: 39,
    time: { from: 'now-6h', to: 'now' },
    templating: {
      list: [{ name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus' }],
    },
    panels: panels.map(({ title, unit, queries }, index) => ({
      id: index + 1,
      type: 'timeseries',
      title,
      datasource: SOURCE,
      gridPos: {
        x: (index % COLUMNS) * WIDTH,
        y: Math.floor(index / COLUMNS) * HEIGHT,
        w: WIDTH,
        h: HEIGHT,
      },
      fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
      targets: queries.map(({ expr, legend }, at) => ({
        refId: String.fromCharCode('A'.charCodeAt(0) + at),
        datasource: SOURCE,
        expr,
        legendFormat: legend,
      })),
    })),
  };
}

const LONGEST_UID = 40;

/** Grafana takes no longer one. */
function uidOf(text: string): string {
  if (text.length <= LONGEST_UID) return text;
  const end = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return `${text.slice(0, LONGEST_UID - 9)}-${end}`;
}
