/** Answers and the ways between them: what becomes of a review once somebody has said something. */
import type { Fix } from '../../plan/model/result.ts';
import { count } from '../../report/words/words.ts';
import { exempts } from '../stating/exempting.ts';
import { hasChange, type Item, kindOf } from '../stating/items.ts';
import { type Answer, answerTo, currentItem, type ReviewState, visibleItems } from './state.ts';

export function answered(
  state: ReviewState,
  fixes: readonly Fix[],
  answer: Answer,
  ids: readonly string[] = fixes.map(({ id }) => id),
): ReviewState {
  const answers = new Map(state.answers);
  for (const id of ids) answers.set(id, answer);
  const isWithdrawn = fixes.some(({ id }) => state.answers.get(id) === 'rejected' && answer !== 'rejected');
  // What falls with a rejection may stand without it.
  const along = isWithdrawn ? new Set<string>() : state.along;
  const stated = statedAfter(state, fixes, answer);
  const many = fixes.length > (currentItem(state)?.fixes.length ?? 0);
  const message = many ? `${answer}: ${count(fixes.length, 'fix', 'fixes')}` : '';
  return onward({ ...remembered(state), answers, along, stated, message });
}

/**
 * Whoever answers anew takes back what exempted them. Where a group is left out of which some are exempt, those stay so: the
 * answer says no less of them.
 */
function statedAfter({ stated }: ReviewState, fixes: readonly Fix[], answer: Answer): ReviewState['stated'] {
  const exempt = fixes.filter(fix => stated.some(each => exempts(each, fix)));
  if (exempt.length === 0 || (answer === 'rejected' && exempt.length < fixes.length)) return stated;
  return stated.filter(each => !exempt.some(fix => exempts(each, fix)));
}

/** Those that nobody has answered yet; the item on the screen is answered whatever it was. */
export function open(state: ReviewState, fixes: readonly Fix[]): Fix[] {
  const current = new Set(currentItem(state)?.fixes);
  const isOpen = ({ id }: Fix) =>
    [undefined, 'skipped'].includes(state.answers.get(id)) && !state.along.has(id);
  return [...new Set(fixes)].filter(fix => current.has(fix) || isOpen(fix));
}

export function likeIt({ fixes }: ReviewState, { fixes: [first] }: Item): Fix[] {
  return fixes.filter(fix => kindOf(fix) === kindOf(first));
}

/** What is written to the same files. */
export function inItsFiles({ fixes }: ReviewState, item: Item): Fix[] {
  const files = new Set(item.fixes.flatMap(({ places }) => places.map(({ file }) => file)));
  return fixes.filter(({ places }) => places.some(({ file }) => files.has(file)));
}

/** A group taken apart: its fixes are asked one by one. */
export function taken(state: ReviewState, { fixes, key }: Item): ReviewState {
  if (fixes.length === 1) return { ...state, message: 'this is one fix already' };
  return {
    ...remembered(state),
    opened: new Set([...state.opened, key]),
    at: fixes[0].id,
    scroll: 0,
  };
}

export function remembered(state: ReviewState): ReviewState {
  const { answers, along, opened, at, view, past, stated, raised } = state;
  return { ...state, past: [...past, { answers, along, opened, at, view, stated, raised }] };
}

export function undone(state: ReviewState): ReviewState {
  const last = state.past.at(-1);
  if (last === undefined) return { ...state, message: 'there is nothing to undo' };
  return { ...state, ...last, past: state.past.slice(0, -1), scroll: 0 };
}

/** Nobody is led to what they have not searched for. */
const SEARCHED = 'all that was searched for is answered; / and Enter alone: the rest';

export function indexOf(state: ReviewState): number {
  const current = currentItem(state);
  return visibleItems(state).findIndex(({ key }) => key === current?.key);
}

/** The next item that is open, behind this one or from the start. */
export function onward(state: ReviewState): ReviewState {
  const items = visibleItems(state);
  const index = indexOf(state);
  const next = [...items.slice(index + 1), ...items.slice(0, index + 1)].find(
    item => answerTo(state, item) === undefined,
  );
  if (next !== undefined) return { ...state, view: { name: 'item' }, at: next.key, scroll: 0 };
  const all = { ...state, query: '' };
  if (state.query !== '' && visibleItems(all).some(item => answerTo(all, item) === undefined))
    return { ...state, view: { name: 'end' }, scroll: 0, message: SEARCHED };
  return { ...state, view: { name: 'end' }, scroll: 0 };
}

export function back(state: ReviewState): ReviewState {
  const items = visibleItems(state);
  if (state.view.name !== 'item') return { ...state, view: { name: 'item' }, scroll: 0 };
  const before = items[indexOf(state) - 1];
  if (before === undefined) return { ...state, message: 'this is the first' };
  return { ...state, at: before.key, scroll: 0 };
}

/** What has been planned anew, with the answers that there are. */
export function replanned(
  state: ReviewState,
  { fixes, reports, questions }: Pick<ReviewState, 'fixes' | 'reports' | 'questions'>,
  message: string,
): ReviewState {
  const before = currentItem(state);
  const next: ReviewState = {
    ...state,
    fixes,
    reports,
    questions,
    // What falls with what is worked out again.
    along: new Set(),
    view: { name: 'item' },
    scroll: 0,
    message,
  };
  const items = visibleItems(next);
  const [old] = before?.fixes ?? [];
  const isLike = (item: Item) =>
    hasChange(item) &&
    before !== undefined &&
    hasChange(before) &&
    item.fixes[0].transform === old?.transform &&
    item.fixes[0].subject.kind === old.subject.kind &&
    item.fixes[0].subject.name === old.subject.name;
  const known = new Set(state.fixes.map(({ id }) => id));
  const isNew = (item: Item) => hasChange(item) && item.fixes.some(({ id }) => !known.has(id));
  const isOpen = (item: Item) => answerTo(next, item) === undefined;
  const same = items.find(({ key }) => key === before?.key) ?? items.find(isLike);
  if (same !== undefined) return { ...next, at: same.key };
  // What an answer has brought is what it was given for, whatever was searched for.
  const joined = visibleItems({ ...next, query: '' }).find(item => isNew(item) && isOpen(item));
  if (joined !== undefined) {
    const isFound = items.some(({ key }) => key === joined.key);
    return { ...next, at: joined.key, query: isFound ? state.query : '' };
  }
  const open = items.find(isOpen);
  if (open !== undefined) return { ...next, at: open.key };
  const isRest = state.query !== '' && visibleItems({ ...next, query: '' }).some(isOpen);
  return { ...next, view: { name: 'end' }, message: isRest ? `${message}; ${SEARCHED}` : message };
}
