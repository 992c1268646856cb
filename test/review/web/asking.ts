/** Requests as anybody could send them: each header as it is said, and no browser that keeps one from it. */
import { request } from 'node:http';

export interface Asking {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** @param at any address of the server */
export function asked(at: string, { method = 'GET', path, headers = {}, body }: Asking): Promise<Answered> {
  const { port } = new URL(at);
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, response => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Sends a part of a body, and is gone. */
export async function brokenOff(at: string, { method, path, headers, body }: Asking): Promise<void> {
  const { port } = new URL(at);
  const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false });
  sent.on('error', () => {});
  sent.write(body);
  await new Promise(resolve => setTimeout(resolve, 100));
  sent.destroy();
  await new Promise(resolve => setTimeout(resolve, 100));
}

/** Opens an address for the first time. @returns the cookie that opens from then on */
export async function entered(address: string): Promise<string> {
  const { headers } = await asked(address, { path: new URL(address).pathname });
  return String(headers['set-cookie']).split(';')[0]!;
}

/** Headers of the page itself. */
export function ofPage(address: string, cookie: string): Record<string, string> {
  return { cookie, origin: new URL(address).origin, 'content-type': 'application/json' };
}
