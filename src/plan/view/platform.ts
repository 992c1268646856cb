/** The cluster of a root as transforms see it: the files' word of it, and what all roots that may share it render. */

import { saidOfNamespace } from '../../config/namespaces.ts';
import type { Config } from '../../config/schema.ts';
import { isClusterScoped } from '../../kubernetes/kinds.ts';
import { serviceHost } from '../../network/service-host.ts';
import { once } from '../../text/memo.ts';
import type { Evidence, Json, Platform, Resource, Root, Workload } from '../../transform.ts';
import { resetsReplicas } from '../repository/gitops/left-replicas.ts';
import { forbiddenBy } from '../repository/gitops/projects.ts';
import { holdsVariable } from '../repository/gitops/variables.ts';
import { signFor } from '../repository/platform/openshift.ts';
import type { PlatformFiles } from '../repository/platform/platform.ts';
import {
  type Around,
  homeOf,
  kindsByNamespace,
  namespaceOf,
  newAround,
  nowhereByKey,
  resourcesByNamespace,
  workloadsByNamespace,
} from './around.ts';
import { isOfMesh } from './mesh.ts';
import { declaresNamespace, isSaid, NOBODYS, ownerAmong, withDeclarer } from './namespace-owner.ts';

export interface PlatformInput {
  readonly folder: string;
  readonly files: PlatformFiles;
  /** Whether the root is made from a file. */
  isOwnFile(file: string): boolean;
  /** Roots that may share its cluster and have a namespace in common with it, itself left out. */
  neighbours(): readonly Root[];
  /** Whether another root may share its cluster. */
  sharesCluster(other: Root): boolean;
  /** Roots of its cluster that deploy a workload of its too, in its place. */
  alternatives(): readonly Root[];
  /** The other roots that have a namespace in common with it: environments, clusters, ways to deploy the same. */
  strangers(): readonly Root[];
  /** Names of the environments that have something in a namespace. */
  environmentsIn(namespace: string): readonly string[];
  /** Folders that are no roots and may put something into a namespace beside it all the same. */
  deployedToo(namespace: string): readonly string[];
  /** Globs over folders that the configuration calls owners of a namespace, `none` where nobody here is. */
  readonly owners: NonNullable<Config['namespaces']>;
  readonly told: Told;
  /** Of all roots that ask; of the root and its neighbours, unless stated. */
  readonly around?: Around;
}

/**
 * What stands in each namespace around the root that has asked last. A root asks for each of its objects; kept for all
 * roots it would be as much as there are roots, for every one of them.
 */
export interface Told {
  root: Root | undefined;
  neighbours: ReadonlySet<Root>;
  readonly resources: Map<string | undefined, readonly Resource[]>;
  readonly workloads: Map<string | undefined, readonly Workload[]>;
}

export function newTold(): Told {
  return { root: undefined, neighbours: new Set(), resources: new Map(), workloads: new Map() };
}

const NOTHING: PlatformFiles = {
  gitOps: { hasFluxKustomizations: false, hasArgoApplications: false, deployments: [], folders: [] },
  projects: [],
  openShift: { signs: [], constraints: [] },
  bounds: () => [],
  monitors: [],
  jobs: () => [],
  bindings: () => [],
  madeOutside: () => undefined,
  rootNeeded: () => undefined,
  probeTurnedOff: () => undefined,
  standIn: () => undefined,
  declined: () => undefined,
  leftOpen: () => undefined,
  byPipeline: () => undefined,
  meantWide: () => undefined,
  boundSaid: () => undefined,
  apartFromApi: () => undefined,
  replicas: { leavesReplicas: undefined, leavesAllReplicas: undefined },
  zones: () => undefined,
  forwards: () => [],
  mentions: () => undefined,
  lines: () => [],
  charts: () => [],
  releases: () => [],
  secretKeys: () => new Map(),
  prometheus: () => ({ servers: [], rules: [], alerts: [], scrapes: [], otherWay: undefined }),
  edge: () => ({ proxy: undefined, unconfigured: undefined }),
  deploymentsOf: new Map(),
};

/** Of a root of which nothing but its own render is known. */
export const ALONE: Omit<PlatformInput, 'folder'> = {
  files: NOTHING,
  isOwnFile: () => false,
  neighbours: () => [],
  sharesCluster: () => true,
  alternatives: () => [],
  strangers: () => [],
  environmentsIn: () => [],
  deployedToo: () => [],
  owners: {},
  told: newTold(),
};

/** @param root the root itself, whose view is complete when the first question is asked */
export function platformOf(input: PlatformInput, root: () => Root): Platform {
  const { folder, files } = input;
  const deployments = files.deploymentsOf.get(folder) ?? [];
  const told = () => toldTo(root(), input.told, input.neighbours);
  const all = () => [root(), ...told().neighbours];
  const { around = newAround(all) } = input;
  const neighboursWith = (kind: string, namespace: string | undefined) => {
    const found = around.rootsWith(kind, namespace);
    if (found.length === 0 || (found.length === 1 && found[0] === root())) return [];
    const { neighbours } = told();
    return found.filter(each => neighbours.has(each));
  };
  // Two objects without a namespace are in one only where one root renders both, unless they belong to the cluster.
  const isCommon = ({ kind, apiVersion }: Resource) => isClusterScoped(kind, apiVersion) === true;
  const inReach = (namespace: string | undefined) => (namespace === undefined ? [root()] : all());
  const inCluster = <T>(partsOf: (each: Root) => readonly T[]): readonly T[] => [
    ...partsOf(root()),
    ...around.roots().flatMap(each => {
      const parts = each === root() ? [] : partsOf(each);
      return parts.length > 0 && input.sharesCluster(each) ? parts : [];
    }),
  ];
  const projects = files.projects.filter(({ name }) => deployments.some(({ project }) => project === name));
  const isFlux = files.gitOps.hasFluxKustomizations;
  const openShift = once(() => signOfOpenShift(input, root()));
  return {
    find(kind, namespace) {
      const foundIn = (each: Root) => kindsByNamespace(each).get(namespace)?.get(kind) ?? [];
      const others = neighboursWith(kind, namespace);
      return [
        ...foundIn(root()),
        ...others.flatMap(each => (namespace === undefined ? each.find(kind, isCommon) : foundIn(each))),
      ];
    },
    ofCluster: kind =>
      around
        .rootsWith(kind, undefined)
        .filter(each => each === root() || input.sharesCluster(each))
        .flatMap(each => each.find(kind, isCommon)),
    resourcesIn: namespace =>
      kept(told().resources, namespace, () =>
        inReach(namespace).flatMap(each => resourcesByNamespace(each).get(namespace) ?? []),
      ),
    workloadsIn: namespace =>
      kept(told().workloads, namespace, () =>
        inReach(namespace).flatMap(each => workloadsByNamespace(each).get(namespace) ?? []),
      ),
    workloadsWith(keysOf, namespace, key) {
      if (namespace === undefined) return nowhereByKey(root())(keysOf).get(key) ?? [];
      const found = around.workloadsWith(keysOf, namespace, key);
      if (found.length === 0) return [];
      const { neighbours } = told();
      const own = found.filter(workload => homeOf(workload) === root());
      return [...own, ...found.filter(workload => neighbours.has(homeOf(workload)!))];
    },
    workloadsElsewhereIn: namespace =>
      namespace === undefined
        ? []
        : input.strangers().flatMap(each => workloadsByNamespace(each).get(namespace) ?? []),
    resourcesElsewhereIn: namespace =>
      namespace === undefined
        ? []
        : input.strangers().flatMap(each => resourcesByNamespace(each).get(namespace) ?? []),
    namespaceOf,
    namespaceObject: name =>
      [root(), ...neighboursWith('Namespace', undefined)]
        .flatMap(each => each.find('Namespace', other => other.apiVersion === 'v1'))
        .find(each => each.name === name),
    anywhere: kind => inCluster(each => each.find(kind)),
    get workloadsAnywhere() {
      return inCluster(each => each.workloads);
    },
    get ofMesh() {
      return inCluster(each => each.resources.filter(isOfMesh));
    },
    rootOf: resource => homeOf(resource)?.path ?? folder,
    madeOutside: files.madeOutside,
    rootNeededAt: files.rootNeeded,
    probeTurnedOffAt: files.probeTurnedOff,
    standInAt: files.standIn,
    declinedAt: files.declined,
    leftOpenAt: files.leftOpen,
    writtenByPipelineAt: files.byPipeline,
    meantWideAt: files.meantWide,
    boundSaidIn: files.boundSaid,
    apartFromApiAt: files.apartFromApi,
    boundsBeside: (kind, namespace) =>
      files.bounds().filter(bound => bound.kind === kind && bound.namespace === namespace),
    monitorsIn: namespace =>
      files.monitors.filter(
        ({ namespaces }) => namespaces === undefined || namespaces.includes(namespace ?? ''),
      ),
    monitors: files.monitors,
    get prometheus() {
      return files.prometheus();
    },
    jobsBeside: namespace => files.jobs().filter(job => job.namespace === namespace),
    get forwards() {
      return files.forwards();
    },
    mentions: words => files.mentions(words),
    linesWith: words => files.lines(words),
    chartsCalled: name => files.charts().filter(chart => chart.name === name),
    keysOfSecret: name => files.secretKeys().get(name),
    releaseNaming(service, namespace) {
      const host = serviceHost(service, namespace);
      return files.releases().find(({ told: said }) => host.test(said));
    },
    environmentsIn: input.environmentsIn,
    ownerOf(namespace) {
      const said = saidOfNamespace(input.owners, namespace)?.owner;
      const owner = withDeclarer(ownerAmong(all(), namespace, said), namespace, all(), input.alternatives);
      const others = input.deployedToo(namespace);
      const claimants = owner.root === undefined ? owner.claimants : [owner.root];
      if (others.length === 0 || claimants.length === 0 || claimants.some(each => isSaid(said, each)))
        return owner;
      if (others.some(each => isSaid(said, each))) return NOBODYS;
      // Who brings the Namespace owns it, whoever else is there.
      const declares = all().some(each => each.path === owner.root && declaresNamespace(each, namespace));
      return declares ? owner : { root: undefined, claimants: [...claimants, ...others] };
    },
    appliedBy: deployments,
    resetsReplicas: resetsReplicas(files.replicas, deployments),
    get proxyInFront() {
      return files.edge().proxy;
    },
    get unconfiguredNginx() {
      return files.edge().unconfigured;
    },
    get zones(): Evidence | undefined {
      const at = files.zones();
      return at === undefined ? undefined : { kind: 'manifest', at, says: 'the nodes stand in zones' };
    },
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

function toldTo(root: Root, told: Told, neighbours: () => readonly Root[]): Told {
  if (told.root === root) return told;
  told.resources.clear();
  told.workloads.clear();
  told.neighbours = new Set(neighbours());
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
