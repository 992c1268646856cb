/** A recommendation for what has none, where the cluster makes some. */

import {
  type JsonObject,
  nameOf,
  type Proposal,
  type Resource,
  type Root,
  type Workload,
} from '../../src/transform.ts';
import { mapAt } from '../shared/data.ts';
import { seenAmount } from '../shared/images/observed.ts';
import { applicationLabels } from '../shared/labels/name.ts';
import { describeWorkload, runsToday } from '../shared/pods.ts';

const KIND = 'VerticalPodAutoscaler';
const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet'];

export function* advice(workload: Workload, root: Root): Generator<Proposal<'no-advice'>> {
  const others = root.platform.find(KIND, root.platform.namespaceOf(workload));
  const [other] = others;
  if (other === undefined || !KINDS.includes(workload.kind) || !runsToday(workload, root)) return;
  if (others.some(each => isAbout(each, workload)) || isMeasured(workload, root)) return;
  const type = { apiVersion: other.apiVersion, kind: KIND };
  const labels = applicationLabels(workload, root, type);
  const manifest: JsonObject = {
    ...type,
    metadata: { name: nameOf(workload), ...(Object.keys(labels).length > 0 && { labels }) },
    spec: {
      targetRef: { apiVersion: workload.apiVersion, kind: workload.kind, name: nameOf(workload) },
      // It says what is needed, and changes nothing: also beside an autoscaler.
      updatePolicy: { updateMode: 'Off' },
    },
  };
  yield {
    message: 'no-advice',
    data: { subject: describeWorkload(workload) },
    at: { on: workload.key, path: workload.podPath },
    changes: [{ type: 'create', manifest, beside: workload.key }],
    restarts: false,
    evidence: [
      { kind: 'manifest', at: other.where(['kind']), says: `${KIND} ${other.name} stands beside it` },
    ],
  };
}

function isAbout(other: Resource, { kind, name }: Workload): boolean {
  const target = mapAt(mapAt(other.object, 'spec'), 'targetRef');
  return target.kind === kind && target.name === name;
}

function isMeasured({ containers }: Workload, root: Root): boolean {
  return containers.some(each => seenAmount(each, root, 'requests', 'memory') !== undefined);
}
