/** The cluster of a root. */
import type { Json } from './data.ts';
import type { Evidence } from './evidence.ts';
import type { Resource, Workload } from './resource.ts';
import type {
  BoundKind,
  WrittenBound,
  WrittenChart,
  WrittenJob,
  WrittenLine,
  WrittenMonitor,
  WrittenPrometheus,
  WrittenRelease,
} from './written.ts';

/**
 * What is known of the cluster that a root runs in, over all roots that may share it and over what GitOps objects of the
 * repository say (docs/design/judgement.md 3).
 */
export interface Platform {
  /**
   * Objects of a kind in a namespace, whoever renders them, those of the root itself first; where no namespace is known, the
   * root's own that have none, and what belongs to the cluster as a whole. Changes may be about the root's own only.
   */
  find(kind: string, namespace: string | undefined): readonly Resource[];
  /** Objects of a kind that belong to the cluster as a whole, of every root that may share it: also where no namespace is in common. */
  ofCluster(kind: string): readonly Resource[];
  /** Objects of a kind in whichever namespace, of every root that may share the cluster, those of the root itself first. */
  anywhere(kind: string): readonly Resource[];
  /** Workloads of all those roots. */
  readonly workloadsAnywhere: readonly Workload[];
  /** Everything in a namespace, whoever renders it, the root's own first. */
  resourcesIn(namespace: string | undefined): readonly Resource[];
  /** Workloads in a namespace, whoever renders them, those of the root itself first. */
  workloadsIn(namespace: string | undefined): readonly Workload[];
  /**
   * Those of {@link workloadsIn} that have a key. The keys of all workloads are worked out once for all roots, so `keysOf` is
   * one function that is there once, and says nothing that depends on the root.
   */
  workloadsWith(
    keysOf: (workload: Workload) => Iterable<string>,
    namespace: string | undefined,
    key: string,
  ): readonly Workload[];
  /** Workloads in a namespace of the same name, of roots that are not known to run in the same cluster. */
  workloadsElsewhereIn(namespace: string | undefined): readonly Workload[];
  /** The objects of those roots there. */
  resourcesElsewhereIn(namespace: string | undefined): readonly Resource[];
  /** The namespace that an object gets: its own, else where the root as a whole or its controller puts it. */
  namespaceOf(resource: Resource): string | undefined;
  /** The Namespace object of a name, whoever renders it. */
  namespaceObject(name: string | undefined): Resource | undefined;
  /**
   * Namespaces that say to be in a service mesh, and its policies on who is let in, of all roots that may run in the cluster,
   * those of the root itself first.
   */
  readonly ofMesh: readonly Resource[];
  /** Folder of the root that renders an object. */
  rootOf(resource: Resource): string;
  ownerOf(namespace: string): NamespaceOwner;
  /** Quotas, LimitRanges and network policies for a namespace that stand in no kustomization: somebody applies them all the same. */
  boundsBeside(kind: BoundKind, namespace: string): readonly WrittenBound[];
  /** `file:line` of a comment of a manifest by which its namespace has a quota or limits: whoever runs the cluster brings them. */
  boundSaidIn(kind: BoundKind, file: string): string | undefined;
  /** Monitors that files of the repository write for pods of a namespace, whether or not something renders them. */
  monitorsIn(namespace: string | undefined): readonly WrittenMonitor[];
  /** Monitors of the repository as a whole, for whichever namespace. */
  readonly monitors: readonly WrittenMonitor[];
  /**
   * Lines by which proxies pass requests on (`proxy_pass http://api:8080`): in files of their own, also of images that the repository
   * builds, in manifests, and in comments of these.
   */
  readonly forwards: readonly WrittenLine[];
  /** What the repository says of what scrapes metrics. */
  readonly prometheus: WrittenPrometheus;
  /**
   * Jobs and pods for a namespace that stand in no kustomization: somebody starts them by hand.
   *
   * @param namespace undefined: those that name none, and run where they are told to on the day
   */
  jobsBeside(namespace: string | undefined): readonly WrittenJob[];
  /**
   * `file:line` of what makes an object that no manifest brings: a command of a script or of instructions, Terraform, or a
   * comment at the place that names it. What is made in another namespace is another object.
   *
   * @param at `file:line` of that place
   * @param namespace that it is wanted in; undefined where any may be meant
   */
  madeOutside(kind: string, name: string, at: string, namespace: string | undefined): string | undefined;
  /**
   * The comment by which a container has to be root; undefined where none says so.
   *
   * @param at `file:line` of its user, or of the container
   */
  rootNeededAt(at: string): string | undefined;
  /**
   * `file:line` of a comment by which a container does without a probe: it is commented out, or said to be off.
   *
   * @param at `file:line` of the container
   * @param kind `liveness`, `readiness` or `startup`
   */
  probeTurnedOffAt(at: string, kind: string): string | undefined;
  /** What a comment in the document of a Secret, or the README beside it, says of it, where that is only for development or something else takes its place. */
  standInAt(at: string): string | undefined;
  /**
   * What a comment in the document of an object says against a setting that it does without.
   *
   * @param at `file:line` of anything in the document
   * @param names by which comments speak of the setting
   */
  declinedAt(at: string, names: readonly string[]): string | undefined;
  /**
   * The comment by which what follows from a value is not decided yet.
   *
   * @param at `file:line` of the value, of the configuration too
   */
  leftOpenAt(at: string): string | undefined;
  /**
   * The comment by which a pipeline writes a value anew whenever it deploys: it is that pipeline's.
   *
   * @param at `file:line` of the value
   */
  writtenByPipelineAt(at: string): string | undefined;
  /**
   * The comment by which a policy is meant to let in all pods of its namespace.
   *
   * @param at `file:line` of anything in the document of the policy
   */
  meantWideAt(at: string): string | undefined;
  /** What a comment in the document of a ServiceAccount says that it is for, where that is not the API of the cluster. */
  apartFromApiAt(at: string): Evidence | undefined;
  /** Charts of Helm of a name that something of the repository installs, into whichever cluster. */
  chartsCalled(name: string): readonly WrittenChart[];
  /** Keys of a Secret by files that no kustomization reads, an example of it too; undefined where none shows it. */
  keysOfSecret(name: string): ReadonlySet<string> | undefined;
  /** A release of a chart that names a Service of a namespace: what it makes calls that, and nothing here renders it. */
  releaseNaming(service: string, namespace: string): WrittenRelease | undefined;
  /**
   * `file:line` of the first words that match in any text of the repository: manifests, values of charts, scripts, Terraform,
   * instructions. Who installs a program, or has it installed, says its name somewhere.
   */
  mentions(words: RegExp): string | undefined;
  /**
   * Every line of the repository that matches, programs included: what has to be changed along with a name. Each is matched by
   * itself, without the space around it; one of more than a thousand characters is passed over.
   */
  linesWith(words: RegExp): readonly WrittenLine[];
  /** Names of the environments whose roots have something in a namespace, over the whole repository. */
  environmentsIn(namespace: string): readonly string[];
  /** Who writes the number of replicas again with all that it applies; undefined where that is left as it is in the cluster. */
  readonly resetsReplicas: ResetsReplicas | undefined;
  /** What shows that nodes stand in several zones; undefined where nothing in the repository speaks of zones. */
  readonly zones: Evidence | undefined;
  /**
   * `file:line` of a tunnel or a proxy in front of the cluster by which all users come from its addresses; undefined where
   * nothing speaks of one, or the controller is told theirs.
   */
  readonly proxyInFront: string | undefined;
  /** `file:line` of the chart of ingress-nginx, where its values stand beside it and configure nothing. */
  readonly unconfiguredNginx: string | undefined;
  /** What shows that the cluster is an OpenShift; undefined where nothing does. */
  readonly openShift: Evidence | undefined;
  /** What lets the pods of an account state a seccomp profile where OpenShift refuses it otherwise. */
  seccompAllowedFor(namespace: string | undefined, account: string): Evidence | undefined;
  /** The AppProject that keeps objects of a kind out, and where it says so: Argo CD fails the whole sync on one. */
  forbidden(apiVersion: string, kind: string): { readonly project: string; readonly at: string } | undefined;
  /** The objects that tell Argo CD and Flux to build the root. */
  readonly appliedBy: readonly AppliedBy[];
  /** True where a text is a variable that somebody fills in after the build: its value is not known here. */
  isFilledIn(value: Json | undefined): boolean;
}

/** Who takes back what an autoscaler has done. */
export interface ResetsReplicas {
  /** Undefined where nothing here is known to apply the root. */
  readonly by: 'Argo CD' | 'Flux' | undefined;
  /** Whether Argo CD ignores the difference where it compares, and writes the field all the same where it syncs. */
  readonly isIgnored: boolean;
}

/** An Application of Argo CD or a Kustomization of Flux. */
export interface AppliedBy {
  readonly tool: 'argocd' | 'flux';
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** `file:line` */
  readonly at: string;
  /** Namespace of what names none; Flux puts everything there. */
  readonly namespace: string | undefined;
  /** Whether it decrypts with SOPS what it builds. */
  readonly decrypts: boolean;
}

/** Whose business the quota and the limits of a namespace are. */
export interface NamespaceOwner {
  /** Folder of the root: the one that renders the Namespace, else the one that renders most of its pods. */
  readonly root: string | undefined;
  /** Where no root comes first: those that have the same claim, in order. Empty where there is an owner. */
  readonly claimants: readonly string[];
}
