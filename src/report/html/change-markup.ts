/** What is written beside what that changes in the render, for each environment. */
import { enumerated } from '../words/words.ts';
import { diffMarkup } from './diff-markup.ts';
import { html, type Markup } from './markup.ts';

/** A file as it is changed. */
export interface SourceChange {
  readonly path: string;
  readonly isNew: boolean;
  /** Lines of its hunks; none where all of them show secrets. */
  readonly lines: readonly string[];
  /** How many changes are not shown. */
  readonly hidden: number;
}

/** An object as it is rendered otherwise. */
export interface RenderedMarkup {
  readonly object: string;
  readonly change: 'added' | 'changed' | 'removed';
  /** Names of environments, or folders of roots that have none. */
  readonly where: readonly string[];
  readonly lines: readonly string[];
}

export function changeMarkup(sources: readonly SourceChange[], rendered: readonly RenderedMarkup[]): Markup {
  return html`<div class="beside">
<div class="source">${sources.map(sourceMarkup)}</div>
<div class="rendered">${rendered.length === 0 ? html`<p class="quiet">No rendered change is known to be of it alone.</p>` : rendered.map(renderedMarkup)}</div>
</div>`;
}

function sourceMarkup({ path, isNew, lines, hidden }: SourceChange): Markup {
  const said =
    hidden > 0 ? html`<p class="quiet">Not shown, because a secret stands there: ${hidden}.</p>` : html``;
  return html`<h4><code>${path}</code>${isNew ? ' (new)' : ''}</h4>
${lines.length === 0 ? html`` : diffMarkup(lines)}${said}`;
}

function renderedMarkup({ object, change, where, lines }: RenderedMarkup): Markup {
  return html`<h4>${object}${change === 'changed' ? '' : ` (${change})`} <span class="quiet">rendered in ${enumerated(where)}</span></h4>
${diffMarkup(lines)}`;
}
