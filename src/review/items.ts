/** What a person is asked about: fixes alone, and those that are alike as one. */
import type { Fix } from '../plan/model/result.ts';
import { type Group, groupedBy } from '../plan/rendered/grouped.ts';

/** One screen of a review, and one answer. */
export interface Item {
  /** The same as long as the fixes are: the kind of a group, or the id of a fix. */
  readonly key: string;
  readonly fixes: Group<Fix>;
}

/** The fixes that a review asks about: what can be written, each once, in the order of the plan. */
export function reviewable(fixes: readonly Fix[]): readonly Fix[] {
  const planned = fixes.filter(({ status }) => status === 'planned');
  return [...new Map(planned.map(fix => [fix.id, fix])).values()];
}

/** Fixes with one kind are alike: same remediation, same fault, same risk. */
export function kindOf({ transform, brief, safety }: Fix): string {
  return `${transform}: ${brief}${safety === 'unsafe' ? ' (unsafe)' : ''}`;
}

/**
 * Groups first, in the order of their first fixes; what is in one that has been opened is asked fix by fix, in its place.
 *
 * @param opened kinds of groups
 */
export function itemsOf(fixes: readonly Fix[], opened: ReadonlySet<string>): readonly Item[] {
  const kinds = [...groupedBy(fixes, kindOf)];
  const groups = kinds.filter(([, { length }]) => length > 1);
  const singles = kinds.filter(([, { length }]) => length === 1);
  return [...groups, ...singles].flatMap(([kind, group]) =>
    group.length > 1 && !opened.has(kind)
      ? [{ key: kind, fixes: group }]
      : group.map(fix => ({ key: fix.id, fixes: [fix] as const })),
  );
}
