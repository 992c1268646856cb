/** Releases of charts that controllers make: nothing here renders their pods, and what their values name these call. */

import type { Files } from '../../../kustomize/files/files.ts';
import { entry, type Node, toJson } from '../../../kustomize/tree/node.ts';
import type { WrittenRelease } from '../../../transform.ts';
import { documentsIn, groupOf, kindOf, nameOf, placeOf } from '../manifests/documents.ts';

const KINDS = new Set([
  'helm.toolkit.fluxcd.io HelmRelease',
  'helm.cattle.io HelmChart',
  'argoproj.io Application',
  'argoproj.io ApplicationSet',
]);
const MENTIONS = /^kind:\s*["']?(?:HelmRelease|HelmChart|Application|ApplicationSet)\b/m;

export function readReleases(files: Files, paths: readonly string[]): WrittenRelease[] {
  return paths
    .filter(path => /\.ya?ml$/.test(path) && MENTIONS.test(files.read(path) ?? ''))
    .flatMap(path => documentsIn(files, path))
    .flatMap(document => released(files, document));
}

function released(files: Files, document: Node): WrittenRelease[] {
  const spec = entry(document, 'spec');
  if (spec === undefined || !KINDS.has(`${groupOf(document)} ${kindOf(document)}`)) return [];
  const at = placeOf(files, entry(document, 'kind') ?? document);
  return [{ kind: kindOf(document), name: nameOf(document), at, told: JSON.stringify(toJson(spec)) }];
}
