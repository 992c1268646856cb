/** Settings that move the endpoint which a known image usually has (catalogue L4). */

import type { Container } from '../../src/transform.ts';
import { mapsIn, stringsIn } from '../shared/data.ts';

const FLAG =
  /^--?[\w.-]*(?:prefix|base-?(?:path|url)|root-?(?:path|url)|context-?path|external-?url|relative-?path)/i;
const VARIABLE =
  /(?:PREFIX|BASE_?(?:PATH|URL)|ROOT_?(?:PATH|URL)|CONTEXT_?PATH|SUB_?PATH|RELATIVE_PATH|EXTERNAL_URL)$/;
const TRANSPORT_FLAG = /^--?[\w.-]*(?:tls|ssl|https|web\.config|listen|bind|port)/i;
const TRANSPORT_VARIABLE = /(?:TLS|SSL|HTTPS|LISTEN|BIND_ADDRESS|_PORT)(?:_|$)/;

/** The argument or variable after which a path, or the transport, may not be the usual one; undefined for none. */
export function movedEndpoint(container: Container, handler: string): string | undefined {
  const isHttp = handler === 'httpGet';
  const flag = stringsIn(container.get(['args'])).find(
    each => (isHttp && FLAG.test(each)) || TRANSPORT_FLAG.test(each),
  );
  if (flag !== undefined) return flag.split(/[= ]/)[0];
  const variable = mapsIn(container.get(['env'])).find(
    ({ name }) =>
      typeof name === 'string' &&
      ((isHttp && VARIABLE.test(name)) || (isHttp && TRANSPORT_VARIABLE.test(name))),
  );
  return variable === undefined ? undefined : `variable ${String(variable.name)}`;
}
