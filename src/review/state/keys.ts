/** The keys of a review, in the words of its help. */
import { currentItem, type ReviewState } from './state.ts';

type Keys = readonly (readonly [key: string, says: string])[];

const ANSWERS: Keys = [
  ['y', 'take it'],
  ['n', 'leave it out; what needs it is left out with it'],
  ['j', 'leave it open, and go on'],
  ['a', 'take it, and all that are like it and open'],
  ['d', 'leave it out, and all that is open in the same files'],
  ['o', 'open a group: its fixes one by one'],
  ['e', 'edit: state the value or the fact that it rests on, or answer the question'],
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
  ['/', 'search words, or filter: severity:high environment:dev questions'],
  ['u', 'undo the last answer'],
  ['f', 'finish: prove what is taken as one set, and write it'],
  ['s', 'save the answers and leave; the next review goes on from here'],
  ['q', 'leave, and drop the answers of this review'],
  ['?', 'this'],
];

/** Those that only a change has a meaning for: a question changes nothing yet. */
export const OF_FIXES: ReadonlySet<string> = new Set(['y', 'a', 'd', 'o', 'p', 'r']);

/** `y,n,a`, as git asks: those that are pressed most, and `?`, which lists the others. */
export function keysFor(state: ReviewState): string {
  const { view } = state;
  if (view.name === 'end') return 'y,b,g,s,q,?';
  if (view.name === 'proven') return 'y,d,b,s,q,?';
  const item = currentItem(state);
  if (item?.question !== undefined) return 'e,n,j,i,w,f,?';
  return item !== undefined && item.fixes.length > 1 ? 'y,n,o,e,w,f,?' : 'y,n,a,e,w,f,?';
}

export function helpLines(): string[] {
  const section = (title: string, keys: Keys) => [
    title,
    ...keys.map(([key, says]) => `  ${key}  ${says}`),
    '',
  ];
  return [
    ...section('Answers', ANSWERS),
    ...section('To look at', LOOKS),
    ...section('To go', WAYS),
    'Arrows, blank, Page Up, Page Down, Home and End move what is longer than the screen.',
    'Nothing is written before the end, and then only what has been proven as one set.',
  ];
}
