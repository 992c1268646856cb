/** A review under way: keys change the state, the state is drawn, and what takes time is worked out while nobody types. */
import type { Plan } from '../plan/model/result.ts';
import { shown } from '../report/words/list.ts';
import { count, subjectText } from '../report/words/words.ts';
import type { Knowledge } from './facts.ts';
import type { Size } from './lines.ts';
import { press, type Wish } from './press.ts';
import { screenOf, type Told } from './screen.ts';
import {
  acceptedOf,
  answerTo,
  currentItem,
  type PageName,
  type ReviewState,
  rejectedOf,
  type Said,
  visibleItems,
} from './state.ts';
import type { Terminal } from './terminal.ts';

export interface Reviewing extends Pick<Told, 'mask' | 'colors' | 'filter'> {
  readonly knowledge: Knowledge;
  /** A page about the item on the screen. */
  readonly page: (page: PageName, state: ReviewState, proven: Plan | undefined) => readonly string[];
  /** What would be written, in words. */
  readonly summary: (plan: Plan, state: ReviewState, size: Size) => readonly string[];
  /** Keeps the answers, whatever happens next. */
  readonly keep: (said: Said) => void;
  /** False: keys count once Enter is pressed. */
  readonly isSingleKey: boolean;
  readonly open: (onKey: (key: string) => void, onResize: () => void) => Terminal;
}

/** How a review ends. */
export type Ended =
  | { readonly how: Exclude<Wish, 'prove' | 'write'>; readonly state: ReviewState }
  | { readonly how: 'write'; readonly state: ReviewState; readonly plan: Plan };

/** Nobody types for so long before something is worked out: a key in between is answered first. */
const IDLE = 40;
const AHEAD = 2;

export function review(first: ReviewState, reviewing: Reviewing): Promise<Ended> {
  const { knowledge, mask, colors, filter } = reviewing;
  return new Promise<Ended>((resolve, reject) => {
    let state = first;
    let proven: Plan | undefined;
    let idle: NodeJS.Timeout | undefined;
    let typed = '';
    let page: { readonly of: string; readonly lines: readonly string[] } | undefined;
    /** Of these it is known what they take along. */
    let weighed: ReadonlySet<string> = new Set();

    const pageOf = (name: PageName) => {
      const of = `${name} ${currentItem(state)?.key}`;
      if (page?.of !== of) page = { of, lines: reviewing.page(name, state, proven) };
      return page.lines;
    };
    const draw = () => {
      const item = currentItem(state);
      const told: Told = {
        facts: item && knowledge.facts(item),
        page: pageOf,
        proven: size => (proven === undefined ? [] : reviewing.summary(proven, state, size)),
        mask,
        colors,
        filter,
      };
      const lines = screenOf(state, told, terminal.size());
      terminal.draw(typed === '' ? lines : [...lines.slice(0, -1), `${lines.at(-1)}${typed}`]);
    };
    const end = (ended: Ended) => {
      clearTimeout(idle);
      terminal.close();
      resolve(ended);
    };
    /** An error must not leave the terminal as it is here. */
    const guarded = (act: () => void) => {
      try {
        act();
      } catch (error) {
        clearTimeout(idle);
        terminal.close();
        reject(error);
      }
    };
    const wait = () => {
      clearTimeout(idle);
      idle = setTimeout(() => guarded(workOut), IDLE);
    };
    const workOut = () => {
      const rejected = rejectedOf(state);
      if (!isSame(rejected, weighed)) {
        weighed = rejected;
        state = sayAlong(state, knowledge.takenAlong(rejected));
      } else {
        const item = next(state, knowledge);
        if (item === undefined) return;
        knowledge.learn(item);
        // What may come next is on no screen yet.
        if (item.key !== currentItem(state)?.key) return wait();
      }
      draw();
      wait();
    };
    const prove = () => {
      state = { ...state, message: 'planning and proving what is taken ...' };
      draw();
      proven = knowledge.prove(acceptedOf(state), rejectedOf(state), state.stated);
      page = undefined;
      state = { ...state, view: { name: 'proven' }, scroll: 0, message: '' };
    };
    const onKey = (key: string) => {
      const { state: after, wish } = press(state, key);
      if (after.answers !== state.answers || after.stated !== state.stated) reviewing.keep(after);
      state = after;
      if (wish === 'prove') prove();
      else if (wish === 'write') return end({ how: wish, state, plan: proven! });
      else if (wish !== undefined) return end({ how: wish, state });
      draw();
      wait();
    };
    const onTyped = (key: string) => {
      const isLetter = [...key].length === 1;
      // A line that is typed ends with Enter anyway.
      if (reviewing.isSingleKey || 'text' in state.view) return onKey(key);
      if (isLetter) {
        typed = key;
        return draw();
      }
      const answer = key === 'enter' && typed !== '' ? typed : key;
      typed = '';
      onKey(answer);
    };
    const terminal = reviewing.open(
      key => guarded(() => onTyped(key)),
      () => guarded(draw),
    );
    guarded(() => {
      draw();
      wait();
    });
  });
}

/** The item on the screen, else one that is likely to come next, of which nothing is known yet. */
function next(state: ReviewState, knowledge: Knowledge) {
  const items = visibleItems(state);
  const current = currentItem(state);
  const index = items.findIndex(({ key }) => key === current?.key);
  const coming = items.slice(index + 1).filter(item => answerTo(state, item) === undefined);
  return [...(current ? [current] : []), ...coming.slice(0, AHEAD)].find(
    item => knowledge.facts(item) === undefined,
  );
}

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every(id => b.has(id));
}

function sayAlong(state: ReviewState, along: ReadonlySet<string>): ReviewState {
  const more = state.fixes.filter(({ id }) => along.has(id) && !state.along.has(id));
  // Of a resumed review it was said before.
  if (more.length === 0 || state.past.length === 0) return { ...state, along };
  const names = new Set(more.map(fix => `${fix.transform} of ${subjectText(fix.subject)}`));
  const message = `left out with it: ${count(more.length, 'fix', 'fixes')} (${shown([...names], { most: 3 })})`;
  return { ...state, along, message };
}
