/** What the attempts at a plan learn from each other. */

/** Where overlays only are wanted: it belongs into the manifest, and nobody keeps up a patch of it. No loss, and nobody withdraws it. */
export const SAID_ELSEWHERE = 'it belongs into the manifest, and a patch is more than it is worth';

/** Where its own manifest cannot say it. */
export const WORTH_NO_PATCH = 'a patch is more than it is worth';

/** What is known when an attempt begins. Nothing changes it: an attempt ends with a result, or with more lessons. */
export interface Lessons {
  /** Fixes that are given up, by id or, for one object, by the key of the finding, and why. */
  readonly withdrawn: ReadonlyMap<string, string>;
  /** Ids of fixes that may stand in root overlays only. */
  readonly raised: ReadonlySet<string>;
  /** Findings that were given up because the overlays alone, where their fix was raised to, have no place for them. */
  readonly displaced: ReadonlySet<string>;
  /** Why the overlays have no place for a finding whose fix was raised there: also where it stands below them after all. */
  readonly unraised: ReadonlyMap<string, string>;
  /** Places that turned out impossible for a goal, as `goal id @ level`, and why. */
  readonly refused: ReadonlyMap<string, string>;
  /** Places where a patch that is there already did not do for a goal, as `goal id @ level`: they get one of their own. */
  readonly apart: ReadonlySet<string>;
}

export const NO_LESSONS: Lessons = {
  withdrawn: new Map(),
  raised: new Set(),
  displaced: new Set(),
  unraised: new Map(),
  refused: new Map(),
  apart: new Set(),
};

/** What an attempt has found out, in place of a result: the next one begins with it. */
export interface Learnt {
  readonly learnt: Lessons;
}

/** Lessons, and what has been found out since. */
export function withLessons(
  { withdrawn, raised, displaced, unraised, refused, apart }: Lessons,
  more: {
    readonly withdrawn?: Iterable<readonly [string, string]>;
    readonly raised?: Iterable<string>;
    /** With why. */
    readonly displaced?: Iterable<readonly [string, string]>;
    readonly refused?: Iterable<readonly [string, string]>;
    readonly apart?: Iterable<string>;
  },
): Lessons {
  return {
    withdrawn: more.withdrawn ? new Map([...withdrawn, ...more.withdrawn]) : withdrawn,
    raised: more.raised ? new Set([...raised, ...more.raised]) : raised,
    displaced: more.displaced ? new Set([...displaced, ...keysOf(more.displaced)]) : displaced,
    unraised: more.displaced ? new Map([...unraised, ...more.displaced]) : unraised,
    refused: more.refused ? new Map([...refused, ...more.refused]) : refused,
    apart: more.apart ? new Set([...apart, ...more.apart]) : apart,
  };
}

function keysOf(entries: Iterable<readonly [string, string]>): string[] {
  return [...entries].map(([key]) => key);
}
