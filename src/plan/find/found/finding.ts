/** One proposal in one root, with what is worked out of it only where it is shown. */
import { createHash } from 'node:crypto';
import {
  type Ask,
  type Doubt,
  type Proposal,
  REPOSITORY,
  type Resource,
  type Safety,
  type Severity,
  safetyOf,
} from '../../../transform.ts';
import type { AnyTransform } from '../../model/input.ts';
import { printPath } from '../../model/print-path.ts';
import type { FixStatus } from '../../model/result.ts';
import type { RenderedObject, RenderedRoot } from '../../rendered/rendered.ts';
import { objectName, subjectName } from '../../rendered/rendered.ts';
import type { ViewedRoot } from '../../view/viewed-roots.ts';
import { restartedBy } from './restarts.ts';

/** `candidate` until something keeps it back. */
export type FindingStatus = 'candidate' | Exclude<FixStatus, 'planned'>;

/** What a transform says of this message alone; nothing where it has one reason for all. */
export function whyIn({ docs }: AnyTransform, message: string): { readonly why?: string } {
  const own: Readonly<Partial<Record<string, string>>> = docs.whyOf ?? {};
  const why = own[message];
  return why === undefined ? {} : { why };
}

/** How bad it is: what its message says, else what the transform says of all. */
export function severityOf(
  { severity, severities }: AnyTransform,
  { message }: Pick<Proposal, 'message'>,
): Severity {
  return severities?.[message] ?? severity;
}

/** What a finding is about. */
export interface Subject {
  readonly transform: AnyTransform;
  readonly proposal: Proposal;
  readonly viewed: ViewedRoot;
  /** Null: the root itself. */
  readonly object: RenderedObject | null;
  /** The object as transforms see it. */
  readonly resource: Resource | undefined;
  /** Not all that is remembered: a finding lives as long as the plan. */
  readonly fixIds: Map<string, string>;
  /** Undefined until somebody asks for it. */
  fixId: string | undefined;
  /** Stands in where what the proposal takes for granted is not planned. */
  readonly otherwise: Finding | undefined;
}

/** A class, because most findings are never shown: one of many stands for all roots that have it. */
export class Finding {
  readonly transform: AnyTransform;
  readonly proposal: Proposal;
  readonly root: RenderedRoot;
  /** Subject of the finding; null when it is the root itself. */
  readonly object: RenderedObject | null;
  /** The subject as transforms see it. */
  readonly resource: Resource | undefined;
  readonly safety: Safety;
  readonly status: FindingStatus;
  readonly reason: string | undefined;
  /** What a person is asked for, where one is; a cause that no other finding has says nothing here. */
  readonly asks: readonly Ask[];
  private readonly subject: Subject;
  private knownRestarted: ReadonlySet<string> | undefined = undefined;
  private knownAt: string | undefined = undefined;

  constructor(
    subject: Subject,
    status: FindingStatus,
    reason: string | undefined,
    asks: readonly Ask[] = [],
  ) {
    const { transform, proposal, viewed, object, resource } = subject;
    this.transform = transform;
    this.proposal = proposal;
    this.root = viewed.rendered;
    this.object = object;
    this.resource = resource;
    this.subject = subject;
    this.safety = safetyOf(proposal);
    this.status = status;
    this.reason = reason;
    this.asks = asks;
  }

  get severity(): Severity {
    return severityOf(this.transform, this.proposal);
  }

  /** The same finding with another say on it. */
  as(status: FindingStatus, reason: string | undefined, asks?: readonly Ask[]): Finding {
    return new Finding(this.subject, status, reason, asks);
  }

  /** The same finding with another doubt. */
  doubted(doubt: Doubt): Finding {
    const proposal = { ...this.proposal, doubts: [...this.doubts, doubt], settledBy: [] };
    return new Finding({ ...this.subject, proposal }, this.status, this.reason, this.asks);
  }

  get otherwise(): Finding | undefined {
    return this.subject.otherwise;
  }

  get fixId(): string {
    return (this.subject.fixId ??= fixIdOf(this.subject));
  }

  /** The same in every round: fix, root and object. */
  get key(): string {
    return `${this.fixId} ${this.root.folder} ${this.object?.key ?? ''}`;
  }

  get restarts(): boolean {
    return this.proposal.restarts ?? this.touched.size > 0;
  }

  /** The workloads of the root that it restarts, as `Kind/name`. */
  get restarted(): ReadonlySet<string> {
    const isItself = this.restarts && this.touched.size === 0 && this.object;
    return isItself ? new Set([objectName(isItself)]) : this.touched;
  }

  get at(): string {
    return (this.knownAt ??=
      this.resource?.where(this.proposal.at.path) ??
      placeIn(this.subject) ??
      this.root.accumulated.kustomization.file);
  }

  /** What is wrong and what becomes of it. */
  get said(): string {
    const { message } = this.proposal;
    return this.filledIn((this.transform.messages as Record<string, string>)[message] ?? message);
  }

  /** The same, and behind that what speaks against doing it unread. */
  get message(): string {
    return withDoubts(this.said, this.doubts);
  }

  /** What is wrong in a few words, the same for all that have it. */
  get brief(): string {
    const briefs: Readonly<Partial<Record<string, string>>> = this.transform.briefs ?? {};
    const template = briefs[this.proposal.message];
    return template === undefined ? this.message : this.filledIn(template);
  }

  private filledIn(template: string): string {
    const { data } = this.proposal;
    return template.replace(/\{(\w+)\}/g, (_, key: string) => String(data?.[key] ?? `{${key}}`));
  }

  get doubts(): readonly Doubt[] {
    return this.proposal.doubts ?? [];
  }

  /** None where something else than the registry has the next word: whoever writes the image, or an exemption. */
  get lookups(): readonly string[] {
    const { lookups = [], blocked } = this.proposal;
    const isOpen = this.status === 'reported' || this.status === 'person';
    return isOpen && this.reason === blocked ? lookups : [];
  }

  private get touched(): ReadonlySet<string> {
    return (this.knownRestarted ??= restartedBy(this.proposal.changes, this.subject.viewed.view, this.root));
  }
}

/** What is said, and what speaks against it. */
export function withDoubts(said: string, doubts: readonly Doubt[]): string {
  return doubts.length === 0 ? said : `${said}. Not without a look: ${doubts.join('; ')}`;
}

/** A proposal as a candidate. */
export function newFinding(subject: Subject): Finding {
  return new Finding(subject, 'candidate', undefined);
}

/** A place in a kustomization, where the finding is about one. */
function placeIn({ object, proposal, viewed }: Subject): string | undefined {
  if (object) return undefined;
  const { on } = proposal.at;
  const file = on.replace(/:\d+$/, '');
  const isIn = on !== file && viewed.view.kustomizations.some(each => each.file === file);
  return isIn ? on : undefined;
}

function nameOf(subject: Subject): string {
  const { object } = subject;
  if (subject.proposal.at.on === REPOSITORY) return REPOSITORY;
  if (object) return `${object.object.kind}/${subjectName(object)} ${object.accumulated.source.type}`;
  return placeIn(subject)?.replace(/:\d+$/, '') ?? subject.viewed.rendered.folder;
}

/** Stable across moves of files and lines: transform, object, message and paths, nothing else. */
function fixIdOf(about: Subject): string {
  const { message, at, changes } = about.proposal;
  const transform = about.transform.id;
  const subject = nameOf(about);
  const place = printPath(at.path);
  const paths = changes
    .filter(change => change.type !== 'set' || !change.optional)
    .map(change => ('path' in change ? printPath(change.path) : change.type));
  const { fixIds } = about;
  const key = `${transform}\0${subject}\0${message}\0${place}\0${paths.join('\0')}`;
  let hash = fixIds.get(key);
  if (hash === undefined) {
    const text = JSON.stringify([transform, subject, message, place, [...new Set(paths)].sort()]);
    fixIds.set(key, (hash = createHash('sha256').update(text).digest('hex').slice(0, 12)));
  }
  return hash;
}
