/** Who is answered by the server of a review, and who is not. */
import { request } from 'node:http';
import { connect } from 'node:net';
import { plain, type Route, type Served, serve } from '../../../src/review/web/serve.ts';
import { type Asking, asked, brokenOff, entered, ofPage } from './asking.ts';

let served: Served;
let isIdle = false;
const errors: unknown[] = [];
const bodies: unknown[] = [];
/** What was worked out, in this order. */
const worked: string[] = [];
/** Done while something that takes long is worked out. */
let meanwhile: () => void = () => {};

/** A server that works, and hears nothing. */
function workFor(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

const ROUTES = new Map<string, Route>([
  ['/', { method: 'GET', answer: () => ({ status: 200, type: 'text/html', body: '<p>the page</p>' }) }],
  [
    '/tell',
    {
      method: 'POST',
      answer: (_, body) => {
        bodies.push(body);
        return plain(200, 'told');
      },
    },
  ],
  [
    '/slow',
    {
      method: 'GET',
      isPatient: true,
      answer: query => {
        worked.push(query.get('key')!);
        workFor(100);
        meanwhile();
        return plain(200, 'done');
      },
    },
  ],
  [
    '/quick',
    {
      method: 'GET',
      answer: () => {
        worked.push('quick');
        return plain(200, 'done');
      },
    },
  ],
  [
    '/bug',
    {
      method: 'GET',
      answer: () => {
        throw new Error('a bug, with /a/path of this machine');
      },
    },
  ],
]);

beforeEach(async () => {
  isIdle = false;
  errors.length = 0;
  bodies.length = 0;
  worked.length = 0;
  meanwhile = () => {};
  served = await serve({
    routes: ROUTES,
    idle: 60_000,
    onIdle: () => {
      isIdle = true;
    },
    onError: error => errors.push(error),
  });
});
afterEach(() => served.close());

const opening = () => new URL(served.address).pathname;

test('the address opens once, on this machine, and leaves a cookie that no script and no other page gets', async () => {
  expect(served.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/open\/[\w-]{43}$/);
  const first = await asked(served.address, { path: opening() });
  expect(first.status).toBe(303);
  expect(first.headers.location).toBe('/');
  expect(String(first.headers['set-cookie'])).toMatch(
    /^kustomend-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/,
  );
  expect((await asked(served.address, { path: opening() })).status).toBe(403);
});

test('the page is for who has the cookie, is kept nowhere, and loads nothing of others', async () => {
  const cookie = await entered(served.address);
  const { status, text, headers } = await asked(served.address, { path: '/', headers: { cookie } });
  expect([status, text]).toEqual([200, '<p>the page</p>']);
  expect(headers['cache-control']).toBe('no-store');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['referrer-policy']).toBe('no-referrer');
  expect(headers['access-control-allow-origin']).toBeUndefined();
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
});

test.each<[string, (cookie: string) => Asking, number]>([
  ['without a cookie', () => ({ path: '/' }), 403],
  [
    'with a cookie of another run',
    cookie => ({ path: '/', headers: { cookie: `${cookie.slice(0, -1)}_` } }),
    403,
  ],
  ['with a guessed address', () => ({ path: '/open/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }), 403],
  ['for another host', cookie => ({ path: '/', headers: { cookie, host: 'rebound.example' } }), 403],
  [
    'for another name of this machine',
    cookie => ({ path: '/', headers: { cookie, host: 'localhost' } }),
    403,
  ],
  ['of another origin', cookie => ({ path: '/', headers: { cookie, origin: 'https://evil.example' } }), 403],
  ['of no origin', cookie => ({ path: '/', headers: { cookie, origin: 'null' } }), 403],
  [
    'of a link on another page',
    cookie => ({ path: '/', headers: { cookie, 'sec-fetch-site': 'cross-site' } }),
    403,
  ],
  ['of a file', cookie => ({ path: '/../../../../etc/passwd', headers: { cookie } }), 404],
  [
    'of a file, in other characters',
    cookie => ({ path: '/%2e%2e/%2e%2e/etc/passwd', headers: { cookie } }),
    404,
  ],
  ['of nothing', cookie => ({ path: '//', headers: { cookie } }), 404],
  ['of another server', cookie => ({ path: 'http://evil.example/', headers: { cookie } }), 403],
  ['that only looks', cookie => ({ path: '/tell', headers: { cookie } }), 405],
  [
    'that changes what is to be read',
    cookie => ({ method: 'POST', path: '/', headers: ofPage(served.address, cookie) }),
    405,
  ],
  [
    'of another method',
    cookie => ({ method: 'TRACE', path: '/', headers: ofPage(served.address, cookie) }),
    405,
  ],
  ['that tells without an origin', cookie => ({ method: 'POST', path: '/tell', headers: { cookie } }), 403],
  [
    'of a form',
    cookie => ({
      method: 'POST',
      path: '/tell',
      body: '{}',
      headers: { ...ofPage(served.address, cookie), 'content-type': 'text/plain' },
    }),
    415,
  ],
  [
    'that is no JSON',
    cookie => ({ method: 'POST', path: '/tell', body: '{', headers: ofPage(served.address, cookie) }),
    400,
  ],
  [
    'that is too long',
    cookie => ({
      method: 'POST',
      path: '/tell',
      body: `"${'x'.repeat(70_000)}"`,
      headers: ofPage(served.address, cookie),
    }),
    413,
  ],
  [
    'that does not say how long it is, and is too long',
    cookie => ({
      method: 'POST',
      path: '/tell',
      body: `"${'x'.repeat(70_000)}"`,
      headers: { ...ofPage(served.address, cookie), 'transfer-encoding': 'chunked' },
    }),
    413,
  ],
])('a request %s is refused', async (_, asking, expected) => {
  const cookie = await entered(served.address);
  const { status, text } = await asked(served.address, asking(cookie));
  expect([status, text.includes('<p>'), bodies]).toEqual([expected, false, []]);
});

test('what the page tells is heard', async () => {
  const cookie = await entered(served.address);
  const headers = ofPage(served.address, cookie);
  const { status } = await asked(served.address, {
    method: 'POST',
    path: '/tell',
    headers,
    body: '{"key":"y"}',
  });
  expect([status, bodies]).toEqual([200, [{ key: 'y' }]]);
});

test('a page that is closed while it tells something ends nothing', async () => {
  const cookie = await entered(served.address);
  const headers = { ...ofPage(served.address, cookie), 'content-length': '20' };
  await brokenOff(served.address, { method: 'POST', path: '/tell', headers, body: '{"key"' });
  expect((await asked(served.address, { path: '/', headers: { cookie } })).status).toBe(200);
  expect([errors, bodies]).toEqual([[], []]);
});

test('a bug is told to who ended by it, and its words not to the page', async () => {
  const cookie = await entered(served.address);
  const { status, text } = await asked(served.address, { path: '/bug', headers: { cookie } });
  expect([status, text.includes('/a/path')]).toEqual([500, false]);
  expect(errors.map(String)).toEqual(['Error: a bug, with /a/path of this machine']);
});

test('a connection on which nobody has asked anything keeps nothing open', async () => {
  const socket = connect(Number(new URL(served.address).port), '127.0.0.1');
  await new Promise(resolve => socket.once('connect', resolve));
  const gone = new Promise(resolve => socket.once('close', resolve));
  socket.resume();
  served.close();
  await gone;
});

test('what is under way when it closes does nothing any more', async () => {
  const cookie = await entered(served.address);
  const { hostname, port } = new URL(served.address);
  const headers = ofPage(served.address, cookie);
  const answer = new Promise<number | undefined>((resolve, reject) => {
    const sent = request(
      { host: hostname, port, method: 'POST', path: '/tell', headers, agent: false },
      response => resolve(response.resume().statusCode),
    );
    sent.on('error', reject);
    sent.write('{');
    setTimeout(() => {
      served.close();
      sent.end('}');
    }, 100);
  });
  expect(await answer).toBe(410);
  expect(bodies).toEqual([]);
});

test('once closed nobody is answered, and nobody is taken to have gone before', async () => {
  const cookie = await entered(served.address);
  served.close();
  await expect(asked(served.address, { path: '/', headers: { cookie } })).rejects.toThrow();
  expect(isIdle).toBe(false);
});

test('what takes long lets all else that is asked go first, and is not done for nobody', async () => {
  const cookie = await entered(served.address);
  const headers = { cookie };
  const { port } = new URL(served.address);
  const first = asked(served.address, { path: '/slow?key=first', headers });
  const gone = request({ host: '127.0.0.1', port, path: '/slow?key=gone', headers, agent: false });
  gone.on('error', () => {});
  meanwhile = () => gone.destroy();
  gone.end();
  const others = ['/slow?key=last', '/quick'].map(path => asked(served.address, { path, headers }));
  await Promise.all([first, ...others]);
  expect(worked.toSorted()).toEqual(['first', 'last', 'quick']);
  expect(worked.at(-1)).toBe('last');
});
