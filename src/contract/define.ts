/** A transform: what it is, and when it runs. */
import type { Json, JsonObject } from './data.ts';
import type { Evidence } from './evidence.ts';
import type { ImageFactPath } from './image.ts';
import type { Proposal } from './proposal.ts';
import type { Container, ImageField, Resource, Workload } from './resource.ts';
import type { Root } from './root.ts';
import type { TextContext, TextFile, TextProposal } from './text.ts';
import type { Group, Severity, Tier } from './vocabulary.ts';

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
  /** Whether it is named (`--only`, the configuration), or everything is asked for: what is of little worth waits for that. */
  readonly isAskedFor: boolean;
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
  text: TextFile;
};

/** Of a text, which no root renders, there is no root to ask. */
export type ContextOf<Each extends keyof SubjectOf, Options> = Each extends 'text'
  ? TextContext<Options>
  : PlanContext<Options>;

export type ProposalOf<Each extends keyof SubjectOf, MessageId extends string> = Each extends 'text'
  ? TextProposal<MessageId>
  : Proposal<MessageId>;

export interface Transform<
  MessageId extends string = string,
  Each extends keyof SubjectOf = keyof SubjectOf,
  Options = Record<string, Json>,
> {
  readonly id: string;
  readonly title: string;
  /** The worst of its messages. */
  readonly severity: Severity;
  /** Of messages that are about less. */
  readonly severities?: Readonly<Partial<Record<MessageId, Severity>>>;
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
  /** The worst fault first: where there is no room for all, that is the one which is named. */
  readonly messages: Readonly<Record<MessageId, string>>;
  /**
   * The fault in a few words and without its subject, so that equal ones of several objects are counted on one line
   * ("no memory limit"). A message without one stands in full.
   */
  readonly briefs?: Readonly<Partial<Record<MessageId, string>>>;
  readonly docs: {
    readonly why: string;
    /** Of messages that are about something else than the rest: it stands in place of the general one. */
    readonly whyOf?: Readonly<Partial<Record<MessageId, string>>>;
    readonly risk: string;
    readonly links: readonly string[];
    /** Checks of other tools that this clears; also drives their exemption marks. */
    readonly sameAs: readonly string[];
    /** Those of one message, where an exemption from another of the checks must not silence it. */
    readonly sameAsOf?: Readonly<Partial<Record<MessageId, readonly string[]>>>;
  };
  /** Pure and synchronous: what must become true of this subject. */
  plan(subject: SubjectOf[Each], context: ContextOf<Each, Options>): Iterable<ProposalOf<Each, MessageId>>;
  /** Of a transform about objects: the same in files that are no manifests. */
  texts?(file: TextFile, context: TextContext<Options>): Iterable<TextProposal<MessageId>>;
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
