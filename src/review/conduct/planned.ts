/** What a review is about: planned with the answers that have been given so far. */
import { isDeepStrictEqual } from 'node:util';
import type { Fix, Plan, RootReport } from '../../plan/model/result.ts';
import { namesOf } from '../../report/words/named-fix.ts';
import { count } from '../../report/words/words.ts';
import type { Knowledge } from '../known/facts.ts';
import type { PageName, ReviewState } from '../state/state.ts';
import { hasChange, type Item } from '../stating/items.ts';
import type { Setting } from '../stating/settings.ts';
import type { Size } from '../terminal/lines.ts';

export interface Planned extends Pick<ReviewState, 'fixes' | 'reports' | 'questions'> {
  readonly knowledge: Knowledge;
  readonly roots: readonly RootReport[];
  /** What of an item the configuration can state. */
  readonly settings: (item: Item) => readonly Setting[];
  /** A page about the item on the screen. */
  readonly page: (page: PageName, state: ReviewState, proven: Plan | undefined) => readonly string[];
  /** What would be written, in words. */
  readonly summary: (plan: Plan, state: ReviewState, size: Size) => readonly string[];
}

/** What an answer has done to the review: which fixes it brought, whether anything is otherwise at all. */
export function changeText(before: Planned, after: Planned, item: Item | undefined): string {
  const more = added(before.fixes, after.fixes);
  const fewer = added(after.fixes, before.fixes);
  const settled = before.questions.length - after.questions.length;
  const parts = [
    ...(more.length > 0 ? [`${count(more.length, 'fix joins', 'fixes join')} (${namesOf(more)})`] : []),
    ...(fewer.length > 0
      ? [`${count(fewer.length, 'fix is', 'fixes are')} not made with it (${namesOf(fewer)})`]
      : []),
    ...(settled > 0 ? [`${count(settled, 'question is', 'questions are')} settled`] : []),
  ];
  if (parts.length > 0) return parts.join(', ');
  return item !== undefined && isSame(before, after, item) ? 'nothing is otherwise by it' : 'planned anew';
}

/** Whether fixes stand elsewhere than before, and none of them is missing. */
export function haveMoved(before: Planned, after: Planned, { fixes }: Item): boolean {
  const placesIn = ({ fixes: all }: Planned) => {
    const places = new Map(all.map(fix => [fix.id, fix.places]));
    return fixes.map(({ id }) => places.get(id));
  };
  const now = placesIn(after);
  return !now.includes(undefined) && !isDeepStrictEqual(now, placesIn(before));
}

/** The fixes of an item as another plan has them; those that it has not as they were. */
export function asTried({ fixes }: Item, { fixes: all }: Pick<Planned, 'fixes'>): readonly Fix[] {
  return fixes.map(fix => all.find(({ id }) => id === fix.id) ?? fix);
}

function added(before: readonly Fix[], after: readonly Fix[]): readonly Fix[] {
  const known = new Set(before.map(({ id }) => id));
  return after.filter(({ id }) => !known.has(id));
}

/** An item that both have, planned by itself. */
function isSame(before: Planned, after: Planned, item: Item): boolean {
  const { fixes, key } = item;
  if (!hasChange(item)) return true;
  const ids = new Set(fixes.map(({ id }) => id));
  const [first, ...others] = after.fixes.filter(({ id }) => ids.has(id));
  if (first === undefined) return false;
  const [old, now] = [
    before.knowledge.learn({ key, fixes }),
    after.knowledge.learn({ key, fixes: [first, ...others] }),
  ];
  return JSON.stringify(old.patches) === JSON.stringify(now.patches);
}
