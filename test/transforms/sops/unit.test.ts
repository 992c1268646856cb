import type { AppliedBy, Sops, SopsRule } from '../../../src/transform.ts';
import externalSecrets from '../../../transforms/external-secrets/index.ts';
import credentials from '../../../transforms/plaintext-credentials/index.ts';
import transform from '../../../transforms/sops/index.ts';
import { propose, rootOf, type Setting } from '../root.ts';

const RULE: SopsRule = { at: '.sops.yaml:2', encrypts: 'values' };

function secret(values = 'stringData: {API_TOKEN: fake-c0ffee-example}', name = 'shop'): string {
  return `---
apiVersion: v1
kind: Secret
metadata: {name: ${name}}
${values}
`;
}

const ENCRYPTED = secret(
  'stringData: {A: "ENC[AES256_GCM,data:abc]"}\nsops: {mac: "ENC[AES256_GCM,data:abc]"}',
);

function flux(decrypts: boolean): AppliedBy {
  const apiVersion = 'kustomize.toolkit.fluxcd.io/v1';
  const [name, at, namespace] = ['shop', 'flux/shop.yaml:2', undefined];
  return { tool: 'flux', apiVersion, kind: 'Kustomization', name, at, namespace, decrypts };
}

interface Given {
  readonly sops?: Partial<Sops>;
  readonly appliedBy?: readonly AppliedBy[];
}

function setting({ sops = {}, appliedBy = [] }: Given): Setting {
  const file = 'shop.yaml:1';
  return {
    where: key => (key === 'Secret/shop' ? file : 'others.yaml:1'),
    repository: {
      sops: { configFor: () => '.sops.yaml', ruleFor: () => RULE, generator: undefined, ...sops },
    },
    platform: { deploymentsOf: new Map([['overlays/production', appliedBy as never]]) },
  };
}

const NO_RULE = { sops: { ruleFor: () => undefined } };
const steps = (text: string, given: Given) =>
  propose(transform, rootOf(text, setting(given))).map(({ message, known }) => [message, known]);

const READY = [
  'ready',
  '`kustomend encrypt --write` has sops do it (`sops encrypt --in-place shop.yaml`); rotate what it holds: the history keeps it',
];

test('Flux decrypts, and a rule is for the file', () => {
  expect(steps(secret(), { appliedBy: [flux(true)] })).toEqual([READY]);
});

test('a Secret beside it is encrypted: somebody decrypts', () => {
  expect(steps(secret() + ENCRYPTED.replace('shop', 'mail'), {})).toEqual([READY]);
});

test.each<[string, Given, string]>([
  [
    'Flux does not decrypt',
    { appliedBy: [flux(false)] },
    'write `decryption: {provider: sops}` in Kustomization shop (flux/shop.yaml:2); `sops',
  ],
  [
    'one of two does not',
    { appliedBy: [flux(true), flux(false)] },
    'write `decryption: {provider: sops}` in',
  ],
  [
    'nobody decrypts',
    {},
    '`sops encrypt --in-place shop.yaml`; list it in `files` of a KSOPS generator (`kind: ksops` of `viaduct.ai/v1`)',
  ],
  [
    'no rule',
    { ...NO_RULE, appliedBy: [flux(true)] },
    'write a rule for shop.yaml in .sops.yaml, with `encrypted_regex: ^(data|stringData)$`, or give',
  ],
  [
    'a rule for whole files',
    { sops: { ruleFor: () => ({ ...RULE, encrypts: 'everything' }) }, appliedBy: [flux(true)] },
    'write `encrypted_regex: ^(data|stringData)$` in the rule at .sops.yaml:2: kustomize has to read',
  ],
])('%s: what comes first or last is said', (_, given, said) => {
  const [[message, known] = []] = steps(secret(), given);
  expect(message).toBe('prepared');
  expect(known).toContain(said);
});

test.each<[string, string, Given]>([
  ['nothing speaks of SOPS', secret(), NO_RULE],
  [
    'the rule is for whole files, and nobody decrypts',
    secret(),
    { sops: { ruleFor: () => ({ ...RULE, encrypts: 'everything' }) } },
  ],
  ['it is encrypted', ENCRYPTED, { appliedBy: [flux(true)] }],
  ['Flux fills it in', secret(`stringData: {API_TOKEN: "\${TOKEN}"}`), { appliedBy: [flux(true)] }],
  ['it is empty', secret('stringData: {API_TOKEN: ""}'), { appliedBy: [flux(true)] }],
  [
    'the cluster fills it',
    secret('type: kubernetes.io/service-account-token\nstringData: {a: fake-value}'),
    { appliedBy: [flux(true)] },
  ],
])('%s: no finding', (_, text, given) => {
  expect(steps(text, given)).toEqual([]);
});

test('a path that a shell would read otherwise is quoted', () => {
  const root = rootOf(secret(), {
    ...setting({ appliedBy: [flux(true)] }),
    where: () => "it's $(id).yaml:1",
  });
  expect(propose(transform, root)[0]?.known).toContain("`sops encrypt --in-place 'it'\\''s $(id).yaml'`");
});

test('a configuration further down is named to sops', () => {
  const given = { sops: { configFor: () => 'apps/.sops.yaml' }, appliedBy: [flux(true)] };
  expect(steps(secret(), given)[0]?.[1]).toContain(
    '`sops --config apps/.sops.yaml encrypt --in-place shop.yaml`',
  );
});

test('no value is said', () => {
  expect(JSON.stringify(steps(secret(), {}))).not.toContain('c0ffee');
});

test('nobody is asked what the Secret is to be kept with', () => {
  const text = secret('stringData: {DB_PASSWORD: c0ffee-Invented-42}');
  const [found] = propose(credentials, rootOf(text, setting({ appliedBy: [flux(true)] })));
  expect(found).toMatchObject({ message: 'secret', known: expect.stringContaining('SOPS encrypts it here') });
});

test('each Secret has one way: a rule comes before a store that others have', () => {
  const store = `---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: mail}
spec:
  secretStoreRef: {kind: ClusterSecretStore, name: vault}
  data: [{secretKey: token, remoteRef: {key: a}}]
`;
  const both = secret() + store;
  expect(propose(externalSecrets, rootOf(both, setting({})))).toEqual([]);
  expect(steps(both, {})).toHaveLength(1);
  expect(
    propose(externalSecrets, rootOf(both, setting({ ...NO_RULE, appliedBy: [flux(true)] }))),
  ).toHaveLength(1);
  expect(steps(both, { ...NO_RULE, appliedBy: [flux(true)] })).toEqual([]);
});

test('nothing is said of the values of one that is encrypted', () => {
  expect(propose(credentials, rootOf(ENCRYPTED, setting({})))).toEqual([]);
  expect(propose(externalSecrets, rootOf(ENCRYPTED, setting({})), { store: 'vault' })).toEqual([]);
});

test('the configuration wants every Secret encrypted', () => {
  const root = rootOf(secret(), setting({ sops: { ruleFor: () => undefined, configFor: () => undefined } }));
  const [found] = propose(transform, root, { everywhere: true });
  expect(found?.data?.sign).toMatch(/^SOPS is for all Secrets \(.+:\d+\)$/);
  expect(found?.known).toMatch(/^write a rule for shop\.yaml in \.sops\.yaml, with `encrypted_regex/);
});
