/** Policies that would keep a pooler from its server, or callers from the pooler. They only add: one more lets them through. */

import { inside, podOf } from '../../src/network/pods.ts';
import { isLetThrough } from '../../src/network/simulator.ts';
import {
  type Change,
  type Json,
  type JsonObject,
  type Resource,
  type Root,
  selectorOf,
  type Workload,
} from '../../src/transform.ts';
import { isCalledAfter } from '../shared/called-after.ts';
import { sourceName } from '../shared/elsewhere.ts';
import { labelsTaking, newPolicy, policiesIn, TO_DNS } from '../shared/policies.ts';
import { PORT } from './configuration.ts';
import { SUFFIX } from './context.ts';
import type { End } from './target.ts';

/** Ports by which a policy lets through: a name of a port is none of another pod. */
const ports = (port: number) => [{ protocol: 'TCP', port }];

const podsWith = (labels: Json) => ({ podSelector: { matchLabels: labels } });

export interface Ways {
  readonly server: End;
  readonly pooler: End;
  /** Beside which the policies stand. */
  readonly beside: Resource;
  /** After which they are called. */
  readonly called: Resource;
}

/** @returns undefined where no policy could take the pods of one end alone */
export function letThrough(
  { server, pooler, beside, called }: Ways,
  callers: readonly Workload[],
  root: Root,
): readonly Change[] | undefined {
  const { namespace } = pooler.pod;
  const cluster = policiesIn(namespace, root);
  const connection = { from: pooler.pod, to: server.pod, port: PORT, protocol: 'TCP' } as const;
  const kept = callers.filter(
    each => !isLetThrough('Ingress', { ...connection, from: podOf(each, root), to: pooler.pod }, cluster),
  );
  const isLetIn = isLetThrough('Ingress', connection, cluster);
  const isOut = !isLetThrough('Egress', connection, cluster);
  const types = [...(kept.length > 0 ? ['Ingress'] : []), ...(isOut ? ['Egress'] : [])];
  if (isLetIn && types.length === 0) return [];
  if (server.labels === undefined || pooler.labels === undefined) return undefined;
  const [poolers, store] = [podsWith(pooler.labels), podsWith(server.labels)];
  const from = kept.map(each => peerOf(each, namespace, root));
  return [
    ...(isLetIn
      ? []
      : [
          newPolicy(
            beside,
            { of: called, suffix: `${SUFFIX}-to-server` },
            { ...store, policyTypes: ['Ingress'], ingress: [{ from: [poolers], ports: ports(PORT) }] },
          ),
        ]),
    ...(types.length === 0
      ? []
      : [
          newPolicy(
            beside,
            { of: called, suffix: freeSuffix(called, kept, root) },
            {
              ...poolers,
              policyTypes: types,
              ...(kept.length > 0 && { ingress: [{ from, ports: ports(PORT) }] }),
              ...(isOut && { egress: [TO_DNS, { to: [store], ports: ports(PORT) }] }),
            },
          ),
        ]),
  ];
}

/** The first policy of a pooler has its name; what comes later is called after whom it lets in. */
function freeSuffix(called: Resource, kept: readonly Workload[], root: Root): string {
  const policies = root.platform.find('NetworkPolicy', root.platform.namespaceOf(called));
  if (!policies.some(each => isCalledAfter(each, called, SUFFIX))) return SUFFIX;
  const [first] = kept;
  return first === undefined ? `${SUFFIX}-egress` : `${SUFFIX}-from-${sourceName(first)}`;
}

/** A caller of the same namespace by its labels, and one of another by the namespace too. */
function peerOf(caller: Workload, namespace: string, root: Root): JsonObject {
  const own = inside(root.platform.namespaceOf(caller));
  if (own === namespace && root.workloads.includes(caller)) return podsWith(selectorOf(caller));
  return { ...(own !== namespace && namespaceCalled(own)), ...podsWith(caller.podLabels) };
}

function namespaceCalled(name: string): JsonObject {
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } };
}

/**
 * The way out of a caller to the pooler, where its policies let it go to other places alone.
 *
 * @param called what the pooler is called by
 * @returns undefined where no policy could take its pods alone
 */
export function letOut(
  caller: Workload,
  { pod, labels }: End,
  called: Resource,
  root: Root,
): readonly Change[] | undefined {
  const from = podOf(caller, root);
  const cluster = policiesIn(from.namespace, root);
  if (isLetThrough('Egress', { from, to: pod, port: PORT, protocol: 'TCP' }, cluster)) return [];
  const own = labelsTaking(caller, root);
  if (own === undefined) return undefined;
  const pooler = {
    ...(pod.namespace !== from.namespace && namespaceCalled(pod.namespace)),
    ...podsWith(labels ?? pod.labels),
  };
  return [
    newPolicy(
      caller,
      { suffix: `-to-${sourceName(called)}` },
      { ...podsWith(own), policyTypes: ['Egress'], egress: [{ to: [pooler], ports: ports(PORT) }] },
    ),
  ];
}
