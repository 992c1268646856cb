/** A server for one page of one person: on this machine only, until the review ends or nobody asks any more. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Gate, newGate } from './gate.ts';

export interface Answer {
  readonly status: number;
  readonly type: 'text/html' | 'text/css' | 'text/javascript' | 'application/json' | 'text/plain';
  readonly body: string;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  /** @param body of a POST, as it was parsed */
  readonly answer: (query: URLSearchParams, body: unknown) => Answer;
  /** It takes long: what else is asked goes first, and where nobody waits for it any more it is not worked out. */
  readonly isPatient?: boolean;
}

export interface Serving {
  /** By path: nothing else is there. */
  readonly routes: ReadonlyMap<string, Route>;
  /** Milliseconds without a request after which nobody is taken to look. */
  readonly idle: number;
  readonly onIdle: () => void;
  /** A bug of ours: the review ends with it. */
  readonly onError: (error: unknown) => void;
}

export interface Served {
  /** What is opened in a browser, once. */
  readonly address: string;
  /** Once what has been asked is answered. */
  close(): void;
}

/** What people type is short. */
const MOST_BYTES = 64 * 1024;

const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

export function serve(serving: Serving): Promise<Served> {
  return new Promise((resolve, reject) => {
    let gate: Gate;
    let idle = setTimeout(serving.onIdle, serving.idle);
    let isClosing = false;
    let answering = 0;
    const turn = newTurns();
    const server = createServer((request, response) => {
      answering++;
      response.on('close', () => {
        answering--;
        if (isClosing && answering === 0) server.closeAllConnections();
      });
      clearTimeout(idle);
      if (!isClosing) idle = setTimeout(serving.onIdle, serving.idle);
      respond(request, response, { gate, serving, turn, isClosing: () => isClosing }).catch(error => {
        if (!response.headersSent) send(response, plain(500, 'kustomend has failed: the terminal says why'));
        serving.onError(error);
      });
    });
    server.requestTimeout = 10_000;
    server.on('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      gate = newGate((server.address() as { readonly port: number }).port);
      resolve({
        address: gate.address,
        close() {
          clearTimeout(idle);
          isClosing = true;
          server.close();
          // Browsers open connections ahead, and keep them: each would keep the process.
          if (answering === 0) server.closeAllConnections();
        },
      });
    });
  });
}

/** One after the other, and between two of them everything that has come meanwhile. */
function newTurns(): () => Promise<void> {
  let last = Promise.resolve();
  return () => {
    // A request is read in one round of the event loop; that it was given up since, in the next.
    last = last.then(aRound).then(aRound);
    return last;
  };
}

function aRound(): Promise<void> {
  return new Promise(done => setImmediate(done));
}

interface Responding {
  readonly gate: Gate;
  readonly serving: Serving;
  readonly turn: () => Promise<void>;
  readonly isClosing: () => boolean;
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { gate, serving: { routes }, turn, isClosing }: Responding,
): Promise<void> {
  const { method = '', url = '', headers } = request;
  const passage = gate.pass({ method, url, headers });
  if (passage.way === 'refused') return refuse(request, response, plain(403, passage.says));
  if (passage.way === 'enter') {
    response.writeHead(303, { ...HEADERS, 'Set-Cookie': passage.cookie, Location: '/' }).end();
    return;
  }
  const route = routes.get(passage.path);
  if (route === undefined) return refuse(request, response, plain(404, 'there is nothing here'));
  if (route.method !== method) {
    response.setHeader('Allow', route.method);
    return refuse(request, response, plain(405, `${route.method} only`));
  }
  if (route.isPatient) await turn();
  if (request.destroyed || response.destroyed) return;
  if (method === 'GET') return send(response, route.answer(passage.query, undefined));
  const read = await bodyOf(request);
  if ('refusal' in read) return refuse(request, response, read.refusal);
  // What has come meanwhile may have ended it.
  if (isClosing()) return refuse(request, response, plain(410, 'the review has ended'));
  send(response, route.answer(passage.query, read.body));
}

/** What is left of a body is not read. */
function refuse(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  response.setHeader('Connection', 'close');
  send(response, answer);
  response.once('finish', () => request.destroy());
}

function send(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, { ...HEADERS, 'Content-Type': `${type}; charset=utf-8` }).end(body);
}

export function plain(status: number, body: string): Answer {
  return { status, type: 'text/plain', body: `${body}\n` };
}

type Read = { readonly body: unknown } | { readonly refusal: Answer };

async function bodyOf(request: IncomingMessage): Promise<Read> {
  // A form of another page could send any other type.
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
    return { refusal: plain(415, 'JSON only') };
  const chunks: Buffer[] = [];
  let bytes = Number(request.headers['content-length'] ?? 0);
  if (bytes > MOST_BYTES) return { refusal: plain(413, 'that is too long') };
  bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) return { refusal: plain(413, 'that is too long') };
      chunks.push(chunk);
    }
    return { body: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
  } catch (error) {
    // A page that is closed while it tells something is no error of ours.
    if (error instanceof SyntaxError || request.errored === error)
      return { refusal: plain(400, 'that is no JSON') };
    throw error;
  }
}
