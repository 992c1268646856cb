/** Who may ask: the page that was opened with the address of this run, and nobody else on this machine or in the web. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What a request says of itself. */
export interface Asked {
  readonly method: string;
  /** Path and query, as they were sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

export type Passage =
  /** The address was used for the first time: from here on the cookie opens. */
  | { readonly way: 'enter'; readonly cookie: string }
  | { readonly way: 'in'; readonly path: string; readonly query: URLSearchParams }
  | { readonly way: 'refused'; readonly says: string };

export interface Gate {
  /** Of the page: it opens once. */
  readonly address: string;
  pass(asked: Asked): Passage;
}

const BYTES = 32;
const OPENING = '/open/';

export function newGate(port: number): Gate {
  const host = `127.0.0.1:${port}`;
  const origin = `http://${host}`;
  // Cookies do not tell ports apart: another run has a name of its own.
  const name = `kustomend-${port}`;
  const session = secret();
  let token: string | undefined = secret();
  const refused = (says: string): Passage => ({ way: 'refused', says });
  return {
    address: `${origin}${OPENING}${token}`,
    pass({ method, url, headers }) {
      // Another name for this machine is how a foreign page would reach it.
      if (headers.host !== host) return refused('this host is not served');
      const isFromPage = headers.origin === origin;
      if (headers.origin !== undefined && !isFromPage) return refused('this origin is not served');
      const site = headers['sec-fetch-site'];
      if (site !== undefined && site !== 'same-origin' && site !== 'none')
        return refused('only the page itself may ask');
      // As it was sent: nothing in it is resolved, and no other server is named by it.
      const [path = '', query = ''] = url.split('?', 2);
      if (!path.startsWith('/')) return refused('this address is not served');
      if (path.startsWith(OPENING)) {
        const given = path.slice(OPENING.length);
        if (method !== 'GET' || token === undefined || !isEqual(given, token))
          return refused('this address has been used, or is of another run: start the review again');
        token = undefined;
        return { way: 'enter', cookie: `${name}=${session}; HttpOnly; SameSite=Strict; Path=/` };
      }
      if (!isEqual(cookieOf(headers.cookie, name), session))
        return refused('open the address that the terminal shows');
      if (method !== 'GET' && !isFromPage) return refused('only the page itself may ask');
      return { way: 'in', path, query: new URLSearchParams(query) };
    },
  };
}

function secret(): string {
  return randomBytes(BYTES).toString('base64url');
}

function isEqual(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function cookieOf(header: string | undefined, name: string): string {
  const found = (header ?? '')
    .split(';')
    .map(each => each.trim())
    .find(each => each.startsWith(`${name}=`));
  return found?.slice(name.length + 1) ?? '';
}
