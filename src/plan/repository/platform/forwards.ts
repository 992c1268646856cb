/**
 * Lines by which proxies pass requests on: in their own files, which an image may bring and no manifest, and in manifests and the
 * comments of these.
 */

import type { Files } from '../../../kustomize/files/files.ts';
import type { WrittenLine } from '../../../transform.ts';

const OF_PROXIES =
  /(?:^|\/)(?:Caddyfile|(?:nginx|openresty|haproxy|httpd|apache|envoy|traefik)[^/]*)$|\.(?:conf|cfg|vhost|template|tmpl|tpl|erb|j2)$/i;
const MANIFEST = /\.ya?ml$/;
/** What nginx, Caddy, HAProxy and Apache call it. */
const DIRECTIVE =
  /\b(?:(?:proxy|fastcgi|uwsgi|scgi|grpc)_pass|reverse_proxy|php_fastcgi|ProxyPass(?:Match)?|BalancerMember)\s|^\s*server\s+(?:[\w.-]+\s+)?[\w.-]+:\d/;
/** People speak of it: `# nginx proxies /kc to keycloak:8080`. What Ingresses and Services lead to they say themselves. */
const SAID =
  /(?:^|\s)#(?!.*\b(?:ingress|gateway|service|balancer)\b).*\b(?:prox(?:y|ies|ied)|forwards|passes)\b/i;

export function readForwards(files: Files, paths: readonly string[]): readonly WrittenLine[] {
  return paths.flatMap(path => {
    const isManifest = MANIFEST.test(path);
    if (!isManifest && !OF_PROXIES.test(path)) return [];
    const text = files.read(path) ?? '';
    const words = isManifest ? [DIRECTIVE, SAID] : [DIRECTIVE];
    if (!words.some(each => new RegExp(each.source, 'im').test(text))) return [];
    return text
      .split('\n')
      .flatMap((line, i) =>
        words.some(each => each.test(line)) ? [{ at: `${path}:${i + 1}`, text: line.trim() }] : [],
      );
  });
}
