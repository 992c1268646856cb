/** Requests for containers that state none (catalogue H2b). */

import type { Container, Evidence, Proposal, Resource, Root } from '../../src/transform.ts';
import { isMap, mapsIn } from '../shared/data.ts';
import { isLess } from '../shared/numbers/amounts.ts';
import { immutableTemplate } from '../shared/pods.ts';
import { isTakenOut } from '../shared/sisters.ts';
import { beyondQuota, isStated, needsNoNumber, outOfBounds } from './admission.ts';
import { dataOf, type Message, whence } from './proposals.ts';
import { type Context, newRequests, OPTION, saidFor, wishedRequest, written } from './wishes.ts';

/**
 * Numbers for which something speaks, and those that are made up, as two proposals: a request decides where a pod runs,
 * whether a quota lets it in, and what an autoscaler measures (docs/design/judgement.md 1).
 */
export function* requests(container: Container, context: Context): Generator<Proposal<Message>> {
  const { root } = context;
  const said: Record<string, string> = {};
  const invented: Record<string, string> = {};
  const sources = new Set<string>();
  const evidence: Evidence[] = [];
  const likely: Evidence[] = [];
  let isOfSisters = false;
  for (const resource of ['cpu', 'memory', 'ephemeral-storage']) {
    if (isSettled(container, resource, context)) continue;
    const wish = wishedRequest(container, context, resource);
    if (wish === undefined) continue;
    if (wish.evidence === undefined) {
      invented[resource] = wish.value;
      sources.add(`how much it needs is not known: ${whence(wish.like)}`);
      if (wish.like?.evidence !== undefined) likely.push(wish.like.evidence);
    } else {
      said[resource] = wish.value;
      isOfSisters ||= wish.isOfSisters === true;
      if (!evidence.some(({ at }) => at === wish.evidence?.at)) evidence.push(wish.evidence);
    }
  }
  // What an autoscaler measures takes nothing else with it: what a container states in other environments it states here.
  for (const values of apartFrom(said, wakenedBy(container, root, Object.keys(said)))) {
    yield* requesting(container, context, values, {
      evidence,
      doubts: [],
      elsewhere: isOfSisters ? 'apart' : 'unwanted',
    });
  }
  if (needsNoNumber(container, root)) return;
  yield* requesting(container, context, invented, {
    evidence: likely.slice(0, 1),
    doubts: [...sources],
    // Another environment has a LimitRange that states it: our number is none to keep apart from that.
    elsewhere: likely.length > 0 ? 'apart' : 'harmless',
  });
}

/** What a container requests once it says so; undefined where it goes without. */
export function requestOf(container: Container, resource: string, context: Context): string | undefined {
  const request = written(container, 'requests', resource);
  if (request !== undefined) return String(request);
  return isSettled(container, resource, context)
    ? undefined
    : wishedRequest(container, context, resource)?.value;
}

/**
 * Stated, or taken out by somebody; a written limit is the request too, as the API has it. What a LimitRange gives holds only as
 * long as no limit is written: then the API takes the limit for the request before the LimitRange is asked.
 */
function isSettled(container: Container, resource: string, context: Context): boolean {
  const { root } = context;
  if (written(container, 'limits', resource) !== undefined && !isConfigured(container, resource, context))
    return true;
  if (isTakenOut(container, root, ['resources', 'requests', resource])) return true;
  if (!isStated(container, 'requests', resource, root)) return false;
  const getsLimit = resource === 'memory' && !isStated(container, 'limits', resource, root);
  return !getsLimit || written(container, 'requests', resource) !== undefined;
}

function isConfigured(container: Container, resource: string, context: Context): boolean {
  return saidFor(container, OPTION[resource] ?? 'cpuRequest', context) !== undefined;
}

/** A pod is placed by what those beside each other request, or by the most that an init container does. */
const EFFECT: Readonly<Record<Container['role'], string>> = {
  main: 'it is placed and evicted as if it needed none',
  sidecar: 'it is placed and evicted as if it needed none',
  ephemeral: 'it is placed and evicted as if it needed none',
  init: 'a quota would refuse its pod, whatever the others request',
};

function* requesting(
  container: Container,
  context: Context,
  values: Readonly<Record<string, string>>,
  { evidence, doubts, elsewhere }: Required<Pick<Proposal, 'evidence' | 'doubts' | 'elsewhere'>>,
): Generator<Proposal<Message>> {
  const names = Object.keys(values);
  const [first = ''] = names;
  if (names.length === 0) return;
  const { root } = context;
  yield {
    message: 'requests',
    data: { ...dataOf(container, values), effect: EFFECT[container.role] },
    at: { on: container.workload.key, path: [...container.path, 'resources', 'requests', first] },
    changes: names.map(name => container.set(['resources', 'requests', name], values[name]!)),
    doubts: [
      ...doubts,
      ...awakened(container, names, root),
      ...outOfBounds(container, root, 'requests', values),
      ...beyondQuota(container, root, newRequests(context)),
      ...immutableTemplate(container.workload),
    ],
    elsewhere,
    evidence,
  };
}

/** An autoscaler that measures by requests does nothing as long as a container states none. */
function awakened(container: Container, resources: readonly string[], root: Root): string[] {
  const scaler = root.autoscalerFor(container.workload);
  const [measured] = wakenedBy(container, root, resources);
  return measured === undefined
    ? []
    : [`${scaler?.kind} ${scaler?.name} measures ${measured} by requests, and begins to scale with this one`];
}

/** Those of the resources that an autoscaler measures by what is requested. */
function wakenedBy({ workload }: Container, root: Root, resources: readonly string[]): readonly string[] {
  const scaler = root.autoscalerFor(workload);
  return scaler === undefined ? [] : measuredBy(scaler).filter(each => resources.includes(each));
}

/** The values of some resources, and those of the others. */
function apartFrom(
  values: Readonly<Record<string, string>>,
  resources: readonly string[],
): readonly Readonly<Record<string, string>>[] {
  const entries = Object.entries(values);
  const isApart = ([name]: readonly [string, string]) => resources.includes(name);
  return [entries.filter(each => !isApart(each)), entries.filter(isApart)].map(part =>
    Object.fromEntries(part),
  );
}

/** Resources whose use a scaler compares with what is requested. */
function measuredBy(scaler: Resource): string[] {
  if (scaler.kind === 'ScaledObject') {
    return mapsIn(scaler.get(['spec', 'triggers'])).flatMap(({ type, metricType }) =>
      (type === 'cpu' || type === 'memory') && metricType !== 'AverageValue' ? [type] : [],
    );
  }
  if (typeof scaler.get(['spec', 'targetCPUUtilizationPercentage']) === 'number') return ['cpu'];
  return mapsIn(scaler.get(['spec', 'metrics'])).flatMap(({ resource, containerResource }) => {
    const metric = isMap(resource) ? resource : containerResource;
    if (!isMap(metric)) return [];
    const byUse = isMap(metric.target)
      ? metric.target.averageUtilization !== undefined
      : metric.targetAverageUtilization !== undefined;
    return byUse && typeof metric.name === 'string' ? [metric.name] : [];
  });
}

/** A written request below a written limit is raised to it; a limit is never lowered. */
export function* guaranteed(container: Container, context: Context): Generator<Proposal<Message>> {
  const { root } = context;
  const request = container.get(['resources', 'requests', 'memory']);
  const limited = container.get(['resources', 'limits', 'memory']);
  if (!isLess(request, limited)) return;
  const wanted = { memory: String(limited) };
  const doubts = [
    ...outOfBounds(container, root, 'requests', wanted),
    ...beyondQuota(container, root, (each, counted) =>
      each === container && counted === 'requests.memory' ? wanted.memory : undefined,
    ),
    ...immutableTemplate(container.workload),
  ];
  const path = ['resources', 'requests', 'memory'];
  const asked = context.configured('qos', 'the configuration asks for it');
  const at = container.workload.where([...container.path, 'resources']);
  yield {
    message: 'guaranteed',
    data: dataOf(container, wanted),
    at: { on: container.workload.key, path: [...container.path, ...path] },
    changes: [container.set(path, wanted.memory)],
    doubts,
    evidence: [asked ?? { kind: 'manifest', at, says: 'it is what the container may take' }],
  };
}
