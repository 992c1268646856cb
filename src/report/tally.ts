/** The numbers of a plan. */
import type { Fix, Plan, RootReport } from '../plan/model/result.ts';
import type { Severity } from '../transform.ts';

export interface Tally {
  found: number;
  fixed: number;
  unsafe: number;
  person: number;
  /** Left out by choice or by the proof: rejected, `--no-restart`, waiting for another fix, withdrawn. */
  other: number;
}

export function newTally(): Tally {
  return { found: 0, fixed: 0, unsafe: 0, person: 0, other: 0 };
}

/** Exempt findings are no findings. */
export function addFix(tally: Tally, { status }: Fix): void {
  if (status === 'ignored') return;
  tally.found++;
  if (status === 'planned') tally.fixed++;
  else if (status === 'unsafe') tally.unsafe++;
  else if (status === 'person') tally.person++;
  else tally.other++;
}

export const NO_ENVIRONMENT = '(no environment)';

/** Environment name -> severity -> numbers. A fix that serves several environments counts in each. */
export function tallyByEnvironment(plan: Plan): Map<string, Map<Severity, Tally>> {
  const names = new Map(plan.roots.map(root => [root.folder, root.environment.name ?? NO_ENVIRONMENT]));
  const result = new Map<string, Map<Severity, Tally>>();
  for (const root of plan.roots) {
    if (root.selected && isSeen(root)) result.set(names.get(root.folder)!, new Map());
  }
  for (const fix of plan.fixes) {
    for (const name of new Set(fix.roots.map(folder => names.get(folder) ?? NO_ENVIRONMENT))) {
      const bySeverity = result.get(name) ?? new Map<Severity, Tally>();
      result.set(name, bySeverity);
      const tally = bySeverity.get(fix.severity) ?? newTally();
      bySeverity.set(fix.severity, tally);
      addFix(tally, fix);
    }
  }
  return result;
}

function isSeen({ state }: RootReport): boolean {
  return state === 'evaluated' || state === 'opaque';
}

export function tallyAll(fixes: readonly Fix[]): Tally {
  const tally = newTally();
  for (const fix of fixes) addFix(tally, fix);
  return tally;
}

export interface PlaceCounts {
  readonly sourceEdits: number;
  readonly extendedPatches: number;
  readonly newPatches: number;
  readonly newFiles: number;
  readonly entries: number;
}

/** How the fixes are written: edits by fix, patches and files once each. */
export function countPlaces(plan: Plan): PlaceCounts {
  const places = plan.fixes.filter(fix => fix.status === 'planned').flatMap(fix => fix.places);
  const edits = (...kinds: string[]) => places.filter(place => kinds.includes(place.kind)).length;
  const files = (...kinds: string[]) =>
    new Set(places.filter(place => kinds.includes(place.kind)).map(place => place.file)).size;
  return {
    sourceEdits: edits('source', 'in-place'),
    extendedPatches: files('extended-patch'),
    newPatches: files('new-patch'),
    newFiles: files('new-file', 'component'),
    entries: edits('entry'),
  };
}

/** Roots that a plan could not look into, with those that concern only kustomize's own failure last. */
export function rootsOut(plan: Plan): RootReport[] {
  const rank = { 'out-of-scope': 0, 'out-of-sight': 1, opaque: 2, failed: 3, evaluated: 4 };
  return plan.roots
    .filter(root => root.state !== 'evaluated')
    .sort((a, b) => rank[a.state] - rank[b.state] || (a.folder < b.folder ? -1 : 1));
}
