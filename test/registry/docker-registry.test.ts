/**
 * The client before a registry that somebody else has written: Debian's `docker-registry`, on this machine, with images that
 * the test pushes. Without one on PATH the suite says so and is skipped.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createSign, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseImageReference } from '../../src/kubernetes/images/image-reference.ts';
import { openRegistry } from '../../src/registry/client.ts';
import { findProgram } from '../../src/workspace/programs.ts';
import { DOCKER_MANIFEST, digestOf, putImage, putIndex, type Store } from './fake.ts';

const program = findProgram('docker-registry', process.env);
const title = program === undefined ? 'skipped: no docker-registry on PATH' : 'a real registry';
const suite = program === undefined ? describe.skip : describe;
if (program === undefined) process.stderr.write(`docker-registry: ${title}\n`);

suite(title, () => {
  let folder = '';
  const running: ChildProcess[] = [];
  let tokens!: TokenServer;
  let open = '';
  let guarded = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kustomend-registry-'));
    tokens = newTokenServer(folder);
    open = await start('open', '');
    const realm = await tokens.listen();
    const auth = `auth: {token: {realm: "${realm}", service: test, issuer: test, rootcertbundle: ${tokens.certificate}}}`;
    guarded = await start('guarded', auth);
  });

  afterAll(async () => {
    for (const child of running) child.kill();
    await tokens.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(name: string, auth: string): Promise<string> {
    const host = `127.0.0.1:${await freePort()}`;
    const config = join(folder, `${name}.yml`);
    const storage = `storage: {filesystem: {rootdirectory: ${join(folder, name)}}}`;
    writeFileSync(
      config,
      `version: 0.1\nlog: {level: error}\n${storage}\nhttp: {addr: "${host}"}\n${auth}\n`,
    );
    running.push(spawn(program!.path, ['serve', config], { stdio: 'ignore' }));
    for (let tried = 0; tried < 100; tried++) {
      const isUp = await fetch(`http://${host}/v2/`).then(
        () => true,
        () => false,
      );
      if (isUp) return host;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    throw new Error(`docker-registry does not listen on ${host}`);
  }

  const client = (env: Record<string, string> = {}) => openRegistry({ env: { HOME: folder, ...env } });
  const reference = (host: string, image: string) => parseImageReference(`${host}/${image}`)!;

  test('the digest of an index, its platforms, and the configuration of its amd64', async () => {
    const store: Store = new Map();
    const config = { User: '1000', ExposedPorts: { '8080/tcp': {} } };
    const digest = putIndex(
      store,
      'shop/till',
      '3.2.0',
      [{ config }, { architecture: 'arm64' }],
      undefined,
      false,
    );
    await push(open, store);
    expect(await client().image(reference(open, 'shop/till:3.2.0'))).toMatchObject({
      digest,
      platforms: ['linux/amd64', 'linux/arm64'],
      config: { platform: 'linux/amd64', user: '1000', ports: ['8080/tcp'] },
    });
  });

  test('the digest of a manifest of schema 2', async () => {
    const store: Store = new Map();
    const digest = putImage(store, 'shop/scale', '1.0', { type: DOCKER_MANIFEST, config: { User: 'node' } });
    await push(open, store);
    const found = await client().image(reference(open, 'shop/scale:1.0'));
    expect(found).toMatchObject({ digest, platforms: ['linux/amd64'], config: { user: 'node' } });
  });

  test('the version that latest stands for', async () => {
    const store: Store = new Map();
    const older = { config: { Labels: { is: 'older' } } };
    putImage(store, 'shop/label', '1.0.0', older);
    putImage(store, 'shop/label', '1.1.0');
    putImage(store, 'shop/label', 'latest');
    await push(open, store);
    expect(await client().versionOf(reference(open, 'shop/label'))).toBe('1.1.0');
  });

  test('what is not there is said', async () => {
    const asked = client().image(reference(open, 'shop/none:1.0'));
    await expect(asked).rejects.toThrow(`${open} has no tag 1.0 of shop/none`);
  });

  test('a private repository wants a token, which the configuration of docker gives', async () => {
    const store: Store = new Map();
    const digest = putImage(store, 'shop/secret', '1.0');
    await push(guarded, store, tokens.sign('shop/secret', ['pull', 'push']));
    const image = reference(guarded, 'shop/secret:1.0');
    await expect(client().image(image)).rejects.toThrow(`${guarded} has no public shop/secret`);
    const file = join(folder, 'auth.json');
    const auth = Buffer.from('me:right').toString('base64');
    writeFileSync(file, JSON.stringify({ auths: { [guarded]: { auth } } }));
    expect((await client({ REGISTRY_AUTH_FILE: file }).image(image)).digest).toBe(digest);
  });
});

/** Pushes blobs first, then manifests, those with a digest as their name before the tags that lead to them. */
async function push(host: string, store: Store, token?: string): Promise<void> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const entries = [...store].sort(([a], [b]) => rank(a) - rank(b));
  for (const [path, { type, body }] of entries) {
    const [repository = '', name = ''] = path.split(/\/(?:blobs|manifests)\//);
    if (path.includes('/manifests/')) {
      await expectOk(`http://${host}/v2/${repository}/manifests/${name}`, 'PUT', body, {
        ...headers,
        'content-type': type,
      });
      continue;
    }
    const begun = await fetch(`http://${host}/v2/${repository}/blobs/uploads/`, { method: 'POST', headers });
    const target = new URL(begun.headers.get('location') ?? '', `http://${host}`);
    target.searchParams.set('digest', digestOf(body));
    await expectOk(target.href, 'PUT', body, { ...headers, 'content-type': 'application/octet-stream' });
  }
}

function rank(path: string): number {
  if (path.includes('/blobs/')) return 0;
  return path.includes('/manifests/sha256:') ? 1 : 2;
}

async function expectOk(
  url: string,
  method: string,
  body: string,
  headers: Record<string, string>,
): Promise<void> {
  const response = await fetch(url, { method, body, headers });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
}

async function freePort(): Promise<number> {
  const socket = createSocket();
  await new Promise<void>(resolve => socket.listen(0, '127.0.0.1', resolve));
  const { port } = socket.address() as AddressInfo;
  await new Promise(resolve => socket.close(resolve));
  return port;
}

interface TokenServer {
  /** File by which the registry knows its signature. */
  readonly certificate: string;
  /** @returns the address where it gives out tokens */
  listen(): Promise<string>;
  sign(repository: string, actions: readonly string[]): string;
  close(): Promise<void>;
}

/** Gives a token for anything to nobody, and to `me` with the password `right` one that may pull. */
function newTokenServer(folder: string): TokenServer {
  const certificate = join(folder, 'tokens.pem');
  const keyFile = join(folder, 'tokens.key');
  const subject = ['-subj', '/CN=test', '-days', '2'];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', keyFile, '-out', certificate, ...subject],
    { stdio: 'ignore' },
  );
  const encoded = (data: object) => Buffer.from(JSON.stringify(data)).toString('base64url');
  const sign = (repository: string, actions: readonly string[]): string => {
    const x5c = [readFileSync(certificate, 'utf8').replace(/-----[A-Z ]+-----|\s/g, '')];
    const now = Math.floor(Date.now() / 1000);
    const access = actions.length === 0 ? [] : [{ type: 'repository', name: repository, actions }];
    const claims = {
      iss: 'test',
      sub: 'me',
      aud: 'test',
      exp: now + 300,
      nbf: now - 10,
      iat: now,
      jti: randomUUID(),
      access,
    };
    const text = `${encoded({ typ: 'JWT', alg: 'RS256', x5c })}.${encoded(claims)}`;
    return `${text}.${createSign('RSA-SHA256').update(text).sign(readFileSync(keyFile)).toString('base64url')}`;
  };
  const right = `Basic ${Buffer.from('me:right').toString('base64')}`;
  const server = createServer(({ url = '', headers }, response) => {
    const [, repository = ''] = (new URL(url, 'http://x').searchParams.get('scope') ?? '').split(':');
    const token = sign(repository, headers.authorization === right ? ['pull'] : []);
    response.end(JSON.stringify({ token, expires_in: 300 }));
  });
  return {
    certificate,
    sign,
    async listen() {
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
    },
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
