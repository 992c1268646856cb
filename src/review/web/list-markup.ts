/** What is asked about, as a list: one row for each item, with what a filter goes by. */
import { createHash } from 'node:crypto';
import type { Fix } from '../../plan/model/result.ts';
import { type Facets, facetAttributes, facetsOf } from '../../report/html/finding-markup.ts';
import { html, type Markup } from '../../report/html/markup.ts';
import type { Mask } from '../../report/secrets/mask.ts';
import { maskedFix } from '../../report/words/masked-fix.ts';
import { count, oneLine, subjectText } from '../../report/words/words.ts';
import { memoized } from '../../text/memo.ts';
import { answerTo, type ReviewState, visibleItems } from '../state/state.ts';
import { type Item, kindOf } from '../stating/items.ts';

/** What an answer is called; empty: it is open. */
export const ANSWERS = {
  open: '',
  accepted: 'taken',
  rejected: 'left out',
  skipped: 'open',
  along: 'left out with another',
  exempt: 'never again',
  mixed: 'some taken',
} as const;
export type Answered = keyof typeof ANSWERS;

export function answeredOf(state: ReviewState, item: Item): Answered {
  return answerTo(state, item) ?? 'open';
}

/** What the page calls an item by its key: one that holds a secret goes by its hash. */
export function nameOf(key: string, mask: Mask): string {
  const names = namesBy(mask);
  let name = names.get(key);
  if (name === undefined)
    names.set(key, (name = mask(key) === key ? key : createHash('sha256').update(key).digest('hex')));
  return name;
}

const namesBy = memoized((_: Mask) => new Map<string, string>());

/** What is shown of a fix, worked out once: lists are made anew whenever something joins or goes. */
const shownBy = memoized((mask: Mask) => memoized((fix: Fix) => maskedFix(fix, mask)));
const searchedBy = memoized((mask: Mask) =>
  memoized((fix: Fix) => {
    const { id, subject, message, places } = shownBy(mask)(fix);
    const parts = [id, subjectText(subject), subject.at, message, ...places.map(({ file }) => file)];
    return mask(oneLine(parts.join(' '))).toLowerCase();
  }),
);

export function rowsMarkup(state: ReviewState, mask: Mask): Markup {
  return html`${visibleItems(state).map(item => rowMarkup(state, item, mask))}`;
}

function rowMarkup(state: ReviewState, item: Item, mask: Mask): Markup {
  const [first] = item.fixes;
  const answered = answeredOf(state, item);
  return html`<li data-key="${nameOf(item.key, mask)}" data-answered="${answered}" data-text="${searchedIn(item, mask)}"${facetAttributes(itemFacets(item, mask))}><button type="button" tabindex="-1"><span class="tag ${first.severity}">${first.severity}</span> <span class="what">${titleOf(item, mask)}</span> <span class="answer">${ANSWERS[answered]}</span></button></li>
`;
}

export function itemFacets({ fixes }: Item, mask: Mask): Facets {
  return facetsOf(fixes.map(shownBy(mask)));
}

/** `probes: no readiness probe, 8 fixes`, `probes: Deployment/web: no readiness probe`, or what a question is about. */
export function titleOf({ fixes, question, isReport }: Item, mask: Mask): string {
  if (question !== undefined) return mask(oneLine(`question: ${question.about}`));
  const fix = shownBy(mask)(fixes[0]);
  const head = isReport ? 'reported: ' : '';
  const many = isReport ? count(fixes.length, 'finding') : count(fixes.length, 'fix', 'fixes');
  if (fixes.length > 1) return `${head}${kindOf(fix)}, ${many}`;
  const isUnsafe = fix.safety === 'unsafe' && !isReport;
  return `${head}${fix.transform}: ${subjectText(fix.subject)}: ${fix.brief}${isUnsafe ? ' (unsafe)' : ''}`;
}

/** Of a large group the first will do: whoever looks for another opens it. */
const MOST_SEARCHED = 40;

function searchedIn(item: Item, mask: Mask): string {
  const words = item.fixes.slice(0, MOST_SEARCHED).map(searchedBy(mask));
  return [titleOf(item, mask).toLowerCase(), ...words].join(' ');
}
