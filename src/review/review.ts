/** A review under way: keys change the state, the state is drawn, and what takes time is worked out while nobody types. */
import { isDeepStrictEqual } from 'node:util';
import { type Statement, UnstatableError, type ValueStatement } from '../config/statements.ts';
import type { Plan } from '../plan/model/result.ts';
import { shown } from '../report/words/list.ts';
import { count, subjectText } from '../report/words/words.ts';
import type { Facts, Knowledge } from './known/facts.ts';
import { changeText, type Planned } from './planned.ts';
import { press } from './press.ts';
import { screenOf, type Told } from './screen/screen.ts';
import { remembered, replanned, undone } from './state/answering.ts';
import type { Wish } from './state/pressed.ts';
import {
  acceptedOf,
  answerTo,
  currentItem,
  type PageName,
  type ReviewState,
  rejectedOf,
  type Said,
  visibleItems,
} from './state/state.ts';
import type { Item } from './stating/items.ts';
import { statementText } from './stating/stated-words.ts';
import { answersIn, withAnswer } from './stating/stating.ts';
import { statementsOf } from './stating/typed.ts';
import type { Terminal } from './terminal/terminal.ts';

export interface Reviewing extends Pick<Told, 'mask' | 'colors' | 'filter'> {
  /**
   * Plans with answers for the configuration; what is planned without them comes first.
   *
   * @throws UnstatableError where they do not go into it, or nothing that was named is left
   */
  readonly plan: (answers: readonly ValueStatement[]) => Planned;
  /** Whether statements go into the configuration. @throws UnstatableError with the reason where they do not */
  readonly check: (stated: readonly Statement[]) => void;
  /** Keeps the answers, whatever happens next. */
  readonly keep: (said: Said) => void;
  /** False: keys count once Enter is pressed. */
  readonly isSingleKey: boolean;
  readonly open: (onKey: (key: string) => void, onResize: () => void) => Terminal;
}

/** How a review ends. */
export type Ended =
  | { readonly how: Exclude<Wish, 'prove' | 'write' | 'edit' | 'state'>; readonly state: ReviewState }
  | { readonly how: 'write'; readonly state: ReviewState; readonly plan: Plan };

/** Nobody types for so long before something is worked out: a key in between is answered first. */
const IDLE = 40;
const AHEAD = 2;

/** @param start what `first` has been made of */
export function review(first: ReviewState, start: Planned, reviewing: Reviewing): Promise<Ended> {
  const { mask, colors, filter } = reviewing;
  return new Promise<Ended>((resolve, reject) => {
    let state = first;
    let planned = start;
    /** The answers that it is planned with. */
    let by = answersIn(first.stated);
    let proven: Plan | undefined;
    let idle: NodeJS.Timeout | undefined;
    let typed = '';
    let page: { readonly of: string; readonly lines: readonly string[] } | undefined;
    /** Of these it is known what they take along. */
    let weighed: ReadonlySet<string> = new Set();

    const pageOf = (name: PageName) => {
      const of = `${name} ${currentItem(state)?.key}`;
      if (page?.of !== of) page = { of, lines: planned.page(name, state, proven) };
      return page.lines;
    };
    const draw = () => {
      const item = currentItem(state);
      const told: Told = {
        facts: item && factsOf(item, planned.knowledge),
        page: pageOf,
        proven: size => (proven === undefined ? [] : planned.summary(proven, state, size)),
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
        state = sayAlong(state, planned.knowledge.takenAlong(rejected));
      } else {
        const item = next(state, planned.knowledge);
        if (item === undefined) return;
        planned.knowledge.learn(item);
        // What may come next is on no screen yet.
        if (item.key !== currentItem(state)?.key) return wait();
      }
      draw();
      wait();
    };
    const prove = () => {
      state = { ...state, message: 'planning and proving what is taken ...' };
      draw();
      proven = planned.knowledge.prove(acceptedOf(state), rejectedOf(state), state.stated);
      page = undefined;
      state = { ...state, view: { name: 'proven' }, scroll: 0, message: '' };
    };
    /** Answers have been given or taken back: what follows from them is another plan. */
    const planAgain = (answers: readonly ValueStatement[]) => {
      const says = state.message === '' ? 'taken back' : state.message;
      state = { ...state, message: 'planning with what is stated ...' };
      draw();
      try {
        const after = reviewing.plan(answers);
        const change = changeText(planned, after, currentItem(state));
        [planned, by, page, weighed] = [after, answers, undefined, new Set()];
        state = replanned(state, after, `${says}; ${change}`);
      } catch (error) {
        if (!(error instanceof UnstatableError)) throw error;
        state = { ...undone(state), message: error.message };
        reviewing.keep(state);
      }
    };
    const onKey = (key: string) => {
      const before = state;
      const { state: after, wish } = press(state, key);
      state = after;
      if (wish === 'edit') state = editing(state, planned);
      try {
        if (wish === 'state') state = stating(state);
        if (state.stated !== before.stated) reviewing.check(state.stated);
      } catch (error) {
        if (!(error instanceof UnstatableError)) throw error;
        // The line stays, to be mended.
        state = { ...before, message: error.message };
      }
      if (state.answers !== before.answers || state.stated !== before.stated) reviewing.keep(state);
      const answers = answersIn(state.stated);
      if (!isDeepStrictEqual(answers, by)) planAgain(answers);
      if (wish === 'prove') prove();
      else if (wish === 'write') return end({ how: wish, state, plan: proven! });
      else if (wish !== undefined && wish !== 'edit' && wish !== 'state') return end({ how: wish, state });
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

/** Which of what the item rests on is stated; where it is one thing, that is asked for at once. */
function editing(state: ReviewState, planned: Planned): ReviewState {
  const item = currentItem(state);
  const settings = item === undefined ? [] : planned.settings(item);
  const [first] = settings;
  if (first === undefined) {
    const answer = item?.question?.answer ?? 'it stands in the manifests';
    return { ...state, message: `nothing in the configuration decides this: ${answer}` };
  }
  if (settings.length > 1) return { ...state, view: { name: 'settings', settings, cursor: 0 } };
  return { ...state, view: { name: 'answer', setting: first, text: '' } };
}

/** With the answer that is typed. @throws UnstatableError where it is none */
function stating(state: ReviewState): ReviewState {
  const { view } = state;
  if (view.name !== 'answer') return state;
  const answers = statementsOf(view.setting, view.text.trim());
  const message = `stated: ${answers.map(statementText).join(', ')}`;
  const stated = withAnswer(state.stated, answers);
  return { ...remembered({ ...state, view: { name: 'item' } }), stated, message };
}

/** A question changes nothing yet. */
function factsOf(item: Item, knowledge: Knowledge): Facts | undefined {
  return item.question === undefined ? knowledge.facts(item) : undefined;
}

/** The item on the screen, else one that is likely to come next, of which nothing is known yet. */
function next(state: ReviewState, knowledge: Knowledge) {
  const items = visibleItems(state);
  const current = currentItem(state);
  const index = items.findIndex(({ key }) => key === current?.key);
  const coming = items.slice(index + 1).filter(item => answerTo(state, item) === undefined);
  return [...(current ? [current] : []), ...coming.slice(0, AHEAD)].find(
    item => item.question === undefined && knowledge.facts(item) === undefined,
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
