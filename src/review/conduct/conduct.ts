/** A review under way, wherever it is shown: keys change the state, answers change the plan, and what takes time is said first. */
import { isDeepStrictEqual } from 'node:util';
import { type Statement, UnstatableError, type ValueStatement } from '../../config/statements.ts';
import type { Plan } from '../../plan/model/result.ts';
import { shown } from '../../report/words/list.ts';
import { count, subjectText } from '../../report/words/words.ts';
import { remembered, replanned, undone } from '../state/answering.ts';
import type { Wish } from '../state/pressed.ts';
import { acceptedOf, currentItem, type ReviewState, rejectedOf, type Said } from '../state/state.ts';
import { statementText } from '../stating/stated-words.ts';
import { answersIn, withAnswer } from '../stating/stating.ts';
import { statementsOf } from '../stating/typed.ts';
import { changeText, type Planned } from './planned.ts';
import { press } from './press.ts';

export interface Conducting {
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
}

/** How a review ends. */
export type Ended =
  | { readonly how: Exclude<Wish, 'prove' | 'write' | 'edit' | 'state'>; readonly state: ReviewState }
  | { readonly how: 'write'; readonly state: ReviewState; readonly plan: Plan };

export interface Conduct {
  readonly state: ReviewState;
  readonly planned: Planned;
  /** What is taken, planned as one set; undefined until it is. */
  readonly proven: Plan | undefined;
  /** Another item, or another view. */
  go(to: Partial<Pick<ReviewState, 'at' | 'view' | 'query' | 'scroll'>>): void;
  /** What a key does. @returns how the review ends, where it does */
  key(key: string): Ended | undefined;
  /** Works out what falls with what is rejected. @returns false where that is known */
  weigh(): boolean;
}

/**
 * @param start what `first` has been made of
 * @param onBusy the message of the state says what is being worked on
 */
export function newConduct(
  first: ReviewState,
  start: Planned,
  { plan, check, keep }: Conducting,
  onBusy: () => void,
): Conduct {
  let state = first;
  let planned = start;
  /** The answers that it is planned with. */
  let by = answersIn(first.stated);
  let proven: Plan | undefined;
  /** Of these it is known what they take along. */
  let weighed: ReadonlySet<string> = new Set();

  const prove = () => {
    state = { ...state, message: 'planning and proving what is taken ...' };
    onBusy();
    proven = planned.knowledge.prove(acceptedOf(state), rejectedOf(state), state.stated);
    state = { ...state, view: { name: 'proven' }, scroll: 0, message: '' };
  };
  /** Answers have been given or taken back: what follows from them is another plan. */
  const planAgain = (answers: readonly ValueStatement[]) => {
    const says = state.message === '' ? 'taken back' : state.message;
    state = { ...state, message: 'planning with what is stated ...' };
    onBusy();
    try {
      const after = plan(answers);
      const change = changeText(planned, after, currentItem(state));
      [planned, by, weighed] = [after, answers, new Set()];
      state = replanned(state, after, `${says}; ${change}`);
    } catch (error) {
      if (!(error instanceof UnstatableError)) throw error;
      state = { ...undone(state), message: error.message };
      keep(state);
    }
  };
  return {
    get state() {
      return state;
    },
    get planned() {
      return planned;
    },
    get proven() {
      return proven;
    },
    go(to) {
      state = { ...state, ...to };
    },
    key(key) {
      const before = state;
      const { state: after, wish } = press(state, key);
      state = after;
      if (wish === 'edit') state = editing(state, planned);
      try {
        if (wish === 'state') state = stating(state);
        if (state.stated !== before.stated) check(state.stated);
      } catch (error) {
        if (!(error instanceof UnstatableError)) throw error;
        // The line stays, to be mended.
        state = { ...before, message: error.message };
      }
      if (state.answers !== before.answers || state.stated !== before.stated) keep(state);
      const answers = answersIn(state.stated);
      if (!isDeepStrictEqual(answers, by)) planAgain(answers);
      if (wish === 'prove') prove();
      else if (wish === 'write') return { how: wish, state, plan: proven! };
      else if (wish !== undefined && wish !== 'edit' && wish !== 'state') return { how: wish, state };
      return undefined;
    },
    weigh() {
      const rejected = rejectedOf(state);
      if (isSame(rejected, weighed)) return false;
      weighed = rejected;
      state = sayAlong(state, planned.knowledge.takenAlong(rejected));
      return true;
    },
  };
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
