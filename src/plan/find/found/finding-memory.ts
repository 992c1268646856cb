/** What rounds and attempts find again, as long as a plan is being made. */
import type { Proposal } from '../../../transform.ts';
import type { AnyTransform } from '../../model/input.ts';
import type { RenderedRoot } from '../../rendered/rendered.ts';
import { isSaidOfBoth, type ViewedRoot } from '../../view/viewed-roots.ts';
import type { Finding } from './finding.ts';

/** By render, with all that they depend on besides; those of renders that are gone go too. */
type Known<T> = WeakMap<
  RenderedRoot,
  Pick<ViewedRoot, 'context' | 'neighbours'> & { readonly found: Found<T> }
>;

/** Of one root. */
type Found<T> = Map<AnyTransform, readonly T[]>;

export interface FindingMemory {
  /** Ids of fixes by what they are hashes of. */
  readonly fixIds: Map<string, string>;
  readonly findings: Known<Finding>;
  /** What transforms propose, whatever becomes of it. */
  readonly proposals: Known<Proposal>;
}

/** @param other of the same plan: it asks the same transforms, and wants something else of what they propose */
export function newFindingMemory(other?: FindingMemory): FindingMemory {
  return {
    fixIds: other?.fixIds ?? new Map(),
    findings: new WeakMap(),
    proposals: other?.proposals ?? new WeakMap(),
  };
}

/** What was found in a root, by transform, as far as it still holds. */
export function knownOf<T>({ rendered, context, neighbours }: ViewedRoot, all: Known<T>): Found<T> {
  const known = all.get(rendered);
  if (known && isSameList(known.neighbours, neighbours) && isSaidOfBoth(known.context, context))
    return known.found;
  const found: Found<T> = new Map();
  all.set(rendered, { context, neighbours, found });
  return found;
}

/** What a transform finds in a root, unless that is known. */
export function foundBy<T>(transform: AnyTransform, found: Found<T>, find: () => readonly T[]): readonly T[] {
  let known = found.get(transform);
  if (known === undefined) found.set(transform, (known = find()));
  return known;
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}
