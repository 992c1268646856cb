/** A quota for every namespace, in which everything that is there has room (catalogue H2). */

import { printQuantity } from '../src/kubernetes/quantity.ts';
import { defineTransform, type JsonObject, type Proposal, type Root } from '../src/transform.ts';
import { type OwnedNamespace, objectsIn, ownedNamespaces, placeOf } from './quota/namespaces.ts';
import { COUNTED, usageOf } from './quota/usage.ts';
import { isLess, times } from './shared/amounts.ts';
import { enumerated } from './shared/data.ts';
import { caveat, describeContainer } from './shared/pods.ts';

type Message = 'missing' | 'shared' | 'no-environment';

const COUNTS = ['persistentvolumeclaims', 'services.loadbalancers', 'services.nodeports'] as const;

export default defineTransform({
  id: 'resource-quota',
  title: 'Namespaces have a quota',
  severity: 'high',
  group: 'resources',
  preset: 'recommended',
  safety: 'unsafe',
  each: 'root',
  options: {
    hard: {
      type: 'object',
      perEnvironment: {
        development: quota(10, 1, 10, 0, 0),
        staging: quota(20, 2, 20, 1, 2),
        production: quota(40, 4, 40, 2, 4),
      },
      description:
        'The quota before it is raised to what the namespace needs. Every load balancer has room for two ports.',
    },
    nodes: {
      type: 'integer',
      minimum: 1,
      default: 3,
      description: 'Nodes of the cluster: as many pods has a DaemonSet.',
    },
  },
  placement: { field: 'overlay', resource: 'overlay' },
  messages: {
    missing:
      'namespace {namespace} has no quota: one mistake there can take the whole cluster. It gets one{raised}{caveat}',
    shared: 'namespace {namespace} has no quota, and several overlays render it',
    'no-environment':
      'namespace {namespace} has no quota, and how large it should be depends on the environment',
  },
  docs: {
    why: 'A runaway autoscaler, a forgotten test or a stolen credential stops at the quota instead of at the size of the cluster.',
    risk: 'A quota refuses pods that do not state what it counts, and rollouts that would not fit. It is therefore raised until everything that is rendered fits, surge and parallel runs included.',
    links: ['https://kubernetes.io/docs/concepts/policy/resource-quotas/'],
    sameAs: [],
  },
  *plan(root, { options }) {
    for (const namespace of ownedNamespaces(root)) {
      if (objectsIn(namespace, 'ResourceQuota', root).length > 0) continue;
      const at = placeOf(namespace, root);
      const data = { namespace: namespace.name };
      if (root.sharesNamespace) {
        const blocked = 'all quotas of a namespace must hold: decide which overlay owns it';
        yield { message: 'shared', data, at, changes: [], evidence: [], blocked };
      } else if (options.hard === undefined) {
        const blocked =
          'which environment is this? environments: {<name>: {tier: ?, roots: [<this folder>]}}';
        yield { message: 'no-environment', data, at, changes: [], evidence: [], blocked };
      } else {
        yield missing(namespace, root, options.hard, options.nodes);
      }
    }
  },
});

function missing(namespace: OwnedNamespace, root: Root, table: JsonObject, nodes: number): Proposal<Message> {
  const usage = usageOf(namespace, root, nodes);
  const hard: Record<string, string> = {};
  const raised: string[] = [];
  for (const [name, value] of Object.entries(table)) hard[name] = String(value);
  for (const counted of COUNTED) {
    const used = printQuantity(usage.compute[counted]);
    let value = hard[counted];
    if (value === undefined || !isLess(value, used)) continue;
    while (isLess(value, used)) value = times(value, 2);
    raised.push(`${counted} ${value} for ${used}`);
    hard[counted] = value;
  }
  const counts = [usage.claims, usage.loadBalancers, usage.nodePorts];
  for (const [index, name] of COUNTS.entries()) {
    const used = counts[index]!;
    if (hard[name] === undefined || Number(hard[name]) >= used) continue;
    raised.push(`${name} ${used}`);
    hard[name] = String(used);
  }

  const reasons = [
    ...(usage.silent.length > 0
      ? [
          `it would refuse pods whose containers do not state requests and limits for CPU and memory, ${describeContainer(usage.silent[0]!)} among them`,
        ]
      : []),
    ...(usage.perNode.length > 0
      ? [`how many nodes run ${enumerated(usage.perNode.map(each => each.name))} is not known`]
      : []),
  ];
  const at = placeOf(namespace, root);
  const manifest: JsonObject = {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: `${namespace.name}-quota`, namespace: namespace.name },
    spec: { hard },
  };
  return {
    message: 'missing',
    data: {
      namespace: namespace.name,
      raised: raised.length === 0 ? '' : `, larger than usual (${raised.join('; ')})`,
      caveat: caveat(reasons),
    },
    at,
    changes: [{ type: 'create', manifest, beside: null }],
    safety: reasons.length === 0 ? 'safe' : 'unsafe',
    evidence: [
      {
        kind: 'manifest',
        at: namespace.object?.where([]) ?? root.path,
        says: 'everything rendered fits, with its surge',
      },
    ],
  };
}

function quota(cpu: number, size: number, claims: number, balancers: number, ports: number): JsonObject {
  return {
    'requests.cpu': String(cpu),
    'requests.memory': `${20 * size}Gi`,
    'limits.cpu': String(2 * cpu),
    'limits.memory': `${40 * size}Gi`,
    persistentvolumeclaims: String(claims),
    'services.loadbalancers': String(balancers),
    'services.nodeports': String(ports),
  };
}
