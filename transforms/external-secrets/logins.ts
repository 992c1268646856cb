/** Secrets by which somebody logs in where a store has no place: to the store itself, or for a few hours. */

import type { Json, Resource, Root } from '../../src/transform.ts';
import { isMap } from '../shared/data.ts';
import type { Store } from './store.ts';

const GROUPS = /^(?:generators\.)?external-secrets\.io\//;
/** They take values from stores, and give none to them. */
const TAKERS = ['ExternalSecret', 'ClusterExternalSecret', 'PushSecret', 'ClusterPushSecret'];
/** Where the operator runs. */
const OPERATOR = /^external-secrets(?:-.*)?$/;
/** How logins to stores are called. */
const LOGIN = /(?:^|[-_.])(?:auth|credentials?|creds?|login|token|key|keys|secret|approle|access)(?:$|[-_.])/;

/** By which a store is reached: made by that store, it would be there too late. */
export function isLoginOfStore(secret: Resource, { ref }: Store, root: Root): boolean {
  const names = [secret.name, ...secret.formerNames];
  const namespace = root.platform.namespaceOf(secret);
  const stores = [
    ...root.platform.ofCluster('ClusterSecretStore'),
    ...root.platform.ofCluster('ClusterGenerator'),
    ...root.platform.resourcesIn(namespace),
    ...root.resources,
  ].filter(({ kind, apiVersion }) => GROUPS.test(apiVersion) && !TAKERS.includes(kind));
  if (stores.some(store => namesIn(store.get(['spec'])).some(each => names.includes(each)))) return true;
  // One that no manifest brings says nothing of its login, which stands with the operator or is called after it.
  return names.some(
    name =>
      (OPERATOR.test(namespace ?? '') || name.includes(ref.name) || name.startsWith('external-secrets')) &&
      LOGIN.test(name),
  );
}

/** Of all that it refers to. */
function namesIn(value: Json | undefined): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (!isMap(value)) return [];
  const { name, ...others } = value;
  return [...(typeof name === 'string' ? [name] : []), ...Object.values(others).flatMap(namesIn)];
}

/** Registries whose logins are void after hours: those of ECR after twelve. */
const EXPIRING =
  /(?:^|[/"\s])((?:\d{12}\.dkr[.-]ecr[\w.-]*\.amazonaws\.com(?:\.cn)?|[\w-]+\.dkr[.-]ecr\.[\w.-]+|public\.ecr\.aws))/;

/** The registry that a Secret logs in to for some hours. */
export function expiringLogin(secret: Resource): string | undefined {
  const type = secret.get(['type']);
  if (type !== 'kubernetes.io/dockerconfigjson' && type !== 'kubernetes.io/dockercfg') return undefined;
  const encoded = valuesOf(secret.get(['data'])).map(each => Buffer.from(each, 'base64').toString());
  const found = [...valuesOf(secret.get(['stringData'])), ...encoded].map(each => EXPIRING.exec(each)?.[1]);
  return found.find(each => each !== undefined);
}

function valuesOf(values: Json | undefined): readonly string[] {
  return isMap(values) ? Object.values(values).filter(each => typeof each === 'string') : [];
}
