/** The keys of a review, in the words of its help. */

import { hasChange, type Item, NOTHING_TO_TAKE } from '../stating/items.ts';
import { likeIt, open } from './answering.ts';
import { currentItem, type ReviewState, type Scope } from './state.ts';

type Keys = readonly (readonly [key: string, says: string])[];

const ANSWERS: Keys = [
  ['y', 'take it; of a group that is unsafe, once it is pressed again'],
  ['n', 'leave it out; what needs it is left out with it'],
  ['j', 'leave it open, and go on'],
  ['a', 'take it, and all that are like it and open'],
  ['d', 'leave it out, and all that is open in the same files'],
  ['o', 'open a group: its fixes one by one'],
  ['e', 'edit: state the value or the fact that it rests on, or answer the question'],
  ['1', 'of a question that shows numbered answers: take the first; 2 the second'],
  ['p', 'another place, where the screen names one: in the overlays instead, or back'],
  ['i', 'never again: an entry of ignore: in the configuration, with a reason'],
];

const LOOKS: Keys = [
  ['w', 'why: evidence, reasons, risk'],
  ['t', 'trace: who wrote the field'],
  ['r', 'what is rendered, before and after, for each environment'],
];

const WAYS: Keys = [
  ['b', 'back to the one before'],
  ['g', 'list all, and jump'],
  ['/', 'search words, or filter: severity:high safe:yes environment:dev questions'],
  ['u', 'undo the last answer'],
  ['f', 'finish: prove what is taken as one set, and write it'],
  ['s', 'save the answers and leave; the next review goes on from here'],
  ['q', 'leave, and drop the answers given since the start: earlier ones stay'],
  ['?', 'this'],
];

/** Those that only a change has a meaning for. */
const OF_FIXES: ReadonlySet<string> = new Set(['y', 'a', 'd', 'o', 'p', 'r']);
/** Of what is only reported there is nothing to leave out and nothing to state either. */
const OF_ANSWERS: ReadonlySet<string> = new Set([...OF_FIXES, 'n', 'e']);

/** Why a key does nothing here; undefined where it does. */
export function refusalOf(item: Item, key: string): string | undefined {
  if (item.isReport && OF_ANSWERS.has(key)) return `${NOTHING_TO_TAKE}; j goes on, i leaves it out for good`;
  if (!hasChange(item) && OF_FIXES.has(key))
    return 'a question has no change to take: e answers it, n leaves it';
  return undefined;
}

/**
 * `y,n,a`, as git asks: those that are pressed most and do something here, and `?`, which lists the others.
 *
 * @param isStatable whether the configuration can say anything of the item
 */
export function keysFor(state: ReviewState, isStatable: boolean): string {
  const { view } = state;
  if (view.name === 'end') return state.scope === 'questions' ? 'y,b,g,q,?' : 'y,b,g,s,q,?';
  if (view.name === 'proven') return 'y,d,b,s,q,?';
  const item = currentItem(state);
  if (item === undefined) return 'f,?';
  if (item.isReport) return 'j,i,w,f,?';
  const edit = isStatable ? ['e'] : [];
  if (item.question !== undefined)
    return [...digitsFor(item.question.choices.length), ...edit, 'n,j,i,w,f,?'].join();
  const isAlone = open(state, likeIt(state, item)).every(fix => item.fixes.includes(fix));
  const many = item.fixes.length > 1 ? ['o'] : isAlone ? [] : ['a'];
  return ['y,n', ...many, ...edit, 'w,f,?'].join();
}

/** `1-3`: those that are one key. */
function digitsFor(choices: number): string[] {
  if (choices === 0) return [];
  return [choices === 1 ? '1' : `1-${Math.min(choices, 9)}`];
}

/** Of a review of the questions alone: what answers, and where it leads. */
const ASKED: Keys = [
  ...ANSWERS.filter(([key]) => ['e', '1', 'i'].includes(key)),
  ['n', 'leave it: nobody is asked again'],
  ['j', 'leave it open, and go on'],
  ['w', 'why it is asked'],
];
const ASKED_WAYS: Keys = [
  ...WAYS.filter(([key]) => !['f', 's', '/'].includes(key)),
  ['/', 'search words'],
  ['f', 'finish: what would be written'],
  ['s', 'write the configuration, and leave'],
];

export function helpLines(scope: Scope): string[] {
  const section = (title: string, keys: Keys) => [
    title,
    ...keys.map(([key, says]) => `  ${key}  ${says}`),
    '',
  ];
  if (scope === 'questions') return [...section('Answers', ASKED), ...section('To go', ASKED_WAYS)];
  return [
    ...section('Answers', ANSWERS),
    ...section('To look at', LOOKS),
    ...section('To go', WAYS),
    'Arrows, blank, Page Up, Page Down, Home and End move what is longer than the screen.',
    'Nothing is written before the end, and then only what has been proven as one set.',
  ];
}
