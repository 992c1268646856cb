/** A finding as HTML, and what a filter goes by. */
import type { Finding } from '../formats/report-schema.ts';
import { OUTCOMES, type Outcome, outcomeFor } from '../words/findings.ts';
import { NO_ENVIRONMENT, subjectText } from '../words/words.ts';
import { html, type Markup, trusted } from './markup.ts';

/** What a finding can be filtered by: each facet with the values that it has. */
export interface Facets {
  readonly severity: readonly string[];
  readonly outcome: readonly string[];
  readonly environment: readonly string[];
  readonly remediation: readonly string[];
  readonly workload: readonly string[];
}

export const FACETS = ['severity', 'outcome', 'environment', 'remediation', 'workload'] as const;

type Shown = Pick<Finding, 'severity' | 'status' | 'lookups' | 'environments' | 'transform' | 'subject'>;

/** Of one finding, or of several that are one thing to look at. */
export function facetsOf(findings: readonly Shown[]): Facets {
  const all = (values: (finding: Shown) => readonly string[]) => [...new Set(findings.flatMap(values))];
  return {
    severity: all(({ severity }) => [severity]),
    outcome: all(finding => [OUTCOMES[outcomeOf(finding)]]),
    environment: all(({ environments }) => (environments.length > 0 ? environments : [NO_ENVIRONMENT])),
    remediation: all(({ transform }) => [transform]),
    workload: all(({ subject }) => [`${subject.kind}/${subject.name}`]),
  };
}

function outcomeOf({ status, lookups }: Shown): Outcome {
  return outcomeFor({ status: status as Parameters<typeof outcomeFor>[0]['status'], lookups });
}

/** Attributes that the filters of a page read: values of a facet are lines. */
export function facetAttributes(facets: Facets): Markup {
  const attributes = FACETS.map(name => html` data-${name}="${facets[name].join('\n')}"`);
  return html`${attributes}`;
}

/** What is known of a finding besides its title and its message: evidence, doubts, places. */
export function findingBody(finding: Finding, placeMarkup: (file: string) => Markup): Markup {
  const { reason, subject, evidence, doubts, places, roots } = finding;
  const written = places.map(({ file, with: more = [] }) => {
    const files = [file, ...more].map(each => html`<li>${placeMarkup(each)}</li>`);
    return html`${files}`;
  });
  const field = subject.field === '' ? '' : `, ${subject.field}`;
  return html`<dl>
${entry('At', [html`<code>${subject.at}</code>${field}`])}
${entry('In', roots.length === 0 ? [] : [html`${rootsText(roots)}`])}
${entry(
  'Evidence',
  evidence.map(({ at, says }) => html`<li><code>${at}</code>: ${says}</li>`),
)}
${entry(
  'Doubts',
  doubts.map(doubt => html`<li>${doubt}</li>`),
)}
${entry('Because', reason === null ? [] : [html`${reason}`])}
${entry('Written to', written)}
</dl>`;
}

/** Longer lists say how many there are besides. */
const MOST_ROOTS = 12;

function rootsText(roots: readonly string[]): string {
  const names = roots.slice(0, MOST_ROOTS).map(root => (root === '' ? '.' : root));
  const rest = roots.length - names.length;
  return names.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

function entry(term: string, says: readonly Markup[]): Markup {
  if (says.length === 0) return html``;
  const isList = says.some(({ markup }) => markup.startsWith('<li>'));
  const [start, end] = isList ? ['<ul>', '</ul>'] : ['', ''];
  return html`<div><dt>${term}</dt><dd>${trusted(start)}${says}${trusted(end)}</dd></div>`;
}

/** `probes: Deployment/web, container api` */
export function titleOf({ transform, subject }: Finding): string {
  return `${transform}: ${subjectText({ ...subject, container: subject.container })}`;
}

/** Severity, outcome and restarts. */
export function tagsOf(finding: Finding): Markup {
  const outcome = outcomeOf(finding);
  const tags = [
    html`<span class="tag ${finding.severity}">${finding.severity}</span>`,
    html` <span class="tag">${OUTCOMES[outcome]}</span>`,
    ...(finding.safety === 'unsafe' ? [html` <span class="tag">unsafe</span>`] : []),
    ...(finding.restarts ? [html` <span class="tag">restarts pods</span>`] : []),
    ...finding.environments.map(name => html` <span class="tag env">${name}</span>`),
  ];
  return html`<p class="tags">${tags}</p>`;
}
