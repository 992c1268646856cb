/** Which roots may run beside each other in a namespace (docs/design/judgement.md 3). */

import { isClusterScoped } from '../../kubernetes/kinds.ts';
import { podKindOf } from '../../kubernetes/pod-templates.ts';
import { reachedFrom } from '../../kustomize/file/graph.ts';
import { meets } from '../../text/meets.ts';
import { memoized } from '../../text/memo.ts';
import type { JsonObject } from '../../transform.ts';
import type { RenderedRoot } from '../rendered/rendered.ts';
import { mayShareCluster } from '../repository/platform/cluster.ts';
import { type PlatformFiles, whereaboutsOf } from '../repository/platform/platform.ts';
import type { Repository } from '../repository/repository.ts';
import type { RootChoice } from '../repository/roots.ts';
import { valueAt } from './whole/field-values.ts';

interface Rendered {
  readonly choice: RootChoice;
  readonly rendered: RenderedRoot;
}

/**
 * By root: the others that may share its cluster and have a namespace in common with it, in order. Two that render one
 * and the same workload are two ways to deploy it, and no neighbours.
 */
export function neighboursOf(platform: PlatformFiles, roots: readonly Rendered[]): Nearby[] {
  const places = roots.map(({ choice }) => whereaboutsOf(platform, choice.folder, choice.environment));
  const spread = roots.map(({ choice, rendered }) => {
    const { namespaces, workloads, hasUnplaced } = spreadOf(rendered);
    const otherwise = hasUnplaced ? deployedTo(platform, choice.folder) : undefined;
    return { namespaces: otherwise === undefined ? namespaces : [...namespaces, otherwise], workloads };
  });
  const byNamespace = new Map<string, number[]>();
  for (const [index, { namespaces }] of spread.entries()) {
    for (const namespace of namespaces) {
      const list = byNamespace.get(namespace);
      if (list) list.push(index);
      else byNamespace.set(namespace, [index]);
    }
  }
  const callers = callersAmong(
    roots.map(({ rendered }) => namespacesNamed(rendered)),
    byNamespace,
    (one, other) => mayShareCluster(places[one]!, places[other]!),
  ).map(found => [...found].sort((a, b) => a - b));
  return roots.map((_, index) => {
    const near = new Set([...spread[index]!.namespaces].flatMap(name => byNamespace.get(name) ?? []));
    near.delete(index);
    const neighbours: number[] = [];
    const alternatives: number[] = [];
    const strangers: number[] = [];
    for (const other of [...near].sort((a, b) => a - b)) {
      const isOfCluster = mayShareCluster(places[index]!, places[other]!);
      const isAlternative = isOfCluster && meets(spread[index]!.workloads, spread[other]!.workloads);
      if (isAlternative) alternatives.push(other);
      (isOfCluster && !isAlternative ? neighbours : strangers).push(other);
    }
    return { neighbours, alternatives, strangers, callers: callers[index] ?? [] };
  });
}

/**
 * By root: the others that may share its cluster, have no namespace in common with it, and name one of its own in an address,
 * in order.
 *
 * @param named namespaces that a root names
 */
function callersAmong(
  named: readonly ReadonlySet<string>[],
  byNamespace: ReadonlyMap<string, readonly number[]>,
  isBeside: (one: number, other: number) => boolean,
): ReadonlySet<number>[] {
  const callers = named.map(() => new Set<number>());
  for (const [caller, names] of named.entries()) {
    const own = (index: number, name: string) => byNamespace.get(name)?.includes(index) ?? false;
    for (const name of names) {
      // Who has something there is a neighbour.
      if (own(caller, name)) continue;
      for (const index of byNamespace.get(name) ?? [])
        if (isBeside(index, caller)) callers[index]!.add(caller);
    }
  }
  return callers;
}

/** `db.shop` with what may follow it: a port, a path, the domain of the cluster. */
const IN_NAMESPACE = /[a-z0-9]\.([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)(?=\.svc\b|[:/,;"'\s\\]|$)/g;

/** Second halves of what may be addresses of Services, in what programs are told. */
const namespacesNamed = memoized(({ objects }: RenderedRoot): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const { object } of objects) {
    const [kind, apiVersion] = [String(object.kind), String(object.apiVersion)];
    if (kind !== 'ConfigMap' && podKindOf(kind, apiVersion) === undefined) continue;
    for (const [, name] of JSON.stringify(object).matchAll(IN_NAMESPACE)) names.add(name!);
  }
  return names;
});

/** By namespace: the names of the environments whose roots have something there. */
export function environmentsByNamespace(roots: readonly Rendered[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const { choice, rendered } of roots) {
    const { name } = choice.environment;
    if (name === undefined) continue;
    for (const namespace of spreadOf(rendered).namespaces)
      found.set(namespace, (found.get(namespace) ?? new Set()).add(name));
  }
  return new Map([...found].map(([namespace, names]) => [namespace, [...names]]));
}

/** The one namespace in which controllers put what a folder builds without saying where. */
export function deployedTo(platform: PlatformFiles, folder: string): string | undefined {
  const names = new Set((platform.deploymentsOf.get(folder) ?? []).map(({ namespace }) => namespace));
  return names.size === 1 ? [...names][0] : undefined;
}

/** Folders that are no roots, may be deployed into a namespace, and may run beside a root that is made from something else. */
export function deployedToo(
  { platform, graph, innerDeployments }: Repository,
  { folder, environment }: RootChoice,
  namespace: string,
): readonly string[] {
  const inside = innerDeployments.filter(each => each.namespace === namespace);
  if (inside.length === 0) return [];
  const own = reachedFrom(graph, folder);
  const place = whereaboutsOf(platform, folder, environment);
  return inside
    .filter(each => !meets(own, each.madeFrom))
    .filter(each => mayShareCluster(place, whereaboutsOf(platform, each.folder, each.environment)))
    .map(each => each.folder);
}

interface Nearby {
  readonly neighbours: readonly number[];
  /** Those that may share its cluster in its place: they deploy a workload of its too. */
  readonly alternatives: readonly number[];
  /** The others that have a namespace in common with it, those in its place among them. */
  readonly strangers: readonly number[];
  /** Those that may share its cluster and are none of its neighbours, but tell programs addresses in its namespaces. */
  readonly callers: readonly number[];
}

interface Spread {
  /** Namespaces that it declares, and that its objects are in. */
  readonly namespaces: readonly string[];
  /** Whether some of its objects do not say which namespace they are in. */
  readonly hasUnplaced: boolean;
  /** Its workloads, as kind, namespace and name. */
  readonly workloads: ReadonlySet<string>;
}

const spreadOf = memoized(({ objects }: RenderedRoot): Spread => {
  const namespaces = new Set<string>();
  const workloads = new Set<string>();
  let hasUnplaced = false;
  for (const { object } of objects) {
    const kind = String(object.kind);
    const apiVersion = String(object.apiVersion);
    const name = String(valueAt(object, ['metadata', 'name']));
    const namespace = namespaceIn(object);
    if (kind === 'Namespace' && apiVersion === 'v1') namespaces.add(name);
    else if (isClusterScoped(kind, apiVersion) === true) continue;
    else if (namespace === undefined) hasUnplaced = true;
    else namespaces.add(namespace);
    if (podKindOf(kind, apiVersion) !== undefined)
      workloads.add(JSON.stringify([kind, namespace ?? null, name]));
  }
  return { namespaces: [...namespaces], hasUnplaced, workloads };
});

function namespaceIn(object: JsonObject): string | undefined {
  const namespace = valueAt(object, ['metadata', 'namespace']);
  return typeof namespace === 'string' ? namespace : undefined;
}
