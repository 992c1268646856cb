/** Where the values of Secrets are kept, and how the repository speaks of that place. */

import { mapOf } from '../../src/network/data.ts';
import type { Evidence, JsonObject, Resource, Root } from '../../src/transform.ts';
import { isMap, mapAt, mapsIn } from '../shared/data.ts';

export interface StoreOptions {
  readonly store?: string;
  readonly storeKind: string;
  readonly key?: string;
}

export interface Store {
  readonly ref: { readonly kind: string; readonly name: string };
  readonly evidence: Evidence;
  /** Version in which the repository writes its ExternalSecrets. */
  readonly apiVersion: string;
  readonly refreshInterval: string;
  /** Where the values of one Secret are, with `{name}` for it. */
  readonly key: string;
  /** Whether one place of the store holds all values of a Secret, each below a property. */
  readonly hasProperties: boolean;
}

/** v1beta1 is served no more since external-secrets 0.17. */
const SERVED = 'external-secrets.io/v1';

/** Undefined where neither the configuration nor an ExternalSecret or a store of the repository names one. */
export function storeFor(
  secret: Resource,
  root: Root,
  options: StoreOptions,
  stated: Evidence | undefined,
): Store | undefined {
  const namespace = root.platform.namespaceOf(secret);
  const written = root.platform
    .find('ExternalSecret', namespace)
    .concat(root.find('ExternalSecret'))
    .filter(({ apiVersion }) => apiVersion.startsWith('external-secrets.io/'));
  const like = written[0];
  const form = {
    apiVersion: like?.apiVersion ?? SERVED,
    refreshInterval: textAt(like, ['spec', 'refreshInterval']) ?? '1h',
    key: options.key ?? keyLike(written) ?? '{project}/{environment}/{name}',
    hasProperties:
      written.length === 0 || written.some(each => remotesOf(each).some(({ property }) => property)),
  };
  if (stated !== undefined && options.store !== undefined)
    return { ...form, ref: { kind: options.storeKind, name: options.store }, evidence: stated };
  const named = namedBy(written) ?? onlyStore(namespace, root);
  return named && { ...form, ...named };
}

type Named = Pick<Store, 'ref' | 'evidence'>;

/** The store that all of them name. */
function namedBy(written: readonly Resource[]): Named | undefined {
  const path = ['spec', 'secretStoreRef'];
  const refs = written.flatMap(each => {
    const ref = each.get(path);
    if (!isMap(ref) || typeof ref.name !== 'string') return [];
    const kind = typeof ref.kind === 'string' ? ref.kind : 'SecretStore';
    return [{ kind, name: ref.name, at: each.where(path), by: each.name }];
  });
  const [first, ...others] = refs;
  if (first === undefined || others.some(({ kind, name }) => kind !== first.kind || name !== first.name))
    return undefined;
  return {
    ref: { kind: first.kind, name: first.name },
    evidence: {
      kind: 'manifest',
      at: first.at,
      says: `ExternalSecret ${first.by} has its values from ${first.name}`,
    },
  };
}

function onlyStore(namespace: string | undefined, { platform }: Root): Named | undefined {
  const stores = [
    ...platform.find('SecretStore', namespace),
    ...platform.find('ClusterSecretStore', undefined),
  ].filter(({ apiVersion }) => apiVersion.startsWith('external-secrets.io/'));
  const [store] = stores;
  if (store === undefined || stores.length > 1) return undefined;
  return {
    ref: { kind: store.kind, name: store.name },
    evidence: {
      kind: 'manifest',
      at: store.where(['spec']),
      says: `${store.kind} ${store.name} is the only one`,
    },
  };
}

/** A store may be the Secrets of a namespace of the same cluster: made out of itself, one of them would never be there. */
export function isBehindStore(secret: Resource, { ref }: Store, root: Root): boolean {
  const { platform } = root;
  const namespace = platform.namespaceOf(secret);
  const found = platform
    .anywhere(ref.kind)
    .filter(({ name, apiVersion }) => name === ref.name && apiVersion.startsWith('external-secrets.io/'));
  return found.some(store => {
    const kubernetes = mapOf(store.get(['spec', 'provider', 'kubernetes']));
    const { remoteNamespace = 'default', server } = kubernetes;
    const { url = OWN_CLUSTER } = mapOf(server);
    const isOwn = Object.keys(kubernetes).length > 0 && String(url).includes(OWN_CLUSTER);
    return isOwn && remoteNamespace === (namespace ?? 'default');
  });
}

const OWN_CLUSTER = 'kubernetes.default';

/** How the first one whose place holds its name speaks of it: `shop/production/{name}`. */
function keyLike(written: readonly Resource[]): string | undefined {
  for (const each of written) {
    for (const { key } of remotesOf(each)) {
      if (typeof key !== 'string') continue;
      const parts = key.split('/');
      const index = parts.indexOf(each.name);
      if (index >= 0) return parts.with(index, '{name}').join('/');
    }
  }
  return undefined;
}

function remotesOf(external: Resource): JsonObject[] {
  return [
    ...mapsIn(external.get(['spec', 'data'])).map(each => mapAt(each, 'remoteRef')),
    ...mapsIn(external.get(['spec', 'dataFrom'])).map(each => mapAt(each, 'extract')),
  ];
}

function textAt(resource: Resource | undefined, path: readonly string[]): string | undefined {
  const value = resource?.get(path);
  return typeof value === 'string' ? value : undefined;
}
