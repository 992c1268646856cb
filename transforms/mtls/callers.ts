/** Who is refused where pods take no plain text. */

import { matchesSelector } from '../../src/kubernetes/selectors.ts';
import type { Doubt, Edge, Proposal, Root, Workload } from '../../src/transform.ts';
import { hasProxy } from '../shared/clusters/proxies.ts';
import { isMap } from '../shared/data.ts';
import { type OwnedNamespace, placeOf } from '../shared/namespaces/namespaces.ts';
import { counted, enumerated } from '../shared/prose.ts';
import type { Message } from './context.ts';

/** So many are named. */
const SHOWN = 3;

export function strictDoubts(namespace: OwnedNamespace, root: Root): readonly Doubt[] {
  const callers = edgesInto(namespace, root).flatMap(edge => perhapsOutside(edge, root) ?? []);
  return [
    'whoever calls from outside of the mesh is refused',
    ...(callers.length === 0
      ? []
      : [`of those who call, these may be there: ${listed([...new Set(callers)])}`]),
  ];
}

/** Where somebody calls who is in no mesh for certain, it is no fix to refuse him. */
export function refusedCallers(namespace: OwnedNamespace, root: Root): Proposal<Message> | undefined {
  const callers = edgesInto(namespace, root)
    .filter(({ to }) => !hasOwnPolicy(to, root))
    .flatMap(edge => certainlyOutside(edge) ?? []);
  if (callers.length === 0) return undefined;
  return {
    message: 'callers',
    data: { name: namespace.name, callers: listed([...new Set(callers)]) },
    at: placeOf(namespace, root),
    changes: [],
    evidence: [],
    blocked: 'which of its ports stay open to those who can have no certificate, by a policy of their pods?',
    asks: [{ type: 'decision', about: `callers of namespace ${namespace.name} from outside of the mesh` }],
  };
}

function edgesInto({ name }: OwnedNamespace, root: Root): readonly Edge[] {
  return root.edges.filter(({ to }) => root.platform.namespaceOf(to) === name && hasProxy(to, root));
}

/** The API server has no proxy, and neither has whoever comes by a port of the nodes. */
function certainlyOutside({ from }: Edge): string | undefined {
  if (from.type === 'control-plane') return `the API server (${from.object.kind} ${from.object.name})`;
  return from.type === 'outside' ? `whoever comes by ${from.object.kind} ${from.object.name}` : undefined;
}

function perhapsOutside({ from }: Edge, root: Root): string | undefined {
  switch (from.type) {
    case 'workload': {
      const { kind, name } = from.workload;
      return hasProxy(from.workload, root) ? undefined : `${kind} ${name}, which has no proxy`;
    }
    case 'monitoring':
      return 'what scrapes metrics';
    case 'autoscaler':
      return `KEDA, for ${from.object.kind} ${from.object.name}`;
    case 'ingress':
    case 'router':
    case 'gateway':
      return `what serves ${from.object.kind} ${from.object.name}`;
    default:
      return undefined;
  }
}

/** Whether a policy speaks of the pods of a workload alone: somebody has thought of its callers. */
function hasOwnPolicy(workload: Workload, { platform }: Root): boolean {
  const namespace = platform.namespaceOf(workload);
  return platform.ofMesh.some(each => {
    const selector = each.get(['spec', 'selector']);
    return (
      each.kind === 'PeerAuthentication' &&
      platform.namespaceOf(each) === namespace &&
      isMap(selector) &&
      matchesSelector(selector, workload.podLabels)
    );
  });
}

/** The first of them, and how many more there are. */
export function listed(all: readonly string[]): string {
  const more = all.length - SHOWN;
  return more > 0 ? enumerated([...all.slice(0, SHOWN), counted(more, 'other')]) : enumerated(all);
}
