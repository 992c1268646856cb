/**
 * What the repository says of the clusters that it is for, read once from its files, whoever renders them. What the
 * renders say is added by src/plan/view/platform.ts.
 */

import type { Graph } from '../../../kustomize/file/graph.ts';
import type { Files } from '../../../kustomize/files/files.ts';
import { type Node, toJson } from '../../../kustomize/tree/node.ts';
import { once } from '../../../text/memo.ts';
import type {
  Environment,
  JsonObject,
  WrittenChart,
  WrittenLine,
  WrittenPrometheus,
  WrittenRelease,
} from '../../../transform.ts';
import { type Deployment, type GitOps, readGitOps } from '../gitops/gitops.ts';
import { type ReplicasSaid, replicasSaid } from '../gitops/left-replicas.ts';
import { type Project, readProjects } from '../gitops/projects.ts';
import type { Variable } from '../gitops/variables.ts';
import { unreadDocuments } from '../manifests/unread.ts';
import { type Bound, readBounds } from './bounds.ts';
import { readCharts } from './charts.ts';
import { type Whereabouts, whereabouts } from './cluster.ts';
import { type ApartFromApi, apartFromApi } from './comments/account-comments.ts';
import { type BoundSaid, boundSaid } from './comments/bound-comments.ts';
import { type Declined, declined } from './comments/declined-comments.ts';
import { type LeftOpen, leftOpen } from './comments/open-comments.ts';
import { type ByPipeline, byPipeline } from './comments/pipeline-comments.ts';
import { type MeantWide, meantWide } from './comments/policy-comments.ts';
import { type ProbeTurnedOff, probeTurnedOff } from './comments/probe-comments.ts';
import { type RootNeeded, rootNeeded } from './comments/root-comments.ts';
import { type StandIn, standIn } from './comments/stand-in-comments.ts';
import { type Edge, readEdge } from './edge.ts';
import { readForwards } from './forwards.ts';
import { type Job, readJobs } from './jobs.ts';
import { linesIn } from './lines.ts';
import { type MadeOutside, madeOutside } from './made.ts';
import { mentionsIn } from './mentions.ts';
import { type Monitor, readMonitors } from './monitors.ts';
import { type OpenShift, readOpenShift } from './openshift.ts';
import { readPrometheus } from './prometheus.ts';
import { readReleases } from './releases.ts';
import { secretKeys } from './secret-keys.ts';
import { signOfZones } from './zones.ts';

export interface PlatformFiles {
  readonly gitOps: GitOps;
  readonly projects: readonly Project[];
  readonly openShift: OpenShift;
  /** Read when somebody asks. */
  bounds(): readonly Bound[];
  readonly monitors: readonly Monitor[];
  jobs(): readonly Job[];
  /** Bindings of accounts that nothing renders. */
  bindings(): readonly JsonObject[];
  readonly madeOutside: MadeOutside;
  readonly rootNeeded: RootNeeded;
  readonly probeTurnedOff: ProbeTurnedOff;
  readonly standIn: StandIn;
  readonly declined: Declined;
  readonly leftOpen: LeftOpen;
  readonly byPipeline: ByPipeline;
  readonly meantWide: MeantWide;
  readonly boundSaid: BoundSaid;
  readonly apartFromApi: ApartFromApi;
  /** What Argo CD is told of replicas. */
  readonly replicas: ReplicasSaid;
  /** `file:line` of what speaks of zones. Read when somebody asks. */
  zones(): string | undefined;
  /** Charts that something installs. Read when somebody asks. */
  charts(): readonly WrittenChart[];
  releases(): readonly WrittenRelease[];
  /** By the name of a Secret: keys that it has in files which no kustomization reads. Read when somebody asks. */
  secretKeys(): ReadonlyMap<string, ReadonlySet<string>>;
  /** What scrapes metrics. Read when somebody asks. */
  prometheus(): WrittenPrometheus;
  /** Lines by which proxies pass requests on. Read when somebody asks. */
  forwards(): readonly WrittenLine[];
  /** `file:line` of the first words of the repository that match. */
  mentions(words: RegExp): string | undefined;
  /** All lines of the repository that match. */
  lines(words: RegExp): readonly WrittenLine[];
  /** Read when somebody asks. */
  edge(): Edge;
  /** By folder: what controllers are told to build there. */
  readonly deploymentsOf: ReadonlyMap<string, readonly Deployment[]>;
}

/**
 * @param built folders with a kustomization
 * @param read files that are seen by what they render
 */
export function readPlatform(
  files: Files,
  paths: readonly string[],
  built: readonly string[],
  graph: Graph,
  read: () => ReadonlySet<string>,
): PlatformFiles {
  const gitOps = readGitOps(files, paths, built);
  const deploymentsOf = new Map<string, Deployment[]>();
  for (const deployment of gitOps.deployments) {
    for (const folder of new Set(deployment.folders))
      deploymentsOf.set(folder, [...(deploymentsOf.get(folder) ?? []), deployment]);
  }
  return {
    gitOps,
    projects: readProjects(files, paths),
    openShift: readOpenShift(files, paths),
    bounds: once(() => readBounds(files, paths, read())),
    monitors: readMonitors(files, paths),
    jobs: once(() => readJobs(files, paths, read())),
    bindings: once(() =>
      unreadDocuments(files, paths, read(), ['RoleBinding', 'ClusterRoleBinding']).flatMap(mapOf),
    ),
    madeOutside: madeOutside(files, paths),
    rootNeeded: rootNeeded(files),
    probeTurnedOff: probeTurnedOff(files),
    standIn: standIn(files),
    declined: declined(files),
    leftOpen: leftOpen(files),
    meantWide: meantWide(files),
    byPipeline: byPipeline(files),
    boundSaid: boundSaid(files),
    apartFromApi: apartFromApi(files),
    replicas: replicasSaid(files, paths),
    zones: once(() => signOfZones(files, paths)),
    charts: once(() => readCharts(files, paths)),
    releases: once(() => readReleases(files, paths)),
    secretKeys: once(() => secretKeys(files, paths, graph)),
    prometheus: once(() => readPrometheus(files, paths)),
    forwards: once(() => readForwards(files, paths)),
    mentions: mentionsIn(files, paths),
    lines: linesIn(files, paths),
    edge: once(() => readEdge(files, paths)),
    deploymentsOf,
  };
}

function mapOf(document: Node): readonly JsonObject[] {
  return document.kind === 'map' ? [toJson(document)] : [];
}

/** Where a root runs, as far as anything says it. */
export function whereaboutsOf(
  { deploymentsOf }: PlatformFiles,
  folder: string,
  environment: Environment,
): Whereabouts {
  const clusters = (deploymentsOf.get(folder) ?? []).flatMap(({ cluster }) => cluster ?? []);
  return whereabouts(folder, environment, clusters);
}

/** What Flux fills in for what a folder builds: where several objects build it, what they agree on. */
export function variablesFor(
  { deploymentsOf }: PlatformFiles,
  folder: string,
): ReadonlyMap<string, Variable> {
  const all = (deploymentsOf.get(folder) ?? []).map(
    ({ variables }) => variables ?? new Map<string, Variable>(),
  );
  const [first = new Map<string, Variable>(), ...others] = all;
  return new Map(
    [...first].filter(([name, { value }]) => others.every(other => other.get(name)?.value === value)),
  );
}
