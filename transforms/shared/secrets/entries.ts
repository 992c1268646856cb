/** What Secrets hold, decoded. */
import type { Resource } from '../../../src/transform.ts';
import { isMap } from '../data.ts';

/** An entry of a Secret, as the pod sees it. */
export interface SecretEntry {
  readonly field: 'data' | 'stringData';
  readonly key: string;
  readonly value: string;
}

/** In the order of the manifest, `data` first. */
export function entriesOf(secret: Resource): SecretEntry[] {
  return (['data', 'stringData'] as const).flatMap(field => {
    const values = secret.get([field]);
    if (!isMap(values)) return [];
    return Object.entries(values).flatMap(([key, value]): SecretEntry[] => {
      if (typeof value !== 'string') return [];
      return [{ field, key, value: field === 'data' ? decoded(value) : value }];
    });
  });
}

const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;

/** What is no base64 is a reference that some tool fills in, and stays what it is. */
function decoded(value: string): string {
  return BASE64.test(value) ? Buffer.from(value, 'base64').toString('utf8') : value;
}
