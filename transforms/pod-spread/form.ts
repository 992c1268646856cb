/** How pods are kept apart: as the repository does it, else by node and by zone (catalogue H3b). */

import {
  type Evidence,
  type Json,
  type JsonObject,
  type Root,
  type SetChange,
  selectorOf,
  type Workload,
} from '../../src/transform.ts';
import { isForOldCluster } from '../shared/clusters/old-cluster.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { podSelector } from '../shared/pods.ts';
import { enumerated } from '../shared/prose.ts';
import { remembered } from '../shared/remembered.ts';
import { ownKeys } from '../shared/selectors/own-keys.ts';

const HOST = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';
const WORDS: Readonly<Record<string, string>> = { [HOST]: 'nodes', [ZONE]: 'zones' };

export interface Form {
  /** By an anti-affinity, with its weight. */
  readonly weight: number | undefined;
  /** By constraints over these labels of nodes. */
  readonly keys: readonly string[];
  /** `nodes and zones` */
  readonly apart: string;
  readonly evidence: readonly Evidence[];
}

/**
 * A constraint of a pod's own takes the place of those that the scheduler has by default, which prefer zones of their own too,
 * and of nodes that lack one of the labels in them it thinks nothing: nodes are told apart by the anti-affinity, and zones
 * only where something speaks of them.
 */
export function formFor(workload: Workload, root: Root): Form {
  const near = [...spreadIn(root), ...root.sistersOf(workload).map(sister => sister.workload)];
  const written =
    writtenForm(near.filter(each => each !== workload)) ??
    writtenForm(spreadAround(root).get(root.platform.namespaceOf(workload)) ?? []);
  if (written !== undefined) return written;
  const { zones } = root.platform;
  // Constraints came with 1.19.
  if (zones === undefined || isForOldCluster(root)) return named(HIGHEST, []);
  return { ...named(HIGHEST, [ZONE]), evidence: [zones] };
}

function writtenForm(others: readonly Workload[]): Form | undefined {
  const weights = others.flatMap(antiAffinityWeights);
  const keys = [...new Set(others.flatMap(constraintKeys))];
  if (weights.length === 0 && keys.length === 0) return undefined;
  // Constraints over zones alone leave nodes to nobody: those by default, which prefer nodes of their own, hold no more.
  const areNodesTold = weights.length > 0 || keys.includes(HOST);
  return named(areNodesTold ? weights[0] : HIGHEST, keys);
}

/** Workloads that say it in any form: few have to be asked for each of all. */
const spreadIn = remembered((root: Root) => root.workloads.filter(isSpread));

/** By namespace, those of other roots: who stands alone in a root does as its neighbours do. */
const spreadAround = remembered(({ workloads, platform }: Root) => {
  const namespaces = new Set(workloads.map(each => platform.namespaceOf(each)));
  return new Map(
    [...namespaces].map(
      each =>
        [
          each,
          [...platform.workloadsIn(each), ...platform.workloadsElsewhereIn(each)].filter(isSpread),
        ] as const,
    ),
  );
});

function isSpread(workload: Workload): boolean {
  return antiAffinityWeights(workload).length > 0 || constraintKeys(workload).length > 0;
}

const HIGHEST = 100;

function named(weight: number | undefined, keys: readonly string[]): Form {
  const all = new Set([...(weight === undefined ? [] : [HOST]), ...keys]);
  return { weight, keys, apart: enumerated([...all].map(key => WORDS[key] ?? key)), evidence: [] };
}

/** Of a required one the highest: nothing of ours is required. */
function antiAffinityWeights({ pod: { affinity } }: Workload): number[] {
  const written = isMap(affinity) && isMap(affinity.podAntiAffinity) ? affinity.podAntiAffinity : {};
  const preferred = mapsIn(written.preferredDuringSchedulingIgnoredDuringExecution);
  const required = mapsIn(written.requiredDuringSchedulingIgnoredDuringExecution);
  return [
    ...preferred.flatMap(({ weight }) => (typeof weight === 'number' ? [weight] : [])),
    ...required.map(() => HIGHEST),
  ];
}

function constraintKeys({ pod }: Workload): string[] {
  return mapsIn(pod.topologySpreadConstraints).flatMap(({ topologyKey }) =>
    typeof topologyKey === 'string' ? [topologyKey] : [],
  );
}

/** None for what selects its pods by nothing that can be said here. */
export function spreadChanges(workload: Workload, { weight, keys }: Form, root: Root): SetChange[] {
  const labelSelector = ownSelector(workload, root);
  if (labelSelector === undefined) return [];
  const at = (...path: string[]) => [...workload.podPath, ...path];
  const term: Json = { labelSelector, topologyKey: HOST };
  const constraints = keys.map(topologyKey => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector,
  }));
  return [
    ...(weight === undefined
      ? []
      : [
          workload.set(at('affinity', 'podAntiAffinity'), {
            preferredDuringSchedulingIgnoredDuringExecution: [{ weight, podAffinityTerm: term }],
          }),
        ]),
    ...(constraints.length === 0 ? [] : [workload.set(at('topologySpreadConstraints'), constraints)]),
  ];
}

function ownSelector(workload: Workload, root: Root): JsonObject | undefined {
  const selector = podSelector(workload);
  const labels = selector?.matchLabels;
  const hasLabels = isMap(labels) && Object.keys(labels).length > 0;
  const expressions = mapsIn(workload.get(['spec', 'selector', 'matchExpressions']));
  if (!hasLabels && expressions.length === 0) return undefined;
  return {
    ...(hasLabels && { matchLabels: selectorOf(workload, ownKeys(workload, root)) }),
    ...(expressions.length > 0 && { matchExpressions: expressions }),
  };
}
