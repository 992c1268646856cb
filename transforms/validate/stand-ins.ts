/** Secrets whose values still say that somebody has to put others there (catalogue C1, M20). */

import { isReference } from '../../src/credentials/literal.ts';
import { isForTrials, type Proposal, type Resource, type Root } from '../../src/transform.ts';
import { enumerated } from '../shared/prose.ts';
import { entriesOf } from '../shared/secrets/entries.ts';
import { makerOf } from '../shared/secrets/makers.ts';

export type StandInMessage = 'stand-in';

/**
 * Words that only speak to whoever copies the file. What may be a password that works is one (`plaintext-credentials`), and a verb
 * alone, or with an object of its own (`replace`, `set search_path to shop`), is a setting.
 */
const STAND_INS: readonly RegExp[] = [
  /^(?:todo|fixme|tbd|x{3,}|placeholder)$/,
  /^placeholder[-_ ]|[-_ ]placeholder$/,
  /^(?:please[-_ ])?(?:replace|insert|fill|set)[-_ ]?(?:me|it|this|in|by|with)(?:[-_ ]|$)/,
  /^(?:please|replace|insert|fill|enter|put)[-_ ].*(?:here|key|token|secret|password|value)$/,
  /^your[-_ ].*(?:here|key|token|secret|password|value)$/,
  /[-_ ]goes[-_ ]here$/,
];

/** Argo CD's plug-in for stores has tags of names and paths, and with a bar what it makes of them. */
const TAG = /^<[\w ,.-]*\b(?:your|encoded|generated?|random|strong)\b[\w ,.-]*>$/i;

/** Whether a value in angle brackets speaks to whoever copies the file (`<base64-encoded-password>`), and to no plug-in. */
export function isStandInTag(value: string): boolean {
  return TAG.test(value.trim());
}

/**
 * An apply puts the text of the manifest over what was put there by hand. In a cluster for trials nobody minds; a tool that
 * fills the Secret in, or that an annotation tells to leave it alone, is meant to find such words.
 */
export function* standIns(secret: Resource, root: Root): Generator<Proposal<StandInMessage>> {
  if (secret.kind !== 'Secret' || Object.keys(secret.annotations).some(isToolOfSecrets)) return;
  const { tier, isPassing, name: environment } = root.environment;
  if (environment === undefined || isForTrials(tier) || isPassing) return;
  // Something else writes the same Secret, and merges.
  if (makerOf(secret, root) !== undefined) return;
  const [first, ...others] = entriesOf(secret).filter(({ value }) => isStandIn(value));
  if (first === undefined) return;
  yield {
    message: 'stand-in',
    data: {
      resource: `Secret ${secret.name}`,
      keys: enumerated([first, ...others].map(({ key }) => key)),
      environment,
    },
    at: { on: secret.key, path: [first.field, first.key] },
    changes: [],
    evidence: [],
  };
}

function isStandIn(value: string): boolean {
  const text = value
    .trim()
    .replace(/^["']|["']$/g, '')
    .toLowerCase();
  if (isStandInTag(text)) return true;
  return !text.includes('\n') && !isReference(text) && STAND_INS.some(form => form.test(text));
}

/** Argo CD's plug-in for stores, Flux and Argo CD where they apply a Secret once alone, replicators, webhooks of stores. */
function isToolOfSecrets(annotation: string): boolean {
  return /^avp\.kubernetes\.io\/|vault|replicator|reflector|kustomize\.toolkit\.fluxcd\.io\/(?:ssa|reconcile)|^secrets?[-.]/.test(
    annotation,
  );
}
