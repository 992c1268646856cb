/** A dashboard for a workload, where others show how a Grafana takes it. */

import type { Proposal, Root, Workload } from '../../src/transform.ts';
import { describeWorkload } from '../shared/pods.ts';
import { answersOf, isForOthers } from './answers.ts';
import { dashboardOf, panelsFor } from './dashboard.ts';
import { homeFor, isShown } from './grafana.ts';
import { namespaceDoubts } from './namespaces.ts';
import { sourceDoubts } from './sources.ts';

/** Nothing where no other one is there: what would take it is not known then, and nobody has asked for any. How an exporter runs nobody looks at. */
export function* dashboardFor(workload: Workload, root: Root): Generator<Proposal<'dashboard'>> {
  if (isForOthers(workload) || isShown(workload, root)) return;
  const panels = panelsFor(workload, answersOf(workload, root).metric, root);
  const dashboard = dashboardOf(workload, root.platform.namespaceOf(workload), panels);
  const home = homeFor(workload, `${JSON.stringify(dashboard, null, 2)}\n`, root);
  if (home === undefined) return;
  const scaler = root.autoscalerFor(workload);
  yield {
    message: 'dashboard',
    data: { subject: describeWorkload(workload) },
    at: { on: workload.key, path: ['metadata', 'name'] },
    changes: [
      {
        type: 'create',
        beside: workload.key,
        // A panel about an autoscaler of one environment is none of the base.
        ...(scaler?.kind === 'HorizontalPodAutoscaler' && {
          restsOn: { resource: scaler.key, path: ['spec', 'maxReplicas'] },
        }),
        manifest: home.manifest,
      },
    ],
    evidence: [home.evidence],
    doubts: [
      'what is worth a look is a proposal',
      ...home.doubts,
      ...namespaceDoubts(workload, root),
      ...sourceDoubts('dashboards', true, root),
    ],
  };
}
