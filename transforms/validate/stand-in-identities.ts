/** Cloud identities of ServiceAccounts that name a word where an account belongs: the cloud gives their pods nothing. */

import { isForTrials, type Proposal, type Resource, type Root } from '../../src/transform.ts';

export type IdentityMessage = 'stand-in-identity';

/** What each names its account by, and what that looks like. */
const IDENTITIES: Readonly<Record<string, { readonly part: RegExp; readonly real: RegExp }>> = {
  'eks.amazonaws.com/role-arn': { part: /^arn:aws[\w-]*:iam::([^:]*):role\//, real: /^\d{12}$/ },
  'iam.gke.io/gcp-service-account': {
    part: /^[^@]+@([^@]+)\.iam\.gserviceaccount\.com$/,
    real: /^[a-z][a-z0-9.:-]+$/,
  },
  'azure.workload.identity/client-id': {
    part: /^(.+)$/,
    real: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  },
};

/** Words alone: a variable has a form of its own, and is filled in. */
const WORD = /^<?[A-Za-z][A-Za-z0-9 _-]*>?$/;

export function* standInIdentities(
  account: Resource,
  { environment, platform }: Root,
): Generator<Proposal<IdentityMessage>> {
  if (account.kind !== 'ServiceAccount' || isForTrials(environment.tier) || environment.isPassing) return;
  for (const [annotation, { part, real }] of Object.entries(IDENTITIES)) {
    const word = part.exec(account.annotations[annotation] ?? '')?.[1] ?? '';
    if (
      !WORD.test(word) ||
      real.test(word) ||
      platform.isFilledIn(word) ||
      replacedAt(word, platform) !== undefined
    )
      continue;
    yield {
      message: 'stand-in-identity',
      data: { resource: `ServiceAccount ${account.name}`, annotation, word },
      at: { on: account.key, path: ['metadata', 'annotations', annotation] },
      changes: [],
      evidence: [],
    };
  }
}

/** `file:line` of what puts something else in the place of a word: a script of the repository. */
export function replacedAt(word: string, { mentions }: Root['platform']): string | undefined {
  return mentions(new RegExp(String.raw`\b(?:sed|perl|yq|envsubst|replace)\b[^\n]{0,200}${word}`));
}
