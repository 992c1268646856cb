/** What a transform says: findings, with what must become true or what is asked. */
import type { Change, Elsewhere } from './change.ts';
import type { FieldPath, Json } from './data.ts';
import type { Doubt, Evidence } from './evidence.ts';
import type { ImageFactPath, OpenFact } from './image.ts';

/** Subject of what is asked once, for the repository as a whole. */
export const REPOSITORY = '*';

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
      /** Its tag, where the repository does not build it: images of one publisher with the same one are asked about together. */
      readonly release?: string | undefined;
      /** Where the container has volumes already: no answer about what it writes has to name those. */
      readonly mounted?: readonly string[];
      /** A Dockerfile of the repository makes it, or may do so: it has answers of its own. */
      readonly isBuiltHere?: true;
    }
  | { readonly type: 'environment' }
  | { readonly type: 'namespace'; readonly namespace: string; readonly claimants: readonly string[] }
  | {
      readonly type: 'decision';
      readonly about: string;
      /** In place of what blocks the first finding that asks: for what is said alike of all of them. */
      readonly question?: string;
      /** What of many it is asked about here: the question lists all of them. */
      readonly names?: readonly string[];
      /** Answers that are ready to be taken; without any whoever answers writes something by hand. */
      readonly choices?: readonly Choice[];
      /** Nobody has to make it: the fix is there, with `--unsafe` or by an option, and `init` offers it beside open facts. */
      readonly isOptional?: true;
    };

/** An answer to a decision: what it means, and what the configuration says then. Findings that ask the same have one list of them. */
export type Choice = StatedChoice | ExemptChoice;

/** An option of a transform gets a value. A list joins the one that is stated already: who says one more takes nothing back. */
export interface StatedChoice {
  /** In a few words: `annotations on pods`. */
  readonly says: string;
  readonly states: {
    /** `['transforms', 'monitoring', 'by']`: the option has to exist, and to take the value. */
    readonly path: readonly ['transforms', id: string, option: string, ...below: string[]];
    readonly value: Json;
  };
}

/** All findings that ask stay as they are, for a reason that the configuration gives (`ignore:`). */
export interface ExemptChoice {
  readonly says: string;
  readonly exempt: string;
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
  readonly elsewhere?: Elsewhere;
  /** What speaks for it: each a place that can be looked at. That nothing is known against it is no evidence. */
  readonly evidence: readonly Evidence[];
  /** What speaks against it. A fix has evidence, doubts or both; one that has neither is an error of its transform. */
  readonly doubts?: readonly Doubt[];
  /** It is about what all other fixes leave: it is planned once nothing else is wanted. */
  readonly last?: true;
  /** No changes: a person decides, and this says what. */
  readonly blocked?: string;
  /** What is in question is a written value: a comment at it is its writer's reason. Nobody is asked for another, and it stays. */
  readonly mayBeExplained?: true;
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
  /** Another proposal of the same call that says as much and more: where the run makes that one, this one is noise beside it. */
  readonly outdoneBy?: Proposal;
  /**
   * What its changes refer to and no manifest brings: somebody makes it by other means, as the evidence says. A reference to
   * anything else that nobody renders fails the proof.
   */
  readonly promised?: readonly { readonly kind: string; readonly name: string }[];
  /** Transform ids whose fix on the same subject this one needs. */
  readonly needs?: readonly string[];
  /**
   * What has to be there before it, by other proposals of its transform, so that it does no harm: it is not made now. Once they
   * are planned, the transform is asked again and proposes it without this.
   */
  readonly awaits?: string;
}

export type Safety = 'safe' | 'unsafe';

/**
 * Whether a fix may be made unread: something speaks for it and nothing against it. The planner derives it, no transform
 * states it (docs/design/judgement.md 1).
 */
export function safetyOf({ evidence, doubts = [] }: Pick<Proposal, 'evidence' | 'doubts'>): Safety {
  return evidence.length > 0 && doubts.length === 0 ? 'safe' : 'unsafe';
}
