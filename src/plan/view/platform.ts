/** The cluster of a root as transforms see it: the files' word of it, and what all roots that may share it render. */

import { matchesGlob } from '../../config/glob.ts';
import { type Config, NOBODY, OPEN_QUESTION } from '../../config/schema.ts';
import { isClusterScoped } from '../../kubernetes/kinds.ts';
import { runsToCompletion } from '../../kubernetes/pod-templates.ts';
import { memoized } from '../../text/memo.ts';
import type { Evidence, Json, NamespaceOwner, Platform, Resource, Root, Workload } from '../../transform.ts';
import { groupedBy } from '../rendered/grouped.ts';
import { signFor } from '../repository/platform/openshift.ts';
import type { PlatformFiles } from '../repository/platform/platform.ts';
import { forbiddenBy } from '../repository/platform/projects.ts';
import { holdsVariable } from '../repository/platform/variables.ts';

export interface PlatformInput {
  readonly folder: string;
  readonly files: PlatformFiles;
  /** Whether the root is made from a file. */
  isOwnFile(file: string): boolean;
  /** Roots that may share its cluster and have a namespace in common with it, itself left out. */
  neighbours(): readonly Root[];
  /** The other roots that have a namespace in common with it: environments, clusters, ways to deploy the same. */
  strangers(): readonly Root[];
  /** Names of the environments that have something in a namespace. */
  environmentsIn(namespace: string): readonly string[];
  /** Globs over folders that the configuration calls owners of a namespace, `none` where nobody here is. */
  readonly owners: NonNullable<Config['namespaces']>;
  readonly told: Told;
}

/**
 * What stands in each namespace around the root that has asked last. A root asks for each of its objects; kept for all
 * roots it would be as much as there are roots, for every one of them.
 */
export interface Told {
  root: Root | undefined;
  readonly resources: Map<string | undefined, readonly Resource[]>;
  readonly workloads: Map<string | undefined, readonly Workload[]>;
}

export function newTold(): Told {
  return { root: undefined, resources: new Map(), workloads: new Map() };
}

const NOTHING: PlatformFiles = {
  gitOps: { hasFluxKustomizations: false, hasArgoApplications: false, deployments: [], folders: [] },
  projects: [],
  openShift: { signs: [], constraints: [] },
  deploymentsOf: new Map(),
};

/** Of a root of which nothing but its own render is known. */
export const ALONE: Omit<PlatformInput, 'folder'> = {
  files: NOTHING,
  isOwnFile: () => false,
  neighbours: () => [],
  strangers: () => [],
  environmentsIn: () => [],
  owners: {},
  told: newTold(),
};

/** @param root the root itself, whose view is complete when the first question is asked */
export function platformOf(input: PlatformInput, root: () => Root): Platform {
  const { folder, files } = input;
  const deployments = files.deploymentsOf.get(folder) ?? [];
  const all = () => [root(), ...input.neighbours()];
  // Two objects without a namespace are in one only where one root renders both, unless they belong to the cluster.
  const isCommon = ({ kind, apiVersion }: Resource) => isClusterScoped(kind, apiVersion) === true;
  const inReach = (namespace: string | undefined) => (namespace === undefined ? [root()] : all());
  const projects = files.projects.filter(({ name }) => deployments.some(({ project }) => project === name));
  const isFlux = files.gitOps.hasFluxKustomizations;
  const told = () => toldTo(root(), input.told);
  const openShift = once(() => signOfOpenShift(input, root()));
  return {
    find: (kind, namespace) => [
      ...inReach(namespace).flatMap(each => kindsByNamespace(each).get(namespace)?.get(kind) ?? []),
      ...(namespace === undefined ? input.neighbours().flatMap(each => each.find(kind, isCommon)) : []),
    ],
    resourcesIn: namespace =>
      kept(told().resources, namespace, () =>
        inReach(namespace).flatMap(each => resourcesByNamespace(each).get(namespace) ?? []),
      ),
    workloadsIn: namespace =>
      kept(told().workloads, namespace, () =>
        inReach(namespace).flatMap(each => workloadsByNamespace(each).get(namespace) ?? []),
      ),
    workloadsElsewhereIn: namespace =>
      namespace === undefined
        ? []
        : input.strangers().flatMap(each => workloadsByNamespace(each).get(namespace) ?? []),
    namespaceOf,
    namespaceObject: name =>
      all()
        .flatMap(each => each.find('Namespace', other => other.apiVersion === 'v1'))
        .find(each => each.name === name),
    rootOf: resource => homes.get(resource)?.path ?? folder,
    environmentsIn: input.environmentsIn,
    ownerOf: namespace => ownerAmong(all(), namespace, input.owners[namespace]?.owner),
    get openShift() {
      return openShift();
    },
    seccompAllowedFor(namespace, account) {
      const names = [
        `system:serviceaccount:${namespace}:${account}`,
        `system:serviceaccounts:${namespace}`,
        'system:serviceaccounts',
        'system:authenticated',
      ];
      const found = files.openShift.constraints.find(({ subjects }) =>
        subjects.some(subject => names.includes(subject)),
      );
      const says = `SecurityContextConstraints ${found?.name} allows the profile`;
      return found && { kind: 'manifest', at: found.at, says };
    },
    forbidden(apiVersion, kind) {
      for (const project of projects) {
        const at = forbiddenBy(project, apiVersion, kind);
        if (at !== undefined) return { project: project.name, at };
      }
      return undefined;
    },
    isFilledIn: value => isFlux && holdsVariables(value),
  };
}

const resourcesByNamespace = memoized((root: Root) => groupedBy(root.resources, namespaceOf));
const kindsByNamespace = memoized(
  (root: Root) =>
    new Map([...resourcesByNamespace(root)].map(([name, all]) => [name, groupedBy(all, each => each.kind)])),
);
const workloadsByNamespace = memoized((root: Root) => groupedBy(root.workloads, namespaceOf));

function toldTo(root: Root, told: Told): Told {
  if (told.root === root) return told;
  told.resources.clear();
  told.workloads.clear();
  told.root = root;
  return told;
}

function kept<T>(
  known: Map<string | undefined, readonly T[]>,
  namespace: string | undefined,
  make: () => readonly T[],
): readonly T[] {
  let answer = known.get(namespace);
  if (answer === undefined) known.set(namespace, (answer = make()));
  return answer;
}

/** Worked out when it is asked for the first time, be the answer that there is none. */
function once<T>(make: () => T): () => T {
  let answer: { readonly value: T } | undefined;
  return () => (answer ??= { value: make() }).value;
}

/** The root of each object of a view. A view never changes: this can be told again from any root. */
const homes = new WeakMap<Resource, Root>();

/** To be called once for each root, with all that it renders. */
export function settle(root: Root): void {
  for (const resource of root.resources) homes.set(resource, root);
}

function namespaceOf(resource: Resource): string | undefined {
  if (isClusterScoped(resource.kind, resource.apiVersion) === true) return undefined;
  return resource.namespace ?? homes.get(resource)?.namespace;
}

function holdsVariables(value: Json | undefined): boolean {
  return typeof value === 'string' && holdsVariable(value);
}

function signOfOpenShift({ folder, files, isOwnFile }: PlatformInput, root: Root): Evidence | undefined {
  const sign = signFor(files.openShift, folder, isOwnFile);
  if (sign !== undefined) return { kind: 'manifest', at: sign.at, says: 'the cluster is an OpenShift' };
  const marked = root.resources.find(
    ({ apiVersion, annotations, labels }) =>
      OPENSHIFT_KEY.test(apiVersion) ||
      [...Object.keys(annotations), ...Object.keys(labels)].some(key => OPENSHIFT_KEY.test(key)),
  );
  return (
    marked && {
      kind: 'manifest',
      at: marked.where([]),
      says: `${marked.kind} ${marked.name} is for OpenShift`,
    }
  );
}

const OPENSHIFT_KEY = /^(?:[\w-]+\.)*openshift\.io\//;

/** The Namespace before pods, pods that stay before those that end, then sheer number. */
function ownerAmong(roots: readonly Root[], namespace: string, said: string | undefined): NamespaceOwner {
  if (said === NOBODY) return { root: undefined, claimants: [] };
  // Clusters that have the namespace alike have an owner each: what is said may be about another one.
  const named =
    said === undefined || said === OPEN_QUESTION ? [] : roots.filter(({ path }) => matchesGlob(said, path));
  if (named.length === 1) return { root: named[0]!.path, claimants: [] };
  const claims = (named.length > 0 ? named : roots)
    .map(root => ({ path: root.path, claim: claimsOf(root).get(namespace) ?? NO_CLAIM }))
    .filter(({ claim }) => claim.weight > 0)
    .sort((a, b) => b.claim.weight - a.claim.weight || (a.path < b.path ? -1 : 1));
  const [first] = claims;
  if (first === undefined) return { root: undefined, claimants: [] };
  const equal = claims.filter(({ claim }) => claim.weight === first.claim.weight);
  if (equal.length === 1) return { root: first.path, claimants: [] };
  return { root: undefined, claimants: equal.map(({ path }) => path) };
}

interface Claim {
  readonly weight: number;
}

const NO_CLAIM: Claim = { weight: 0 };
/** More than any root has workloads. */
const LONG_RUNNING = 1e5;
const NAMESPACE = 1e10;

const claimsOf = memoized((root: Root): ReadonlyMap<string, Claim> => {
  const claims = new Map<string, Claim>();
  const add = (namespace: string | undefined, weight: number) => {
    if (namespace === undefined) return;
    claims.set(namespace, { weight: (claims.get(namespace)?.weight ?? 0) + weight });
  };
  for (const declared of root.find('Namespace', each => each.apiVersion === 'v1'))
    add(declared.name, NAMESPACE);
  for (const workload of root.workloads) add(namespaceOf(workload), weightOf(workload));
  return claims;
});

function weightOf({ kind, apiVersion }: Workload): number {
  return runsToCompletion(kind, apiVersion) ? 1 : LONG_RUNNING;
}
