/** What a container says that it needs, and what it should say (catalogue H2b). */

import type { Container, Json, Workload } from '../../src/transform.ts';
import { isLess, largest, smaller, times } from '../shared/amounts.ts';
import { isMap } from '../shared/data.ts';
import type { Wanted } from '../shared/quota.ts';
import { minimumMemory } from './memory.ts';

export interface Options {
  readonly cpuRequest: string;
  readonly memoryRequest: string;
  readonly cpuLimit: string;
  readonly memoryLimit: string;
  readonly storageRequest: string;
  readonly logs: string;
  readonly cpuLimits: boolean;
  readonly qos: string;
  readonly factor?: number;
}

/** What the LimitRange of `limit-range` lets through. */
const LEAST: Readonly<Record<string, string>> = { cpu: '50m', memory: '64Mi' };

/** Not above a written limit: the API server would refuse it. */
export function wantedRequest(container: Container, options: Options, resource: string): string | undefined {
  const value = requestFor(container, options, resource);
  return value === undefined ? undefined : smaller(value, written(container, 'limits', resource));
}

const wishes = new WeakMap<Options, Wanted>();

/** What containers will request that do not yet: one function for the same options, which are those of one root. */
export function newRequests(options: Options): Wanted {
  const found = wishes.get(options);
  if (found !== undefined) return found;
  const wanted: Wanted = (container, counted) => {
    const [type, resource = ''] = counted.split('.');
    if (type !== 'requests' || written(container, 'requests', resource) !== undefined) return undefined;
    return wantedRequest(container, options, resource);
  };
  wishes.set(options, wanted);
  return wanted;
}

function requestFor(container: Container, options: Options, resource: string): string | undefined {
  const stated = statedIn(container, 'requests', resource);
  if (stated !== undefined) return stated;
  if (resource === 'ephemeral-storage') return options.storageRequest;
  if (options.factor === undefined) return undefined;
  const base = resource === 'cpu' ? options.cpuRequest : options.memoryRequest;
  const scaled = largest(times(base, options.factor), LEAST[resource])!;
  if (resource === 'cpu') return scaled;
  const most = options.qos === 'guaranteed' ? written(container, 'limits', 'memory') : undefined;
  return largest(scaled, minimumMemory(container)?.memory, most === undefined ? undefined : String(most));
}

/** A value of the container, else of the pod as a whole (`spec.resources`, default since 1.34). */
export function written(
  container: Container,
  type: 'requests' | 'limits',
  resource: string,
): Json | undefined {
  const own = container.get(['resources', type, resource]);
  if (own !== undefined && own !== null) return own;
  const pod = container.workload.pod.resources;
  const shared = isMap(pod) ? pod[type] : undefined;
  return isMap(shared) ? (shared[resource] ?? undefined) : undefined;
}

export function statedIn(
  { facts }: Container,
  type: 'requests' | 'limits',
  resource: string,
): string | undefined {
  const stated = facts.resources?.value[type];
  const value = isMap(stated) ? stated[resource] : undefined;
  return value === undefined ? undefined : String(value);
}

/** True for pods whose every request is its limit: Kubernetes evicts them last, and may give them cores of their own. */
export function isGuaranteed({ containers }: Workload): boolean {
  return containers.every(container =>
    ['cpu', 'memory'].every(resource => {
      const limit = written(container, 'limits', resource);
      const request = written(container, 'requests', resource) ?? limit;
      return limit !== undefined && !isLess(request, limit) && !isLess(limit, request);
    }),
  );
}
