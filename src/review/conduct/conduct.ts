/** A review under way, wherever it is shown: keys change the state, answers change the plan, and what takes time is said first. */
import { isDeepStrictEqual } from 'node:util';
import { type Statement, UnstatableError, type ValueStatement } from '../../config/statements.ts';
import type { Fix, Plan } from '../../plan/model/result.ts';
import { comingAlong } from '../../plan/plan-chosen.ts';
import { namesOf } from '../../report/words/named-fix.ts';
import { count } from '../../report/words/words.ts';
import type { Choice } from '../../transform.ts';
import { remembered, replanned, undone } from '../state/answering.ts';
import { noOtherPlaceText, standsText } from '../state/placing.ts';
import type { Wish } from '../state/pressed.ts';
import { acceptedOf, currentItem, type ReviewState, rejectedOf, type Said } from '../state/state.ts';
import { type Item, kindOf } from '../stating/items.ts';
import { isChoice, type Setting } from '../stating/settings.ts';
import { statementText } from '../stating/stated-words.ts';
import { answersIn, withAnswer } from '../stating/stating.ts';
import { statementsOf } from '../stating/typed.ts';
import type { Extent } from '../terminal/scrolls.ts';
import { asTried, changeText, haveMoved, type Planned } from './planned.ts';
import { press } from './press.ts';

export interface Conducting {
  /**
   * Plans with answers for the configuration, and fixes that are to stand in the overlays; what is planned without comes first.
   *
   * @throws UnstatableError where they do not go into it, or nothing that was named is left
   */
  readonly plan: (answers: readonly ValueStatement[], raised: ReadonlySet<string>) => Planned;
  /** Whether statements go into the configuration. @throws UnstatableError with the reason where they do not */
  readonly check: (stated: readonly Statement[]) => void;
  /** Keeps the answers, whatever happens next. */
  readonly keep: (said: Said) => void;
}

/** A key that ends the review, and writes nothing. */
type EndingWish = Exclude<Wish, 'prove' | 'write' | 'edit' | 'state' | 'choose' | 'move'>;

/** How a review ends. */
export type Ended =
  | { readonly how: EndingWish; readonly state: ReviewState }
  | { readonly how: 'write'; readonly state: ReviewState; readonly plan: Plan };

export interface Conduct {
  readonly state: ReviewState;
  readonly planned: Planned;
  /** What is taken, planned as one set; undefined until it is. */
  readonly proven: Plan | undefined;
  /** Another item, or another view. */
  go(to: Partial<Pick<ReviewState, 'at' | 'view' | 'query' | 'scroll'>>): void;
  /** What a key does, of a screen of which so much can be moved. @returns how the review ends, where it does */
  key(key: string, extent?: Extent): Ended | undefined;
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
  /** What it is planned with. */
  let by = plannedBy(first);
  let proven: Plan | undefined;
  /** Of these it is known what they take along. */
  let weighed: ReadonlySet<string> = new Set();

  const prove = () => {
    state = { ...state, message: 'planning and proving what is taken ...' };
    onBusy();
    const accepted = acceptedOf(state);
    proven = planned.knowledge.prove(accepted, rejectedOf(state), state.stated);
    const unasked = comingAlong(proven, accepted).filter(
      ({ id }) => !state.answers.has(id) && state.fixes.some(fix => fix.id === id),
    );
    state =
      unasked.length > 0
        ? askedAbout(state, unasked)
        : { ...state, view: { name: 'proven' }, scroll: 0, message: '' };
  };
  /** Something has been stated, moved or taken back: what follows from it is another plan. */
  const planAgain = (now: PlannedBy, moving: Item | undefined) => {
    const said = state.message === '' ? 'taken back' : state.message;
    state = { ...state, message: moving ? 'planning it elsewhere ...' : 'planning with what is stated ...' };
    onBusy();
    try {
      const after = plan(now.answers, now.raised);
      if (moving !== undefined && !haveMoved(planned, after, moving))
        throw new UnstatableError(noOtherPlaceText(asTried(moving, after)));
      const says = moving === undefined ? said : standsText(moving, after.fixes);
      const change = changeText(planned, after, currentItem(state));
      [planned, by, weighed] = [after, now, new Set()];
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
    key(key, extent) {
      const before = state;
      const { state: after, wish, choice } = press(state, key, extent);
      state = after;
      if (wish === 'edit') state = editing(state, planned);
      try {
        if (wish === 'state') state = stating(state);
        if (choice !== undefined) state = choosing(state, planned, choice);
        if (state.stated !== before.stated) check(state.stated);
      } catch (error) {
        if (!(error instanceof UnstatableError)) throw error;
        // The line stays, to be mended.
        state = { ...before, message: error.message };
      }
      const { answers, stated, raised } = state;
      if (answers !== before.answers || stated !== before.stated || raised !== before.raised) keep(state);
      const now = plannedBy(state);
      if (!isDeepStrictEqual(now, by)) planAgain(now, wish === 'move' ? currentItem(before) : undefined);
      if (wish === 'prove') prove();
      else if (wish === 'write') return { how: wish, state, plan: proven! };
      else if (isEnd(wish)) return { how: wish, state };
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

/** What of a review another plan follows from. */
interface PlannedBy {
  readonly answers: readonly ValueStatement[];
  readonly raised: ReadonlySet<string>;
}

function plannedBy({ stated, raised }: ReviewState): PlannedBy {
  return { answers: answersIn(stated), raised };
}

const ENDS: readonly unknown[] = ['save', 'quit', 'interrupt'] satisfies EndingWish[];

function isEnd(wish: Wish | undefined): wish is EndingWish {
  return ENDS.includes(wish);
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
  // What only has to be taken is shown before it is.
  if (settings.length > 1 || isChoice(first))
    return { ...state, view: { name: 'settings', settings, cursor: 0 } };
  return { ...state, view: { name: 'answer', setting: first, text: '' } };
}

/** With the answer that is typed. @throws UnstatableError where it is none */
function stating(state: ReviewState): ReviewState {
  const { view } = state;
  return view.name === 'answer' ? withStated(state, view.setting, view.text.trim()) : state;
}

/** With an answer that is ready, for which nothing has to be typed. */
function choosing(state: ReviewState, planned: Planned, choice: Choice): ReviewState {
  const item = currentItem(state);
  const settings = item === undefined ? [] : planned.settings(item);
  const setting = settings.find(each => isChoice(each) && each.kind.choice === choice);
  return setting === undefined ? state : withStated(state, setting, '');
}

function withStated(state: ReviewState, setting: Setting, typed: string): ReviewState {
  const answers = statementsOf(setting, typed);
  const message = `stated: ${answers.map(statementText).join(', ')}`;
  const stated = withAnswer(state.stated, answers);
  return { ...remembered({ ...state, view: { name: 'item' } }), stated, message };
}

/** Each by itself, wherever it stands: nothing is written that nobody has seen. */
function askedAbout(state: ReviewState, unasked: readonly Fix[]): ReviewState {
  const [first] = unasked;
  const many = count(unasked.length, 'fix comes', 'fixes come');
  return {
    ...state,
    query: '',
    opened: new Set([...state.opened, ...unasked.map(kindOf)]),
    at: first!.id,
    view: { name: 'item' },
    scroll: 0,
    message: `${many} along, which what is taken needs (${namesOf(unasked)}): answer it, then f again`,
  };
}

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every(id => b.has(id));
}

function sayAlong(state: ReviewState, along: ReadonlySet<string>): ReviewState {
  const more = state.fixes.filter(({ id }) => along.has(id) && !state.along.has(id));
  // Of a resumed review it was said before.
  if (more.length === 0 || state.past.length === 0) return { ...state, along };
  const message = `left out with it: ${count(more.length, 'fix', 'fixes')} (${namesOf(more)})`;
  return { ...state, along, message };
}
