/** The numbers of a plan. */
import type { Fix, PlaceKind, Plan, RootReport } from '../../plan/model/result.ts';
import type { Severity } from '../../transform.ts';
import { type Outcome, outcomeFor } from './findings.ts';
import { NO_ENVIRONMENT } from './words.ts';

export interface Tally {
  found: number;
  fixable: number;
  /** Of those, such as would wait for `--unsafe` without it. */
  risky: number;
  unsafe: number;
  answer: number;
  /** A registry knows it: `kustomend pin`. */
  digest: number;
  /** Said, with nothing to write and nothing to ask. */
  reported: number;
  /** Left out by choice or by the proof: rejected, `--no-restart`, waiting for another fix, withdrawn. */
  left: number;
}

function newTally(): Tally {
  return {
    found: 0,
    fixable: 0,
    risky: 0,
    unsafe: 0,
    answer: 0,
    digest: 0,
    reported: 0,
    left: 0,
  };
}

/** What a finding counts as that comes out differently in several roots: what is done about it says most. */
const FIRST: readonly Outcome[] = ['fixable', 'unsafe', 'answer', 'digest', 'reported', 'left'];

/** What a finding is counted by. */
type Counted = Pick<Fix, 'id' | 'status' | 'lookups' | 'safety'>;

/** Each finding once, by its id. Exempt findings are no findings. */
export function tallyAll(fixes: readonly Counted[]): Tally {
  const tally = newTally();
  const best = new Map<string, Counted>();
  const rank = (fix: Counted) => FIRST.indexOf(outcomeFor(fix));
  for (const fix of fixes) {
    if (fix.status === 'ignored') continue;
    const known = best.get(fix.id);
    if (known === undefined || rank(fix) < rank(known)) best.set(fix.id, fix);
  }
  for (const fix of best.values()) {
    const outcome = outcomeFor(fix);
    tally.found++;
    tally[outcome]++;
    if (outcome === 'fixable' && fix.safety === 'unsafe') tally.risky++;
  }
  return tally;
}

/** Environment name -> severity -> numbers. A fix that serves several environments counts in each. */
export function tallyByEnvironment(plan: Plan): Map<string, Map<Severity, Tally>> {
  const names = new Map(plan.roots.map(root => [root.folder, root.environment.name ?? NO_ENVIRONMENT]));
  const found = new Map<string, Map<Severity, Fix[]>>();
  for (const root of plan.roots) {
    if (root.selected && isSeen(root)) found.set(names.get(root.folder)!, new Map());
  }
  for (const fix of plan.fixes) {
    for (const name of new Set(fix.roots.map(folder => names.get(folder) ?? NO_ENVIRONMENT))) {
      const bySeverity = found.get(name) ?? new Map<Severity, Fix[]>();
      const alike = bySeverity.get(fix.severity) ?? [];
      alike.push(fix);
      found.set(name, bySeverity.set(fix.severity, alike));
    }
  }
  const tallied = (bySeverity: ReadonlyMap<Severity, readonly Fix[]>) =>
    new Map([...bySeverity].map(([severity, fixes]) => [severity, tallyAll(fixes)] as const));
  return new Map([...found].map(([name, bySeverity]) => [name, tallied(bySeverity)]));
}

/** Names of the environments that fixes are for, or that were looked at; undefined stands for roots without one. */
export function environmentsOf({ roots }: Plan, fixes?: readonly Fix[]): (string | undefined)[] {
  const wanted = fixes && new Set(fixes.flatMap(fix => fix.roots));
  const names = roots
    .filter(root => (wanted ? wanted.has(root.folder) : root.selected && isSeen(root)))
    .map(root => root.environment.name);
  return [...new Set(names)].sort(
    (a, b) => Number(a === undefined) - Number(b === undefined) || (a! < b! ? -1 : 1),
  );
}

/** Environments of which no root could be read: what is said of the others says nothing of them. */
export function unreadEnvironments({ roots }: Pick<Plan, 'roots'>): string[] {
  const selected = roots.filter(root => root.selected);
  const seen = new Set(selected.filter(isSeen).map(({ environment }) => environment.name));
  const names = selected.flatMap(({ environment: { name } }) =>
    name === undefined || seen.has(name) ? [] : [name],
  );
  return [...new Set(names)].sort();
}

/** Nothing found would read as if something had been looked at. */
export const NOTHING_READ = 'no root could be read: whether anything is wrong is not known';

/** Whether nothing could be read of what was asked for. */
export function isBlind({ roots }: Pick<Plan, 'roots'>): boolean {
  const selected = roots.filter(root => root.selected);
  return selected.length > 0 && !selected.some(isSeen);
}

/** Whether anything of it could be read. */
export function isSeen({ state }: RootReport): boolean {
  return state === 'evaluated' || state === 'opaque';
}

export interface FileCounts {
  /** Where a value is written as it stands, and where entries are. */
  readonly edits: number;
  /** Those that patches alone are written to. */
  readonly patches: number;
  readonly newFiles: number;
}

const PATCHES: ReadonlySet<PlaceKind> = new Set(['extended-patch', 'new-patch']);

/** How the files of a plan are changed, each once: the numbers add up to all of them. */
export function countFiles({ fixes, changes }: Plan): FileCounts {
  const kinds = new Map<string, PlaceKind[]>();
  for (const { file, kind } of fixes.filter(({ status }) => status === 'planned').flatMap(fix => fix.places))
    kinds.set(file, [...(kinds.get(file) ?? []), kind]);
  const old = changes.filter(({ before }) => before !== null);
  const patches = old.filter(({ path }) => kinds.get(path)?.every(kind => PATCHES.has(kind))).length;
  return { edits: old.length - patches, patches, newFiles: changes.length - old.length };
}

/** Roots that a plan could not look into, with those that concern only kustomize's own failure last. */
export function rootsOut(plan: Pick<Plan, 'roots'>): RootReport[] {
  const rank = { 'out-of-scope': 0, 'out-of-sight': 1, opaque: 2, failed: 3, evaluated: 4 };
  return plan.roots
    .filter(root => root.state !== 'evaluated')
    .sort((a, b) => rank[a.state] - rank[b.state] || (a.folder < b.folder ? -1 : 1));
}
