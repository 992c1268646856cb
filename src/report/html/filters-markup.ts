/** The filters of a page: words, and a box for each value of a facet with how often it is there. */
import { SEVERITIES } from '../../plan/repository/active.ts';
import { FACETS, type Facets } from './finding-markup.ts';
import { html, type Markup } from './markup.ts';

/** Longer lists are folded: a search finds what is in them. */
const MOST_OPEN = 12;

/** Of what can be shown. Without a script nothing can be filtered, so it is hidden until one is there. */
export function filtersMarkup(all: readonly Facets[]): Markup {
  const facets = FACETS.map(name => facetMarkup(name, countsOf(all, name)));
  return html`<form class="filters" id="filters" aria-label="Filters" hidden>
<p><label>Search <input type="search" id="search" autocomplete="off" spellcheck="false"></label></p>
<p id="shown" role="status"></p>
${facets}
<p><button type="reset">Clear</button></p>
</form>`;
}

function countsOf(all: readonly Facets[], name: keyof Facets): [value: string, number: number][] {
  const counts = new Map<string, number>();
  for (const facets of all) for (const value of facets[name]) counts.set(value, (counts.get(value) ?? 0) + 1);
  const rank = (value: string) => (SEVERITIES as readonly string[]).indexOf(value);
  return [...counts].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

function facetMarkup(name: string, counts: readonly (readonly [string, number])[]): Markup {
  if (counts.length === 0) return html``;
  const boxes = counts.map(
    ([value, number]) =>
      html`<label><input type="checkbox" name="${name}" value="${value}"> ${value} <span class="count">${number}</span></label>
`,
  );
  const isOpen = counts.length <= MOST_OPEN ? html` open` : html``;
  return html`<details${isOpen}><summary>${name}</summary><fieldset><legend class="unseen">${name}</legend>
${boxes}</fieldset></details>`;
}
