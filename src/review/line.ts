/** A line that is typed: a search, or a reason. */
import { count } from '../report/words/words.ts';
import { answered } from './answering.ts';
import { exemptionsOf, exempts } from './exempting.ts';
import { answerTo, currentItem, type ReviewState, type View, visibleItems } from './state.ts';

type LineView = Extract<View, { readonly text: string }>;

/** What a key makes of the line; Enter ends it, Escape leaves everything as it was. */
export function onLine(state: ReviewState, view: LineView, key: string): ReviewState {
  if (key === 'escape') return { ...state, view: { name: 'item' } };
  if (key === 'backspace') return { ...state, view: { ...view, text: [...view.text].slice(0, -1).join('') } };
  if (key !== 'enter')
    return [...key].length > 1 ? state : { ...state, view: { ...view, text: view.text + key } };
  const text = view.text.trim();
  return view.name === 'search'
    ? searched(state, text)
    : exempted({ ...state, view: { name: 'item' } }, text);
}

function searched(state: ReviewState, text: string): ReviewState {
  const next: ReviewState = { ...state, query: text, view: { name: 'item' }, scroll: 0 };
  const items = visibleItems(next);
  if (items.length === 0)
    return { ...state, view: { name: 'item' }, message: `nothing here is like "${text}"` };
  const first = items.find(item => answerTo(next, item) === undefined) ?? items[0]!;
  return { ...next, at: first.key };
}

/** Left out now, and by the configuration from the next run on: with all that an entry means besides. */
function exempted(state: ReviewState, reason: string): ReviewState {
  const item = currentItem(state);
  if (item === undefined || reason === '') return state;
  const entries = exemptionsOf(item.fixes, state.fixes, reason);
  const along = state.fixes.filter(
    fix => !item.fixes.includes(fix) && entries.some(entry => exempts(entry, fix)),
  );
  const left = answered(state, [...item.fixes, ...along], 'rejected');
  const says = `never again: ${count(entries.length, 'entry', 'entries')} below ignore:`;
  const others =
    along.length === 0
      ? ''
      : `, which also leaves out ${count(along.length, 'fix', 'fixes')} of the same field`;
  return { ...left, stated: [...left.stated, ...entries], message: says + others };
}
