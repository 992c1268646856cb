/** Bounds and defaults for the containers of a namespace (catalogue H2). */

import {
  type Container,
  defineTransform,
  type JsonObject,
  type PlanContext,
  type Proposal,
  type Root,
} from '../../src/transform.ts';
import { isLess, largest, times } from '../shared/amounts.ts';
import { keptBeside } from '../shared/bounds.ts';
import { isMap } from '../shared/data.ts';
import { isHungry } from '../shared/hungry.ts';
import {
  makerOfPods,
  type OwnedNamespace,
  ownedNamespaces,
  placeOf,
  unseenPods,
  whoOwns,
} from '../shared/namespaces.ts';
import { describeContainer } from '../shared/pods.ts';
import { counted } from '../shared/prose.ts';
import { isTakenOut } from '../shared/sisters.ts';

type Message = 'missing' | 'shared' | 'kept-beside' | 'unrendered';
const OPTIONS = ['max', 'min', 'default', 'defaultRequest'] as const;
type Context = PlanContext<Readonly<Record<(typeof OPTIONS)[number], JsonObject>>>;
type Resources = Readonly<Record<'cpu' | 'memory', string>>;

const RESOURCES = ['cpu', 'memory'] as const;
const MAX: Resources = { cpu: '4', memory: '8Gi' };
const MIN: Resources = { cpu: '50m', memory: '64Mi' };
const DEFAULT: Resources = { cpu: '500m', memory: '512Mi' };
const DEFAULT_REQUEST: Resources = { cpu: '100m', memory: '128Mi' };

export default defineTransform({
  id: 'limit-range',
  title: 'Namespaces bound what one container may ask for',
  severity: 'high',
  group: 'resources',
  order: 900,
  preset: 'recommended',
  each: 'root',
  options: {
    max: bounds('Most that a container may take, doubled until it holds what is there.', MAX),
    min: bounds('Least that a container may ask for, lowered to what is there.', MIN),
    default: bounds('Limits of containers that state none.', DEFAULT),
    defaultRequest: bounds('Requests of containers that state none.', DEFAULT_REQUEST),
  },
  placement: { field: 'overlay', resource: 'beside' },
  messages: {
    missing:
      'namespace {namespace} has no LimitRange: a container may ask for a whole node, or for nothing. It gets one',
    shared: 'namespace {namespace} has no LimitRange, and several overlays have the same claim on it',
    'kept-beside': 'namespace {namespace} has no LimitRange',
    unrendered:
      'namespace {namespace} has no LimitRange, and its defaults would apply to pods that nobody has rendered',
  },
  briefs: {
    missing: 'no LimitRange in {namespace}',
    shared: 'no LimitRange in {namespace}, shared by overlays',
    'kept-beside': 'no LimitRange in {namespace}',
    unrendered: 'no LimitRange in {namespace}',
  },
  docs: {
    why: 'A quota counts only what containers ask for. A LimitRange gives those that ask for nothing a share, and refuses mistakes such as 100 CPUs.',
    risk: 'Its default limit applies to every container without one, at the next restart, and no render shows it. Pods outside its bounds are refused, injected sidecars too.',
    links: ['https://kubernetes.io/docs/concepts/policy/limit-range/'],
    sameAs: [],
  },
  *plan(root, context) {
    const { configured } = context;
    for (const namespace of ownedNamespaces(root)) {
      if (root.platform.find('LimitRange', namespace.name).length > 0) continue;
      // With two of them it is open whose defaults apply.
      if (root.platform.boundsBeside('LimitRange', namespace.name).length > 0) continue;
      const data = { namespace: namespace.name };
      const open = { at: placeOf(namespace, root), changes: [], evidence: [] } as const;
      if (namespace.claimants.length > 0) {
        yield { message: 'shared', data, ...open, ...whoOwns(namespace) };
        continue;
      }
      const kept = keptBeside('ResourceQuota', namespace.name, root);
      if (kept !== undefined) {
        yield { message: 'kept-beside', data, ...open, ...kept };
        continue;
      }
      const isAsked = OPTIONS.some(name => configured(name, '') !== undefined);
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

/** What the options say, and the table for what they leave out. */
function bound(value: JsonObject, otherwise: Resources): Resources {
  return { cpu: String(value.cpu ?? otherwise.cpu), memory: String(value.memory ?? otherwise.memory) };
}

function missing(namespace: OwnedNamespace, context: Context): Proposal<Message> {
  const { options, root, configured } = context;
  const most = bound(options.max, MAX);
  const containers = namespace.workloads.flatMap(workload => workload.containers);
  const defaults = raised(bound(options.default, DEFAULT), containers.flatMap(requestsWithoutLimit));
  // Without a limit of CPU a container takes what is free: a default slows down those who never stated one.
  const isUnlimited = containers.some(each => statedIn(each, 'limits', 'cpu') === undefined);
  const isAsked = context.configured('default', '') !== undefined;
  // What it works on decides how much a container takes: a default would kill it.
  const isOpen = containers.some(each => isHungry(each) && statedIn(each, 'limits', 'memory') === undefined);
  const given: JsonObject = isAsked
    ? { ...defaults }
    : {
        ...(isUnlimited ? {} : { cpu: defaults.cpu }),
        ...(isOpen ? {} : { memory: defaults.memory }),
      };
  const manifest: JsonObject = {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'limits' },
    spec: {
      limits: [
        {
          type: 'Container',
          max: doubled(raisedBounds(most, containers, 'limits'), defaults, most),
          min: loweredBounds(bound(options.min, MIN), containers),
          ...(Object.keys(given).length > 0 && { default: given }),
          defaultRequest: { ...bound(options.defaultRequest, DEFAULT_REQUEST) },
        },
      ],
    },
  };
  const reliant = containers.filter(reliesOnDefaults);
  const said = OPTIONS.map(name => configured(name, 'the configuration says the bounds')).find(each => each);
  const doubts = [
    ...(said === undefined ? ['its bounds are of no measure but our own'] : []),
    ...(reliant.length === 0
      ? []
      : [
          `${counted(reliant.length, 'container')} would take its defaults, ${describeContainer(reliant[0]!)} among them`,
        ]),
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

/** Whether a layer has taken requests or limits out of most containers. */
function areTakenOut({ workloads }: OwnedNamespace, root: Root): boolean {
  const containers = workloads.flatMap(workload => workload.containers);
  const lost = containers.filter(each =>
    ['limits', 'requests'].some(type => isTakenOut(each, root, ['resources', type])),
  );
  return lost.length * 2 > containers.length;
}

function reliesOnDefaults(container: Container): boolean {
  return RESOURCES.some(
    each =>
      statedIn(container, 'requests', each) === undefined ||
      statedIn(container, 'limits', each) === undefined,
  );
}

/** A request above the default limit, without a limit of its own, would be refused: the default must hold it. */
function requestsWithoutLimit(container: Container): { readonly cpu?: string; readonly memory?: string }[] {
  return RESOURCES.flatMap(each => {
    const request = statedIn(container, 'requests', each);
    return request === undefined || statedIn(container, 'limits', each) !== undefined
      ? []
      : [{ [each]: request }];
  });
}

function raised(
  base: Resources,
  wanted: readonly { readonly cpu?: string; readonly memory?: string }[],
): Resources {
  return {
    cpu: largest(base.cpu, ...wanted.map(each => each.cpu))!,
    memory: largest(base.memory, ...wanted.map(each => each.memory))!,
  };
}

function raisedBounds(
  base: Resources,
  containers: readonly Container[],
  type: 'limits' | 'requests',
): Resources {
  const of = (resource: 'cpu' | 'memory') => containers.map(each => statedIn(each, type, resource));
  return raised(
    base,
    RESOURCES.flatMap(each => of(each).map(value => (value === undefined ? {} : { [each]: value }))),
  );
}

/** The bounds of the table, doubled until they hold what is there. */
function doubled(needed: Resources, defaults: Resources, most: Resources): Resources {
  const holding = (base: string, ...values: string[]) => {
    let bound = base;
    while (values.some(value => isLess(bound, value))) bound = times(bound, 2);
    return bound;
  };
  return {
    cpu: holding(most.cpu, needed.cpu, defaults.cpu),
    memory: holding(most.memory, needed.memory, defaults.memory),
  };
}

/** The minimum of the table, lowered to the smallest written request or limit. */
function loweredBounds(base: Resources, containers: readonly Container[]): Resources {
  const least = (resource: 'cpu' | 'memory') =>
    containers
      .flatMap(each => [statedIn(each, 'requests', resource), statedIn(each, 'limits', resource)])
      .filter(value => value !== undefined)
      .reduce((smallest, value) => (isLess(value, smallest) ? value : smallest), base[resource]);
  return { cpu: least('cpu'), memory: least('memory') };
}

function statedIn(container: Container, type: 'limits' | 'requests', resource: string): string | undefined {
  const map = container.get(['resources', type]);
  const value = isMap(map) ? map[resource] : undefined;
  return value === undefined || value === null ? undefined : String(value);
}
