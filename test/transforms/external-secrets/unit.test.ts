import transform from '../../../transforms/external-secrets/index.ts';
import { only, propose, rootOf } from '../root.ts';

const STORE = { store: 'vault' };

function secret(spec: string, name = 'shop'): string {
  return `apiVersion: v1
kind: Secret
metadata:
  name: ${name}
  namespace: shop
${spec}
`;
}

function external(name: string, remote: string, store = 'vault'): string {
  return `---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: ${name}
  namespace: shop
spec:
  secretStoreRef: {kind: ClusterSecretStore, name: ${store}}
  data: [{secretKey: token, remoteRef: {${remote}}}]
`;
}

const of = (text: string, options = {}) => propose(transform, rootOf(text), options);

function made(text: string, options = {}): unknown {
  const change = only(of(text, options), 'written')?.changes.find(({ type }) => type === 'create');
  return change?.type === 'create' ? change.manifest.spec : undefined;
}

const DATA = 'stringData: {API_KEY: fake-api-key}';

test('nothing names a store', () => {
  expect(of(secret(DATA))).toEqual([]);
});

test('two stores, and nobody says which', () => {
  const two = `${external('mail', 'key: a/mail')}${external('queue', 'key: a/queue', 'other')}`;
  expect(of(secret(DATA) + two)).toEqual([]);
});

test.each([
  ['key: teams/mail, property: token', { key: 'teams/shop', property: 'API_KEY' }],
  ['key: teams/mail', { key: 'teams/shop-api-key' }],
  ['key: elsewhere, property: token', { key: 'shop', property: 'API_KEY' }],
])('one that says {%s} has values elsewhere', (remote, expected) => {
  expect(made(secret(DATA) + external('mail', remote))).toMatchObject({
    secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
    data: [{ secretKey: 'API_KEY', remoteRef: expected }],
  });
});

test('each key of the Secret is covered, whatever field it stands in', () => {
  const both = secret('data: {a: ZmFrZQ==}\nstringData: {a: fake, b: fake}');
  expect(made(both, STORE)).toMatchObject({ data: [{ secretKey: 'a' }, { secretKey: 'b' }] });
});

test.each([
  ['type: kubernetes.io/service-account-token\ndata: {token: ZmFrZQ==}'],
  ['stringData: {API_KEY: ""}'],
  ['type: Opaque'],
])('%j is made or filled in by others', spec => {
  expect(of(secret(spec), STORE)).toEqual([]);
});

test('no value of the Secret is said', () => {
  expect(JSON.stringify(of(secret(DATA), STORE))).not.toContain('fake-api-key');
});

test('the login of a store stays where it is', () => {
  const store = `---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: {name: vault, namespace: shop}
spec: {provider: {vault: {auth: {tokenSecretRef: {name: vault-token, key: token}}}}}
`;
  expect(of(secret('stringData: {token: fake-token}', 'vault-token') + store, STORE)).toEqual([]);
  expect(of(secret(DATA) + store, STORE)).toHaveLength(1);
});

describe('a Secret by which the store itself is reached stays', () => {
  const clusterStore = (name: string) => `---
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: {name: vault}
spec: {provider: {vault: {auth: {tokenSecretRef: {name: ${name}, namespace: shop, key: token}}}}}
`;

  test('that a store of the repository names', () => {
    expect(of(secret(DATA, 'login') + clusterStore('login'))).toEqual([]);
    expect(only(of(secret(DATA, 'shop') + clusterStore('login')), 'written')).toBeDefined();
  });

  test.each(['vault-token', 'vault-credentials', 'external-secrets-aws-credentials'])('%s', name => {
    expect(of(secret(DATA, name), STORE)).toEqual([]);
  });

  test('where the operator runs', () => {
    const own = secret(DATA, 'awssm-secret').replace('namespace: shop', 'namespace: external-secrets');
    expect(of(own, STORE)).toEqual([]);
  });

  test.each(['shop-token', 'vaulted-things'])('%s is none', name => {
    expect(only(of(secret(DATA, name), STORE), 'written')).toBeDefined();
  });
});

describe('a login to a registry', () => {
  const login = (host: string) => {
    const config = JSON.stringify({ auths: { [host]: { auth: 'ZmFrZTpmYWtl' } } });
    return [
      secret(
        `type: kubernetes.io/dockerconfigjson\nstringData: {.dockerconfigjson: ${JSON.stringify(config)}}`,
      ),
      secret(
        `type: kubernetes.io/dockerconfigjson\ndata: {.dockerconfigjson: ${Buffer.from(config).toString('base64')}}`,
      ),
    ];
  };

  test.each(['111122223333.dkr.ecr.eu-west-1.amazonaws.com', 'https://public.ecr.aws'])(
    'that %s takes for some hours is for a generator',
    host => {
      for (const text of login(host))
        expect(only(of(text, STORE), 'expires')).toMatchObject({
          changes: [],
          known: expect.stringContaining('ECRAuthorizationToken'),
          data: { registry: host.replace('https://', '') },
        });
    },
  );

  test.each(['ghcr.io', 'https://index.docker.io/v1/'])('that %s takes is in the store', host => {
    for (const text of login(host)) expect(only(of(text, STORE), 'written')).toBeDefined();
  });
});
