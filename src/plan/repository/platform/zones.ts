/** What shows that the nodes of a cluster stand in several zones: a label of nodes in use, or zones that are asked for. */

import type { Files } from '../../../kustomize/files/files.ts';

/** As a key or as a whole value: a sentence that speaks of the label, as the schemas of custom resources do, shows nothing. */
const LABEL =
  /^\s*(?:-\s+)?(?:[\w-]+:\s*)?(?:[^#]*[[{,]\s*(?:[\w-]+:\s*)?)?["']?(?:topology|failure-domain\.beta)\.kubernetes\.io\/zone["']?\s*(?:[:,\]}]|#|\r?$)/;
/** Of what makes a cluster: eksctl, Cluster API, Terraform. */
const ASKED = /^\s*["']?(?:availability_?zones|node_locations)["']?\s*[:=]/i;
const MENTIONS = /kubernetes\.io\/zone|availability_?zones|node_locations/i;
const MADE_OF = /\.(?:ya?ml|tf)$/;
const SCHEMAS = /^kind:\s*["']?CustomResourceDefinition\b/m;

/** `file:line` of the first one; undefined where nothing speaks of zones. */
export function signOfZones(files: Files, paths: readonly string[]): string | undefined {
  for (const path of paths) {
    if (!MADE_OF.test(path)) continue;
    const text = files.read(path) ?? '';
    if (!MENTIONS.test(text) || SCHEMAS.test(text)) continue;
    const index = text.split('\n').findIndex(line => LABEL.test(line) || ASKED.test(line));
    if (index >= 0) return `${path}:${index + 1}`;
  }
  return undefined;
}
