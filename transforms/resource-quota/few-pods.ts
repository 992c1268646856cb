/** Namespaces that a quota is nothing for: what runs there takes less than anybody would allow. */

import { printQuantity } from '../../src/kubernetes/quantity.ts';
import type { Root } from '../../src/transform.ts';
import type { OwnedNamespace } from '../shared/namespaces/namespaces.ts';
import { COUNTED, type Usage, usageOf } from '../shared/namespaces/quota.ts';
import { isLess } from '../shared/numbers/amounts.ts';
import { isScalable, mostReplicas } from '../shared/replicas/replicas.ts';

const FEW = 2;
/** Less than this is small, whatever of it is counted. */
const SMALL = { cpu: '2', memory: '4Gi' } as const;

/** One or two small pods: forty processors for them bound nothing, and a number near to theirs only hinders a rollout. */
export function hasFewPods(namespace: OwnedNamespace, root: Root, nodes: number): boolean {
  const { compute, perNode, unbounded, silent } = usageOf(namespace, root, nodes);
  // What says nothing may take anything.
  const isOpen = [perNode, unbounded, silent.filter(asksForNothing)].some(each => each.length > 0);
  if (isOpen) return false;
  const pods = namespace.workloads.map(each => (isScalable(each) ? mostReplicas(each, root) : 1));
  if (pods.reduce((sum, each) => sum + each, 0) > FEW) return false;
  return COUNTED.every(name =>
    isLess(printQuantity(compute[name]), SMALL[name.endsWith('cpu') ? 'cpu' : 'memory']),
  );
}

function asksForNothing({ unstated }: Usage['silent'][number]): boolean {
  return unstated.some(name => name.startsWith('requests.'));
}
