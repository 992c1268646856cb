/** A report as one page that needs nothing else: no other resource, and for reading no script. */
import { createHash } from 'node:crypto';
import { reportOf } from '../formats/json.ts';
import type { Finding, Report } from '../formats/report-schema.ts';
import type { ScanReport } from '../formats/scan-report.ts';
import { worstFirst } from '../words/findings.ts';
import { tallyAll } from '../words/tally.ts';
import { totals } from '../words/totals.ts';
import { changeMarkup, type RenderedMarkup, type SourceChange } from './change-markup.ts';
import { filtersMarkup } from './filters-markup.ts';
import { facetAttributes, facetsOf, findingBody, tagsOf, titleOf } from './finding-markup.ts';
import { graphMarkup } from './graph-markup.ts';
import { html, type Markup, trusted } from './markup.ts';
import { masked } from './masked.ts';
import { REPORT_SCRIPT } from './report-script.ts';
import { STYLE } from './style.ts';

export function scanHtml(scan: ScanReport): string {
  const findings = worstFirst(scan.findings);
  const report = masked(reportOf({ ...scan, findings }), scan.secrets.mask);
  return reportPage(
    report,
    `${totals(tallyAll(scan.findings))}.`,
    findings.map(({ id }) => id),
  ).markup;
}

/** @param order ids of the findings as they are shown */
function reportPage(report: Report, summary: string, order: readonly string[]): Markup {
  const rank = new Map(order.map((id, index) => [id, index]));
  const findings = [...report.findings].sort((a, b) => rank.get(a.id)! - rank.get(b.id)!);
  const shown = { ...report, findings };
  return html`${trusted('<!doctype html>')}
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>kustomend: findings</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#findings">To the findings</a>
<header><h1>kustomend</h1><p>${summary} <span class="quiet">Version ${report.tool.version}.</span></p></header>
<div class="page">
<nav aria-label="Filters">${filtersMarkup(findings.map(each => facetsOf([each])))}</nav>
<main>
${findingsMarkup(shown)}
${changesMarkup(shown)}
${questionsMarkup(shown)}
${graphMarkup(shown)}
${rootsMarkup(shown)}
</main>
</div>
<script>${trusted(REPORT_SCRIPT)}</script>
</body>
</html>
`;
}

/** Nothing is loaded, sent or framed; of scripts and styles only those of this page count. */
function policy(): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return `default-src 'none'; style-src ${hash(STYLE)}; script-src ${hash(REPORT_SCRIPT)}; base-uri 'none'; form-action 'none'`;
}

function findingsMarkup({ findings, changes }: Report): Markup {
  const anchors = new Map(changes.map(({ path }, index) => [path, `change-${index}`]));
  const placeMarkup = (file: string) => {
    const anchor = anchors.get(file);
    return anchor === undefined
      ? html`<code>${file}</code>`
      : html`<a href="#${anchor}"><code>${file}</code></a>`;
  };
  const articles = findings.map(
    finding => html`<article class="finding" id="${idOf(finding)}"${facetAttributes(facetsOf([finding]))}>
<h3>${titleOf(finding)}</h3>
${tagsOf(finding)}<p>${finding.message}</p>
${findingBody(finding, placeMarkup)}
</article>
`,
  );
  return html`<section id="findings" aria-labelledby="findings-title"><h2 id="findings-title">Findings</h2>
${articles.length === 0 ? html`<p>Nothing is found.</p>` : articles}</section>`;
}

function idOf({ id }: Pick<Finding, 'id'>): string {
  return `finding-${id}`;
}

function changesMarkup(report: Report): Markup {
  const { changes } = report;
  if (changes.length === 0) return html``;
  const known = new Map(report.findings.map(each => [each.id, each]));
  const rendered = renderedBy(report);
  const articles = changes.map(({ path, new: isNew, findings, hunks, hidden }, index) => {
    const source: SourceChange = {
      path,
      isNew,
      hidden,
      lines: hunks.flatMap(({ oldStart, newStart, lines }) => [`@@ -${oldStart} +${newStart} @@`, ...lines]),
    };
    const links = findings.flatMap(id => {
      const finding = known.get(id);
      return finding === undefined
        ? []
        : [html`<li><a href="#${idOf(finding)}">${titleOf(finding)}</a>: ${finding.brief}</li>`];
    });
    return html`<article class="change" id="change-${index}" data-findings="${findings.map(id => idOf({ id })).join(' ')}">
<h3><code>${path}</code></h3>
<ul>${links}</ul>
${changeMarkup([source], rendered(findings))}
</article>
`;
  });
  return html`<section id="changes" aria-labelledby="changes-title"><h2 id="changes-title">What would be written</h2>
${articles}</section>`;
}

/** What some fixes change in the render, each object once. */
function renderedBy({ renders, roots }: Report): (findings: readonly string[]) => readonly RenderedMarkup[] {
  const names = new Map(
    roots.map(({ path, environment }) => [path, environment ?? (path === '' ? '.' : path)]),
  );
  const byFinding = new Map<string, Report['renders'][number][]>();
  for (const render of renders) {
    for (const id of render.findings) {
      const list = byFinding.get(id);
      if (list === undefined) byFinding.set(id, [render]);
      else list.push(render);
    }
  }
  return findings =>
    [...new Set(findings.flatMap(id => byFinding.get(id) ?? []))].map(
      ({ object, change, roots: of, lines }) => ({
        object,
        change,
        where: [...new Set(of.map(root => names.get(root) ?? root))],
        lines,
      }),
    );
}

function questionsMarkup({ questions }: Report): Markup {
  if (questions.length === 0) return html``;
  const rows = questions.map(
    ({ about, question, answer, settles }) =>
      html`<tr><td>${settles}</td><td>${question ?? about}</td><td><code>${answer}</code></td></tr>
`,
  );
  return html`<section id="questions" aria-labelledby="questions-title"><h2 id="questions-title">What only people can answer</h2>
<table><thead><tr><th>settles</th><th>question</th><th>answer</th></tr></thead><tbody>
${rows}</tbody></table></section>`;
}

function rootsMarkup({ roots, notices }: Report): Markup {
  const rows = roots
    .filter(({ selected }) => selected)
    .map(
      ({ path, environment, state, reason, objects, restarts }) =>
        html`<tr><td><code>${path === '' ? '.' : path}</code></td><td>${environment ?? ''}</td><td>${state}${reason === null ? '' : `: ${reason}`}</td><td>${objects}</td><td>${restarts}</td></tr>
`,
    );
  const said = notices.map(({ message, at }) => html`<li>${at === null ? '' : `${at}: `}${message}</li>`);
  return html`<section id="roots" aria-labelledby="roots-title"><h2 id="roots-title">What was looked at</h2>
<table><thead><tr><th>root</th><th>environment</th><th>state</th><th>objects</th><th>restarts</th></tr></thead><tbody>
${rows}</tbody></table>
${said.length === 0 ? html`` : html`<ul>${said}</ul>`}</section>`;
}
