/**
 * Lines by which proxies pass requests on: in their own files, which an image may bring and no manifest, and in manifests and the
 * comments of these.
 */

import type { Files } from '../../../kustomize/files/files.ts';
import type { WrittenLine } from '../../../transform.ts';
import { linesIn } from './lines.ts';

const OF_PROXIES =
  /(?:^|\/)(?:Caddyfile|(?:nginx|openresty|haproxy|httpd|apache|envoy|traefik)[^/]*)$|\.(?:conf|cfg|vhost|template|tmpl|tpl|erb|j2)$/i;
const MANIFEST = /\.ya?ml$/;
/** What nginx, Caddy, HAProxy and Apache call it. */
const DIRECTIVE =
  /\b(?:(?:proxy|fastcgi|uwsgi|scgi|grpc)_pass|reverse_proxy|php_fastcgi|ProxyPass(?:Match)?|BalancerMember)\s|^server\s+(?:[\w.-]+\s+)?[\w.-]+:\d/;
/** People speak of it: `# nginx proxies /kc to keycloak:8080`. What Ingresses and Services lead to they say themselves. */
const SAID =
  /(?:^|\s)#(?!.*\b(?:ingress|gateway|service|balancer)\b).*\b(?:prox(?:y|ies|ied)|forwards|passes)\b/i;

/** Cheaper than the patterns, in the many files that pass nothing on. */
const HINTS = /_pass\b|reverse_proxy|php_fastcgi|ProxyPass|BalancerMember|\bserver\b/i;
const WORDS = /prox(?:y|ies|ied)|forwards|passes/i;

export function readForwards(files: Files, paths: readonly string[]): readonly WrittenLine[] {
  const among = (test: RegExp, hints: readonly RegExp[]) =>
    paths.filter(path => test.test(path) && hints.some(each => each.test(files.read(path) ?? '')));
  const manifests = among(MANIFEST, [HINTS, WORDS]);
  const proxies = among(OF_PROXIES, [HINTS]).filter(path => !MANIFEST.test(path));
  return [
    ...linesIn(files, proxies)(DIRECTIVE),
    ...linesIn(files, manifests)(new RegExp(`${DIRECTIVE.source}|${SAID.source}`, 'i')),
  ];
}
