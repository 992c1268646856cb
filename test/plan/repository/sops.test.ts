/** Creation rules of `.sops.yaml`, as the real sops takes them (test/cli/encrypt.test.ts asks it). */
import { memoryFiles } from '../../../src/kustomize/files/files.ts';
import { isEncryptedWithSops } from '../../../src/plan/repository/sops/encrypted.ts';
import { readSops } from '../../../src/plan/repository/sops/sops.ts';
import { planOf } from '../../harness/repo.ts';

function sopsOf(repo: Readonly<Record<string, string>>) {
  return readSops(memoryFiles(repo), Object.keys(repo).sort());
}

const rule = (fields: string) => `creation_rules:\n- ${fields}\n`;

test.each([
  ['encrypted_regex: ^(data|stringData)$', 'values'],
  ['encrypted_regex: "(data|stringData)"', 'everything'], // metadata has `data` in it
  ['encrypted_regex: ^stringData$', 'nothing'],
  ['unencrypted_regex: ^(apiVersion|metadata|kind|type)$', 'values'],
  ['unencrypted_regex: ^(apiVersion|kind)$', 'everything'],
  ['encrypted_suffix: _secret', 'nothing'],
  ['encrypted_comment_regex: sops:enc', 'nothing'],
  ['unencrypted_suffix: _plain', 'everything'],
  ['age: age1example', 'everything'],
  ['encrypted_regex: "("', 'nothing'],
])('{%s} encrypts %s', (fields, encrypts) => {
  expect(sopsOf({ '.sops.yaml': rule(fields) }).ruleFor('a.yaml')).toMatchObject({
    at: '.sops.yaml:2',
    encrypts,
  });
});

test('the first rule that takes the path, from the folder of the nearest file', () => {
  const sops = sopsOf({
    '.sops.yaml': rule('path_regex: ^clusters/'),
    'clusters/.sops.yaml': 'creation_rules:\n- path_regex: ^prod/\n- path_regex: \\.enc\\.yaml$\n',
  });
  expect(sops.ruleFor('clusters/prod/a.yaml')?.at).toBe('clusters/.sops.yaml:2');
  expect(sops.ruleFor('clusters/dev/a.enc.yaml')?.at).toBe('clusters/.sops.yaml:3');
  expect(sops.ruleFor('clusters/dev/a.yaml')).toBeUndefined();
  expect(sops.configFor('clusters/dev/a.yaml')).toBe('clusters/.sops.yaml');
  expect(sops.ruleFor('apps/a.yaml')).toBeUndefined();
});

test.each(['creation_rules: 3', '[', '', 'creation_rules: [3, {path_regex: "("}]'])(
  '%j says nothing',
  text => {
    expect(sopsOf({ '.sops.yaml': text }).ruleFor('a.yaml')).toBeUndefined();
  },
);

test('a generator of KSOPS, whether or not a kustomization lists it', () => {
  const generator = 'apiVersion: viaduct.ai/v1\nkind: ksops\nmetadata: {name: a}\nfiles: [a.enc.yaml]\n';
  expect(sopsOf({ 'base/secrets.yaml': generator }).generator).toBe('base/secrets.yaml:2');
  expect(sopsOf({ 'base/readme.yaml': 'text: |\n  kind: ksops\n' }).generator).toBeUndefined();
});

const ENC = 'ENC[AES256_GCM,data:abc=,iv:def=,tag:ghi=,type:str]';

test.each([
  ['YAML', `stringData:\n    a: ${ENC}\nsops:\n    mac: ${ENC}\n`],
  ['YAML with CRLF', `stringData:\r\n    a: ${ENC}\r\nsops:\r\n    mac: ${ENC}\r\n`],
  ['YAML with a flow map', `stringData: {a: "${ENC}"}\nsops: {mac: "${ENC}"}\n`],
  ['JSON', `{\n\t"a": "${ENC}",\n\t"sops": {\n\t\t"mac": "${ENC}"\n\t}\n}\n`],
  ['an environment file', `A=${ENC}\nsops_mac=${ENC}\nsops_version=3.13.3\n`],
  ['INI', `[a]\nb = ${ENC}\n\n[sops]\nmac = ${ENC}\n`],
])('%s that is encrypted', (_, text) => {
  expect(isEncryptedWithSops(text)).toBe(true);
});

test.each([`# ENC[AES256_GCM, is what it looks like\na: b\n`, 'sops:\n  enabled: true\n', `a: ${ENC}\n`])(
  '%j is not',
  text => {
    expect(isEncryptedWithSops(text)).toBe(false);
  },
);

test('no transform edits an encrypted file, whatever it would say there', () => {
  const secret = `apiVersion: v1
kind: Secret
metadata:
    name: login
    namespace: shop
stringData:
    PASSWORD: ${ENC}
sops:
    mac: ${ENC}
    version: 3.13.3
`;
  const repo = {
    'kustomend.yaml': 'project: shop\ntransforms: {external-secrets: {store: vault}}\n',
    'base/kustomization.yaml': `resources: [secret.yaml, web.yaml]
secretGenerator:
- name: mail
  envs: [mail.env]
`,
    'base/secret.yaml': secret,
    'base/mail.env': `A=${ENC}\nsops_mac=${ENC}\n`,
    'base/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
  labels: {app.kubernetes.io/part-of: shop, team: blue}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: registry.example.com/web:1.0.0
        env:
        - name: DB_PASSWORD
          value: fake-c0ffee-example
        envFrom:
        - secretRef: {name: login}
        - secretRef: {name: mail}
`,
    'README.md': '    export DB_PASSWORD=fake-c0ffee-example\n',
  };
  const plan = planOf(repo, { selection: { unsafe: true, preset: 'complete' } });
  expect(plan.changes.length).toBeGreaterThan(0);
  const changed = plan.changes.map(({ path }) => path);
  expect(changed.filter(path => ['base/secret.yaml', 'base/mail.env'].includes(path))).toEqual([]);
});
