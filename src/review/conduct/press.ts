/** A key, and what becomes of a review by it: nothing else is read, nothing is written. */
import type { Fix } from '../../plan/model/result.ts';
import { count } from '../../report/words/words.ts';
import { answered, back, indexOf, inItsFiles, likeIt, open, taken, undone } from '../state/answering.ts';
import { refusalOf } from '../state/keys.ts';
import { moved } from '../state/placing.ts';
import type { Pressed } from '../state/pressed.ts';
import { acceptedOf, currentItem, type PageName, type ReviewState, visibleItems } from '../state/state.ts';
import { hasChange, type Item, idsOf } from '../stating/items.ts';
import { type Extent, STILL, scrolled } from '../terminal/scrolls.ts';
import { chosen, onLine, onSettings } from './line.ts';

/**
 * @param key a character, or `up`, `down`, `page-up`, `page-down`, `home`, `end`, `enter`, `escape`, `backspace`, `interrupt`
 * @param extent how much of the screen can be moved
 */
export function press(before: ReviewState, key: string, extent: Extent = STILL): Pressed {
  if (key === 'interrupt') return { state: before, wish: 'interrupt' };
  const state = { ...before, message: '', isLeaving: false, asked: '' };
  switch (state.view.name) {
    case 'search':
    case 'reason':
    case 'answer':
      return onLine(state, state.view, key);
    case 'settings':
      return onSettings(state, state.view, key, extent);
    case 'list':
      return { state: listing(state, state.view.cursor, key, extent) };
    case 'page':
      // Also the help: who tries a key there has not seen what it would be about.
      return { state: reading(state, state.view, key, extent) };
    case 'item':
      return onItem(state, key, before.asked) ?? anywhere(before, state, key, extent);
    case 'end':
      return atEnd(state, key) ?? anywhere(before, state, key, extent);
    case 'proven':
      return onceProven(state, key) ?? anywhere(before, state, key, extent);
  }
}

/** @param asked what has been asked about once: the same again is meant */
function onItem(state: ReviewState, key: string, asked: string): Pressed | undefined {
  const item = currentItem(state);
  if (item === undefined) return undefined;
  const pages: Readonly<Record<string, PageName>> = { w: 'why', t: 'trace', r: 'rendered' };
  const page = pages[key];
  const refused = refusalOf(item, key);
  if (refused !== undefined) return { state: { ...state, message: refused } };
  if (page !== undefined) return { state: opened(state, page, 'item') };
  const choice = item.question?.choices[Number(key) - 1];
  if (choice !== undefined) return chosen(state, choice);
  switch (key) {
    case 'y':
      return {
        state: confirmed(state, key, item, item.fixes, asked) ?? answered(state, item.fixes, 'accepted'),
      };
    case 'n':
      return { state: answered(state, changedBy(item), 'rejected', idsOf(item)) };
    case 'j':
      return { state: answered(state, changedBy(item), 'skipped', idsOf(item)) };
    case 'a': {
      const all = open(state, [...item.fixes, ...likeIt(state, item)]);
      const unsure = confirmed(state, key, item, all, asked);
      if (unsure !== undefined) return { state: unsure };
      const more = all.length - item.fixes.length;
      const message = more === 0 ? 'a: nothing else that is open is like it' : `a: ${more} more like it`;
      const next = answered(state, all, 'accepted');
      // Where a search is at its end, that is said.
      return { state: next.query === state.query ? { ...next, message } : next };
    }
    case 'd':
      return { state: answered(state, open(state, [...item.fixes, ...inItsFiles(state, item)]), 'rejected') };
    case 'o':
      return { state: taken(state, item) };
    case 'e':
      return { state, wish: 'edit' };
    case 'p':
      return { state: moved(state, item), wish: 'move' };
    case 'i':
      return { state: { ...state, view: { name: 'reason', text: '' } } };
  }
  return undefined;
}

/** Several that may break something are not taken by one key; undefined where nothing has to be asked, or it was. */
function confirmed(
  state: ReviewState,
  key: string,
  item: Item,
  taking: readonly Fix[],
  asked: string,
): ReviewState | undefined {
  const risky = taking.filter(({ safety }) => safety === 'unsafe').length;
  const asking = `${key} ${item.key}`;
  if (risky === 0 || taking.length === 1 || asked === asking) return undefined;
  const apart = item.fixes.length > 1 ? ', o asks one by one' : '';
  const message = `${risky} unsafe at once: ${key} again takes them${apart}; w says what speaks against them`;
  return { ...state, asked: asking, message };
}

/** What an answer is about; a question changes nothing yet. */
function changedBy(item: Item): Item['fixes'] | [] {
  return hasChange(item) ? item.fixes : [];
}

function atEnd(state: ReviewState, key: string): Pressed | undefined {
  if (key !== 'y') return undefined;
  // Each answer has been checked as it was given.
  if (state.scope === 'questions') return { state, wish: 'save' };
  if (acceptedOf(state).size + state.stated.length > 0) return { state, wish: 'prove' };
  return { state: { ...state, message: 'nothing is accepted yet' } };
}

function onceProven(state: ReviewState, key: string): Pressed | undefined {
  if (key === 'y') return { state, wish: 'write' };
  return key === 'd' ? { state: opened(state, 'diff', 'proven') } : undefined;
}

/** Keys that do the same on every screen with a question. */
function anywhere(before: ReviewState, state: ReviewState, key: string, extent: Extent): Pressed {
  const { view } = state;
  const scroll = scrolled(state.scroll, key, extent);
  if (scroll !== undefined) return { state: { ...state, scroll } };
  switch (key) {
    case 'b':
      return { state: back(state) };
    case 'f':
      return { state: { ...state, view: { name: 'end' }, scroll: 0 } };
    case 'g': {
      const cursor = Math.max(indexOf(state), 0);
      return { state: { ...state, view: { name: 'list', cursor }, scroll: 0 } };
    }
    case '/':
      return { state: { ...state, view: { name: 'search', text: '' }, scroll: 0 } };
    case 'u':
      return { state: undone(state) };
    case '?':
      return {
        state: opened(state, 'help', view.name === 'end' || view.name === 'proven' ? view.name : 'item'),
      };
    case 's':
      return { state, wish: 'save' };
    case 'q':
      return leaving(before, state);
  }
  return { state: { ...state, message: `${JSON.stringify(key)} is no key here; ? lists them` } };
}

function leaving({ isLeaving }: ReviewState, state: ReviewState): Pressed {
  const first = state.past[0] ?? state;
  const given = [...state.answers].filter(([id, answer]) => answer !== first.answers.get(id)).length;
  const stated = state.stated.filter(each => !first.stated.includes(each)).length;
  if (isLeaving || given + stated === 0) return { state, wish: 'quit' };
  const message = `q again drops what you have ${given === 0 ? `stated (${stated})` : `answered (${count(given, 'fix', 'fixes')})`}; s keeps it`;
  return { state: { ...state, message, isLeaving: true } };
}

function opened(state: ReviewState, page: PageName, from: 'item' | 'end' | 'proven'): ReviewState {
  return { ...state, view: { name: 'page', page, from }, scroll: 0 };
}

function reading(
  state: ReviewState,
  { page, from }: Extract<ReviewState['view'], { readonly name: 'page' }>,
  key: string,
  extent: Extent,
): ReviewState {
  // As in a pager; whoever reads the help has found another meaning of it.
  const scroll = scrolled(state.scroll, key === 'b' && page !== 'help' ? 'page-up' : key, extent);
  if (scroll !== undefined) return { ...state, scroll };
  return { ...state, view: { name: from }, scroll: 0 };
}

function listing(state: ReviewState, cursor: number, key: string, { page }: Extent): ReviewState {
  const items = visibleItems(state);
  const moved = scrolled(cursor, key, { page, last: items.length - 1 });
  if (moved !== undefined) return { ...state, view: { name: 'list', cursor: moved } };
  const item = items[cursor];
  if (key === 'enter' && item) return { ...state, at: item.key, view: { name: 'item' }, scroll: 0 };
  return { ...state, view: { name: 'item' }, scroll: 0 };
}
