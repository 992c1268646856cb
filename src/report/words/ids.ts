/** Ids of fixes as people type them. */
import type { Plan } from '../../plan/model/result.ts';
import { memoized } from '../../text/memo.ts';

/** Fewer could be a word or a number. */
const SHORTEST = 6;

/** As many characters of each id as tell the fixes of a plan apart. */
export const shortIds = memoized(({ fixes }: Pick<Plan, 'fixes'>): ((id: string) => string) => {
  const ids = new Set(fixes.map(fix => fix.id));
  const isDistinct = (length: number) => new Set([...ids].map(id => id.slice(0, length))).size === ids.size;
  let length = SHORTEST;
  while (length < 12 && !isDistinct(length)) length++;
  return id => id.slice(0, length);
});
