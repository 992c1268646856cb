/** Settings that move the endpoint which a known image usually has (catalogue L4). */

import type { Container, Json } from '../../src/transform.ts';
import { mapsIn, stringsIn } from '../shared/data.ts';

const FLAG =
  /^--?[\w.-]*(?:prefix|base-?(?:path|url)|root-?(?:path|url)|context-?path|external-?url|relative-?path)/i;
const VARIABLE =
  /(?:PREFIX|BASE_?(?:PATH|URL)|ROOT_?(?:PATH|URL)|CONTEXT_?PATH|SUB_?PATH|RELATIVE_PATH|EXTERNAL_URL)$/;
const TRANSPORT_FLAG = /^--?[\w.-]*(?:tls|ssl|https|web\.config|listen|bind|port)/i;
const TRANSPORT_VARIABLE = /(?:TLS|SSL|HTTPS|LISTEN|BIND_ADDRESS|_PORT)(?:_|$)/;
const PORT_FLAG = /port|listen|address/i;

function endsInPort(word: string | undefined, port: Json | undefined): boolean {
  return word !== undefined && port !== undefined && new RegExp(`(?:^|[=:])${String(port)}$`).test(word);
}

/** The argument or variable after which a path, or the transport, may not be the usual one; undefined for none. */
export function movedEndpoint(
  container: Container,
  handler: string,
  asked: Json | undefined,
): string | undefined {
  const isHttp = handler === 'httpGet';
  const args = stringsIn(container.get(['args']));
  // Where it says the port that is asked, that is where it listens.
  const saysAsked = (at: number) =>
    PORT_FLAG.test(args[at]!) && endsInPort(args[at]!.includes('=') ? args[at] : args[at + 1], asked);
  const flag = args.find(
    (each, at) => (isHttp && FLAG.test(each)) || (TRANSPORT_FLAG.test(each) && !saysAsked(at)),
  );
  if (flag !== undefined) return flag.split(/[= ]/)[0];
  const variable = mapsIn(container.get(['env'])).find(
    ({ name }) =>
      typeof name === 'string' &&
      ((isHttp && VARIABLE.test(name)) || (isHttp && TRANSPORT_VARIABLE.test(name))),
  );
  return variable === undefined ? undefined : `variable ${String(variable.name)}`;
}
