/** Everything that one root renders, and what is around it. */
import type { LockedImage } from './image.ts';
import type { Edge } from './network.ts';
import type { Observed } from './observed.ts';
import type { Platform } from './platform.ts';
import type { Resource, Workload } from './resource.ts';
import type { Sops } from './sops.ts';
import type { Tier } from './vocabulary.ts';
import type {
  KustomizationFile,
  LineLeft,
  OwnerRule,
  WrittenBudget,
  WrittenReadOnly,
  WrittenUser,
} from './written.ts';

export interface Environment {
  readonly name: string | undefined;
  readonly tier: Tier | undefined;
  /** It is one by where it stands, and nothing says which: a question to a person. */
  readonly isUnnamed?: true;
  /** It comes and goes with a branch or a run (`preview`, `e2e-ci`), and nothing says how many there are at a time. */
  readonly isPassing?: true;
}

/** A workload in another root. */
export interface Sister {
  readonly root: Root;
  readonly environment: Environment;
  readonly workload: Workload;
  /**
   * As the repository has it. What it gets in the same plan is no decision of anybody: which of the two is looked at first
   * would make the difference.
   */
  readonly before: Workload;
  /** Whether the repository has a disruption budget that takes its pods there. */
  readonly hasBudget: boolean;
}

/** Everything that one root renders. */
export interface Root {
  readonly path: string;
  readonly environment: Environment;
  readonly namespace: string | undefined;
  /** The root as the repository has it. What it gets in the same plan is no evidence that something is in use. */
  readonly before: Root;
  /** Every object; those that are one workload as such. */
  readonly resources: readonly Resource[];
  /** Every pod template: kinds like Argo's WorkflowTemplate have several in an object. */
  readonly workloads: readonly Workload[];
  /** Whether it drops an object of a kind that what it is made from brings (`$patch: delete`). */
  takesOut(kind: string): boolean;
  find(kind: string, test?: (resource: Resource) => boolean): readonly Resource[];
  servicesFor(workload: Workload): readonly Resource[];
  budgetsFor(workload: Workload): readonly Resource[];
  autoscalerFor(workload: Workload): Resource | undefined;
  policiesFor(workload: Workload): readonly Resource[];
  /** Other roots that may share its cluster, have no namespace in common with it, and tell programs addresses in its own. */
  readonly callers: readonly Root[];
  /**
   * The connections that manifests speak of, which go out from its pods or arrive at them, with those of what runs beside
   * it. Worked out when it is asked for.
   */
  readonly edges: readonly Edge[];
  /** Facts of the repository as a whole that a transform may need. */
  readonly repository: {
    readonly project: string | undefined;
    readonly hasArgoApplications: boolean;
    readonly hasFluxKustomizations: boolean;
    /** Whether it is known of some root which environment it is. */
    readonly hasEnvironments: boolean;
    /** Pinned digests: full reference -> what the lock file says of it. */
    readonly lock: ReadonlyMap<string, LockedImage>;
    /** What tools have seen of images and of what runs. */
    readonly observed: Observed;
    readonly owners: readonly OwnerRule[];
    readonly sops: Sops;
    /** Disruption budgets of manifests, whoever renders them. */
    readonly budgets: readonly WrittenBudget[];
    /** Whether a file belongs to it: what git ignores does not, and neither does what a remote base or a chart brings. */
    holds(file: string): boolean;
  };
  /** The cluster that it runs in, with everything else that is known to run there. */
  readonly platform: Platform;
  /** False when something that only kustomize can render is missing: a remote base, a chart. */
  readonly complete: boolean;
  /** Whether some root of the repository renders an object, this one included. */
  rendersAnywhere(kind: string, name: string): boolean;
  /** Whether some root of the repository renders an object of a kind. */
  rendersKind(kind: string): boolean;
  /** Whether a binding of some root, or of a file that none reads, names an account: in any namespace, unless one is said. */
  bindsAnywhere(account: string, namespace?: string): boolean;
  /** Whether one names an account of a namespace, or of the like of it in another environment (`shop-dev`, `shop-prod`). */
  bindsInEnvironments(account: string, namespace: string): boolean;
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
  /** A container that the repository runs of an image, in whatever version and root, on a read-only root. */
  writtenReadOnly(image: string): WrittenReadOnly | undefined;
  /** A workload of this root as the other roots render it that are made from the same document. */
  sistersOf(workload: Workload): readonly Sister[];
  /**
   * Lines that go on saying the name of an object after it has got another one: where it is read as something else, in comments,
   * and in whatever no root reads that renders it.
   */
  linesLeft(resource: Resource): readonly LineLeft[];
  /** The kustomizations that it is made of. */
  readonly kustomizations: readonly KustomizationFile[];
}
