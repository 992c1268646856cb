/** Values of Secrets come from a store, and not from the repository (catalogue M1). */

import {
  type Change,
  type Doubt,
  defineTransform,
  type JsonObject,
  nameOf,
  type Proposal,
  type Resource,
  type Root,
} from '../../src/transform.ts';
import { isOnOwnMachine } from '../shared/clusters/local.ts';
import { sourceName } from '../shared/elsewhere.ts';
import { fileOf } from '../shared/places.ts';
import { enumerated } from '../shared/prose.ts';
import { hasHash, isMadeByOthers, makerOf } from '../shared/secrets/makers.ts';
import { isEncrypted, sopsFor } from '../shared/secrets/sops.ts';
import { expiringLogin, isLoginOfStore } from './logins.ts';
import { isBehindStore, type Store, storeFor } from './store.ts';

export default defineTransform({
  id: 'external-secrets',
  title: 'The values of Secrets come from a store',
  severity: 'medium',
  severities: { twice: 'low' },
  group: 'security',
  order: 60,
  preset: 'recommended',
  each: 'resource',
  kinds: ['Secret'],
  options: {
    store: {
      type: 'string',
      description:
        'The SecretStore or ClusterSecretStore of External Secrets that has the values. Unset, it is the one that the ExternalSecrets of the repository name.',
    },
    storeKind: {
      type: 'string',
      enum: ['SecretStore', 'ClusterSecretStore'],
      default: 'SecretStore',
      description: 'What `store` names.',
    },
    key: {
      type: 'string',
      description:
        'Where the store has the values of a Secret. `{project}`, `{environment}` and `{name}` stand for what they say; unset, it is like that of the ExternalSecrets of the repository, or all three with slashes between.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    written:
      'Secret {name} stands in the repository. An ExternalSecret makes it from {key} of {store}, and the manifest can go where that works',
    generated: 'Secret {name} is generated, and nothing else can make one whose name has a hash',
    expires:
      'Secret {name} stands in the repository, and what it says is void after hours: it logs in to {registry}',
    twice:
      'ExternalSecret {by} makes Secret {name}, which also stands here: whoever is last overwrites the other',
  },
  briefs: {
    written: 'Secret not from the store',
    generated: 'generated Secret not from the store',
    expires: 'login that expires in a manifest',
    twice: 'Secret of an ExternalSecret also written',
  },
  docs: {
    why: 'A Secret in a repository is read by whoever reads that, and is changed by a commit. A store knows who reads a value, and changes it without one.',
    risk: 'Two steps. First the ExternalSecret comes beside the manifest: it takes the Secret over, with each of its keys, and the tool that applies the repository is told to leave it when the manifest goes. Until then the two overwrite each other, so the store needs the values first. Then somebody takes the manifest out.',
    links: [
      'https://external-secrets.io/latest/api/externalsecret/',
      'https://external-secrets.io/latest/guides/ownership-deletion-policy/',
      'https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#no-prune-resources',
      'https://fluxcd.io/flux/components/kustomize/kustomizations/#prune',
    ],
    sameAs: [],
  },
  *plan(secret, { root, options, configured }) {
    const keys = keysOf(secret);
    if (keys.length === 0 || isEncrypted(secret) || !root.repository.holds(fileOf(secret.where([])))) return;
    const maker = makerOf(secret, root);
    if (maker !== undefined) {
      if (maker.kind === 'ExternalSecret') yield twice(secret, maker);
      return;
    }
    // A cluster on somebody's own machine reaches no store.
    if (isMadeByOthers(secret) || isOnOwnMachine(root)) return;
    const stated = configured('store', 'the team has named its store');
    // Each Secret has one way: a rule of SOPS for its file is that, unless the team has named a store.
    if (stated === undefined && sopsFor(secret, root)?.rule?.encrypts === 'values') return;
    const store = storeFor(secret, root, options, stated);
    if (store === undefined || isLoginOfStore(secret, store, root) || isBehindStore(secret, store, root))
      return;
    const expiring = expiringLogin(secret);
    if (expiring !== undefined) {
      yield expires(secret, expiring);
      return;
    }
    yield hasHash(secret) ? generated(secret) : written(secret, keys, store, root);
  },
});

function keysOf(secret: Resource): string[] {
  const keys = ['data', 'stringData'].flatMap(field => Object.entries(secret.get([field]) ?? {}));
  // One that is empty is filled in by somebody who knows of it.
  const filled = keys.filter(([, value]) => value !== '' && value !== null);
  return filled.length === 0 ? [] : [...new Set(keys.map(([key]) => key))];
}

function generated(secret: Resource): Proposal<'generated'> {
  return {
    message: 'generated',
    data: { name: sourceName(secret) },
    at: { on: secret.key, path: [] },
    changes: [],
    evidence: [],
    known: 'take it out of `secretGenerator`, or let that add no hash, and look again',
  };
}

/** A store would hand out what has expired in the meantime. */
function expires(secret: Resource, registry: string): Proposal<'expires'> {
  return {
    message: 'expires',
    data: { name: sourceName(secret), registry },
    at: { on: secret.key, path: [] },
    changes: [],
    evidence: [],
    known:
      'an ExternalSecret with the generator ECRAuthorizationToken makes a new one in time; the AWS account that it may use is for a person to say',
  };
}

function twice(secret: Resource, maker: Resource): Proposal<'twice'> {
  return {
    message: 'twice',
    data: { name: secret.name, by: maker.name },
    at: { on: secret.key, path: [] },
    changes: [],
    evidence: [],
    known: 'take the manifest out once the ExternalSecret is ready',
  };
}

function written(secret: Resource, keys: readonly string[], store: Store, root: Root): Proposal<'written'> {
  const place = placeOf(secret, store, root);
  const remote = (key: string) =>
    store.hasProperties ? { key: place, property: key } : { key: `${place}-${kebab(key)}` };
  const manifest: JsonObject = {
    apiVersion: store.apiVersion,
    kind: 'ExternalSecret',
    metadata: { name: nameOf(secret) },
    spec: {
      refreshInterval: store.refreshInterval,
      secretStoreRef: store.ref,
      target: { creationPolicy: 'Owner', deletionPolicy: 'Retain', ...templateOf(secret) },
      data: keys.map(secretKey => ({ secretKey, remoteRef: remote(secretKey) })),
    },
  };
  return {
    message: 'written',
    data: { name: secret.name, key: place, store: `${store.ref.kind} ${store.ref.name}` },
    at: { on: secret.key, path: [] },
    changes: [{ type: 'create', manifest, beside: secret.key }, ...leftAlone(secret, root)],
    evidence: [store.evidence],
    doubts: doubtsOf(place, keys, root),
    promised: [store.ref],
  };
}

/** What the Secret has besides its values, which would be lost. */
function templateOf(secret: Resource): JsonObject {
  const type = secret.get(['type']);
  const { labels } = secret;
  const template = {
    ...(typeof type === 'string' && type !== 'Opaque' && { type }),
    ...(Object.keys(labels).length > 0 && { metadata: { labels } }),
  };
  return Object.keys(template).length === 0 ? {} : { template };
}

function placeOf(secret: Resource, { key }: Store, root: Root): string {
  const values: Readonly<Record<string, string | undefined>> = {
    project: root.repository.project,
    environment: root.environment.name,
    name: sourceName(secret),
  };
  return key
    .split('/')
    .map(part => part.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ''))
    .filter(part => part !== '')
    .join('/');
}

function kebab(key: string): string {
  return key
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

const SYNC = 'argocd.argoproj.io/sync-options';
const PRUNE = 'kustomize.toolkit.fluxcd.io/prune';

/** What applies the repository would delete the Secret together with its manifest, before its successor is there. */
function leftAlone(secret: Resource, { repository }: Root): Change[] {
  const sync = secret.annotations[SYNC];
  const argo =
    repository.hasArgoApplications && !sync?.includes('Prune=false')
      ? [secret.set(annotation(SYNC), [...(sync === undefined ? [] : [sync]), 'Prune=false'].join(','))]
      : [];
  const flux =
    repository.hasFluxKustomizations && secret.annotations[PRUNE] !== 'disabled'
      ? [secret.set(annotation(PRUNE), 'disabled')]
      : [];
  return [...argo, ...flux];
}

function annotation(key: string): readonly string[] {
  return ['metadata', 'annotations', key];
}

function doubtsOf(place: string, keys: readonly string[], { repository }: Root): Doubt[] {
  const isApplied = repository.hasArgoApplications || repository.hasFluxKustomizations;
  return [
    `the store has to hold ${enumerated(keys.map(key => `\`${key}\``))} below ${place} first`,
    isApplied
      ? 'until the manifest goes, the tool that applies it and the operator overwrite each other'
      : 'whoever applies the manifest again puts its values back',
  ];
}
