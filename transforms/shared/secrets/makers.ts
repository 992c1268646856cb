/** Who makes a Secret, where no manifest has its values for good. */
import { secretsMadeBy } from '../../../src/kubernetes/made-secrets.ts';
import { podKindOf } from '../../../src/kubernetes/pod-templates.ts';
import type { FieldPath, Resource, Root } from '../../../src/transform.ts';
import { isWithoutPods } from '../namespaces/without-pods.ts';
import { isCustom } from '../voices.ts';

/** Ten letters and digits of a generator behind the name that it had before. */
export function hasHash({ name, formerNames }: Resource): boolean {
  return formerNames.length > 0 && /-[bcdfghkmt2456789]{10}$/.test(name);
}

/** The object of an operator that makes a Secret of the same name. */
export function makerOf(secret: Resource, root: Root): Resource | undefined {
  return makerCalled(secret.name, root.platform.namespaceOf(secret), root);
}

function makerCalled(
  secret: string,
  namespace: string | undefined,
  { platform }: Root,
): Resource | undefined {
  return platform
    .resourcesIn(namespace)
    .find(each => each.kind !== 'Secret' && secretsMadeBy(each.object).some(({ name }) => name === secret));
}

/**
 * What brings a Secret that no manifest has, as the end of a sentence behind its name: an object by which a controller makes it, a
 * command, or perhaps the operator of something that is called as it begins; undefined where nothing shows it.
 *
 * @param at `file:line` of what reads it
 */
export function bringerOf(
  secret: string,
  namespace: string | undefined,
  at: string,
  root: Root,
): string | undefined {
  const { platform } = root;
  const custom = platform.resourcesIn(namespace).filter(isCustom);
  const object =
    makerCalled(secret, namespace, root) ??
    custom.find(each => NAMED_BY.some(path => each.get(path) === secret));
  if (object !== undefined) return `which ${object.kind} ${object.name} brings: its value is not here`;
  const made = platform.madeOutside('Secret', secret, at, namespace);
  if (made !== undefined) return `which is made outside of the manifests (${made}): its value is not here`;
  const operated = custom.find(each => isOperated(each) && secret.startsWith(`${each.name}-`));
  return (
    operated && `which the operator of ${operated.kind} ${operated.name} may make: its value is not here`
  );
}

/** Fields by which operators are told what to call a Secret that they make: of Vault, Infisical and Crossplane. */
const NAMED_BY: readonly FieldPath[] = [
  ['spec', 'destination', 'name'],
  ['spec', 'managedSecretReference', 'secretName'],
  ['spec', 'writeConnectionSecretToRef', 'name'],
];

/** An operator calls what it makes of an object after that; what has a pod template has its Secrets from elsewhere. */
function isOperated({ apiVersion, kind }: Resource): boolean {
  const known = podKindOf(kind, apiVersion);
  return known === undefined
    ? !isWithoutPods(apiVersion.split('/')[0]!, { kind })
    : known.scaled === 'operator';
}

/** Types whose values a cluster or a tool makes. */
const MADE_BY_OTHERS = /^(?:kubernetes\.io\/service-account-token|bootstrap\.kubernetes\.io\/|helm\.sh\/)/;

export function isMadeByOthers(secret: Resource): boolean {
  return MADE_BY_OTHERS.test(String(secret.get(['type']) ?? ''));
}
