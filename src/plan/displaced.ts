/**
 * Fixes that were raised to the overlays and then had no place there: whole groups are raised for the fault of one of them.
 * They are tried once again where they stood, or the next run would find what this one gave up.
 */
import type { Lessons } from './model/lessons.ts';
import type { Proof } from './prove/prove.ts';
import type { RoundsResult } from './rounds.ts';

/** The rounds of the last attempt, and the proof of what they did. */
export interface Proven {
  readonly rounds: RoundsResult;
  readonly proof: Proof;
}

/** @param settle a plan from some lessons on; undefined where it would take too long */
export function withDisplaced(proven: Proven, settle: (lessons: Lessons) => Proven | undefined): Proven {
  return restored(proven, displacedFixes(proven), settle);
}

/** Those that can stand together do so at once; of others the halves are tried, since one of them may be at fault alone. */
function restored(
  proven: Proven,
  fixIds: readonly string[],
  settle: (lessons: Lessons) => Proven | undefined,
): Proven {
  if (fixIds.length === 0) return proven;
  const tried = settle(withoutDisplacement(proven.rounds, new Set(fixIds)));
  if (tried === undefined) return proven;
  if (tried.rounds.lessons.withdrawn.size < proven.rounds.lessons.withdrawn.size) {
    const left = new Set(displacedFixes(tried));
    return restored(
      tried,
      fixIds.filter(id => left.has(id)),
      settle,
    );
  }
  if (fixIds.length === 1) return proven;
  const half = fixIds.length >> 1;
  return restored(restored(proven, fixIds.slice(0, half), settle), fixIds.slice(half), settle);
}

function displacedFixes({ rounds: { lessons, findings } }: Proven): string[] {
  const { displaced } = lessons;
  return [...new Set(findings.flat().flatMap(({ key, fixId }) => (displaced.has(key) ? [fixId] : [])))];
}

/** What has been learnt, but for some fixes. */
function withoutDisplacement({ lessons, findings }: RoundsResult, fixIds: ReadonlySet<string>): Lessons {
  const { displaced, withdrawn, raised } = lessons;
  const keys = new Set(
    findings.flat().flatMap(({ key, fixId }) => (fixIds.has(fixId) && displaced.has(key) ? [key] : [])),
  );
  return {
    ...lessons,
    withdrawn: new Map([...withdrawn].filter(([id]) => !keys.has(id))),
    raised: new Set([...raised].filter(id => !fixIds.has(id))),
    displaced: new Set([...displaced].filter(key => !keys.has(key))),
  };
}
