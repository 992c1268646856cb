/** Bounds and defaults for the containers of a namespace (catalogue H2). */

import {
  type Container,
  type Doubt,
  defineTransform,
  type JsonObject,
  type PlanContext,
  type Proposal,
  type Root,
} from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import { isLeftOut, isSaidToBeThere, keptBeside } from '../shared/namespaces/bounds.ts';
import {
  makerOfPods,
  type OwnedNamespace,
  ownedNamespaces,
  placeOf,
  unseenPods,
  whoOwns,
} from '../shared/namespaces/namespaces.ts';
import { chosenAtApply, sharedWithOthers } from '../shared/namespaces/unrendered.ts';
import { doubledUntil, isLess, largest, smaller } from '../shared/numbers/amounts.ts';
import { isHungry } from '../shared/numbers/hungry.ts';
import { mentionedMemory, minimumMemory } from '../shared/numbers/memory.ts';
import { describeContainer } from '../shared/pods.ts';
import { counted } from '../shared/prose.ts';
import { isTakenOut } from '../shared/sisters.ts';

type Message = 'missing' | 'shared' | 'kept-beside' | 'not-ours' | 'unrendered';
const OPTIONS = ['max', 'min', 'default', 'defaultRequest'] as const;
type Option = (typeof OPTIONS)[number];
type Context = PlanContext<Readonly<Record<Option, JsonObject>>>;

const RESOURCES = ['cpu', 'memory'] as const;
type Resource = (typeof RESOURCES)[number];
type Resources = Readonly<Record<Resource, string>>;
const TABLE: Readonly<Record<Option, Resources>> = {
  max: { cpu: '4', memory: '8Gi' },
  // Below what controllers and meshes put beside or in front of pods: 10m and 64Mi for the pod that answers an ACME challenge,
  // 10m and 20Mi for a proxy of metrics.
  min: { cpu: '10m', memory: '16Mi' },
  default: { cpu: '500m', memory: '512Mi' },
  defaultRequest: { cpu: '100m', memory: '128Mi' },
};

export default defineTransform({
  id: 'limit-range',
  title: 'Namespaces bound what one container may ask for',
  severity: 'high',
  group: 'resources',
  order: 900,
  preset: 'recommended',
  each: 'root',
  options: {
    max: bounds('Most that a container may take, doubled until it holds what is there.', TABLE.max),
    min: bounds('Least that a container may ask for, lowered to what is there.', TABLE.min),
    default: bounds(
      'Limits of containers that state none; without a value of yours never above your `max`.',
      TABLE.default,
    ),
    defaultRequest: bounds(
      'Requests of containers that state none; without a value of yours never above your `max`.',
      TABLE.defaultRequest,
    ),
  },
  placement: { field: 'overlay', resource: 'beside' },
  messages: {
    missing:
      'namespace {namespace} has no LimitRange: a container may ask for a whole node, or for nothing. It gets one',
    shared: 'namespace {namespace} has no LimitRange, and several overlays have the same claim on it',
    'kept-beside': 'namespace {namespace} has no LimitRange',
    'not-ours': 'namespace {namespace} has no LimitRange',
    unrendered:
      'namespace {namespace} has no LimitRange, and its defaults would apply to pods that nobody has rendered',
  },
  briefs: {
    missing: 'no LimitRange in {namespace}',
    shared: 'no LimitRange in {namespace}, shared by overlays',
    'kept-beside': 'no LimitRange in {namespace}',
    'not-ours': 'no LimitRange in {namespace}',
    unrendered: 'no LimitRange in {namespace}',
  },
  docs: {
    why: 'A quota counts only what containers ask for. A LimitRange gives those that ask for nothing a share, and refuses mistakes such as 100 CPUs.',
    risk: 'Where each container states requests and a limit of memory it does nothing today, and is written only if it is asked for (`--only`, `--preset complete`). Its default limit applies to every container without one, at the next restart, and no render shows it. Pods outside its bounds are refused, injected sidecars too.',
    links: ['https://kubernetes.io/docs/concepts/policy/limit-range/'],
    sameAs: [],
  },
  *plan(root, context) {
    const { configured, isAskedFor } = context;
    for (const namespace of ownedNamespaces(root)) {
      if (root.platform.find('LimitRange', namespace.name).length > 0) continue;
      // With two of them it is open whose defaults apply.
      if (root.platform.boundsBeside('LimitRange', namespace.name).length > 0) continue;
      const isAsked = OPTIONS.some(name => configured(name, '') !== undefined);
      if (!isAsked && (isSaidToBeThere('LimitRange', namespace, root) || isLeftOut('LimitRange', root)))
        continue;
      if (!isAsked && !isAskedFor && isIdle(namespace, root)) continue;
      const data = { namespace: namespace.name };
      const open = { at: placeOf(namespace, root), changes: [], evidence: [] } as const;
      if (namespace.claimants.length > 0) {
        yield { message: 'shared', data, ...open, ...whoOwns(namespace, root, isAsked) };
        continue;
      }
      const kept = keptBeside('ResourceQuota', namespace.name, root);
      if (kept !== undefined) {
        yield { message: 'kept-beside', data, ...open, ...kept };
        continue;
      }
      const others =
        chosenAtApply(namespace, root) ?? (!isAsked ? sharedWithOthers(namespace, root) : undefined);
      if (others !== undefined) {
        yield { message: 'not-ours', data, ...open, known: others };
        continue;
      }
      const maker = isAsked ? undefined : makerOfPods(namespace, root);
      if (maker !== undefined) yield { message: 'unrendered', data: { ...data, maker }, ...open };
      // A layer has taken them out: its defaults would bring them back.
      else if (isAsked || !areTakenOut(namespace, root)) yield missing(namespace, context);
    }
  },
});

function bounds(description: string, value: Resources) {
  return { type: 'object', description, default: { ...value } } as const;
}

function missing(namespace: OwnedNamespace, context: Context): Proposal<Message> {
  const { root, configured } = context;
  const bounds = boundsFor(namespace, context);
  const manifest: JsonObject = {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'limits' },
    spec: { limits: [{ type: 'Container', ...bounds }] },
  };
  const reliant = containersOf(namespace).filter(each => reliesOn(each, bounds));
  const said = OPTIONS.map(name => configured(name, 'the configuration says the bounds')).find(each => each);
  const doubts = [
    ...(said === undefined ? ['its bounds are of no measure but our own'] : []),
    ...(reliant.length === 0
      ? []
      : [
          `taken alone, its defaults become those of ${namesOf(reliant)}: numbers that \`resources\` gives come first`,
        ]),
    ...beyondDefault(namespace, bounds, root),
    ...unseenPods(namespace, root),
  ];
  const at = placeOf(namespace, root);
  return {
    message: 'missing',
    data: { namespace: namespace.name },
    at,
    changes: [{ type: 'create', manifest, namespace: namespace.name }],
    doubts,
    evidence: said === undefined ? [] : [said],
  };
}

type Bounds = Readonly<Record<Option, string | undefined>>;

function boundsFor(namespace: OwnedNamespace, context: Context): JsonObject {
  const bounds = RESOURCES.map(resource => [resource, boundsOf(resource, namespace, context)] as const);
  const entries = OPTIONS.map(option => {
    const known = bounds.flatMap(([resource, { [option]: value }]) =>
      value === undefined ? [] : [[resource, value]],
    );
    return [option, Object.fromEntries(known) as JsonObject] as const;
  });
  return Object.fromEntries(entries.filter(([, values]) => Object.keys(values).length > 0));
}

/** Bounds of one resource that the API server accepts together, and that hold what is there. */
function boundsOf(
  resource: Resource,
  namespace: OwnedNamespace,
  { options, configured, root }: Context,
): Bounds {
  const isSaid = (option: Option) =>
    configured(option, '') !== undefined && options[option][resource] !== undefined;
  const said = (option: Option) => String(options[option][resource] ?? TABLE[option][resource]);
  // A maximum that somebody says is above our own defaults: only what is written moves it. One of nothing would refuse all.
  const isBound = isSaid('max') && isLess('0', said('max'));
  const of = (option: Option) =>
    isBound && !isSaid(option) ? smaller(said(option), said('max')) : said(option);
  const containers = containersOf(namespace);
  const requested = isSaid('min') ? largest(of('defaultRequest'), of('min'))! : of('defaultRequest');
  const limit = largest(
    of('default'),
    ...containers.map(each => requestWithoutLimit(each, resource)),
    ...(isSaid('default')
      ? []
      : [requested, ...containers.map(each => neededWithoutLimit(each, resource, root))]),
  )!;
  const limits = containers.map(each => statedIn(each, 'limits', resource));
  const requests = containers.map(each => statedIn(each, 'requests', resource));
  const defaultRequest = smaller(requested, limit);
  const isGiven = isSaid('default') || !doesDefaultHarm(resource, namespace, root);
  return {
    // The API server takes the maximum for a default that is left out: without the one the other goes, too.
    max: isGiven || isSaid('max') ? doubledUntil(of('max'), largest(limit, ...limits)!) : undefined,
    min: [defaultRequest, ...requests, ...limits].reduce<string>(smaller, of('min')),
    default: isGiven ? limit : undefined,
    defaultRequest,
  };
}

/** Whether nothing there would take a default, and what is asked for is no mistake: each container of all roots states what counts. */
function isIdle({ name, workloads }: OwnedNamespace, { platform }: Root): boolean {
  const all = new Set([...workloads, ...platform.workloadsIn(name)]);
  const containers = [...all].flatMap(each => each.containers);
  return containers.every(
    each =>
      RESOURCES.every(resource => statedIn(each, 'requests', resource) !== undefined) &&
      // One of CPU slows down and protects nobody.
      statedIn(each, 'limits', 'memory') !== undefined,
  );
}

function containersOf({ workloads }: OwnedNamespace): Container[] {
  return workloads.flatMap(workload => workload.containers);
}

/**
 * Without a limit of CPU a container takes what is free: a default slows down those that state none. Where what it works
 * on decides how much memory it takes, a default kills it.
 */
function doesDefaultHarm(resource: Resource, namespace: OwnedNamespace, root: Root): boolean {
  const unlimited = containersOf(namespace).filter(each => statedIn(each, 'limits', resource) === undefined);
  return resource === 'cpu'
    ? unlimited.length > 0 && !isCounted('limits.cpu', namespace, root)
    : unlimited.some(isHungry);
}

/** Whether a quota wants it of every container: its pods are refused until a default says it. */
function isCounted(counted: string, namespace: OwnedNamespace, root: Root): boolean {
  return root.platform
    .find('ResourceQuota', namespace.name)
    .some(each => each.get(['spec', 'hard', counted]) !== undefined);
}

/** Whether a layer has taken requests or limits out of most containers. */
function areTakenOut(namespace: OwnedNamespace, root: Root): boolean {
  const containers = containersOf(namespace);
  const lost = containers.filter(each =>
    ['limits', 'requests'].some(type => isTakenOut(each, root, ['resources', type])),
  );
  return lost.length * 2 > containers.length;
}

function namesOf(containers: readonly Container[]): string {
  const first = describeContainer(containers[0]!);
  return containers.length === 1 ? first : `${counted(containers.length, 'container')}, ${first} among them`;
}

/** Whether a container asks for what the bounds say, since it says nothing itself. */
function reliesOn(container: Container, bounds: JsonObject): boolean {
  return RESOURCES.some(resource => {
    const isLimited = [bounds.max, bounds.default].some(each => isMap(each) && each[resource] !== undefined);
    const limit = statedIn(container, 'limits', resource);
    // The API server takes a limit for a request that is left out, before it looks at any bounds.
    const request = statedIn(container, 'requests', resource) ?? limit;
    return request === undefined || (isLimited && limit === undefined);
  });
}

/** A request above the default limit, without a limit of its own, would be refused: the default must hold it. */
function requestWithoutLimit(container: Container, resource: Resource): string | undefined {
  return statedIn(container, 'limits', resource) === undefined
    ? statedIn(container, 'requests', resource)
    : undefined;
}

/** What is known of the memory that it takes: under a default below that it is killed. */
function neededWithoutLimit(container: Container, resource: Resource, root: Root): string | undefined {
  return resource === 'memory' && statedIn(container, 'limits', 'memory') === undefined
    ? largest(minimumMemory(container, root)?.memory, mentionedMemory(container, root)?.memory)
    : undefined;
}

/** The container that needs most, where that is as much as the default gives, or more. */
function beyondDefault(namespace: OwnedNamespace, bounds: JsonObject, root: Root): Doubt[] {
  const given = isMap(bounds.default) ? bounds.default.memory : undefined;
  const needs = containersOf(namespace).map(
    each => [each, neededWithoutLimit(each, 'memory', root)] as const,
  );
  const most = largest(...needs.map(([, memory]) => memory));
  const [container] = needs.find(([, memory]) => memory !== undefined && memory === most) ?? [];
  if (container === undefined || given === undefined || isLess(most, given)) return [];
  return isLess(given, most)
    ? [`${describeContainer(container)} needs ${most}, and the default kills it at ${String(given)}`]
    : [`the default of ${most} is what ${describeContainer(container)} needs`];
}

function statedIn(container: Container, type: 'limits' | 'requests', resource: string): string | undefined {
  const map = container.get(['resources', type]);
  const value = isMap(map) ? map[resource] : undefined;
  return value === undefined || value === null ? undefined : String(value);
}
