/**
 * The only place of the program that opens a connection. A request ends with an answer or with a problem in words: it waits
 * where a registry asks to, tries again where that may help, and hands credentials to nobody but the host they are for.
 */
import { isLoopback } from './hosts.ts';
import type { Patience } from './patience.ts';
import { RegistryProblem } from './problem.ts';

/** What the outside world is for the client; tests bring their own. */
export interface Outside {
  /** Milliseconds. */
  readonly sleep: (time: number) => Promise<void>;
  readonly now: () => number;
  /** Milliseconds that a request may take, with everything that it answers. */
  readonly timeout: number;
}

export const OUTSIDE: Outside = {
  sleep: time => new Promise(resolve => setTimeout(resolve, time)),
  now: () => Date.now(),
  timeout: 20_000,
};

export interface Request {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: URL;
  readonly accept?: string | undefined;
  readonly authorization?: string | undefined;
  readonly form?: URLSearchParams | undefined;
  /** Most bytes that an answer may have. */
  readonly limit: number;
  readonly patience: Patience;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
  /** Where it came from in the end. */
  readonly url: URL;
}

/** Sends one request. @throws RegistryProblem */
export type Send = (request: Request) => Promise<Answer>;

const MOST_AT_ONCE = 4;
const MOST_TRIES = 4;
const MOST_REDIRECTS = 5;
/** Longer than that nobody sits in front of a terminal. */
const LONGEST_WAIT = 60_000;

/** @param plain hosts that may be asked without encryption, besides this machine */
export function newSend(plain: ReadonlySet<string>, outside: Outside): Send {
  const inTurn = newTurns(MOST_AT_ONCE);
  const ways: Ways = { plain, outside, silent: new Map() };
  return async request => {
    refusePlain(request.url, plain);
    for (let tried = 1; ; tried++) {
      const answer = await inTurn(() => follow(request, ways));
      if (answer.status !== 429 && answer.status < 500) return answer;
      const wait = waitBefore(answer, tried, outside.now());
      if (tried === MOST_TRIES || wait > Math.min(LONGEST_WAIT, request.patience.left()))
        throw busy(answer, wait);
      await outside.sleep(wait);
      request.patience.spend(wait);
    }
  };
}

function refusePlain({ protocol, hostname, host }: URL, plain: ReadonlySet<string>): void {
  if (protocol === 'https:' || (protocol === 'http:' && (isLoopback(hostname) || plain.has(host)))) return;
  throw new RegistryProblem(
    'refused',
    `${host} would be asked without encryption, which only --plain-http ${host} allows`,
  );
}

interface Ways {
  readonly plain: ReadonlySet<string>;
  readonly outside: Outside;
  /** Hosts that did not answer: they are not waited for once more with every image. */
  readonly silent: Map<string, RegistryProblem>;
}

/** As far as redirections lead. */
async function follow(request: Request, ways: Ways): Promise<Answer> {
  let { url, authorization } = request;
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    const answer = await once({ ...request, url, authorization }, ways);
    const location = answer.headers.get('location');
    if (answer.status < 300 || answer.status >= 400 || location === null) return answer;
    const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
    if (
      next === undefined ||
      request.method === 'POST' ||
      !/^https?:$/.test(next.protocol) ||
      (url.protocol === 'https:' && next.protocol !== 'https:')
    )
      throw new RegistryProblem('answer', `${url.host} redirects to where kustomend does not follow`);
    refusePlain(next, ways.plain);
    // Blobs lie in storage of others, which is told by the address who may read them.
    if (next.origin !== url.origin) authorization = undefined;
    url = next;
  }
  throw new RegistryProblem('answer', `${request.url.host} redirects without end`);
}

async function once(
  { method, url, accept, authorization, form, limit, patience }: Request,
  { outside: { timeout, now }, silent }: Ways,
): Promise<Answer> {
  const known = silent.get(url.host);
  if (known !== undefined) throw known;
  const time = Math.min(timeout, patience.left());
  const from = now();
  try {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(time),
      headers: {
        'user-agent': 'kustomend',
        ...(accept !== undefined && { accept }),
        ...(authorization !== undefined && { authorization }),
      },
      ...(form !== undefined && { body: form }),
    });
    const { status, headers } = response;
    return { status, headers, url, body: await bodyOf(response, url, limit) };
  } catch (error) {
    if (error instanceof RegistryProblem) throw error;
    const problem = unreachable(url, error as Error, time);
    silent.set(url.host, problem);
    throw problem;
  } finally {
    patience.spend(now() - from);
  }
}

async function bodyOf(response: Response, { host }: URL, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > limit) throw new RegistryProblem('answer', `${host} answers with more than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function unreachable({ host }: URL, error: Error, timeout: number): RegistryProblem {
  if (error.name === 'TimeoutError')
    return new RegistryProblem(
      'unreachable',
      `${host} does not answer within ${Math.ceil(timeout / 100) / 10} s`,
    );
  const { code, message } = (error.cause ?? error) as NodeJS.ErrnoException;
  return new RegistryProblem('unreachable', `${host} cannot be reached (${code ?? message})`);
}

/** As the registry asks for, else twice as long each time. */
function waitBefore({ headers }: Answer, tried: number, now: number): number {
  const asked = headers.get('retry-after');
  if (asked === null) return 500 * 2 ** (tried - 1);
  const time = /^\d+$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - now;
  return Number.isNaN(time) ? 500 * 2 ** (tried - 1) : Math.max(time, 0);
}

function busy({ status, url: { host } }: Answer, wait: number): RegistryProblem {
  if (status !== 429) return new RegistryProblem('unreachable', `${host} fails (${status}): try again later`);
  const when =
    wait > LONGEST_WAIT ? `asks to wait ${Math.ceil(wait / 1000)} s` : 'still refuses after waiting';
  return new RegistryProblem(
    'limit',
    `${host} ${when}, after too many requests: log in for a higher limit, or try again later`,
  );
}

/** Runs at most so many at a time, the others in the order in which they came. */
function newTurns(most: number): <T>(run: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async run => {
    if (running >= most) await new Promise<void>(resolve => waiting.push(resolve));
    running++;
    try {
      return await run();
    } finally {
      running--;
      waiting.shift()?.();
    }
  };
}
