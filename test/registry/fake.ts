/** A registry on this machine that answers as a test wants it. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Stored {
  readonly type: string;
  readonly body: string;
}

/** Path below `/v2/` -> what is served there. */
export type Store = Map<string, Stored>;

export interface Fake {
  readonly host: string;
  /** `HEAD /v2/acme/api/manifests/1`, in the order in which they came. */
  readonly seen: string[];
  /** What came with each as `Authorization`. */
  readonly shown: (string | undefined)[];
}

/** True where the test has answered. */
export type Before = (
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
) => boolean | undefined;

const servers: Server[] = [];

export async function serve(store: Store, before: Before = () => false): Promise<Fake> {
  const seen: string[] = [];
  const shown: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', chunk => {
      text += chunk;
    });
    request.on('end', () => {
      seen.push(`${request.method} ${request.url}`);
      shown.push(request.headers.authorization);
      if (!before(request, response, text)) answer(store, request, response);
    });
  });
  servers.push(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, seen, shown };
}

/** Ends every server that was started. */
export async function closeAll(): Promise<void> {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  }
}

function answer(store: Store, { method, url = '' }: IncomingMessage, response: ServerResponse): void {
  const stored = store.get(url.replace(/^\/v2\//, ''));
  if (stored === undefined) {
    response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
    return;
  }
  response.writeHead(200, {
    'content-type': stored.type,
    ...(url.includes('/manifests/') && { 'docker-content-digest': digestOf(stored.body) }),
  });
  response.end(method === 'HEAD' ? undefined : stored.body);
}

export function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
export const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';

export interface ImageOptions {
  readonly architecture?: string;
  readonly config?: object;
  readonly type?: string;
}

/** Puts an image of one platform into a store. @returns its digest */
export function putImage(
  store: Store,
  repository: string,
  tag: string | undefined,
  { architecture = 'amd64', config = {}, type = OCI_MANIFEST }: ImageOptions = {},
): string {
  const own = JSON.stringify({ os: 'linux', architecture, config });
  store.set(`${repository}/blobs/${digestOf(own)}`, { type: 'application/octet-stream', body: own });
  const isOci = type === OCI_MANIFEST;
  const mediaType = isOci
    ? 'application/vnd.oci.image.config.v1+json'
    : 'application/vnd.docker.container.image.v1+json';
  const body = JSON.stringify({
    schemaVersion: 2,
    mediaType: type,
    config: { mediaType, digest: digestOf(own), size: own.length },
    layers: [],
  });
  return put(store, repository, tag, { type, body });
}

/**
 * Puts an index over images of several platforms into a store.
 *
 * @param isDescribed with an entry that only describes them, and is not there
 * @returns its digest
 */
export function putIndex(
  store: Store,
  repository: string,
  tag: string,
  images: readonly ImageOptions[],
  type = OCI_INDEX,
  isDescribed = true,
): string {
  const manifests = images.map(options => ({
    ...described(store, repository, putImage(store, repository, undefined, options)),
    platform: { os: 'linux', architecture: options.architecture ?? 'amd64' },
  }));
  const attestation = {
    mediaType: OCI_MANIFEST,
    size: 4,
    digest: digestOf('none'),
    platform: { os: 'unknown', architecture: 'unknown' },
  };
  const body = JSON.stringify({
    schemaVersion: 2,
    mediaType: type,
    manifests: isDescribed ? [...manifests, attestation] : manifests,
  });
  return put(store, repository, tag, { type, body });
}

function described(store: Store, repository: string, digest: string): object {
  const { type, body } = store.get(`${repository}/manifests/${digest}`)!;
  return { mediaType: type, digest, size: body.length };
}

/** Puts what is served for a tag and for its digest. @returns its digest */
export function put(store: Store, repository: string, tag: string | undefined, stored: Stored): string {
  const digest = digestOf(stored.body);
  for (const name of [digest, ...(tag === undefined ? [] : [tag])])
    store.set(`${repository}/manifests/${name}`, stored);
  return digest;
}
