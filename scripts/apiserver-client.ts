/** What a real API server says of objects: of each by itself, and nothing is kept. */
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { parse } from 'yaml';

export interface Manifest {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: {
    readonly name?: string;
    readonly generateName?: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

export interface Answer {
  /** Undefined where it takes the object. */
  readonly refusal: string | undefined;
  readonly warnings: readonly string[];
}

/** Where objects go that say no namespace: one of their own, which may have labels. */
export const UNNAMED = 'tried';

interface Kind {
  readonly plural: string;
  readonly isNamespaced: boolean;
}

export interface ApiServer {
  /** Undefined of a kind that it does not serve. */
  tries(manifest: Manifest): Promise<Answer | undefined>;
  make(manifest: Manifest): Promise<Answer | undefined>;
  remove(manifest: Manifest): Promise<void>;
}

interface Response {
  readonly status: number;
  readonly body: { readonly message?: string; readonly resources?: readonly Served[] };
  readonly warnings: readonly string[];
}

interface Served {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** @param kubeconfig of a server with a token for a user who may do everything */
export function apiServer(kubeconfig: string): ApiServer {
  const { clusters, users } = parse(readFileSync(kubeconfig, 'utf8'));
  const address: string = clusters[0].cluster.server;
  const token: string = users[0].user.token;
  // Its certificate is its own, and it listens on this machine alone.
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false });
  const groups = new Map<string, Promise<ReadonlyMap<string, Kind>>>();

  const ask = (method: string, path: string, manifest?: Manifest): Promise<Response> =>
    new Promise<Response>((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const asked = request(new URL(path, address), { method, agent, headers }, response => {
        const parts: Buffer[] = [];
        response.on('data', part => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(parts).toString();
          resolve({
            status: response.statusCode ?? 0,
            body: text.startsWith('{') ? JSON.parse(text) : { message: text },
            warnings: warningsIn(response.rawHeaders),
          });
        });
      });
      asked.on('error', (error: NodeJS.ErrnoException) => {
        // A server closes what has been idle for the length of a run.
        if (asked.reusedSocket && error.code === 'ECONNRESET') resolve(ask(method, path, manifest));
        else reject(error);
      });
      asked.end(manifest && JSON.stringify(manifest));
    });

  async function discover(apiVersion: string): Promise<ReadonlyMap<string, Kind>> {
    const { body } = await ask('GET', pathOf(apiVersion));
    const whole = (body.resources ?? []).filter(({ name }) => !name.includes('/'));
    return new Map(
      whole.map(({ kind, name, namespaced }) => [kind, { plural: name, isNamespaced: namespaced }]),
    );
  }

  async function collection({ apiVersion = '', kind = '', metadata }: Manifest): Promise<string | undefined> {
    let group = groups.get(apiVersion);
    if (group === undefined) groups.set(apiVersion, (group = discover(apiVersion)));
    const found = (await group).get(kind);
    if (found === undefined) return undefined;
    const within = found.isNamespaced ? `/namespaces/${metadata?.namespace ?? UNNAMED}` : '';
    return `${pathOf(apiVersion)}${within}/${found.plural}`;
  }

  async function post(manifest: Manifest, query: string): Promise<Answer | undefined> {
    const path = await collection(manifest);
    if (path === undefined) return undefined;
    const { status, body, warnings } = await ask('POST', `${path}?fieldValidation=Strict${query}`, manifest);
    // What is there already (a namespace) has been taken before.
    const isTaken = status < 300 || status === 409;
    return { refusal: isTaken ? undefined : (body.message ?? String(status)), warnings };
  }

  return {
    tries: manifest => post(manifest, '&dryRun=All'),
    make: manifest => post(manifest, ''),
    async remove(manifest) {
      const path = await collection(manifest);
      if (path !== undefined) await ask('DELETE', `${path}/${manifest.metadata?.name}`);
    },
  };
}

function pathOf(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** `299 - "text"`, one header each. */
function warningsIn(headers: readonly string[]): string[] {
  return headers.flatMap((value, index) =>
    index % 2 === 1 && headers[index - 1]!.toLowerCase() === 'warning'
      ? [value.replace(/^\d+ \S+ "(.*)"$/, '$1').replaceAll(/\\(.)/g, '$1')]
      : [],
  );
}
