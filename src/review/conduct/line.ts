/** A line that is typed: a search, a reason, or an answer. */
import { isStated } from '../../report/words/questions/choices.ts';
import { count } from '../../report/words/words.ts';
import type { Choice } from '../../transform.ts';
import { answered } from '../state/answering.ts';
import type { Pressed } from '../state/pressed.ts';
import { answerTo, currentItem, type ReviewState, type View, visibleItems } from '../state/state.ts';
import { exemptionsOf, exempts } from '../stating/exempting.ts';
import { idsOf } from '../stating/items.ts';
import { isChoice } from '../stating/settings.ts';
import { type Extent, scrolled } from '../terminal/scrolls.ts';

type LineView = Extract<View, { readonly text: string }>;
type SettingsView = Extract<View, { readonly name: 'settings' }>;

/** What a key makes of the line; Enter ends it, Escape leaves everything as it was. */
export function onLine(state: ReviewState, view: LineView, key: string): Pressed {
  const back: ReviewState = { ...state, view: { name: 'item' } };
  if (key === 'escape') return { state: back };
  if (key === 'backspace')
    return { state: { ...state, view: { ...view, text: [...view.text].slice(0, -1).join('') } } };
  if (key === 'clear') return { state: { ...state, view: { ...view, text: '' } } };
  if (key !== 'enter')
    return { state: [...key].length > 1 ? state : { ...state, view: { ...view, text: view.text + key } } };
  const text = view.text.trim();
  switch (view.name) {
    case 'search':
      return { state: searched(state, text) };
    case 'reason':
      return { state: exempted(back, text) };
    case 'answer':
      return text === '' ? { state: back } : { state, wish: 'state' };
  }
}

/** What a key makes of the list of things that can be stated. */
export function onSettings(state: ReviewState, view: SettingsView, key: string, { page }: Extent): Pressed {
  const { settings, cursor } = view;
  const back: ReviewState = { ...state, view: { name: 'item' } };
  const moved = scrolled(cursor, key, { page, last: settings.length - 1 });
  if (moved !== undefined) return { state: { ...state, view: { ...view, cursor: moved } } };
  const setting = key === 'enter' ? settings[cursor] : settings[Number(key) - 1];
  if (setting === undefined) return { state: back };
  if (isChoice(setting)) return chosen(back, setting.kind.choice);
  // Only choices have numbers.
  return { state: key === 'enter' ? { ...state, view: { name: 'answer', setting, text: '' } } : back };
}

/** An answer that is ready: said in the configuration, or a reason why all stays as it is. */
export function chosen(state: ReviewState, choice: Choice): Pressed {
  return isStated(choice) ? { state, wish: 'choose', choice } : { state: exempted(state, choice.exempt) };
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
  const ids = [...idsOf(item), ...along.map(({ id }) => id)];
  const left = answered(state, along, 'rejected', ids);
  const says = `never again: ${count(entries.length, 'entry', 'entries')} below ignore:`;
  const what = entries.some(({ root }) => root !== undefined) ? 'in roots below' : 'of the same field';
  const others =
    along.length === 0 ? '' : `, which also leaves out ${count(along.length, 'fix', 'fixes')} ${what}`;
  return { ...left, stated: [...left.stated, ...entries], message: says + others };
}
