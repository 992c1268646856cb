/** Who uses what as a picture in a page: each kustomization in the colour of the worst that is found in it. */
import { SEVERITIES } from '../../plan/repository/active.ts';
import type { Finding, Report } from '../formats/report-schema.ts';
import { graphSvg, type Marked } from '../graph/graph-svg.ts';
import { count, splitAt } from '../words/words.ts';
import { html, type Markup, trusted } from './markup.ts';

type Drawn = Pick<Report, 'kustomizations' | 'findings'>;

export function graphMarkup({ kustomizations, findings }: Drawn): Markup {
  if (kustomizations.length === 0) return html``;
  const found = byKustomization(
    findings,
    kustomizations.map(({ path }) => path),
  );
  const markOf = (path: string): Marked | undefined => {
    const own = found.get(path) ?? [];
    const worst = SEVERITIES.find(severity => own.some(each => each.severity === severity));
    return worst && { className: worst, says: `${count(own.length, 'finding')}, worst ${worst}` };
  };
  // The picture escapes what it is given.
  const svg = trusted(graphSvg(kustomizations, { markOf, isInPage: true }));
  return html`<section id="map" aria-labelledby="map-title"><h2 id="map-title">Who uses what</h2>
<p class="quiet">Roots stand left of what they use; the border has the colour of the worst finding that stands there, or is about the root.</p>
<div class="map" tabindex="0" role="region" aria-label="Picture of the kustomizations">${svg}</div></section>`;
}

/** Where a finding stands: the nearest kustomization around its file, and its roots. */
function byKustomization(findings: readonly Finding[], folders: readonly string[]): Map<string, Finding[]> {
  const known = new Set(folders);
  const found = new Map<string, Finding[]>();
  for (const finding of findings) {
    const around = nearest(splitAt(finding.subject.at).file, known);
    for (const path of new Set([...(around === undefined ? [] : [around]), ...finding.roots])) {
      const list = found.get(path);
      if (list === undefined) found.set(path, [finding]);
      else list.push(finding);
    }
  }
  return found;
}

function nearest(file: string, folders: ReadonlySet<string>): string | undefined {
  const parts = file.split('/').slice(0, -1);
  for (let depth = parts.length; depth >= 0; depth--) {
    const folder = parts.slice(0, depth).join('/');
    if (folders.has(folder)) return folder;
  }
  return undefined;
}
