/** The page of a review: filters, the list, the item that is looked at, and what is asked in between. */
import { filtersMarkup } from '../../report/html/filters-markup.ts';
import { html, type Markup, trusted } from '../../report/html/markup.ts';
import type { Mask } from '../../report/secrets/mask.ts';
import { count } from '../../report/words/words.ts';
import { progressOf, type ReviewState, visibleItems } from '../state/state.ts';
import { itemFacets, nameOf, rowsMarkup } from './list-markup.ts';

type Keys = readonly (readonly [key: string, label: string, says: string])[];

/** Of the item that is looked at. */
const ANSWERS: Keys = [
  ['y', 'Take', 'take it'],
  ['n', 'Leave out', 'leave it out; what needs it is left out with it'],
  ['j', 'Next', 'leave it open, and go on'],
  ['a', 'Take all like it', 'take it, and all that are like it and open'],
  ['d', 'Leave out the file', 'leave it out, and all that is open in the same files'],
  ['o', 'Open the group', 'its fixes one by one'],
  ['e', 'State', 'state the value or the fact that it rests on, or answer the question'],
  ['p', 'Elsewhere', 'another place: in the overlays instead, or back'],
  ['i', 'Never again', 'an entry of ignore: in the configuration, with a reason'],
  ['w', 'Why', 'evidence, reasons, risk'],
  ['t', 'Trace', 'who wrote the field'],
];

const WAYS: Keys = [
  ['k', 'Back', 'the one before'],
  ['g', 'List', 'to the list; arrows move in it'],
  ['/', 'Search', 'words, or severity:high environment:dev remediation:probes'],
  ['m', 'Map', 'who uses what, in the colour of the worst finding'],
  ['u', 'Undo', 'take back the last answer'],
  ['f', 'Finish', 'prove what is taken as one set, and write it'],
  ['s', 'Save and leave', 'the next review goes on from here'],
  ['q', 'Drop and leave', 'the answers of this review are dropped'],
  ['?', 'Keys', 'this'],
];

export function pageMarkup(state: ReviewState, mask: Mask): Markup {
  const head = WAYS.filter(([key]) => 'mufs?'.includes(key)).map(buttonMarkup);
  return html`${trusted('<!doctype html>')}
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>kustomend: review</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<a class="skip" href="#title">To the fix</a>
<header><h1>kustomend review</h1><p id="progress">${progressText(state)}</p>${head}</header>
<div class="columns">
<nav aria-label="Filters" id="filtering">${reviewFilters(state, mask)}</nav>
<section id="rows" aria-label="Fixes and questions"><ol id="list" data-at="${nameOf(state.at, mask)}">
${rowsMarkup(state, mask)}</ol></section>
<main>
<div id="detail"><h2 id="title" tabindex="-1">Nothing is chosen</h2></div>
<div class="tools" role="toolbar" aria-label="Answers">${ANSWERS.map(buttonMarkup)}</div>
<div id="change"></div>
<div id="more"></div>
</main>
</div>
<div id="message" role="status">${mask(state.message)}</div>
${dialogsMarkup()}
<script src="/script.js"></script>
</body>
</html>
`;
}

export function reviewFilters(state: ReviewState, mask: Mask): Markup {
  return filtersMarkup(visibleItems(state).map(item => itemFacets(item, mask)));
}

/** `4 taken, 1 left out, 26 open; 2 questions` */
export function progressText(state: ReviewState): string {
  const { accepted, rejected, along, left, questions } = progressOf(state);
  const asked = questions === 0 ? '' : `; ${count(questions, 'question')}`;
  return `${accepted} taken, ${rejected + along} left out, ${left} open${asked}`;
}

function buttonMarkup([key, label, says]: Keys[number]): Markup {
  return html`<button type="button" data-press="${key}" title="${says}" aria-keyshortcuts="${key}">${label} <kbd>${key}</kbd></button>
`;
}

function dialogsMarkup(): Markup {
  const keys = [...ANSWERS, ...WAYS].map(
    ([key, label, says]) => html`<tr><td><kbd>${key}</kbd></td><td>${label}</td><td>${says}</td></tr>
`,
  );
  return html`<dialog id="reason" aria-labelledby="reason-title"><form method="dialog"><h2 id="reason-title">Never again</h2>
<label>Because <input name="text" autocomplete="off" required></label>
<p class="said" role="alert"></p><button value="ok">Leave it out for good</button> <button value="" formnovalidate>Back</button></form></dialog>
<dialog id="stating" aria-labelledby="stating-title"><form method="dialog"><h2 id="stating-title">State it in the configuration</h2>
<label>What <select name="setting"></select></label><p class="says"></p>
<label>Answer <input name="text" autocomplete="off" required></label>
<p class="said" role="alert"></p><button value="ok">State it</button> <button value="" formnovalidate>Back</button></form></dialog>
<dialog id="reading" aria-labelledby="reading-title"><form method="dialog"><h2 id="reading-title"></h2>
<pre class="said" tabindex="0"></pre><button value="">Back</button></form></dialog>
<dialog id="mapping" aria-label="Map"><form method="dialog"><div class="drawn"></div><button value="">Back</button></form></dialog>
<dialog id="keys" aria-labelledby="keys-title"><form method="dialog"><h2 id="keys-title">Keys</h2><table><tbody>
${keys}</tbody></table><button value="">Back</button></form></dialog>
<dialog id="dropping" aria-labelledby="dropping-title"><form method="dialog"><h2 id="dropping-title">Drop the answers of this review?</h2>
<button value="ok">Drop them and leave</button> <button value="">Back</button></form></dialog>
<dialog id="proving" aria-labelledby="proving-title"><form method="dialog"><h2 id="proving-title">What would be written</h2>
<pre class="said" tabindex="0"></pre><button value="ok">Write it</button> <button value="">Back</button><div class="diffs"></div></form></dialog>
`;
}
