/**
 * The transform contract: what a remediation sees and what it may say.
 *
 * A transform states what must become true of one effective subject of one root. It never says where text goes:
 * placement (src/plan) finds the file that owns the field. Types only, and {@link defineTransform}.
 */

/** Plain data, as YAML and JSON have it. */
export type Json =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** A step of a field path: a map key, or the element of a keyed list selected by its merge key; `{}` is the only element. */
export type PathStep = string | { readonly [mergeKey: string]: string | number };
/** A field of an object: `['spec', 'containers', {name: 'web'}, 'image']`. Lists without a merge key are set whole. */
export type FieldPath = readonly PathStep[];

/** What transforms are about, in the order in which the documentation lists them. */
export const GROUPS = {
  security: 'What an attacker could use',
  'supply-chain': 'Which software runs',
  availability: 'What keeps running when something goes away',
  resources: 'What workloads need, and what they may take',
  correctness: 'What cannot work as it is written',
  metadata: 'What objects say of themselves',
} as const;
export type Group = keyof typeof GROUPS;

export type Severity = 'critical' | 'high' | 'medium' | 'low';
/** From the least serious to the most. */
export const TIERS = ['development', 'test', 'staging', 'production'] as const;
export type Tier = (typeof TIERS)[number];

/** A disruption budget as a manifest of the repository writes it. */
export interface WrittenBudget {
  readonly name: string;
  readonly apiVersion: string;
  /** Keys of its own labels. */
  readonly labels: readonly string[];
  /** Tiers of the roots that it is rendered in, as far as they are known. */
  readonly tiers: readonly Tier[];
}

/** A user that a manifest of the repository writes. */
export interface WrittenUser {
  readonly user: number;
  readonly group: number | undefined;
  /** `file:line` */
  readonly at: string;
  /** `Deployment web` */
  readonly by: string;
}

export type BoundKind = 'ResourceQuota' | 'LimitRange';

/** A quota or LimitRange as a manifest of the repository writes it. */
export interface WrittenBound {
  readonly name: string;
  /** `file:line` */
  readonly at: string;
  readonly spec: JsonObject;
}

/** Environments whose pods may be away: nobody is woken up by it. */
export function isForTrials(tier: Tier | undefined): boolean {
  return tier === 'development' || tier === 'test';
}

/** How serious a tier is; -1 for one that nobody knows. */
export function rankOf(tier: Tier | undefined): number {
  return tier === undefined ? -1 : TIERS.indexOf(tier);
}

export type Safety = 'safe' | 'unsafe';

/**
 * Something of another rendered object, for use inside values: written as the place where it lands must say it,
 * without the prefixes, suffixes, hashes, namespaces and labels that layers above add.
 */
export type Reference = {
  readonly $reference: 'name' | 'namespace' | 'selector';
  /** Key of the rendered resource (see {@link Resource.key}). */
  readonly of: string;
  /** Text around a name. */
  readonly prefix?: string;
  readonly suffix?: string;
  /** Of a selector: these labels of it alone. */
  readonly keys?: readonly string[];
};

/** The name of an object, for values of new or changed objects. */
export function nameOf(resource: Resource, affix: { prefix?: string; suffix?: string } = {}): Reference {
  return { $reference: 'name', of: resource.key, ...affix };
}

/**
 * The `matchLabels` by which a workload selects its pods.
 *
 * @param keys only these of them, where they are enough
 */
export function selectorOf(workload: Workload, keys?: readonly string[]): Reference {
  return { $reference: 'selector', of: workload.key, ...(keys && { keys }) };
}

/** A field gets a value. */
export interface SetChange {
  readonly type: 'set';
  readonly resource: string;
  readonly path: FieldPath;
  readonly value: Json;
  /** Left out where it would take a patch of its own: a field that goes with another, and is nothing without it. */
  readonly optional?: boolean;
  /** In place of the proposal's own. */
  readonly elsewhere?: Proposal['elsewhere'];
}

/** What a fix changes. `set` and `remove` are about one object; `create` adds one. */
export type Change =
  | SetChange
  | { readonly type: 'remove'; readonly resource: string; readonly path: FieldPath }
  | {
      readonly type: 'create';
      readonly manifest: JsonObject;
      /** Key of the object beside which the new one belongs, or null: it belongs to the root as a whole. */
      readonly beside: string | null;
    }
  | {
      readonly type: 'create';
      /** Without a namespace, and with the end of a name: where the place knows the namespace, its name goes before. */
      readonly manifest: JsonObject;
      /** The namespace that it is for: it belongs where the Namespace stands, or all that runs there. */
      readonly namespace: string;
    };

/** Subject of what is asked once, for the repository as a whole. */
export const REPOSITORY = '*';

/** Why a fix may be believed: a checked reference, not prose. */
export interface Evidence {
  readonly kind: 'config' | 'registry' | 'family' | 'manifest';
  /** `file:line`, a digest, or the id of an image family. */
  readonly at: string;
  readonly says: string;
}

/**
 * What speaks against a fix, for a person to weigh: the end of a sentence, without a capital and a full stop ("whether web
 * writes to its disk is not known").
 */
export type Doubt = string;

/**
 * What a finding without changes waits for. Findings that wait for the same are one question to a person
 * (docs/design/judgement.md 8): facts of an image, which environment the root is, which of several roots a namespace
 * belongs to, or a decision in a few words.
 */
export type Ask =
  | {
      readonly type: 'image';
      readonly image: string;
      readonly facts: readonly ImageFactPath[];
      /** What makes the answer easy: a number that is known already, and what it depends on. */
      readonly remark?: string;
    }
  | { readonly type: 'environment' }
  | { readonly type: 'namespace'; readonly namespace: string; readonly claimants: readonly string[] }
  | {
      readonly type: 'decision';
      readonly about: string;
      /** In place of what blocks the first finding that asks: for what is said alike of all of them. */
      readonly question?: string;
    };

/** A key of an image in the configuration. */
export type ImageFactPath =
  | 'official'
  | 'tag'
  | 'user'
  | 'group'
  | 'ports'
  | 'seccomp'
  | 'writes'
  | 'capabilities'
  | 'apiToken'
  | 'resources'
  | `probes.${keyof ImageFacts['probes'] & string}`;

/** A fact of an image that nobody has verified, with what is known of it: its owner may know. */
export interface OpenFact {
  readonly image: string;
  readonly fact: 'user' | 'writes' | 'seccomp';
  readonly value: number | string | readonly string[];
}

/** The unit that a person accepts or rejects: fields that need each other are one proposal. */
export interface Proposal<MessageId extends string = string> {
  readonly message: MessageId;
  /** Values for the placeholders of the message template. */
  readonly data?: Readonly<Record<string, string | number>>;
  /** The subject of the finding: a resource key, the root's path or {@link REPOSITORY}, and the field in question. */
  readonly at: { readonly on: string; readonly path: FieldPath };
  readonly changes: readonly Change[];
  /** True when pods restart: decided by the planner from the paths unless stated. */
  readonly restarts?: boolean;
  /**
   * `labels`: to be said once for all objects of the root, by an entry of its kustomization, or not at all. `texts`: in the
   * manifest, or where a text writes it already; it is worth no patch of its own.
   */
  readonly via?: 'labels' | 'texts';
  /**
   * A field of the subject that the values are taken from. Where somebody else writes that one (an automation, a variable),
   * nothing is proposed: what is written beside it would be left behind.
   */
  readonly from?: FieldPath;
  /** In roots that did not ask for it: harmless, or unwanted (default). */
  readonly elsewhere?: 'harmless' | 'unwanted';
  /** What speaks for it: each a place that can be looked at. That nothing is known against it is no evidence. */
  readonly evidence: readonly Evidence[];
  /** What speaks against it. A fix has evidence, doubts or both; one that has neither is an error of its transform. */
  readonly doubts?: readonly Doubt[];
  /** No changes: a person decides, and this says what. */
  readonly blocked?: string;
  /** No changes and nobody is asked: why that is so, where the message does not say it. */
  readonly known?: string;
  /** What would unblock it, or settle its doubts; left out where `blocked` says all that there is. */
  readonly asks?: readonly Ask[];
  /** Facts that leave no doubt once the configuration states them. Nobody is asked for them. */
  readonly settledBy?: readonly OpenFact[];
  /** Full references of images without whose digest there are no changes: a registry knows them, and nobody has asked it. */
  readonly lookups?: readonly string[];
  /**
   * What this one takes for granted: another proposal of the same call. Where that one is not planned for the root
   * (unsafe, rejected, exempt, without a place), `otherwise` stands in for this one.
   */
  readonly given?: { readonly proposal: Proposal; readonly otherwise: Proposal };
  /** Transform ids whose fix on the same subject this one needs. */
  readonly needs?: readonly string[];
}

/**
 * Whether a fix may be made unread: something speaks for it and nothing against it. The planner derives it, no transform
 * states it (docs/design/judgement.md 1).
 */
export function safetyOf({ evidence, doubts = [] }: Pick<Proposal, 'evidence' | 'doubts'>): Safety {
  return evidence.length > 0 && doubts.length === 0 ? 'safe' : 'unsafe';
}

/**
 * An effective object of a root. `set` and `remove` return data and change nothing. Methods are called on the object they
 * belong to: taken out of it (`const { get } = resource`) they do not work.
 */
export interface Resource {
  /** Identity inside one root: stable across rounds. */
  readonly key: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly object: JsonObject;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /**
   * The value as it is rendered. Undefined: the render has no such field, also where a strategic merge patch says null, which
   * takes it out. Null: a manifest or a JSON patch writes null, and the render keeps it. Who asks whether anything is set
   * takes both for absent.
   */
  get(path: FieldPath): Json | undefined;
  set(path: FieldPath, value: Json): SetChange;
  remove(path: FieldPath): Change;
  /** `file:line` of the field's writer, or of the nearest ancestor that exists. */
  where(path: FieldPath): string;
  /** Names that it had before prefixes, suffixes and hashes; without the present one. */
  readonly formerNames: readonly string[];
  /** Its image references: of all containers, and of fields that kustomize's field specs for `images` list. */
  readonly images: readonly ImageField[];
}

/** A pod template, and its object: of kinds with several templates each is a workload, with the key of the one object. */
export interface Workload extends Resource {
  /** Path of the pod spec: `['spec', 'template', 'spec']`. */
  readonly podPath: FieldPath;
  /** Path of the metadata of its pods, which may not be there. */
  readonly podMetadataPath: FieldPath;
  /** With what the template has from its object. */
  readonly pod: JsonObject;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly podAnnotations: Readonly<Record<string, string>>;
  /** Containers, sidecars and init containers, in the order of the manifest. */
  readonly containers: readonly Container[];
  /** Written replicas; undefined when unset (Kubernetes then means 1). */
  readonly replicas: number | undefined;
}

export interface ImageName {
  /** As rendered. */
  readonly text: string;
  /** Without tag and digest, as written. */
  readonly name: string;
  readonly registry: string;
  /** `library/nginx` */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/**
 * A field that holds an image reference. Besides containers these are image volumes, and fields of custom resources
 * that some `configurations:` of the repository lists for `images`. Only texts that a path can name are here: elements of
 * lists without a name of their own are left out.
 */
export interface ImageField {
  readonly image: ImageName;
  readonly facts: ImageFacts;
  readonly resource: Resource;
  /** Of the reference itself. */
  readonly path: FieldPath;
  /** Whose image it is; undefined where the field is no container's. */
  readonly container: Container | undefined;
}

/** One fact about an image with what speaks for it. Only `verified` facts are evidence for a safe fix. */
export interface Fact<T> {
  readonly value: T;
  readonly evidence: Evidence;
  readonly verified: boolean;
}

/**
 * Something that an image does when it starts and that only root may do: as another user it stops there. All that a manifest
 * can say against it is listed.
 */
export interface RootStep {
  /** `runs setcap on its program` */
  readonly does: string;
  /** Whether the entrypoint does it, and not the server: then a command that passes it by leaves it out. */
  readonly by: 'entrypoint' | 'server';
  /** Variables that leave it out. */
  readonly unless: readonly string[];
  /** Paths at which a volume may bring other configuration, or what is missing. */
  readonly configuredAt?: readonly string[];
  /** Flags of the command that do so. */
  readonly flags?: RegExp;
  /** It does so only to volumes at these paths. */
  readonly volumes?: readonly string[];
  /** The port in question, where it is one: a sysctl of the pod may leave that to everybody. */
  readonly port?: number;
  /** It changes a file of the image: a read-only root stops root too. */
  readonly changesImage?: true;
}

/**
 * What is known of an image: config facts over the built-in family. Where a container replaces the entrypoint, only what is
 * known of the image's files is left of the family.
 */
export interface ImageFacts {
  readonly family: string | undefined;
  /** Role of the family: database, broker, cache, search, web, monitoring, ... */
  readonly component: string | undefined;
  readonly quorum: boolean;
  readonly user: Fact<number> | undefined;
  /** How the image itself names the user that it starts as: `root`, `node`, `1000`; undefined where nobody has recorded it. */
  readonly imageUser: Fact<string> | undefined;
  readonly group: Fact<number> | undefined;
  readonly fsGroup: Fact<number> | undefined;
  readonly nonRoot: Fact<'yes' | 'needs-config' | 'no'> | undefined;
  /** What it certainly stops at without root, unless the manifest says otherwise. */
  readonly rootSteps: readonly RootStep[];
  /** Every path that the image writes and that may be an emptyDir, besides `data`. */
  readonly writes: Fact<readonly string[]> | undefined;
  /** Paths with content from the image: an emptyDir over them would hide it. */
  readonly hydrate: readonly string[];
  readonly data: readonly string[];
  /** What the image is known to write, where the configuration lists other paths. */
  readonly leftOut: readonly string[];
  readonly readOnlyRoot: Fact<'yes' | 'unknown' | 'no'> | undefined;
  /** Capabilities that the image needs although it drops ALL. */
  readonly capabilities: Fact<readonly string[]> | undefined;
  /** The same when it starts as root: what its entrypoint needs to own files and step down included. */
  readonly rootCapabilities: Fact<readonly string[]> | undefined;
  /** Whether something gains privileges while it runs: `allowPrivilegeEscalation: false` breaks it then. */
  readonly escalates: Fact<boolean> | undefined;
  readonly ports: readonly number[];
  readonly privilegedPort: boolean;
  readonly shell: boolean | undefined;
  /** Undefined also where its configuration or its plugins decide. */
  readonly needsApiToken: Fact<boolean> | undefined;
  /** True for agents that need host paths, root or capabilities of the node. */
  readonly hostAccess: boolean;
  readonly probes: Readonly<Partial<Record<'liveness' | 'readiness' | 'startup', Fact<JsonObject>>>>;
  readonly minimumMemory: Fact<string> | undefined;
  readonly resources: Fact<JsonObject> | undefined;
  /** Whether it runs under the seccomp profile RuntimeDefault (io_uring, perf and browser sandboxes do not). */
  readonly defaultSeccomp: Fact<boolean> | undefined;
  readonly notes: string | undefined;
  /** A tag that the configuration names for this repository. */
  readonly wantedTag: Fact<string> | undefined;
  /** A Dockerfile of the repository that it is built from, or may be by its name: no evidence by itself. */
  readonly dockerfile: string | undefined;
  /** Where that Dockerfile puts files, and the line that does (`file:line`): a volume there hides them. */
  readonly contents: ReadonlyMap<string, string>;
  /**
   * A known image that this one, of another registry, has the name of. Nobody has said whether it is the same: neither what
   * is known of that one nor that nothing is known counts, and nothing that would break it is offered.
   */
  readonly candidate:
    | {
        readonly repository: string;
        readonly facts: Omit<ImageFacts, 'candidate' | 'dockerfile' | 'contents'>;
      }
    | undefined;
}

/** A container of a workload. Its methods are called on it, as those of a {@link Resource}. */
export interface Container {
  readonly name: string;
  /** sidecar: an init container with `restartPolicy: Always`. ephemeral: reached by {@link Resource.images} only. */
  readonly role: 'main' | 'init' | 'sidecar' | 'ephemeral';
  readonly image: ImageName;
  /**
   * The name by which the configuration speaks of its image: the one of the manifest where that is a placeholder, for which
   * `images:` entries put another name in each overlay.
   */
  readonly askedAs: string;
  readonly facts: ImageFacts;
  readonly workload: Workload;
  /** Path of the container inside the workload. */
  readonly path: FieldPath;
  readonly object: JsonObject;
  /** A value below the container, by the rules of {@link Resource.get}. */
  get(path: FieldPath): Json | undefined;
  set(path: FieldPath, value: Json): SetChange;
  remove(path: FieldPath): Change;
}

export interface Environment {
  readonly name: string | undefined;
  readonly tier: Tier | undefined;
}

/** Everything that one root renders. */
export interface Root {
  readonly path: string;
  readonly environment: Environment;
  readonly namespace: string | undefined;
  /** Every object; those that are one workload as such. */
  readonly resources: readonly Resource[];
  /** Every pod template: kinds like Argo's WorkflowTemplate have several in an object. */
  readonly workloads: readonly Workload[];
  find(kind: string, test?: (resource: Resource) => boolean): readonly Resource[];
  servicesFor(workload: Workload): readonly Resource[];
  budgetsFor(workload: Workload): readonly Resource[];
  autoscalerFor(workload: Workload): Resource | undefined;
  policiesFor(workload: Workload): readonly Resource[];
  /** Facts of the repository as a whole that a transform may need. */
  readonly repository: {
    readonly project: string | undefined;
    readonly hasArgoApplications: boolean;
    readonly hasFluxKustomizations: boolean;
    /** Whether it is known of some root which environment it is. */
    readonly hasEnvironments: boolean;
    /** Pinned digests: full reference -> what the lock file says of it. */
    readonly lock: ReadonlyMap<string, LockedImage>;
    readonly owners: readonly OwnerRule[];
    /** Disruption budgets of manifests, whoever renders them. */
    readonly budgets: readonly WrittenBudget[];
  };
  /** The cluster that it runs in, with everything else that is known to run there. */
  readonly platform: Platform;
  /** False when something that only kustomize can render is missing: a remote base, a chart. */
  readonly complete: boolean;
  /** Whether some root of the repository renders an object, this one included. */
  rendersAnywhere(kind: string, name: string): boolean;
  /** Whether some root of the repository renders an object of a kind. */
  rendersKind(kind: string): boolean;
  /** Whether a custom resource of some root holds this text: an operator may make what it names. */
  namedByCustomResource(text: string): boolean;
  /**
   * The values with which the repository itself writes a label on objects of this kind (on workloads of any kind, for a
   * workload); undefined where that is no habit of it: where fewer than three of them have it, or than a third. What an
   * entry of a kustomization gives to all that passes is not written on them.
   */
  labelHabit(like: Pick<Resource, 'kind' | 'apiVersion'>, key: string): ReadonlySet<string> | undefined;
  /** The user that the manifests of the repository write for an image, where all that write one agree and it is not root. */
  writtenUser(image: string): WrittenUser | undefined;
  /** A workload of this root as the other roots render it that are made from the same document. */
  sistersOf(workload: Workload): readonly Sister[];
  /** The kustomizations that it is made of. */
  readonly kustomizations: readonly KustomizationFile[];
}

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
  /** Folder of the root that renders an object. */
  rootOf(resource: Resource): string;
  ownerOf(namespace: string): NamespaceOwner;
  /** Quotas and LimitRanges for a namespace that stand in no kustomization: somebody applies them all the same. */
  boundsBeside(kind: BoundKind, namespace: string): readonly WrittenBound[];
  /**
   * `file:line` of what makes an object that no manifest brings: a command of a script or of instructions, Terraform, or a
   * comment at the place that names it. What is made in a namespace that the root has no pods in is another object.
   *
   * @param at `file:line` of that place
   */
  madeOutside(kind: string, name: string, at: string): string | undefined;
  /** Names of the environments whose roots have something in a namespace, over the whole repository. */
  environmentsIn(namespace: string): readonly string[];
  /** What shows that the cluster is an OpenShift; undefined where nothing does. */
  readonly openShift: Evidence | undefined;
  /** What lets the pods of an account state a seccomp profile where OpenShift refuses it otherwise. */
  seccompAllowedFor(namespace: string | undefined, account: string): Evidence | undefined;
  /** The AppProject that keeps objects of a kind out, and where it says so: Argo CD fails the whole sync on one. */
  forbidden(apiVersion: string, kind: string): { readonly project: string; readonly at: string } | undefined;
  /** True where a text is a variable that somebody fills in after the build: its value is not known here. */
  isFilledIn(value: Json | undefined): boolean;
}

/** A workload in another root. */
export interface Sister {
  readonly environment: Environment;
  readonly workload: Workload;
  /** Whether a disruption budget takes its pods there. */
  readonly hasBudget: boolean;
}

/** Whose business the quota and the limits of a namespace are. */
export interface NamespaceOwner {
  /** Folder of the root: the one that renders the Namespace, else the one that renders most of its pods. */
  readonly root: string | undefined;
  /** Where no root comes first: those that have the same claim, in order. Empty where there is an owner. */
  readonly claimants: readonly string[];
}

export interface LockedImage {
  readonly digest: string;
  /** `file:line` of the entry. */
  readonly at: string;
  /** Platforms that the digest's index holds, as `linux/arm64`; undefined where nobody has recorded them. */
  readonly platforms?: readonly string[] | undefined;
  /** What the image says of itself; undefined where nobody has recorded it. */
  readonly config?: ImageConfig | undefined;
}

/** The configuration that an image brings, without the values of its variables. */
export interface ImageConfig {
  /** Whose it is, of those that an index holds: `linux/amd64`. */
  readonly platform: string | undefined;
  /** As it is written there: `1000`, `nginx`, `65532:65532`; undefined where it starts as root. */
  readonly user: string | undefined;
  /** `8080/tcp` */
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  /** Names of variables. */
  readonly variables: readonly string[];
}

export interface KustomizationFile {
  readonly file: string;
  /** `file:line` of YAML documents after the first: kustomize never reads them. Findings may be `on` such a place. */
  readonly ignored: readonly string[];
  /** What its comments say, a line each, without the marks. */
  readonly comments: readonly string[];
  /** Entries of `patches:` whose target is nothing of what the kustomization takes in: kustomize says nothing, and does nothing. */
  readonly idle: readonly { readonly at: string; readonly target: string }[];
}

export interface OwnerRule {
  readonly pattern: string;
  readonly at: string;
  readonly team?: string;
  readonly runbook?: string;
  readonly pager?: string;
  readonly slack?: string;
  readonly email?: string;
}

/** Small JSON-Schema subset. `perEnvironment` gives defaults by tier; the option arrives resolved. */
export interface OptionSchema {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';
  readonly description: string;
  readonly default?: Json;
  /** Default where everything is asked for (`--preset complete`). */
  readonly complete?: Json;
  readonly perEnvironment?: Readonly<Partial<Record<Tier | 'otherwise', Json>>>;
  readonly enum?: readonly Json[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: { readonly type: 'string' | 'integer' | 'number' };
}

export interface PlanContext<Options> {
  readonly options: Options;
  readonly root: Root;
  /**
   * Evidence from an option that the configuration sets, at its line; undefined where the option is a default: that
   * speaks for nothing.
   */
  configured(option: keyof Options & string, says: string): Evidence | undefined;
}

export type SubjectOf = {
  container: Container;
  image: ImageField;
  workload: Workload;
  resource: Resource;
  root: Root;
};

export interface Transform<
  MessageId extends string = string,
  Each extends keyof SubjectOf = keyof SubjectOf,
  Options = Record<string, Json>,
> {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly group: Group;
  /**
   * Transforms run, and their fixes are listed, by ascending order; ties by id. It goes in steps of 100, so that there is
   * room between two.
   */
  readonly order: number;
  readonly preset: 'recommended' | 'opt-in' | 'report';
  readonly each: Each;
  /** For `each: 'resource'` and 'workload': only these kinds. */
  readonly kinds?: readonly string[];
  readonly options: Readonly<Record<string, OptionSchema>>;
  /** Facts of images that its fixes rest on: a review offers to state them. */
  readonly facts?: readonly ImageFactPath[];
  /** Where its changes belong, as far as a transform may say it (docs/design/placement.md). */
  readonly placement: {
    /**
     * `source`: a field is changed in the lowest place that reaches the roots that want it, from the manifest up.
     * `overlay`: only in the roots themselves, for what differs from environment to environment.
     */
    readonly field: 'source' | 'overlay';
    /**
     * `beside`: a new object joins the kustomization of the object or the namespace that `create` names, or one above it.
     * `overlay`: it goes to the roots themselves.
     */
    readonly resource: 'beside' | 'overlay';
  };
  readonly messages: Readonly<Record<MessageId, string>>;
  /**
   * The fault in a few words and without its subject, so that equal ones of several objects are counted on one line
   * ("no memory limit"). A message without one stands in full.
   */
  readonly briefs?: Readonly<Partial<Record<MessageId, string>>>;
  readonly docs: {
    readonly why: string;
    readonly risk: string;
    readonly links: readonly string[];
    /** Checks of other tools that this clears; also drives their exemption marks. */
    readonly sameAs: readonly string[];
    /** Those of one message, where an exemption from another of the checks must not silence it. */
    readonly sameAsOf?: Readonly<Partial<Record<MessageId, readonly string[]>>>;
  };
  /** Pure and synchronous: what must become true of this subject. */
  plan(subject: SubjectOf[Each], context: PlanContext<Options>): Iterable<Proposal<MessageId>>;
}

type ValueOf<Option extends OptionSchema> = Option['type'] extends 'string'
  ? string
  : Option['type'] extends 'integer' | 'number'
    ? number
    : Option['type'] extends 'boolean'
      ? boolean
      : Option['type'] extends 'array'
        ? readonly (Option extends { readonly items: { readonly type: 'integer' | 'number' } }
            ? number
            : string)[]
        : JsonObject;

type IsSettled<Option extends OptionSchema> = Option extends
  | { readonly default: Json }
  | { readonly perEnvironment: { readonly otherwise: Json } }
  ? true
  : false;

/**
 * Resolved options as their schema types them. An option without a default, or whose defaults depend on a tier that
 * nobody has named, is absent.
 */
export type OptionsOf<Schema extends Readonly<Record<string, OptionSchema>>> = {
  readonly [Name in keyof Schema as IsSettled<Schema[Name]> extends true ? Name : never]: ValueOf<
    Schema[Name]
  >;
} & {
  readonly [Name in keyof Schema as IsSettled<Schema[Name]> extends true ? never : Name]?: ValueOf<
    Schema[Name]
  >;
};

/** Declares a transform; exists so that message ids and options are checked against their declarations. */
export function defineTransform<
  const MessageId extends string,
  Each extends keyof SubjectOf,
  const Schema extends Readonly<Record<string, OptionSchema>>,
>(
  transform: Transform<MessageId, Each, OptionsOf<Schema>> & { readonly options: Schema },
): Transform<MessageId, Each, OptionsOf<Schema>> {
  return transform;
}
