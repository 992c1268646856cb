/** What files of the repository say, whoever renders them. */
import type { JsonObject } from './data.ts';
import type { Tier } from './vocabulary.ts';

/** A disruption budget as a manifest of the repository writes it. */
export interface WrittenBudget {
  readonly name: string;
  /** Keys of its own labels. */
  readonly labels: readonly string[];
  /** Whether it says what becomes of pods that are not ready. */
  readonly hasPolicy: boolean;
  /** How many pods must stay (`1`, `50%`), where it says that and not how many may go. */
  readonly minAvailable?: string | undefined;
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

/** A container of an image that runs on a read-only root. */
export interface WrittenReadOnly {
  /** Those that begin empty. */
  readonly volumes: readonly { readonly path: string; readonly emptyDir: JsonObject }[];
  /** `file:line` */
  readonly at: string;
  /** `Deployment web` */
  readonly by: string;
}

export type BoundKind = 'ResourceQuota' | 'LimitRange' | 'NetworkPolicy';

/** A quota or LimitRange as a manifest of the repository writes it. */
export interface WrittenBound {
  readonly name: string;
  /** `file:line` */
  readonly at: string;
  readonly spec: JsonObject;
}

/** A monitor of the Prometheus Operator as a manifest of the repository writes it. */
export interface WrittenMonitor extends WrittenBound {
  readonly kind: 'PodMonitor' | 'ServiceMonitor';
  readonly labels: Readonly<Record<string, string>>;
}

/** What files of the repository say of what scrapes its clusters, whoever renders them. */
export interface WrittenPrometheus {
  /** Those of the Prometheus Operator: objects, and values of the chart that makes them. */
  readonly servers: readonly WrittenServer[];
  /** Rules of the operator: objects with alerts. */
  readonly rules: readonly WrittenRules[];
  /** Alerts of any form: of the operator, of a file that a plain Prometheus reads, of values of a chart. */
  readonly alerts: readonly WrittenAlert[];
  /** Configurations that say themselves what is scraped. */
  readonly scrapes: readonly WrittenScrapes[];
  /** `file:line` of an object by which something else than Prometheus fetches metrics, or another way of it. */
  readonly otherWay: string | undefined;
}

/** A Prometheus of the operator. */
export interface WrittenServer {
  /** Undefined of values of a chart. */
  readonly name: string | undefined;
  /** `file:line` */
  readonly at: string;
  readonly namespace: string | undefined;
  readonly spec: JsonObject;
}

/** A PrometheusRule as a manifest of the repository writes it. */
export interface WrittenRules extends WrittenBound {
  readonly labels: Readonly<Record<string, string>>;
}

/** An alert as a text of the repository writes it. */
export interface WrittenAlert {
  /** `file:line` */
  readonly at: string;
  /** PromQL */
  readonly expr: string;
}

/** A file with a scrape configuration. */
export interface WrittenScrapes {
  /** `file:line` */
  readonly at: string;
  readonly text: string;
}

/** A job, or a pod, as a manifest of the repository writes it that no kustomization reads. */
export interface WrittenJob {
  readonly kind: string;
  readonly name: string;
  /** `file:line` */
  readonly at: string;
  /** Of its pods. */
  readonly labels: Readonly<Record<string, string>>;
  /** Its variables by their names, and what stands on its command line. */
  readonly told: readonly { readonly key: string | undefined; readonly text: string }[];
  /** Names of the Secrets that its pods cannot start without. */
  readonly secrets: readonly string[];
}

/** A line of a text. */
export interface WrittenLine {
  /** `file:line` */
  readonly at: string;
  /** Without the white space around it. */
  readonly text: string;
}

/** A line that goes on saying the name of an object that gets another one. */
export interface LineLeft {
  /** `file:line` */
  readonly at: string;
  /** What the name is read as there, or that no kustomization reads it that renders the object. */
  readonly reads:
    | 'nothing reads it'
    | 'comment'
    | 'another namespace'
    | 'a host outside'
    | 'an image'
    | 'not known to be it';
}

/** A chart of Helm that something of the repository installs: an Application, a HelmRelease, a kustomization. */
export interface WrittenChart {
  readonly name: string;
  /** A version, or a range of them (`0.10.x`), as it is written. */
  readonly version: string;
  /** `file:line` */
  readonly at: string;
}

/** A release of a chart: a HelmRelease of Flux, a HelmChart of k3s, an Application of Argo CD. */
export interface WrittenRelease {
  readonly kind: string;
  readonly name: string;
  /** `file:line` */
  readonly at: string;
  /** All that it says, its values too. */
  readonly told: string;
}

export interface KustomizationFile {
  readonly file: string;
  /** `file:line` of YAML documents after the first: kustomize never reads them. Findings may be `on` such a place. */
  readonly ignored: readonly string[];
  /** What its comments say, a line each, without the marks. */
  readonly comments: readonly string[];
  /**
   * Entries of `patches:` whose target is nothing of what the kustomization takes in, of a component nothing of what anybody brings
   * who takes it in: kustomize says nothing, and does nothing. Findings may be `on` such a place.
   */
  readonly idle: readonly IdlePatch[];
  /**
   * Merge patches that list a part of what there is and say nothing else: they change nothing. Findings may be `on` such a place.
   */
  readonly restating: readonly RestatingPatch[];
  /** Entries of `images:` that change no image of what the kustomization takes in: kustomize says nothing. Findings may be `on` such a place. */
  readonly idleImages: readonly IdleImage[];
  /** Whether an entry of its `patches:` means whatever has this name, of any kind: a new object of the name would be patched too. */
  takesAllCalled(name: string): boolean;
  /** Its fields that have a successor. Findings may be `on` such a place. */
  readonly outdated: readonly OutdatedField[];
}

/** A merge patch that says only what is there already, and of some lists not all of it. */
export interface RestatingPatch {
  readonly at: string;
  /** `Deployment web` */
  readonly target: string;
  /** Fields that are lists of which it says a part. */
  readonly lists: readonly string[];
}

/** An entry of `patches:` whose target is nothing that its kustomization meets. */
export interface IdlePatch {
  readonly at: string;
  readonly target: string;
  /** Undefined where it is for all of a kind, of which there is none. */
  readonly name: string | undefined;
  /** What there is of the kind: names as the patch would meet them, without the prefixes and suffixes of its kustomization. */
  readonly there: readonly string[];
  /** What of the target is otherwise at the object that it names, such as `group apps, and it has batch`; undefined where none is. */
  readonly unlike: string | undefined;
  /** False where it takes in what only kustomize can render: that may be the target. */
  readonly isInSight: boolean;
  /** The file that has the object instead; undefined where none is found. */
  readonly leftBy: LeftBy | undefined;
}

/** An entry of `images:` whose name is that of no image that its kustomization meets. */
export interface IdleImage {
  readonly at: string;
  readonly name: string;
  /** Names of the images that there are, without tag and digest, and what other entries make of them. */
  readonly there: readonly string[];
  /** What an image of its name is called once the kustomizations below have renamed it; undefined where none had the name. */
  readonly renamed: string | undefined;
}

/** What a patch is left over from: a file of a base that is not taken in, or one in its own folder that nothing lists. */
export interface LeftBy {
  readonly file: string;
  readonly isListed: boolean;
}

/** A field of a kustomization that has a successor. */
export interface OutdatedField {
  readonly field: string;
  readonly successor: string;
  /** `file:line` */
  readonly at: string;
  /** Why it cannot be said in the successor, all renders being what they are; undefined where it can. */
  readonly against: string | undefined;
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
