/** Whether a namespace lets through what a container will ask for (catalogue H2, H2b: "quota checked"). */

import { compareQuantities, printQuantity } from '../../src/kubernetes/quantity.ts';
import type { BoundKind, Container, JsonObject, Root } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { boundsIn, type NamedBound } from '../shared/namespaces/bounds.ts';
import type { PodsOfNamespace } from '../shared/namespaces/namespaces.ts';
import { COUNTED, defaultsIn, usageOf, type Wanted } from '../shared/namespaces/quota.ts';
import { amount, isLess } from '../shared/numbers/amounts.ts';
import { plainToolsEvidence } from '../shared/start/tools.ts';
import { written } from './wishes.ts';

type Amounts = Readonly<Record<string, string>>;

/** Nodes that a DaemonSet is counted for where nobody has said how many there are. */
const NODES = 3;

/** Whether a request or limit is written, or given to the container by the LimitRange of its namespace. */
export function isStated(
  container: Container,
  type: 'requests' | 'limits',
  resource: string,
  root: Root,
): boolean {
  if (written(container, type, resource) !== undefined) return true;
  const namespace = root.platform.namespaceOf(container.workload);
  return defaultsIn({ name: namespace, workloads: [] }, root)[`${type}.${resource}`] !== undefined;
}

/** Why the LimitRange of a namespace would refuse a container with new requests or limits. */
export function outOfBounds(
  container: Container,
  root: Root,
  type: 'requests' | 'limits',
  values: Amounts,
): string[] {
  for (const range of boundsBeside(container, 'LimitRange', root)) {
    for (const item of mapsIn(range.spec.limits)) {
      if (item.type !== 'Container') continue;
      for (const [resource, value] of Object.entries(values)) {
        const broken = brokenBound(container, item, type, resource, value);
        if (broken !== undefined) return [`LimitRange ${range.name} ${broken}`];
      }
    }
  }
  return [];
}

function brokenBound(
  container: Container,
  item: JsonObject,
  type: 'requests' | 'limits',
  resource: string,
  value: string,
): string | undefined {
  const bound = (name: string) => (isMap(item[name]) ? item[name][resource] : undefined);
  if (isLess(value, bound('min'))) return `wants at least ${String(bound('min'))} of ${resource}`;
  if (isLess(bound('max'), value)) return `allows no more than ${String(bound('max'))} of ${resource}`;
  if (bound('maxLimitRequestRatio') !== undefined)
    return `bounds the ratio of limit to request of ${resource}`;
  const isLimited = container.get(['resources', 'limits', resource]) !== undefined;
  const limit = bound('default') ?? bound('max');
  if (type === 'requests' && !isLimited && isLess(limit, value)) {
    return `gives it a limit of ${String(limit)} of ${resource}, which is less`;
  }
  return undefined;
}

/** By what containers will ask for, which is one function for a root and its options. */
const known = new WeakMap<Wanted, Map<string, string[]>>();

/**
 * Why the quotas of a namespace have no room once its containers ask for what they will. A quota that is full already
 * is none of our doing.
 *
 * @param wanted what they will ask for: the same for every container of a root
 */
export function beyondQuota(container: Container, root: Root, wanted: Wanted): string[] {
  const quotas = boundsBeside(container, 'ResourceQuota', root);
  if (quotas.length === 0) return [];
  const namespace = root.platform.namespaceOf(container.workload);
  const answers = known.get(wanted) ?? new Map<string, string[]>();
  known.set(wanted, answers);
  const found = answers.get(namespace ?? '') ?? exceeded(quotas, namespace, root, wanted);
  answers.set(namespace ?? '', found);
  return found;
}

function exceeded(
  quotas: readonly NamedBound[],
  namespace: string | undefined,
  root: Root,
  wanted: Wanted,
): string[] {
  const owned: PodsOfNamespace = { name: namespace, workloads: root.platform.workloadsIn(namespace) };
  const today = usageOf(owned, root, NODES).compute;
  const then = usageOf(owned, root, NODES, wanted).compute;
  for (const quota of quotas) {
    const { hard } = quota.spec;
    if (!isMap(hard)) continue;
    for (const counted of COUNTED) {
      const room = amount(
        hard[counted] ?? (counted.startsWith('requests.') ? hard[counted.slice(9)] : undefined),
      );
      if (room === undefined || compareQuantities(then[counted], room) <= 0) continue;
      if (compareQuantities(today[counted], then[counted]) >= 0) continue;
      return [`ResourceQuota ${quota.name} has no room for ${printQuantity(then[counted])} of ${counted}`];
    }
  }
  return [];
}

/**
 * Whether nothing is gained by a number for it: plain tools that are done before the pod starts, in a namespace without a
 * quota that would have to be told one.
 */
export function needsNoNumber(container: Container, root: Root): boolean {
  return (
    container.role === 'init' &&
    plainToolsEvidence(container) !== undefined &&
    boundsBeside(container, 'ResourceQuota', root).length === 0
  );
}

function boundsBeside({ workload }: Container, kind: BoundKind, root: Root): readonly NamedBound[] {
  return boundsIn(kind, root.platform.namespaceOf(workload), root);
}
