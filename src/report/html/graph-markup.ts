/** Who uses what as a picture in a page: each kustomization in the colour of the worst that is found in it. */
import { SEVERITIES } from '../../plan/repository/active.ts';
import type { Finding, Report } from '../formats/report-schema.ts';
import { graphSvg, type Marked } from '../graph/graph-svg.ts';
import { picturesOf } from '../graph/pictures.ts';
import { count, splitAt } from '../words/words.ts';
import { html, type Markup, trusted } from './markup.ts';

type Drawn = Pick<Report, 'kustomizations' | 'findings'>;

export function graphMarkup({ kustomizations, findings }: Drawn): Markup {
  if (kustomizations.length === 0) return html``;
  const found = byKustomization(
    findings,
    kustomizations.map(({ path }) => path),
  );
  const pictures = picturesOf(kustomizations);
  const idOf = new Map(pictures.map(({ folder }, index) => [folder, `map-${index}`]));
  const drawn = pictures.map(({ folder, boxes }) => {
    const held = new Map(boxes.map(({ path, holds }) => [path, holds]));
    const markOf = (path: string) => marked(held.get(path)!.flatMap(each => found.get(each) ?? []));
    const linkOf = (path: string) => {
      const id = held.get(path)!.includes(path) ? undefined : idOf.get(path);
      return id === undefined ? undefined : `#${id}`;
    };
    // The picture escapes what it is given.
    const svg = trusted(graphSvg(boxes, { markOf, linkOf, isInPage: true }));
    return html`<div class="picture" id="${idOf.get(folder)!}">${wayTo(folder, idOf)}<div class="map" tabindex="0" role="region" aria-label="Picture of the kustomizations${folder === '' ? '' : ` in ${folder}`}">${svg}</div></div>`;
  });
  const folded =
    pictures.length > 1
      ? ' A folder with a number holds so many kustomizations: it leads to a picture of them.'
      : '';
  return html`<section id="map" aria-labelledby="map-title"><h2 id="map-title">Who uses what</h2>
<p class="quiet">Roots stand left of what they use; the border has the colour of the worst finding that stands there, or is about the root.${folded}</p>
${drawn}</section>`;
}

/** Links to the pictures around one. */
function wayTo(folder: string, idOf: ReadonlyMap<string, string>): Markup {
  if (folder === '') return html``;
  const parts = folder.split('/');
  const around = ['', ...parts.map((_, i) => parts.slice(0, i + 1).join('/'))];
  const steps = around.flatMap(each => {
    const id = idOf.get(each);
    if (id === undefined || each === folder) return [];
    return [html`<a href="#${id}">${each === '' ? 'all' : each}</a> / `];
  });
  return html`<p class="way">${steps}${folder}</p>`;
}

/** What is found in all that a box stands for. */
function marked(findings: readonly Finding[]): Marked | undefined {
  const own = new Set(findings);
  const worst = SEVERITIES.find(severity => [...own].some(each => each.severity === severity));
  return worst && { className: worst, says: `${count(own.size, 'finding')}, worst ${worst}` };
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
