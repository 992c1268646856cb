/** An autoscaler for what the configuration lists. */

import {
  type Doubt,
  type Evidence,
  type JsonObject,
  nameOf,
  type Proposal,
  type Root,
  type Workload,
} from '../../src/transform.ts';
import { isInMesh } from '../shared/clusters/injection.ts';
import { sourceName } from '../shared/elsewhere.ts';
import { applicationLabels } from '../shared/labels/name.ts';
import { labelsLikeSisters } from '../shared/labels/of-sisters.ts';
import { describeContainer } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';
import { obstacleTo } from '../shared/replicas/obstacle.ts';
import { isStore } from '../shared/storage/stores.ts';
import { RELEASED } from './existing.ts';
import { resizerOf, resizes, withoutRequest } from './measured.ts';

export interface Wanted {
  readonly minimum: number;
  readonly maximum: number;
  /** Shares in percent, by resource. */
  readonly shares: Readonly<Record<string, number>>;
  readonly slowly: boolean;
  readonly listed: Evidence | undefined;
  /** Whether somebody has stated the bounds, and not we. */
  readonly isStated: boolean;
}

const TYPE = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' } as const;
const REPLICAS = ['spec', 'replicas'];

/** Down by half within a minute, and not before the load has been gone for a while. */
const SLOWLY: JsonObject = {
  scaleDown: {
    stabilizationWindowSeconds: 300,
    policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }],
  },
  scaleUp: {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      { type: 'Percent', value: 100, periodSeconds: 60 },
      { type: 'Pods', value: 4, periodSeconds: 60 },
    ],
  },
};

export function missing(workload: Workload, root: Root, wanted: Wanted): Proposal<'missing'> {
  // Fewer than there are would be a change that nobody has asked for.
  const minimum = Math.max(wanted.minimum, workload.replicas ?? 1);
  const maximum = Math.max(wanted.maximum, minimum + 1);
  const found = {
    message: 'missing',
    data: { kind: workload.kind, name: workload.name, minimum, maximum },
    at: { on: workload.key, path: REPLICAS },
  } as const;
  const against = againstIt(workload, root, wanted);
  if (against !== undefined) return { ...found, changes: [], evidence: [], blocked: against };
  const manifest: JsonObject = {
    ...TYPE,
    metadata: { name: nameOf(workload), ...labelsFor(workload, root) },
    spec: {
      scaleTargetRef: { apiVersion: workload.apiVersion, kind: workload.kind, name: nameOf(workload) },
      minReplicas: minimum,
      maxReplicas: maximum,
      metrics: Object.entries(wanted.shares).map(([resource, percent]) =>
        metric(workload, root, resource, percent),
      ),
      ...(wanted.slowly && { behavior: SLOWLY }),
    },
  };
  return {
    ...found,
    changes: [
      { type: 'create', manifest, beside: workload.key },
      ...(workload.replicas === undefined ? [] : [workload.remove(REPLICAS)]),
    ],
    restarts: false,
    evidence: wanted.listed === undefined ? [] : [wanted.listed],
    doubts: doubtsOf(workload, root, wanted),
  };
}

function labelsFor(workload: Workload, root: Root): JsonObject {
  const labels = {
    ...labelsLikeSisters(workload, root, TYPE.kind),
    ...applicationLabels(workload, root, TYPE),
  };
  return Object.keys(labels).length > 0 ? { labels } : {};
}

/** What a mesh puts into the pod requests what it likes, or nothing: the container of the program alone is measured. */
function metric(workload: Workload, root: Root, name: string, averageUtilization: number): JsonObject {
  const target = { type: 'Utilization', averageUtilization };
  const [main, ...others] = workload.containers.filter(({ role }) => role !== 'init');
  const isAlone = main !== undefined && others.length === 0 && isInMesh(workload, root);
  return isAlone
    ? { type: 'ContainerResource', containerResource: { name, container: main.name, target } }
    : { type: 'Resource', resource: { name, target } };
}

function againstIt(workload: Workload, root: Root, { shares }: Wanted): string | undefined {
  const obstacle = obstacleTo(workload, root);
  if (obstacle !== undefined)
    return `the configuration says that it may run more than once, and ${obstacle}: which holds?`;
  const store = workload.containers.find(isStore);
  if (store !== undefined) return `${store.name} keeps data: are members of it to come and go by themselves?`;
  for (const resource of Object.keys(shares)) {
    const without = withoutRequest(workload, { resource, container: undefined }, root);
    if (without.length > 0)
      return `how much ${resource} does ${enumerated(without.map(describeContainer))} need? It is measured by its request`;
    const resizer = resizerOf(workload, root);
    if (resizer !== undefined && resizes(resizer, resource))
      return `VerticalPodAutoscaler ${resizer.name} changes the request of ${resource} that it would be measured by: which of the two is meant?`;
  }
  return undefined;
}

function doubtsOf(workload: Workload, root: Root, { isStated }: Wanted): Doubt[] {
  return [
    ...(isStated
      ? []
      : [`how many ${sourceName(workload)} needs, and may have, is of no measure but our own`]),
    ...(workload.replicas === undefined ? [] : [RELEASED]),
    ...(root.rendersKind(TYPE.kind)
      ? []
      : ['nothing here shows that the cluster measures pods: it takes metrics-server, or the like']),
  ];
}
