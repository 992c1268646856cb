/** Where a text says the name of an object. */
import { literal } from '../../text/literal.ts';

/** Ends of files: what has one is a file that is called like an object. */
const FILE_ENDS = 'ya?ml|json|toml|conf|cfg|ini|env|properties|tpl|md|sh|txt|xml|key|crt|pem';

/** What a path begins behind. */
const BREAK = `\\s"'\`,;:=()\\[\\]{}`;

/**
 * Names as words of their own: no part of a longer one, no file or folder, nothing of a path or behind the host of a URL.
 * Addresses go on behind a name (`web-service.shop.svc`), and pods, namespaces and kinds stand before it (`db-0.db-service`,
 * `svc/web-service`).
 */
export function nameWord(names: readonly string[], flags = ''): RegExp {
  // Of two that begin alike the longer one is meant.
  const any = [...names]
    .sort((a, b) => b.length - a.length)
    .map(literal)
    .join('|');
  const inPath = `(?<!(?:^|[${BREAK}])\\.{0,2}/(?!/)[^${BREAK}]*)`;
  const behindHost = `(?<!//[^\\s/"']+/[^\\s"']*)`;
  const name = `(?:(?<=//|@)(?:${any})|(?:${any})(?!/))`;
  return new RegExp(`(?<![\\w-])${inPath}${behindHost}${name}(?![\\w-]|\\.(?:${FILE_ENDS})\\b)`, flags);
}
