/** Secrets whose values still say that somebody has to put others there (catalogue C1, M20). */

import { isReference } from '../../src/credentials/literal.ts';
import { secretsMadeBy } from '../../src/kubernetes/made-secrets.ts';
import { isForTrials, type Proposal, type Resource, type Root } from '../../src/transform.ts';
import { enumerated } from '../shared/prose.ts';
import { entriesOf } from '../shared/secret-entries.ts';

export type StandInMessage = 'stand-in';

/** Words that only speak to whoever copies the file. What may be a password that works is one (`plaintext-credentials`). */
const STAND_IN =
  /^(?:["']?)(?:(?:please[-_ ]?)?(?:replace|insert|fill|set)[-_ ]?(?:me|it|this|in|by|with)?(?:[-_ ]\S.*)?|(?:your|my)[-_ ].*(?:here|key|token|secret|password|value)|.*[-_ ](?:goes[-_ ]here|placeholder)|placeholder(?:[-_ ].*)?|todo|fixme|tbd|x{3,})["']?$/i;

/**
 * An apply puts the text of the manifest over what was put there by hand. In a cluster for trials nobody minds; a tool that
 * fills the Secret in, or that an annotation tells to leave it alone, is meant to find such words.
 */
export function* standIns(secret: Resource, root: Root): Generator<Proposal<StandInMessage>> {
  if (secret.kind !== 'Secret' || Object.keys(secret.annotations).some(isToolOfSecrets)) return;
  const { tier, isPassing, name: environment } = root.environment;
  if (environment === undefined || isForTrials(tier) || isPassing || isMade(secret, root)) return;
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
  const text = value.trim();
  return STAND_IN.test(text) && !isReference(text);
}

/** Argo CD's plug-in for stores, Flux and Argo CD where they apply a Secret once alone, replicators, webhooks of stores. */
function isToolOfSecrets(annotation: string): boolean {
  return /^avp\.kubernetes\.io\/|vault|replicator|reflector|kustomize\.toolkit\.fluxcd\.io\/(?:ssa|reconcile)|^secrets?[-.]/.test(
    annotation,
  );
}

/** Something else writes the same Secret, and merges. */
function isMade(secret: Resource, root: Root): boolean {
  return root.resources.some(
    other =>
      other.namespace === secret.namespace &&
      secretsMadeBy(other.object).some(({ name }) => name === secret.name),
  );
}
