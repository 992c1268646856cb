/** What uploads and downloads need of an object store, in memory and on the loopback device. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ObjectStore {
  readonly url: string;
  /** By bucket and key: `copies/shop/db/x.dump`. */
  readonly objects: Map<string, Buffer>;
  /** Refuses what is written from now on. */
  refuses: boolean;
  close(): void;
}

const LOOPBACK = '127.0.0.1';
/** Clients ask for both of whatever they download. */
const HEADERS = { 'Last-Modified': 'Thu, 01 Jan 2026 00:00:00 GMT', ETag: '"fake"' };

export async function objectStore(): Promise<ObjectStore> {
  const objects = new Map<string, Buffer>();
  const server: Server = createServer((request, response) => {
    void answer(request).then(([status, body]) => response.writeHead(status, HEADERS).end(body));
  });
  await new Promise<void>(ready => server.listen(0, LOOPBACK, () => ready()));
  const url = `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`;
  const store: ObjectStore = { url, objects, refuses: false, close: () => server.close() };
  return store;

  async function answer(request: IncomingMessage): Promise<[status: number, body: string | Buffer]> {
    const { pathname, searchParams } = new URL(request.url!, url);
    const path = decodeURIComponent(pathname.slice(1));
    const body = await bodyOf(request);
    const object = objects.get(path);
    if (request.method === 'GET' && object !== undefined) return partOf(object, request.headers.range);
    if (request.method === 'GET') return [200, listOf(path.replace(/\/$/, ''), searchParams, objects)];
    if (store.refuses) return [403, '<Error><Code>AccessDenied</Code></Error>'];
    if (request.method === 'PUT') objects.set(path, body);
    else if (request.method === 'DELETE') objects.delete(path);
    return [request.method === 'DELETE' ? 204 : 200, ''];
  }
}

/** Large objects are asked for in parts. */
function partOf(object: Buffer, range: string | undefined): [status: number, body: Buffer] {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  if (from === undefined) return [200, object];
  return [206, object.subarray(Number(from), to === '' ? undefined : Number(to) + 1)];
}

/** Clients send a body in signed pieces, each behind its size. */
async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const whole = Buffer.concat((await request.toArray()) as Buffer[]);
  if (!String(request.headers['content-encoding']).includes('aws-chunked')) return whole;
  const pieces: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = whole.indexOf('\r\n', at);
    const size = Number.parseInt(whole.toString('latin1', at, end), 16);
    if (!(size > 0)) return Buffer.concat(pieces);
    pieces.push(whole.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}

function listOf(bucket: string, asked: URLSearchParams, objects: ReadonlyMap<string, Buffer>): string {
  const prefix = asked.get('prefix') ?? '';
  const delimiter = asked.get('delimiter');
  const keys = [...objects.keys()]
    .filter(each => each.startsWith(`${bucket}/${prefix}`))
    .map(each => each.slice(bucket.length + 1))
    .sort();
  const folderOf = (key: string) => {
    const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    return end < 0 ? undefined : key.slice(0, end + 1);
  };
  const folders = new Set(keys.map(folderOf).filter(each => each !== undefined));
  const plain = keys.filter(each => folderOf(each) === undefined);
  return [
    `<ListBucketResult><Name>${bucket}</Name><Prefix>${prefix}</Prefix><IsTruncated>false</IsTruncated>`,
    ...plain.map(
      each =>
        `<Contents><Key>${each}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>"fake"</ETag><Size>${objects.get(`${bucket}/${each}`)!.length}</Size></Contents>`,
    ),
    ...[...folders].map(each => `<CommonPrefixes><Prefix>${each}</Prefix></CommonPrefixes>`),
    '</ListBucketResult>',
  ].join('');
}
