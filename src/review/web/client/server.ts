/** Questions to the server of the page. */

/** What an answer has made otherwise. */
export interface Changed {
  readonly message: string;
  readonly progress: string;
  /** Key of the item that comes next by the order of the list. */
  readonly at: string;
  readonly answers: readonly { readonly key: string; readonly answered: string; readonly says: string }[];
  /** What was typed is not taken; the message says why. */
  readonly refused: boolean;
  /** The list, where it is another. */
  readonly rows?: string;
  readonly filters?: string;
}

export interface Setting {
  /** What the server knows it by. */
  readonly path: string;
  readonly name: string;
  readonly says: string;
  readonly now: string;
}

/** What the server does not do; the message says why. */
export class RefusedError extends Error {}

/** @param signal of who asks no longer: what is abandoned fails by {@link isAbandoned} */
export function ask<T>(path: string, key: string, signal?: AbortSignal): Promise<T> {
  return answered(fetch(`${path}?${new URLSearchParams({ key })}`, signal && { signal }));
}

export function isAbandoned(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

export function tell<T>(path: string, body: object): Promise<T> {
  const headers = { 'Content-Type': 'application/json' };
  return answered(fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }));
}

async function answered<T>(request: Promise<Response>): Promise<T> {
  const response = await request.catch((error: unknown) => {
    if (isAbandoned(error)) throw error;
    throw new RefusedError(`the review has ended, or its terminal is closed (${String(error)})`);
  });
  if (response.ok) return (await response.json()) as T;
  throw new RefusedError((await response.text()).trim());
}

/** Of an answer that the page shows: more than nine have buttons alone. */
export function isNumber(key: string): boolean {
  return /^\d+$/.test(key);
}
