/** What the repository says of the way into its clusters: who stands in front, and how ingress-nginx is installed. */

import type { Files } from '../../../kustomize/files/files.ts';

export interface Edge {
  /** `file:line` of a proxy by which all users come from its own addresses; undefined where the controller is told theirs. */
  readonly proxy: string | undefined;
  /** `file:line` of the chart of ingress-nginx, where its values stand with it and no configuration of the controller does. */
  readonly unconfigured: string | undefined;
}

const MADE_OF = /\.ya?ml$/;
/** A tunnel as a program, and certificates that only Cloudflare trusts. */
const PROXY =
  /^\s*(?:-\s+)?(?:image|name|newName):\s*["']?(?:docker\.io\/)?(?:cloudflare\/cloudflared|ngrok\/ngrok)\b|^[^#]*:\s*["']?(?:Cluster)?OriginIssuer\b/;
// Within one line: a search over lines would begin anew at each of them.
const TOLD =
  /^[^#\n]*\b(?:use-forwarded-headers|use-proxy-protocol|enable-real-ip|proxy-real-ip-cidr|forwarded-for-header)\b(?!["']?[ \t]*[:=][ \t]*["']?false)/m;
const CHART = /^\s*(?:-\s+)?chart:\s*["']?(?:ingress-nginx\/)?ingress-nginx["']?\s*(?:#.*)?$/;
const VALUES = /^[ \t]*(?:values|valuesObject|valuesInline):/m;
const OTHER_VALUES = /^[ \t]*(?:-[ \t]+)?(?:valueFiles|valuesFrom|valuesFile|config|parameters):/m;
const MENTIONS = /cloudflared|ngrok|OriginIssuer|ingress-nginx|forwarded|proxy-protocol|real-ip/;

export function readEdge(files: Files, paths: readonly string[]): Edge {
  let proxy: string | undefined;
  let unconfigured: string | undefined;
  let isTold = false;
  for (const path of paths) {
    const text = MADE_OF.test(path) ? (files.read(path) ?? '') : '';
    if (!MENTIONS.test(text)) continue;
    isTold ||= TOLD.test(text);
    proxy ??= lineWith(PROXY, path, text);
    unconfigured ??= chartWithoutConfig(path, text);
  }
  return { proxy: isTold ? undefined : proxy, unconfigured };
}

function lineWith(form: RegExp, path: string, text: string, before = 0): string | undefined {
  const index = text.split('\n').findIndex(line => form.test(line));
  return index < 0 ? undefined : `${path}:${before + index + 1}`;
}

function chartWithoutConfig(path: string, text: string): string | undefined {
  let before = 0;
  for (const document of text.split(/^---.*$/m)) {
    const at = lineWith(CHART, path, document, before);
    if (at !== undefined && VALUES.test(document) && !OTHER_VALUES.test(document)) return at;
    before += document.split('\n').length - 1;
  }
  return undefined;
}
