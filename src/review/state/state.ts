/** Where a review stands: data, and what follows from it. */
import type { Statement } from '../../config/statements.ts';
import type { Fix } from '../../plan/model/result.ts';
import type { Question } from '../../report/words/questions/questions.ts';
import { exempts } from '../stating/exempting.ts';
import { hasChange, type Item, itemsOf, questionItems, reportItems } from '../stating/items.ts';
import type { Setting } from '../stating/settings.ts';
import { isAbout, isAboutQuestions, matching } from './query.ts';

/** Skipped ones are asked again by the next review. */
export type Answer = 'accepted' | 'rejected' | 'skipped';
export type Answers = ReadonlyMap<string, Answer>;

/** Texts that are read and left again. */
export type PageName = 'why' | 'trace' | 'rendered' | 'help' | 'diff';

export type View =
  | { readonly name: 'item' }
  | { readonly name: 'list'; readonly cursor: number }
  | { readonly name: 'search'; readonly text: string }
  /** Why the item on the screen is to be left out for good. */
  | { readonly name: 'reason'; readonly text: string }
  /** Which of several things to state. */
  | { readonly name: 'settings'; readonly settings: readonly Setting[]; readonly cursor: number }
  /** An answer for the configuration. */
  | { readonly name: 'answer'; readonly setting: Setting; readonly text: string }
  | { readonly name: 'page'; readonly page: PageName; readonly from: 'item' | 'end' | 'proven' }
  /** Nothing is left to be asked, or nobody wants to be asked more. */
  | { readonly name: 'end' }
  /** The accepted set is planned and proven as one. */
  | { readonly name: 'proven' };

/** What `undo` brings back. */
type Past = Pick<ReviewState, 'answers' | 'along' | 'opened' | 'at' | 'view' | 'stated' | 'raised'>;

/** What people have said: kept until it is written. */
export type Said = Pick<ReviewState, 'answers' | 'stated' | 'raised'>;

/** What a person is asked: everything, or the questions alone, whose answers go into the configuration. */
export type Scope = 'all' | 'questions';

export interface ReviewState {
  readonly scope: Scope;
  /** Those that are asked about, in the order of the plan. */
  readonly fixes: readonly Fix[];
  /** What is told only: there is nothing to write. */
  readonly reports: readonly Fix[];
  /** What only people can answer. */
  readonly questions: readonly Question[];
  /** By fix id, or key of a question. */
  readonly answers: Answers;
  /** Ids of fixes that cannot be without rejected ones, as far as that is worked out. */
  readonly along: ReadonlySet<string>;
  /** What goes into the configuration at the end. */
  readonly stated: readonly Statement[];
  /** Ids of fixes that are to stand in the overlays. */
  readonly raised: ReadonlySet<string>;
  readonly opened: ReadonlySet<string>;
  /** Only what it lets through is asked. */
  readonly query: string;
  /** Key of the item on the screen. */
  readonly at: string;
  readonly view: View;
  /** First line that is shown of what is longer than the screen. */
  readonly scroll: number;
  /** Said once, above the keys. */
  readonly message: string;
  readonly past: readonly Past[];
  /** The next `q` drops what was answered. */
  readonly isLeaving: boolean;
  /** A key and an item, of which the next one that is the same takes what is unsafe. */
  readonly asked: string;
}

/** What a review begins with, besides fixes and what was said of them. */
export type Begun = Partial<Pick<ReviewState, 'stated' | 'questions' | 'raised' | 'reports' | 'scope'>>;

export function newReview(fixes: readonly Fix[], answers: Answers, begun: Begun = {}): ReviewState {
  const { stated = [], questions = [], raised = new Set(), reports = [], scope = 'all' } = begun;
  const state: ReviewState = {
    scope,
    fixes,
    reports,
    questions,
    answers,
    stated,
    raised,
    along: new Set(),
    opened: new Set(),
    query: '',
    at: '',
    view: { name: 'item' },
    scroll: 0,
    message: '',
    past: [],
    isLeaving: false,
    asked: '',
  };
  const items = visibleItems(state);
  // Where nothing is open and nothing taken, there is nothing to prove: what was left out may be looked at again.
  const isIdle = acceptedOf(state).size + stated.length === 0;
  const first = items.find(item => answerTo(state, item) === undefined) ?? (isIdle ? items[0] : undefined);
  return first === undefined ? { ...state, view: { name: 'end' } } : { ...state, at: first.key };
}

/** Items that the search lets through. */
export function visibleItems({
  scope,
  fixes,
  reports,
  questions,
  opened,
  query,
}: ReviewState): readonly Item[] {
  const test = matching(query);
  const asked = questionItems(questions).filter(
    item => isAbout(query, item.question?.about ?? '') || item.fixes.some(test),
  );
  if (scope === 'questions' || isAboutQuestions(query)) return asked;
  return [...itemsOf(fixes.filter(test), opened), ...reportItems(reports.filter(test)), ...asked];
}

/** The item on the screen; undefined where the search lets nothing through. */
export function currentItem(state: ReviewState): Item | undefined {
  const items = visibleItems(state);
  return items.find(({ key }) => key === state.at) ?? items[0];
}

/** What all of an item has been answered; `mixed` where it is not the same, undefined where something is open. */
export function answerTo(state: ReviewState, item: Item): Answer | 'along' | 'exempt' | 'mixed' | undefined {
  const { fixes } = item;
  const isExempt = (fix: Fix) => state.stated.some(statement => exempts(statement, fix));
  if (!hasChange(item)) return fixes.every(isExempt) ? 'exempt' : state.answers.get(item.key);
  const all = new Set(
    fixes.map(fix => {
      if (isExempt(fix)) return 'exempt';
      return state.along.has(fix.id) ? 'along' : state.answers.get(fix.id);
    }),
  );
  if (all.has(undefined)) return undefined;
  return all.size === 1 ? [...all][0] : 'mixed';
}

export interface Progress {
  readonly accepted: number;
  readonly rejected: number;
  /** Left out with a rejected one. */
  readonly along: number;
  readonly left: number;
  /** Of those, such as nothing speaks against. */
  readonly safe: number;
  /** Open questions. */
  readonly questions: number;
}

/** Of all fixes, whatever is searched for. */
export function progressOf(state: ReviewState): Progress {
  const questions = questionItems(state.questions).filter(
    item => !['rejected', 'exempt'].includes(answerTo(state, item) ?? ''),
  ).length;
  const progress = { accepted: 0, rejected: 0, along: 0, left: 0, safe: 0, questions };
  for (const { id, safety } of state.fixes) {
    const answer = state.answers.get(id);
    if (answer === 'rejected') progress.rejected++;
    else if (state.along.has(id)) progress.along++;
    else if (answer === 'accepted') progress.accepted++;
    else {
      progress.left++;
      if (safety === 'safe') progress.safe++;
    }
  }
  return progress;
}

/** Ids of what is wanted: accepted, and not left out with what is not. */
export function acceptedOf(state: ReviewState): ReadonlySet<string> {
  return idsOf(state, id => state.answers.get(id) === 'accepted' && !state.along.has(id));
}

export function rejectedOf(state: ReviewState): ReadonlySet<string> {
  return idsOf(state, id => state.answers.get(id) === 'rejected');
}

function idsOf({ fixes }: ReviewState, test: (id: string) => boolean): ReadonlySet<string> {
  return new Set(fixes.map(({ id }) => id).filter(test));
}
