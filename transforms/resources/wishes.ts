/** What a container says that it needs, what it should say, and what speaks for the number (catalogue H2b). */

import type { Container, Evidence, Json, PlanContext, Root, Workload } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { seenAmount } from '../shared/images/observed.ts';
import { isOwnImage } from '../shared/images/vendors.ts';
import type { Wanted } from '../shared/namespaces/quota.ts';
import { isLess, largest, smaller, times } from '../shared/numbers/amounts.ts';
import { mentionedMemory, minimumMemory } from '../shared/numbers/memory.ts';
import { saidBySisters } from '../shared/sisters.ts';
import { type Likeness, likelyNumber, shareOf } from './likeness.ts';

export interface Options {
  readonly cpuRequest: string;
  readonly memoryRequest: string;
  readonly cpuLimit: string;
  readonly memoryLimit: string;
  readonly storage: boolean;
  readonly storageRequest: string;
  readonly logs: string;
  readonly cpuLimits: boolean;
  readonly qos: string;
  readonly factor: number;
}

export type Context = PlanContext<Options>;

/** What the LimitRange of `limit-range` lets through. */
const LEAST: Readonly<Record<string, string>> = { cpu: '10m', memory: '16Mi' };

/** A number, and what speaks for it: nothing where kustomend has made it up. */
export interface Wish {
  readonly value: string;
  readonly evidence: Evidence | undefined;
  /** Where nothing speaks for it, somebody else's number that it is. */
  readonly like?: Likeness | undefined;
  /** Whether other environments have it of their own. */
  readonly isOfSisters?: boolean;
}

/** What a container should request. Not above its limit: the API server would refuse it. */
export function wishedRequest(container: Container, context: Context, resource: string): Wish | undefined {
  const wish = requestFor(container, context, resource);
  if (wish === undefined) return undefined;
  const limit = written(container, 'limits', resource);
  // Where something speaks for the request and nothing is written, the limit gives way.
  const wished =
    limit === undefined && wish.evidence === undefined ? wishedLimit(container, context, resource) : limit;
  return { ...wish, value: smaller(wish.value, wished) };
}

function wishedLimit(container: Container, context: Context, resource: string): string | undefined {
  const isWished = resource === 'memory' || (resource === 'cpu' && context.options.cpuLimits);
  return isWished ? saidLimit(container, resource, context)?.value : undefined;
}

/** A limit for which something speaks: the image, the configuration or another environment. */
export function saidLimit(
  container: Container,
  resource: 'cpu' | 'memory',
  context: Context,
): Wish | undefined {
  const stated = statedIn(container, 'limits', resource);
  if (stated !== undefined) return { value: stated, evidence: container.facts.resources?.evidence };
  const evidence = saidFor(container, LIMIT_OPTION[resource], context);
  return evidence === undefined
    ? (measured(container, context.root, 'limits', resource) ??
        wishOfSisters(container, context.root, 'limits', resource))
    : { value: neededLimit(container, resource, context), evidence };
}

const LIMIT_OPTION = { cpu: 'cpuLimit', memory: 'memoryLimit' } as const;

/**
 * The number of the options, or what the container is known to need where that is more.
 *
 * @param share of that number, for a container of its kind
 */
export function neededLimit(
  container: Container,
  resource: 'cpu' | 'memory',
  { options, root }: Context,
  share = 1,
): string {
  const usual = times(options[LIMIT_OPTION[resource]], options.factor * share);
  return resource === 'cpu'
    ? usual
    : largest(usual, minimumMemory(container, root)?.memory, mentionedMemory(container, root)?.memory)!;
}

const known = new WeakMap<Options, Wanted>();

/** What containers will request that do not yet: one function for the same options, which are those of one root. */
export function newRequests(context: Context): Wanted {
  const { options } = context;
  const found = known.get(options);
  if (found !== undefined) return found;
  const wanted: Wanted = (container, counted) => {
    const [type, resource = ''] = counted.split('.');
    if (type !== 'requests' || written(container, 'requests', resource) !== undefined) return undefined;
    return wishedRequest(container, context, resource)?.value;
  };
  known.set(options, wanted);
  return wanted;
}

/** Room on the disk of a node is the same for whatever runs there. */
const OF_ALL: ReadonlySet<keyof Options> = new Set(['storageRequest']);

/**
 * What the configuration says of how much a container takes. A plain number is what the services of its authors take: of an image of
 * somebody else's it says nothing, unless it names that one (`images:`).
 */
export function saidFor(container: Container, option: keyof Options, context: Context): Evidence | undefined {
  if (!OF_ALL.has(option) && !isOwnImage(container, context.root)) return undefined;
  return context.configured(option, 'the configuration says how much');
}

/** The option that says how much of a resource is requested. */
export const OPTION: Readonly<Record<string, keyof Options>> = {
  cpu: 'cpuRequest',
  memory: 'memoryRequest',
  'ephemeral-storage': 'storageRequest',
};

function requestFor(container: Container, context: Context, resource: string): Wish | undefined {
  const { options } = context;
  const stated = statedIn(container, 'requests', resource);
  if (stated !== undefined) return { value: stated, evidence: container.facts.resources?.evidence };
  const option = OPTION[resource] ?? 'cpuRequest';
  const said = saidFor(container, option, context);
  if (resource === 'ephemeral-storage') {
    return options.storage || said !== undefined
      ? { value: options.storageRequest, evidence: said }
      : undefined;
  }
  const use = said === undefined ? measured(container, context.root, 'requests', resource) : undefined;
  if (use !== undefined) return use;
  const minimum = resource === 'memory' ? minimumMemory(container, context.root) : undefined;
  const heap =
    minimum !== undefined && minimum.doubt === undefined
      ? { value: minimum.memory, evidence: minimum.evidence }
      : undefined;
  if (said === undefined && heap !== undefined) return heap;
  const sister =
    said === undefined ? wishOfSisters(container, context.root, 'requests', resource) : undefined;
  if (sister !== undefined) return sister;
  const base = resource === 'cpu' ? options.cpuRequest : options.memoryRequest;
  const like = said === undefined ? likelyNumber(container, context.root, 'requests', resource) : undefined;
  const share = said === undefined ? shareOf(container, resource) : 1;
  const usual = times(base, options.factor * share);
  const scaled = largest(like?.value ?? usual, LEAST[resource])!;
  if (resource === 'cpu') return { value: scaled, evidence: said, like };
  const most = options.qos === 'guaranteed' ? written(container, 'limits', 'memory') : undefined;
  const mentioned = mentionedMemory(container, context.root)?.memory;
  const value = largest(scaled, minimum?.memory, mentioned, most === undefined ? undefined : String(most))!;
  return { value, evidence: said, like };
}

/** What was measured of the container here, where nothing speaks against that; never less than it is known to need. */
function measured(
  container: Container,
  root: Root,
  type: 'requests' | 'limits',
  resource: string,
): Wish | undefined {
  const seen = seenAmount(container, root, type, resource);
  if (seen === undefined || seen.doubts.length > 0) return undefined;
  const least = resource === 'memory' ? minimumMemory(container, root)?.memory : undefined;
  return { value: largest(seen.what, LEAST[resource], least)!, evidence: seen.evidence };
}

/** The least that another environment writes for the same container. */
export function wishOfSisters(
  container: Container,
  root: Root,
  type: 'requests' | 'limits',
  resource: string,
): Wish | undefined {
  const said = saidBySisters(container, root, ['resources', type, resource]).filter(({ container: other }) =>
    isSizedAlike(container, other),
  );
  const wishes = said.map(({ value, evidence }) => ({ value: String(value), evidence, isOfSisters: true }));
  return wishes.sort((a, b) => (isLess(a.value, b.value) ? -1 : Number(isLess(b.value, a.value))))[0];
}

/** Sizes that both write are the same ones: else the other is another size as a whole. */
function isSizedAlike(a: Container, b: Container): boolean {
  return ['requests', 'limits'].every(type =>
    ['cpu', 'memory'].every(resource => {
      const [own, other] = [a, b].map(each => each.get(['resources', type, resource]));
      return own === undefined || other === undefined || (!isLess(own, other) && !isLess(other, own));
    }),
  );
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
