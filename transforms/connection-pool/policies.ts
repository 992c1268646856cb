/** Policies that would keep a pooler from its server, or callers from the pooler. They only add: one more lets them through. */

import { inside, podOf } from '../../src/network/pods.ts';
import { isIsolated, isLetThrough, type Pod } from '../../src/network/simulator.ts';
import { type Change, type JsonObject, type Root, selectorOf, type Workload } from '../../src/transform.ts';
import { newPolicy, policiesIn, TO_DNS } from '../shared/policies.ts';
import { PORT } from './configuration.ts';
import { SUFFIX } from './context.ts';
import type { Server } from './server.ts';

type Labels = Readonly<Record<string, string>>;

export interface Pooler {
  /** All labels of its pods. */
  readonly all: Labels;
  /** Those by which a policy selects them. */
  readonly own: Labels;
}

/** Ports by which a policy lets through: a name of a port is none of another pod. */
const ports = (port: number) => [{ protocol: 'TCP', port }];

export function letThrough(
  { workload, service }: Server,
  { all, own }: Pooler,
  callers: readonly Workload[],
  root: Root,
): readonly Change[] {
  const namespace = inside(root.platform.namespaceOf(workload));
  const cluster = policiesIn(namespace, root);
  const pooler: Pod = { namespace, labels: all, ports: [{ name: 'postgres', port: PORT, protocol: 'TCP' }] };
  const server = podOf(workload, root);
  const poolers = { podSelector: { matchLabels: own } };
  const store = { podSelector: { matchLabels: selectorOf(workload) } };
  const connection = { from: pooler, to: server, port: PORT, protocol: 'TCP' } as const;
  const kept = callers.filter(
    each => !isLetThrough('Ingress', { ...connection, from: podOf(each, root), to: pooler }, cluster),
  );
  const isOut = isIsolated(pooler, 'Egress', cluster) && !isLetThrough('Egress', connection, cluster);
  const towards = {
    egress: [TO_DNS, { to: [store], ports: ports(PORT) }],
  };
  const from = kept.map(each => peerOf(each, namespace, root));
  const types = [...(kept.length > 0 ? ['Ingress'] : []), ...(isOut ? ['Egress'] : [])];
  return [
    ...(isLetThrough('Ingress', connection, cluster)
      ? []
      : [
          newPolicy(
            workload,
            { of: service, suffix: `${SUFFIX}-to-server` },
            {
              ...store,
              policyTypes: ['Ingress'],
              ingress: [{ from: [poolers], ports: ports(PORT) }],
            },
          ),
        ]),
    ...(types.length === 0
      ? []
      : [
          newPolicy(
            workload,
            { of: service, suffix: SUFFIX },
            {
              ...poolers,
              policyTypes: types,
              ...(kept.length > 0 && { ingress: [{ from, ports: ports(PORT) }] }),
              ...(isOut && towards),
            },
          ),
        ]),
  ];
}

/** A caller of the same namespace by its labels, and one of another by the namespace too. */
function peerOf(caller: Workload, namespace: string, root: Root): JsonObject {
  const own = inside(root.platform.namespaceOf(caller));
  if (own === namespace && root.workloads.includes(caller))
    return { podSelector: { matchLabels: selectorOf(caller) } };
  return {
    ...(own !== namespace && {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': own } },
    }),
    podSelector: { matchLabels: caller.podLabels },
  };
}

/** The way out of a caller to the pooler, where its policies let it go to other places alone. */
export function letOut(caller: Workload, pooler: Workload, root: Root): readonly Change[] {
  const [from, to] = [podOf(caller, root), podOf(pooler, root)];
  const cluster = policiesIn(from.namespace, root);
  if (from.namespace !== to.namespace || !isIsolated(from, 'Egress', cluster)) return [];
  if (isLetThrough('Egress', { from, to, port: PORT, protocol: 'TCP' }, cluster)) return [];
  return [
    newPolicy(
      caller,
      { suffix: `${SUFFIX}-egress` },
      {
        podSelector: { matchLabels: selectorOf(caller) },
        policyTypes: ['Egress'],
        egress: [{ to: [{ podSelector: { matchLabels: pooler.podLabels } }], ports: ports(PORT) }],
      },
    ),
  ];
}
