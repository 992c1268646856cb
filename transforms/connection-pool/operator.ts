/** What the operator CloudNativePG makes of a Cluster and a Pooler: Services and pods that stand in no manifest. */

import { inside } from '../../src/network/pods.ts';
import type { Pod } from '../../src/network/simulator.ts';
import type { Resource, Root } from '../../src/transform.ts';
import { nameAfter } from '../shared/called-after.ts';
import { mayLeaveSomewhere, policiesIn } from '../shared/policies.ts';
import { clusterLabels, memberLabels } from '../shared/storage/cloudnative-pg.ts';
import { SUFFIX } from './context.ts';
import type { Ways } from './policies.ts';
import type { End, Target } from './target.ts';

const GROUP = 'postgresql.cnpg.io/';

/** Undefined for what is no such Cluster. */
export function targetOf(cluster: Resource, { platform }: Root): Target | undefined {
  if (!cluster.apiVersion.startsWith(GROUP)) return undefined;
  const namespace = platform.namespaceOf(cluster);
  const poolers = platform
    .find('Pooler', namespace)
    .filter(each => each.get(['spec', 'cluster', 'name']) === cluster.name);
  const [pooler] = poolers.filter(each => (each.get(['spec', 'type']) ?? 'rw') === 'rw');
  return {
    on: cluster,
    names: [`${cluster.name}-rw`],
    namespace,
    port: 5432,
    pooler: pooler?.name ?? nameAfter(cluster, SUFFIX),
    there: pooler,
  };
}

/** Pods of its poolers, by the labels that the operator gives them. */
export function poolerOfCluster(target: Target): End {
  const labels = { 'cnpg.io/poolerName': target.pooler };
  return {
    pod: podWith({ ...clusterLabels(target.on), ...labels, 'cnpg.io/podRole': 'pooler' }, target),
    labels,
  };
}

function podWith(labels: Pod['labels'], { namespace }: Target): Pod {
  return { namespace: inside(namespace), labels, ports: [] };
}

export function waysOf(target: Target): Ways {
  const labels = memberLabels(target.on);
  const server = { pod: podWith(labels, target), labels };
  return { server, pooler: poolerOfCluster(target), beside: target.on, called: target.on };
}

const API_PORTS = [443, 6443];

export const NO_API =
  'network policies keep the pods of a pooler from the API server, which tells them what to do';

/** The pods of a pooler ask the API server for what they are to do, and a policy knows no address of that. */
export function isKeptFromApi({ pod }: End, root: Root): boolean {
  const policies = policiesIn(pod.namespace, root);
  return !API_PORTS.some(port => mayLeaveSomewhere(pod, port, policies));
}
