/** Charts that controllers and kustomizations are told to install, and in which version: what a cluster has of an operator. */

import type { Files } from '../../../kustomize/files/files.ts';
import { at, entry, type Node, textOf } from '../../../kustomize/tree/node.ts';
import type { WrittenChart } from '../../../transform.ts';
import { documentsIn, groupOf, itemsAt, kindOf, placeOf } from '../manifests/documents.ts';

// Blanks of one line: a search over lines would begin anew at each empty one.
const MENTIONS = /^[ \t]*(?:-[ \t]+)?(?:["']?chart["']?|helmCharts):|[{,][ \t]*chart:/m;

export function readCharts(files: Files, paths: readonly string[]): WrittenChart[] {
  return paths
    .filter(path => /(?:\.ya?ml|Kustomization)$/.test(path) && MENTIONS.test(files.read(path) ?? ''))
    .flatMap(path => documentsIn(files, path))
    .flatMap(document => chartsOf(document).flatMap(chart => written(files, chart)));
}

interface Said {
  readonly name: Node | undefined;
  readonly version: Node | undefined;
}

function chartsOf(document: Node): Said[] {
  const spec = entry(document, 'spec');
  switch (`${groupOf(document)} ${kindOf(document)}`) {
    case 'argoproj.io Application':
      return ofApplication(spec);
    case 'argoproj.io ApplicationSet':
      return ofApplication(at(spec, 'template', 'spec'));
    case 'helm.toolkit.fluxcd.io HelmRelease':
      return [said(at(spec, 'chart', 'spec'), 'chart', 'version')];
    // Of k3s.
    case 'helm.cattle.io HelmChart':
      return [said(spec, 'chart', 'version')];
    default:
      return itemsAt(document, 'helmCharts').map(chart => said(chart, 'name', 'version'));
  }
}

function ofApplication(spec: Node | undefined): Said[] {
  return [entry(spec, 'source'), ...itemsAt(spec, 'sources')].map(source =>
    said(source, 'chart', 'targetRevision'),
  );
}

function said(holder: Node | undefined, name: string, version: string): Said {
  return { name: entry(holder, name), version: entry(holder, version) };
}

function written(files: Files, { name, version }: Said): WrittenChart[] {
  // A chart of a repository of its own kind stands behind a path (`external-secrets/external-secrets`).
  const chart = textOf(name)?.split('/').at(-1);
  const range = textOf(version);
  if (chart === undefined || range === undefined || version === undefined) return [];
  return [{ name: chart, version: range, at: placeOf(files, version) }];
}
