/** One item as the page shows it: at once what is known, and then what it changes. */
import type { RootReport } from '../../plan/model/result.ts';
import type { ShownPatch } from '../../report/diff/diff.ts';
import { finding } from '../../report/formats/json.ts';
import { changeMarkup, type RenderedMarkup, type SourceChange } from '../../report/html/change-markup.ts';
import { findingBody, tagsOf } from '../../report/html/finding-markup.ts';
import { html, type Markup } from '../../report/html/markup.ts';
import { masked } from '../../report/html/masked.ts';
import type { Mask } from '../../report/secrets/mask.ts';
import { maskedFix } from '../../report/words/masked-fix.ts';
import { askedText } from '../../report/words/questions/asked-text.ts';
import { choiceText } from '../../report/words/questions/choices.ts';
import { count, folderName, oneLine, subjectText } from '../../report/words/words.ts';
import type { Choice } from '../../transform.ts';
import type { Knowledge } from '../known/facts.ts';
import { LOOKING, noOtherPlaceText, otherPlaceText } from '../state/placing.ts';
import type { ReviewState } from '../state/state.ts';
import { hasChange, type Item, NOTHING_TO_TAKE } from '../stating/items.ts';
import { ANSWERS, answeredOf, titleOf } from './list-markup.ts';

/** Of an item, above its change and below it. */
export interface Detail {
  readonly head: Markup;
  readonly more: Markup;
}

export function detailMarkup(state: ReviewState, item: Item, mask: Mask): Detail {
  const answer = ANSWERS[answeredOf(state, item)];
  const said = answer === '' ? html`` : html` <span class="tag answer">${answer}</span>`;
  const head = html`<h2 id="title" tabindex="-1">${titleOf(item, mask)}${said}</h2>`;
  const { question, fixes } = item;
  if (question !== undefined)
    return {
      head: html`${head}
<p>${mask(oneLine(askedText(question)))}</p>
${question.key === undefined ? html`` : html`<p><code>${mask(oneLine(question.answer))}</code></p>`}${choicesMarkup(question.choices, mask)}`,
      more: html`<h3>${count(question.settles, 'finding waits', 'findings wait')} for it</h3>
${subjectsMarkup(item, mask)}`,
    };
  const first = masked(finding(fixes[0]), mask);
  const others = fixes.length > 1 ? html`<h3>All of them</h3>${subjectsMarkup(item, mask)}` : html``;
  return {
    head: html`${head}
${tagsOf(first)}
<p>${first.message}</p>${
      item.isReport
        ? html`
<p>${NOTHING_TO_TAKE}</p>`
        : html``
    }`,
    more: html`${findingBody(first, file => html`<code>${file}</code>`)}
${others}`,
  };
}

/** A button each, under its number: whoever has a keyboard presses it. */
function choicesMarkup(choices: readonly Choice[], mask: Mask): Markup {
  if (choices.length === 0) return html``;
  const items = choices.map((choice, index) => {
    const number = String(index + 1);
    return html`<li><button type="button" data-press="${number}" aria-keyshortcuts="${number}">${mask(oneLine(choice.says))} <kbd>${number}</kbd></button> <code>${mask(oneLine(choiceText(choice)))}</code></li>
`;
  });
  return html`<ul class="choices">${items}</ul>`;
}

/** Of a group; longer lists say how many there are besides. */
const MOST_SUBJECTS = 50;

function subjectsMarkup({ fixes }: Item, mask: Mask): Markup {
  const shown = fixes.slice(0, MOST_SUBJECTS).map(each => {
    const { severity, brief, subject } = maskedFix(each, mask);
    return html`<li>${severity}: ${brief}, ${subjectText(subject)} <code>${mask(subject.at)}</code></li>`;
  });
  const rest = fixes.length - shown.length;
  return html`<ul>${shown}${rest > 0 ? html`<li>and ${rest} more</li>` : html``}</ul>`;
}

interface FactsContext {
  readonly knowledge: Knowledge;
  readonly roots: readonly RootReport[];
}

/** What an item changes by itself: the files beside the render of each environment. */
export function factsMarkup(item: Item, { knowledge, roots }: FactsContext, mask: Mask): Markup {
  if (!hasChange(item)) return html``;
  const { patches, needs, reason } = knowledge.learn(item);
  if (reason !== undefined) return html`<p>By itself it is not written: ${mask(oneLine(reason))}</p>`;
  const names = [...new Set(needs.map(fix => mask(`${fix.transform} of ${subjectText(fix.subject)}`)))];
  const along = names.length === 0 ? html`` : html`<p>It needs, and brings: ${names.join(', ')}</p>`;
  return html`${along}<p class="place"><kbd>p</kbd> ${LOOKING}</p>${changeMarkup(sourcesOf(patches, mask), renderedIn(knowledge.changes(item), roots))}`;
}

/** Where else it can stand, once that has been tried; or what keeps it where it is. */
export function placeMarkup(
  item: Item,
  { knowledge, raised }: Pick<ReviewState, 'raised'> & { readonly knowledge: Knowledge },
  mask: Mask,
): Markup {
  const { canMove, tried } = knowledge.learnPlace(item);
  const other = canMove ? otherPlaceText(item, raised) : undefined;
  return html`<kbd>p</kbd> ${mask(other ?? noOtherPlaceText(tried))}`;
}

/** Lines are masked already, or left out; the name of a file may hold a secret too. */
export function sourcesOf(patches: readonly ShownPatch[], mask: Mask): SourceChange[] {
  return patches.map(({ path, isNew, lines }) => ({
    path: mask(path),
    isNew,
    lines: lines ?? [],
    hidden: lines === undefined ? 1 : 0,
  }));
}

export function renderedIn(
  changes: ReturnType<Knowledge['changes']>,
  roots: readonly RootReport[],
): readonly RenderedMarkup[] {
  const names = new Map(
    roots.map(({ folder, environment }) => [folder, environment.name ?? folderName(folder)]),
  );
  return changes.map(({ object, change, roots: of, lines }) => ({
    object,
    change,
    lines,
    where: [...new Set(of.map(root => names.get(root) ?? folderName(root)))],
  }));
}
