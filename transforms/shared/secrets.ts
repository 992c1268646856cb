/** Secrets as manifests and generators write them: their entries, and who else makes them. */
import { secretsMadeBy } from '../../src/kubernetes/made-secrets.ts';
import type { Resource, Root } from '../../src/transform.ts';
import { isMap } from './data.ts';

/** An entry of a Secret, as the pod sees it. */
export interface SecretEntry {
  readonly field: 'data' | 'stringData';
  readonly key: string;
  readonly value: string;
}

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

/** Ten letters and digits of a generator behind the name that it had before. */
export function hasHash({ name, formerNames }: Resource): boolean {
  return formerNames.length > 0 && /-[bcdfghkmt2456789]{10}$/.test(name);
}

/** The object of an operator that makes a Secret of the same name. */
export function makerOf(secret: Resource, { platform }: Root): Resource | undefined {
  return platform
    .resourcesIn(platform.namespaceOf(secret))
    .find(
      each => each.kind !== 'Secret' && secretsMadeBy(each.object).some(({ name }) => name === secret.name),
    );
}

/** Types whose values a cluster or a tool makes. */
const MADE_BY_OTHERS = /^(?:kubernetes\.io\/service-account-token|bootstrap\.kubernetes\.io\/|helm\.sh\/)/;

export function isMadeByOthers(secret: Resource): boolean {
  return MADE_BY_OTHERS.test(String(secret.get(['type']) ?? ''));
}
