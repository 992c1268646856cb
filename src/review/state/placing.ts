/** Where a fix stands, and where else it can: as low as it can be said, or in the overlays of those that want it. */
import { type Fix, OVERLAYS } from '../../plan/model/result.ts';
import { groupedBy } from '../../plan/rendered/grouped.ts';
import { shown } from '../../report/words/list.ts';
import { passedOverText } from '../../report/words/passed-over.ts';
import { folderName } from '../../report/words/words.ts';
import { filesOf, isBelowRoots, type ShownPlaces } from '../known/places.ts';
import { hasChange, type Item } from '../stating/items.ts';
import { remembered } from './answering.ts';
import type { ReviewState } from './state.ts';

/** While nobody has tried it. */
export const LOOKING = 'looking for another place ...';
const NOT_RENDERED = 'there is no other place for it: no overlay renders the text that it is about';
const NO_OTHER_PLACE = 'there is no other place for it: the overlays say it already, or cannot say it alone';

/**
 * What stands in the overlays does so for a reason, and what does not has one too.
 *
 * @param tried of an item, as a plan has them that wanted them in the overlays
 */
export function noOtherPlaceText(tried: readonly Fix[]): string {
  if (tried.length > 0 && tried.every(({ roots }) => roots.length === 0)) return NOT_RENDERED;
  const isBelow = tried.some(isBelowRoots);
  const passed = tried.flatMap(fix => fix.passedOver).filter(({ place }) => !isBelow || place === OVERLAYS);
  if (passed.length === 0) return NO_OTHER_PLACE;
  const says = (texts: readonly string[]) => shown([...new Set(texts)], { most: 2, separator: '; ' });
  return isBelow
    ? `the overlays have no place for it: ${says(passed.map(({ reason }) => reason))}`
    : `it stands as low as it can: ${says(passed.map(passedOverText))}`;
}

/** The other place of an item, as far as it can be told before it is planned there; undefined where there is none. */
export function otherPlaceText(item: Item, raised: ReviewState['raised']): string | undefined {
  if (!hasChange(item)) return undefined;
  const { fixes } = item;
  if (isRaised(fixes, raised)) return 'back from the overlays, to the lowest place that can say it';
  const movable = fixes.filter(isBelowRoots);
  if (movable.length === 0) return undefined;
  const roots = new Set(movable.flatMap(fix => fix.roots));
  return `into ${shown([...roots].map(folderName))} instead`;
}

/** Where an item stands once it has been planned for its other place. */
export function standsText({ fixes }: Item, planned: readonly Fix[]): string {
  const ids = new Set(fixes.map(({ id }) => id));
  const files = planned
    .filter(({ id }) => ids.has(id))
    .flatMap(({ places }) => places.map(({ file }) => file));
  return `it stands in ${shown([...new Set(files)])} now`;
}

/** To the overlays; where it is wanted there already, back. */
export function moved(state: ReviewState, { fixes }: Item): ReviewState {
  const ids = fixes.map(({ id }) => id);
  const isBack = isRaised(fixes, state.raised);
  const raised = new Set(
    isBack ? [...state.raised].filter(id => !ids.includes(id)) : [...state.raised, ...ids],
  );
  return { ...remembered(state), raised };
}

/** Fixes that are written further down than somebody wants them: with others, or with what has changed since, they cannot move. */
export function missesOverlays(planned: readonly Fix[], { raised }: Pick<ReviewState, 'raised'>): Fix[] {
  return planned.filter(fix => fix.status === 'planned' && raised.has(fix.id) && isBelowRoots(fix));
}

function isRaised(fixes: Item['fixes'], raised: ReviewState['raised']): boolean {
  return fixes.every(({ id }) => raised.has(id));
}

/** Fixes that share a place which nobody has seen: planned as one set, what all want stands further down, for instance. */
export interface Elsewhere {
  readonly fixes: readonly Fix[];
  readonly files: readonly string[];
  /** Where the screens had them. */
  readonly shown: readonly string[];
}

/**
 * What is written to other files than on every screen that showed it. What no screen showed is no surprise.
 *
 * @param planned what is taken, as one set
 */
export function landElsewhere(planned: readonly Fix[], seenAt: ShownPlaces): readonly Elsewhere[] {
  const moved = planned.filter(fix => {
    const seen = seenAt.get(fix.id);
    return fix.status === 'planned' && seen !== undefined && !seen.some(files => isSame(files, filesOf(fix)));
  });
  return [...groupedBy(moved, fix => filesOf(fix).join('\0')).values()].map(fixes => ({
    fixes,
    files: filesOf(fixes[0]),
    shown: [...new Set(fixes.flatMap(({ id }) => seenAt.get(id)!.at(-1)!))],
  }));
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((file, index) => file === b[index]);
}
