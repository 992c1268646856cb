/** Who makes a Secret, where no manifest has its values for good. */
import { secretsMadeBy } from '../../../src/kubernetes/made-secrets.ts';
import type { Resource, Root } from '../../../src/transform.ts';

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
