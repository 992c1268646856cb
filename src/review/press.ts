/** A key, and what becomes of a review by it: nothing else is read, nothing is written. */
import type { Fix } from '../plan/model/result.ts';
import { count } from '../report/words/words.ts';
import { type Item, kindOf } from './items.ts';
import {
  type Answer,
  acceptedOf,
  answerTo,
  currentItem,
  type PageName,
  progressOf,
  type ReviewState,
  visibleItems,
} from './state.ts';

/** What the state alone cannot do. */
export type Wish =
  /** Leave; what was answered is kept. */
  | 'save'
  /** Leave as it was before. */
  | 'quit'
  /** Plan what is accepted as one set. */
  | 'prove'
  | 'write'
  | 'interrupt';

export interface Pressed {
  readonly state: ReviewState;
  readonly wish?: Wish;
}

/** @param key a character, or `up`, `down`, `page-up`, `page-down`, `enter`, `escape`, `backspace`, `interrupt` */
export function press(before: ReviewState, key: string): Pressed {
  if (key === 'interrupt') return { state: before, wish: 'interrupt' };
  const state = { ...before, message: '', isLeaving: false };
  switch (state.view.name) {
    case 'search':
      return { state: searching(state, state.view.text, key) };
    case 'list':
      return { state: listing(state, state.view.cursor, key) };
    case 'page':
      return { state: reading(state, state.view.from, key) };
    case 'item':
      return onItem(state, key) ?? anywhere(before, state, key);
    case 'end':
      return atEnd(state, key) ?? anywhere(before, state, key);
    case 'proven':
      return onceProven(state, key) ?? anywhere(before, state, key);
  }
}

const WINDOW = 10;

const SCROLLS: Readonly<Record<string, number>> = {
  up: -1,
  down: 1,
  ' ': WINDOW,
  'page-down': WINDOW,
  'page-up': -WINDOW,
};

function onItem(state: ReviewState, key: string): Pressed | undefined {
  const item = currentItem(state);
  if (item === undefined) return undefined;
  const pages: Readonly<Record<string, PageName>> = { w: 'why', t: 'trace', r: 'rendered' };
  const page = pages[key];
  if (page !== undefined) return { state: opened(state, page, 'item') };
  switch (key) {
    case 'y':
      return { state: answered(state, item.fixes, 'accepted') };
    case 'n':
      return { state: answered(state, item.fixes, 'rejected') };
    case 'j':
      return { state: answered(state, item.fixes, 'skipped') };
    case 'a':
      return { state: answered(state, open(state, [...item.fixes, ...likeIt(state, item)]), 'accepted') };
    case 'd':
      return { state: answered(state, open(state, [...item.fixes, ...inItsFiles(state, item)]), 'rejected') };
    case 'o':
      return { state: taken(state, item) };
  }
  return undefined;
}

function atEnd(state: ReviewState, key: string): Pressed | undefined {
  if (key !== 'y') return undefined;
  if (acceptedOf(state).size > 0) return { state, wish: 'prove' };
  return { state: { ...state, message: 'nothing is accepted yet' } };
}

function onceProven(state: ReviewState, key: string): Pressed | undefined {
  if (key === 'y') return { state, wish: 'write' };
  return key === 'd' ? { state: opened(state, 'diff', 'proven') } : undefined;
}

/** Keys that do the same on every screen with a question. */
function anywhere(before: ReviewState, state: ReviewState, key: string): Pressed {
  const { view } = state;
  const step = SCROLLS[key];
  if (step !== undefined) return { state: { ...state, scroll: Math.max(state.scroll + step, 0) } };
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
      return { state: { ...state, view: { name: 'search', text: state.query }, scroll: 0 } };
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
  const first = state.past[0]?.answers ?? state.answers;
  const given = [...state.answers].filter(([id, answer]) => answer !== first.get(id)).length;
  if (isLeaving || given === 0) return { state, wish: 'quit' };
  const message = `q again drops what you have answered (${count(given, 'fix', 'fixes')}); s keeps it`;
  return { state: { ...state, message, isLeaving: true } };
}

function opened(state: ReviewState, page: PageName, from: 'item' | 'end' | 'proven'): ReviewState {
  return { ...state, view: { name: 'page', page, from }, scroll: 0 };
}

function answered(state: ReviewState, fixes: readonly Fix[], answer: Answer): ReviewState {
  const answers = new Map(state.answers);
  for (const { id } of fixes) answers.set(id, answer);
  const isWithdrawn = fixes.some(({ id }) => state.answers.get(id) === 'rejected' && answer !== 'rejected');
  // What falls with a rejection may stand without it.
  const along = isWithdrawn ? new Set<string>() : state.along;
  const many = fixes.length > (currentItem(state)?.fixes.length ?? 0);
  const message = many ? `${answer}: ${count(fixes.length, 'fix', 'fixes')}` : '';
  return onward({ ...remembered(state), answers, along, message });
}

/** Those that nobody has answered yet; the item on the screen is answered whatever it was. */
function open(state: ReviewState, fixes: readonly Fix[]): Fix[] {
  const current = new Set(currentItem(state)?.fixes);
  const isOpen = ({ id }: Fix) =>
    [undefined, 'skipped'].includes(state.answers.get(id)) && !state.along.has(id);
  return [...new Set(fixes)].filter(fix => current.has(fix) || isOpen(fix));
}

function likeIt({ fixes }: ReviewState, { fixes: [first] }: Item): Fix[] {
  return fixes.filter(fix => kindOf(fix) === kindOf(first));
}

/** What is written to the same files. */
function inItsFiles({ fixes }: ReviewState, item: Item): Fix[] {
  const files = new Set(item.fixes.flatMap(({ places }) => places.map(({ file }) => file)));
  return fixes.filter(({ places }) => places.some(({ file }) => files.has(file)));
}

/** A group taken apart: its fixes are asked one by one. */
function taken(state: ReviewState, { fixes, key }: Item): ReviewState {
  if (fixes.length === 1) return { ...state, message: 'this is one fix already' };
  return {
    ...remembered(state),
    opened: new Set([...state.opened, key]),
    at: fixes[0].id,
    scroll: 0,
  };
}

function remembered(state: ReviewState): ReviewState {
  const { answers, along, opened, at, view, past } = state;
  return { ...state, past: [...past, { answers, along, opened, at, view }] };
}

function undone(state: ReviewState): ReviewState {
  const last = state.past.at(-1);
  if (last === undefined) return { ...state, message: 'there is nothing to undo' };
  return { ...state, ...last, past: state.past.slice(0, -1), scroll: 0 };
}

function indexOf(state: ReviewState): number {
  const current = currentItem(state);
  return visibleItems(state).findIndex(({ key }) => key === current?.key);
}

/** The next item that is open, behind this one or from the start. */
function onward(state: ReviewState): ReviewState {
  const items = visibleItems(state);
  const index = indexOf(state);
  const next = [...items.slice(index + 1), ...items.slice(0, index + 1)].find(
    item => answerTo(state, item) === undefined,
  );
  if (next !== undefined) return { ...state, view: { name: 'item' }, at: next.key, scroll: 0 };
  if (state.query !== '' && progressOf(state).left > 0)
    return onward({
      ...state,
      query: '',
      message: 'all that was searched for is answered; here is the rest',
    });
  return { ...state, view: { name: 'end' }, scroll: 0 };
}

function back(state: ReviewState): ReviewState {
  const items = visibleItems(state);
  if (state.view.name !== 'item') return { ...state, view: { name: 'item' }, scroll: 0 };
  const before = items[indexOf(state) - 1];
  if (before === undefined) return { ...state, message: 'this is the first' };
  return { ...state, at: before.key, scroll: 0 };
}

function reading(state: ReviewState, from: 'item' | 'end' | 'proven', key: string): ReviewState {
  const step = SCROLLS[key];
  if (step !== undefined) return { ...state, scroll: Math.max(state.scroll + step, 0) };
  return { ...state, view: { name: from }, scroll: 0 };
}

function listing(state: ReviewState, cursor: number, key: string): ReviewState {
  const items = visibleItems(state);
  const step = SCROLLS[key];
  if (step !== undefined) {
    const moved = Math.min(Math.max(cursor + step, 0), items.length - 1);
    return { ...state, view: { name: 'list', cursor: moved } };
  }
  const item = items[cursor];
  if (key === 'enter' && item) return { ...state, at: item.key, view: { name: 'item' }, scroll: 0 };
  return { ...state, view: { name: 'item' }, scroll: 0 };
}

function searching(state: ReviewState, text: string, key: string): ReviewState {
  if (key === 'escape') return { ...state, view: { name: 'item' } };
  if (key === 'backspace') return { ...state, view: { name: 'search', text: text.slice(0, -1) } };
  if (key !== 'enter')
    return key.length > 1 ? state : { ...state, view: { name: 'search', text: text + key } };
  const next: ReviewState = { ...state, query: text.trim(), view: { name: 'item' }, scroll: 0 };
  const items = visibleItems(next);
  if (items.length === 0)
    return { ...state, view: { name: 'item' }, message: `nothing here is like "${text.trim()}"` };
  const first = items.find(item => answerTo(next, item) === undefined) ?? items[0]!;
  return { ...next, at: first.key };
}
