/** What a registry may answer, and what becomes of it. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseImageReference } from '../../src/kubernetes/images/image-reference.ts';
import { openRegistry, type Registry } from '../../src/registry/client.ts';
import { RegistryProblem } from '../../src/registry/problem.ts';
import {
  type Before,
  closeAll,
  DOCKER_LIST,
  DOCKER_MANIFEST,
  digestOf,
  type Fake,
  OCI_INDEX,
  OCI_MANIFEST,
  put,
  putImage,
  putIndex,
  type Store,
  serve,
} from './fake.ts';

const home = mkdtempSync(join(tmpdir(), 'kustomend-registry-'));
afterEach(closeAll);
afterAll(() => rmSync(home, { recursive: true, force: true }));

const waited: number[] = [];
beforeEach(() => {
  waited.length = 0;
});

/** A client whose clock stands still. */
function newClient(env: Readonly<Record<string, string>> = {}, timeout = 2000): Registry {
  const sleep = async (time: number) => {
    waited.push(time);
  };
  return openRegistry({ env: { HOME: home, ...env }, outside: { sleep, now: () => 0, timeout } });
}

function reference(host: string, name: string) {
  return parseImageReference(`${host}/${name}`)!;
}

async function problemOf(answer: Promise<unknown>): Promise<string> {
  const error = await answer.then(
    () => undefined,
    (each: unknown) => each,
  );
  if (!(error instanceof RegistryProblem)) throw error ?? new Error('there is an answer');
  return error.message;
}

/** A docker configuration of its own. */
function configured(name: string, data: unknown): Record<string, string> {
  const file = join(home, `${name}.json`);
  writeFileSync(file, typeof data === 'string' ? data : JSON.stringify(data));
  return { REGISTRY_AUTH_FILE: file };
}

describe('digests', () => {
  test.each([
    ['an OCI manifest', OCI_MANIFEST],
    ['a manifest of Docker, schema 2', DOCKER_MANIFEST],
  ])('%s', async (_, type) => {
    const store: Store = new Map();
    const config = {
      User: '10001:10001',
      ExposedPorts: { '8080/tcp': {} },
      Volumes: { '/data': {} },
      Entrypoint: ['/app'],
      Cmd: ['serve'],
      Env: ['PATH=/bin', 'TOKEN=secret'],
    };
    const digest = putImage(store, 'acme/api', '1.0', { type, config });
    const { host } = await serve(store);
    expect(await newClient().image(reference(host, 'acme/api:1.0'))).toEqual({
      digest,
      platforms: ['linux/amd64'],
      config: {
        platform: 'linux/amd64',
        user: '10001:10001',
        ports: ['8080/tcp'],
        volumes: ['/data'],
        entrypoint: ['/app'],
        command: ['serve'],
        variables: ['PATH', 'TOKEN'],
      },
      versions: [],
    });
  });

  test.each([
    ['an OCI index', OCI_INDEX],
    ['a manifest list of Docker', DOCKER_LIST],
  ])('%s has one of its own, and platforms without what only describes them', async (_, type) => {
    const store: Store = new Map();
    const images = [{ architecture: 'arm64', config: { User: '7' } }, { config: { User: '8' } }];
    const digest = putIndex(store, 'acme/api', '1.0', images, type);
    const { host } = await serve(store);
    const found = await newClient().image(reference(host, 'acme/api:1.0'));
    expect(found).toMatchObject({ digest, platforms: ['linux/amd64', 'linux/arm64'] });
    expect(found.config).toMatchObject({ platform: 'linux/amd64', user: '8' });
  });

  test('no tag means latest', async () => {
    const store: Store = new Map();
    const digest = putImage(store, 'acme/api', 'latest');
    const { host } = await serve(store);
    expect((await newClient().image(reference(host, 'acme/api'))).digest).toBe(digest);
  });

  test('of bytes, where a registry names none or knows no HEAD', async () => {
    for (const status of [200, 405]) {
      const store: Store = new Map();
      const digest = putImage(store, 'acme/api', '1.0');
      const { host } = await serve(store, ({ method }, response) => {
        if (method !== 'HEAD') return false;
        response.writeHead(status, { 'content-type': OCI_MANIFEST }).end();
        return true;
      });
      expect((await newClient().image(reference(host, 'acme/api:1.0'))).digest).toBe(digest);
    }
  });

  test('each is asked for once, whoever wants it', async () => {
    const store: Store = new Map();
    putImage(store, 'acme/api', '1.0');
    const { host, seen } = await serve(store);
    const client = newClient();
    const wanted = reference(host, 'acme/api:1.0');
    await Promise.all([client.image(wanted), client.image(wanted), client.image(wanted)]);
    expect(seen.filter(line => line.startsWith('HEAD'))).toHaveLength(1);
    expect(seen).toHaveLength(3);
  });

  test('four are on their way at most', async () => {
    let open = 0;
    let most = 0;
    const { host } = await serve(new Map(), ({ method }, response) => {
      if (method !== 'HEAD') return false;
      most = Math.max(most, ++open);
      setTimeout(() => {
        open--;
        response.writeHead(404).end();
      }, 20);
      return true;
    });
    const client = newClient();
    const names = Array.from({ length: 12 }, (_, index) => `acme/${index}:1`);
    await Promise.all(names.map(name => problemOf(client.image(reference(host, name)))));
    expect(most).toBe(4);
  });
});

describe('the version of a moving tag', () => {
  test('is the newest stable tag of the same digest, over pages', async () => {
    const store: Store = new Map();
    const old = { config: { Env: ['X=1'] } };
    putImage(store, 'acme/api', '1.2.0', old);
    putImage(store, 'acme/api', '1.10.0');
    putImage(store, 'acme/api', 'latest');
    const { host } = await serve(store, ({ url = '' }, response) => {
      if (!url.includes('/tags/list')) return false;
      const isFirst = !url.includes('last=');
      const tags = isFirst ? ['1.2.0', 'latest', '2.0.0-rc.1'] : ['1.10.0', '1.9.0'];
      response.writeHead(200, isFirst ? { link: '</v2/acme/api/tags/list?last=b>; rel="next"' } : {});
      response.end(JSON.stringify({ tags }));
      return true;
    });
    expect(await newClient().versionOf(reference(host, 'acme/api:latest'))).toBe('1.10.0');
  });

  test('is looked for first where the image names its version', async () => {
    const store: Store = new Map();
    const config = { Env: ['APP_VERSION=1.0.3'] };
    putImage(store, 'acme/api', '1.0.3', { config });
    putImage(store, 'acme/api', 'latest', { config });
    const tags = ['1.0.3', ...Array.from({ length: 30 }, (_, index) => `2.0.${index}`)];
    store.set('acme/api/tags/list?n=1000', { type: 'application/json', body: JSON.stringify({ tags }) });
    const { host, seen } = await serve(store);
    expect(await newClient().versionOf(reference(host, 'acme/api:latest'))).toBe('1.0.3');
    expect(seen.filter(line => line.startsWith('HEAD'))).toHaveLength(2);
  });

  test('is none where nothing has the same digest', async () => {
    const store: Store = new Map();
    putImage(store, 'acme/api', '1.0.0', { config: { User: '1' } });
    putImage(store, 'acme/api', 'latest');
    store.set('acme/api/tags/list?n=1000', { type: 'application/json', body: '{"tags":["1.0.0"]}' });
    const { host } = await serve(store);
    expect(await newClient().versionOf(reference(host, 'acme/api'))).toBeUndefined();
  });
});

/** Asks for a token of `/token`, and takes `Bearer good`. */
function guarded(
  fake: () => Fake,
  also: Partial<
    Record<'token', (authorization: string | undefined, body: string, url: string) => object | number>
  > = {},
): Before {
  return ({ url = '', headers }, response, body) => {
    if (url.startsWith('/token')) {
      const answer = also.token?.(headers.authorization, body, url) ?? { token: 'good', expires_in: 300 };
      if (typeof answer === 'number') response.writeHead(answer).end('{}');
      else response.writeHead(200).end(JSON.stringify(answer));
      return true;
    }
    if (headers.authorization === 'Bearer good') return false;
    const challenge = `Bearer realm="http://${fake().host}/token",service="a, b",scope="repository:acme/api:pull", Basic realm="Gitea"`;
    response.writeHead(401, { 'www-authenticate': challenge }).end();
    return true;
  };
}

describe('who asks', () => {
  const AUTH = { auth: Buffer.from('me:pass:word').toString('base64') };

  test('a token is fetched once for a repository, and kept', async () => {
    const store: Store = new Map();
    const digest = putImage(store, 'acme/api', '1.0');
    putImage(store, 'acme/api', '2.0', { config: { User: '1' } });
    let fake!: Fake;
    fake = await serve(
      store,
      guarded(() => fake),
    );
    const client = newClient();
    const [first] = await Promise.all([
      client.image(reference(fake.host, 'acme/api:1.0')),
      client.image(reference(fake.host, 'acme/api:2.0')),
    ]);
    expect(first.digest).toBe(digest);
    const tokens = fake.seen.filter(line => line.includes('/token'));
    expect(tokens).toEqual(['GET /token?service=a%2C+b&scope=repository%3Aacme%2Fapi%3Apull']);
  });

  test('a token that has ended is fetched anew', async () => {
    const store: Store = new Map();
    putImage(store, 'acme/api', '1.0');
    let fake!: Fake;
    fake = await serve(
      store,
      guarded(() => fake),
    );
    let time = 0;
    const outside = { sleep: async () => {}, now: () => time, timeout: 2000 };
    const client = openRegistry({ env: { HOME: home }, outside });
    await client.image(reference(fake.host, 'acme/api:1.0'));
    time = 400_000;
    await client.image(reference(fake.host, 'acme/api:2.0')).catch(() => {});
    expect(fake.seen.filter(line => line.includes('/token'))).toHaveLength(2);
  });

  test('credentials of the configuration go to where tokens are given out', async () => {
    const store: Store = new Map();
    putImage(store, 'acme/api', '1.0');
    let fake!: Fake;
    const token = (authorization: string | undefined) =>
      authorization === `Basic ${AUTH.auth}` ? { access_token: 'good' } : 401;
    fake = await serve(
      store,
      guarded(() => fake, { token }),
    );
    const env = configured('auths', { auths: { [`http://${fake.host}/v2/`]: AUTH } });
    await newClient(env).image(reference(fake.host, 'acme/api:1.0'));
    const wrong = configured('wrong', { auths: { [fake.host]: { username: 'me', password: 'no' } } });
    expect(await problemOf(newClient(wrong).image(reference(fake.host, 'acme/api:1.0')))).toBe(
      `${fake.host} refuses the credentials that are known for acme/api: docker login ${fake.host} renews them`,
    );
  });

  test('an identity token is exchanged, and those of a helper come from its program', async () => {
    const store: Store = new Map();
    putImage(store, 'acme/api', '1.0');
    let fake!: Fake;
    const bodies: string[] = [];
    const token = (_: string | undefined, body: string) => {
      bodies.push(body);
      return body.includes('refresh_token=identity') ? { access_token: 'good' } : 401;
    };
    fake = await serve(
      store,
      guarded(() => fake, { token }),
    );
    const helper = join(home, 'docker-credential-test');
    const program = `#!/bin/sh\nread host\necho "{\\"ServerURL\\":\\"$host\\",\\"Username\\":\\"<token>\\",\\"Secret\\":\\"identity-$host\\"}"\n`;
    writeFileSync(helper, program);
    chmodSync(helper, 0o755);
    const env = {
      ...configured('helper', { credHelpers: { [fake.host]: 'test' } }),
      PATH: `${home}:/bin:/usr/bin`,
    };
    await newClient(env).image(reference(fake.host, 'acme/api:1.0'));
    expect(bodies).toEqual([
      `service=a%2C+b&scope=repository%3Aacme%2Fapi%3Apull&grant_type=refresh_token&client_id=kustomend&refresh_token=${encodeURIComponent(`identity-${fake.host}`)}`,
    ]);
  });

  test('the entry of the longest path counts, for what begins with it as a whole', async () => {
    const store: Store = new Map();
    putImage(store, 'acme/api', '1.0');
    const { host, shown } = await serve(store, ({ headers }, response) => {
      if (headers.authorization !== undefined) return false;
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      return true;
    });
    const pair = (name: string) => ({ username: name, password: 'p' });
    const auths = { [host]: pair('all'), [`${host}/acme`]: pair('acme'), [`${host}/acme/a`]: pair('other') };
    await newClient(configured('paths', { auths })).image(reference(host, 'acme/api:1.0'));
    expect(shown.at(-1)).toBe(`Basic ${Buffer.from('acme:p').toString('base64')}`);
  });

  test.each([
    ['fails', '#!/bin/sh\nexit 3\n', 'docker-credential-bad fails'],
    [
      'says what nobody understands',
      '#!/bin/sh\necho hunter2\n',
      'docker-credential-bad answers with what are no credentials',
    ],
    ['is not there', undefined, 'docker-credential-absent is not on PATH'],
  ])('a helper that %s is named, and what is public is read all the same', async (_, program, says) => {
    const store: Store = new Map();
    putImage(store, 'acme/api', '1.0');
    putImage(store, 'acme/open', '1.0');
    let fake!: Fake;
    const token = (_a: string | undefined, _b: string, url: string) =>
      url.includes('open') ? { token: 'good' } : 403;
    fake = await serve(store, (request, response, body) => {
      const { url = '', headers } = request;
      if (url.startsWith('/token')) return guarded(() => fake, { token })(request, response, body);
      if (headers.authorization === 'Bearer good') return false;
      const challenge = `Bearer realm="http://${fake.host}/token"`;
      response.writeHead(401, { 'www-authenticate': challenge }).end();
      return true;
    });
    if (program !== undefined) {
      writeFileSync(join(home, 'docker-credential-bad'), program);
      chmodSync(join(home, 'docker-credential-bad'), 0o755);
    }
    const credsStore = program === undefined ? 'absent' : 'bad';
    const client = newClient({ ...configured('store', { credsStore }), PATH: `${home}:/bin:/usr/bin` });
    await client.image(reference(fake.host, 'acme/open:1.0'));
    expect(await problemOf(client.image(reference(fake.host, 'acme/api:1.0')))).toContain(`(${says})`);
  });

  test('a configuration that is no JSON is named where credentials are missed', async () => {
    const { host } = await serve(new Map(), (_, response) => {
      response.writeHead(401).end();
      return true;
    });
    const env = configured('broken', '{');
    expect(await problemOf(newClient(env).image(reference(host, 'acme/api:1.0')))).toBe(
      `${host} has no public acme/api: it is not there, or needs credentials, which docker login ${host} keeps (${env.REGISTRY_AUTH_FILE} is no JSON)`,
    );
  });

  test('credentials go to no other domain', async () => {
    const store: Store = new Map();
    const { host } = await serve(store, (_, response) => {
      response
        .writeHead(401, { 'www-authenticate': 'Bearer realm="https://tokens.example.com/token"' })
        .end();
      return true;
    });
    const env = configured('foreign', { auths: { [host]: AUTH } });
    expect(await problemOf(newClient(env).image(reference(host, 'acme/api:1.0')))).toBe(
      `${host} wants its credentials sent to tokens.example.com, which belongs to another domain: they stay here`,
    );
  });

  test('a redirection to another host gets none of them', async () => {
    const store: Store = new Map();
    const digest = putImage(store, 'acme/api', '1.0');
    const storage = await serve(store);
    const { host } = await serve(store, ({ url = '', headers }, response) => {
      if (headers.authorization === undefined)
        response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      else if (url.includes('/blobs/'))
        response.writeHead(307, { location: `http://${storage.host}${url}` }).end();
      else return false;
      return true;
    });
    const env = configured('redirect', { auths: { [host]: AUTH } });
    expect((await newClient(env).image(reference(host, 'acme/api:1.0'))).digest).toBe(digest);
    expect(storage.seen).toHaveLength(1);
    expect(storage.shown).toEqual([undefined]);
  });
});

describe('a registry that lies', () => {
  test('names more tags than a call bears arguments', async () => {
    const store: Store = new Map();
    putImage(store, 'acme/api', 'latest');
    const tags = Array.from({ length: 200_000 }, (_, index) => `t${index}`);
    store.set('acme/api/tags/list?n=1000', { type: 'application/json', body: JSON.stringify({ tags }) });
    const { host } = await serve(store);
    expect(await newClient().versionOf(reference(host, 'acme/api:latest'))).toBeUndefined();
  });

  test('leads out of the network', async () => {
    const { host } = await serve(new Map(), (_, response) => {
      response.writeHead(307, { location: 'file:///etc/passwd' }).end();
      return true;
    });
    expect(await problemOf(newClient().image(reference(host, 'acme/api:1')))).toBe(
      `${host} redirects to where kustomend does not follow`,
    );
  });

  test('gives out tokens at a file', async () => {
    const { host } = await serve(new Map(), (_, response) => {
      response.writeHead(401, { 'www-authenticate': 'Bearer realm="file:///etc/passwd"' }).end();
      return true;
    });
    expect(await problemOf(newClient().image(reference(host, 'acme/api:1')))).toBe(
      `${host} names no address where it gives out tokens`,
    );
  });

  test.each(['\u202e', '\u200b', '\u009b', '\u2028', '\u001b'])('hides characters: %j', async hidden => {
    const store: Store = new Map();
    putImage(store, 'acme/api', '1.0', { config: { Cmd: ['sh', '-c', `a${hidden}\n\tb`] } });
    const { host } = await serve(store);
    expect(await problemOf(newClient().image(reference(host, 'acme/api:1.0')))).toMatch(
      /answers with characters that nobody sees, in sha256:/,
    );
  });

  test('answers in time, again and again', async () => {
    let time = 0;
    const outside = { sleep: async () => {}, now: () => (time += 15_000), timeout: 2000 };
    const { host } = await serve(new Map(), ({ url = '' }, response) => {
      response.writeHead(307, { location: url }).end();
      return true;
    });
    const client = openRegistry({ env: { HOME: home }, outside });
    const ask = (name: string) => problemOf(client.image(reference(host, name)));
    expect(await ask('acme/api:1')).toContain('redirects without end');
    expect(await ask('acme/api:2')).toBe(`${host}/acme/api takes longer than 120 s to answer`);
    for (const name of ['a/b:1', 'a/c:1', 'a/d:1']) await ask(name);
    expect(await ask('a/e:1')).toBe('registries have been asked for 10 minutes: the rest is for another run');
  });
});

describe('what goes wrong is said', () => {
  const NO_IMAGE = { type: 'text/html', body: '<html>' };

  async function said(store: Store, before?: Before, timeout?: number): Promise<string> {
    const { host } = await serve(store, before);
    const text = await problemOf(newClient({}, timeout).image(reference(host, 'acme/api:1.0')));
    return text.replaceAll(host, 'HOST');
  }

  /** Answers everything with a status. */
  const always =
    (status: number, headers: Record<string, string> = {}): Before =>
    (_, response) => {
      response.writeHead(status, headers).end('x');
      return true;
    };

  test('404', async () => {
    expect(await said(new Map())).toBe('HOST has no tag 1.0 of acme/api');
  });

  test('403', async () => {
    expect(await said(new Map(), always(403))).toBe(
      'HOST does not let anybody read acme/api who asks like this',
    );
  });

  test('429 that passes: it waits as long as it is asked to', async () => {
    const store: Store = new Map();
    const digest = putImage(store, 'acme/api', '1.0');
    let refused = 0;
    const { host } = await serve(store, (_, response) => {
      if (refused++ > 1) return false;
      response.writeHead(429, refused === 1 ? { 'retry-after': '7' } : {}).end();
      return true;
    });
    expect((await newClient().image(reference(host, 'acme/api:1.0'))).digest).toBe(digest);
    expect(waited).toEqual([7000, 1000]);
  });

  test('429 that lasts', async () => {
    expect(await said(new Map(), always(429, { 'retry-after': '3600' }))).toBe(
      'HOST asks to wait 3600 s, after too many requests: log in for a higher limit, or try again later',
    );
    expect(waited).toEqual([]);
    expect(await said(new Map(), always(429, { 'retry-after': 'Thu, 01 Jan 1970 00:00:09 GMT' }))).toMatch(
      /^HOST still refuses after waiting/,
    );
    expect(waited).toEqual([9000, 9000, 9000]);
  });

  test('5xx: it tries again, more slowly each time', async () => {
    expect(await said(new Map(), always(503))).toBe('HOST fails (503): try again later');
    expect(waited).toEqual([500, 1000, 2000]);
  });

  test('no answer in time, and then nobody is waited for again', async () => {
    const { host, seen } = await serve(new Map(), () => true);
    const client = newClient({}, 200);
    for (const tag of ['1', '2', '3'])
      expect(await problemOf(client.image(reference(host, `acme/api:${tag}`)))).toBe(
        `${host} does not answer within 0.2 s`,
      );
    expect(seen).toHaveLength(1);
  });

  test('nobody there', async () => {
    const { host } = await serve(new Map());
    await closeAll();
    expect(await problemOf(newClient().image(reference(host, 'acme/api:1')))).toBe(
      `${host} cannot be reached (ECONNREFUSED)`,
    );
  });

  test('a page in place of an image', async () => {
    expect(await said(new Map([['acme/api/manifests/1.0', NO_IMAGE]]))).toBe(
      'HOST answers with text/html, which is no image',
    );
  });

  test('schema 1', async () => {
    const type = 'application/vnd.docker.distribution.manifest.v1+prettyjws';
    expect(await said(new Map([['acme/api/manifests/1.0', { type, body: '{}' }]]))).toBe(
      'HOST has tag 1.0 of acme/api in the retired schema 1 only: push it again',
    );
  });

  test('other bytes than those of the digest', async () => {
    const store: Store = new Map();
    const digest = putImage(store, 'acme/api', '1.0');
    store.set(`acme/api/manifests/${digest}`, { type: OCI_MANIFEST, body: '{"forged":true}' });
    expect(await said(store)).toBe(`HOST answers with other bytes than those of ${digest}`);
  });

  test('a digest that is not that of the bytes beside it', async () => {
    const store: Store = new Map();
    putImage(store, 'acme/api', '1.0');
    const other = digestOf('other');
    const text = await said(store, ({ method, url }, response) => {
      if (url !== '/v2/acme/api/manifests/1.0') return false;
      if (method === 'HEAD') response.writeHead(405).end();
      else
        response.writeHead(200, { 'content-type': OCI_MANIFEST, 'docker-content-digest': other }).end('{}');
      return true;
    });
    expect(text).toBe(`HOST answers with other bytes than those of ${other}`);
  });

  test('garbage', async () => {
    const store: Store = new Map();
    put(store, 'acme/api', '1.0', { type: OCI_MANIFEST, body: '{' });
    expect(await said(store)).toBe('HOST answers with what is no JSON');
  });

  test('more than anybody needs', async () => {
    const store: Store = new Map();
    put(store, 'acme/api', '1.0', { type: OCI_MANIFEST, body: 'x'.repeat(5 << 20) });
    expect(await said(store)).toBe('HOST answers with more than 4194304 bytes');
  });

  test('redirections without end, and to where nothing is encrypted', async () => {
    const circle: Before = ({ url }, response) => {
      response.writeHead(302, { location: url ?? '' }).end();
      return true;
    };
    expect(await said(new Map(), circle)).toBe('HOST redirects without end');
    expect(await said(new Map(), always(302, { location: 'http://example.com/v2/' }))).toBe(
      'example.com would be asked without encryption, which only --plain-http example.com allows',
    );
  });

  test('a host that is not this machine is asked without encryption only when that is allowed', async () => {
    const store: Store = new Map();
    const digest = putImage(store, 'acme/api', '1.0');
    const { host } = await serve(store);
    // Leads here all the same.
    const other = host.replace('127.0.0.1', '0.0.0.0');
    expect(await problemOf(newClient().image(reference(other, 'acme/api:1.0')))).toContain(
      'cannot be reached',
    );
    const client = openRegistry({ env: { HOME: home }, plainHttp: [other] });
    expect((await client.image(reference(other, 'acme/api:1.0'))).digest).toBe(digest);
  });

  test('tokens that are none', async () => {
    for (const body of ['{', '{}', '{"token":"a\\nb"}', 'null']) {
      let fake!: Fake;
      fake = await serve(new Map(), ({ url = '' }, response) => {
        if (url.startsWith('/token')) response.writeHead(200).end(body);
        else
          response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${fake.host}/token"` }).end();
        return true;
      });
      expect(await problemOf(newClient().image(reference(fake.host, 'acme/api:1')))).toBe(
        `${fake.host} answers with what is no token`,
      );
    }
  });
});
