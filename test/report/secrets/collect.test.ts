import { memoryFiles } from '../../../src/kustomize/files/files.ts';
import { parsedFilesOf, parseResourceFile } from '../../../src/kustomize/tree/parse.ts';
import { collectSecrets } from '../../../src/report/secrets/collect.ts';
import { secretsOf } from '../../../src/report/secrets/secrets.ts';

const valuesOf = (text: string) => [...collectSecrets(memoryFiles({ 'a.yaml': text }), ['a.yaml']).values];

test.each([
  ['a block', 'DB_PASSWORD: |-\n  hunter2x\n'],
  ['a name in a block', 'env:\n- name: |-\n    DB_PASSWORD\n  value: hunter2x\n'],
  ['a name on a line of its own', 'env:\n- name:\n    DB_PASSWORD\n  value: hunter2x\n'],
  ['a name with a tag', 'env:\n- name: !!str DB_PASSWORD\n  value: hunter2x\n'],
  ['a name behind its value', 'env:\n- value: hunter2x\n  "name": "DB_PASSWORD"\n'],
  ['a key with a mark', '? DB_PASSWORD\n: hunter2x\n'],
  ['a key with an anchor', '&a DB_PASSWORD: &b hunter2x\n'],
  ['an option and its value', 'args:\n- --db-password\n- hunter2x\n'],
  ['an option in quotes', 'args:\n- "--db-password"\n- hunter2x\n'],
  ['an option of one dash', 'args:\n- -password\n- hunter2x\n'],
  ['an operation of a JSON patch', '- op: add\n  path: /spec/dbPassword\n  value:\n    hunter2x\n'],
  ['a Secret whose kind stands below', 'kind:\n  Secret\ndata:\n  a: hunter2x\n'],
  ['a header', 'headers:\n- header: Authorization\n  value:\n    hunter2x\n'],
])('%s', (_, text) => {
  expect(valuesOf(text)).toContain('hunter2x');
});

test.each([
  'namespace: external-secrets\nvalue: hunter2x\n',
  'resources:\n- ../secrets/token.yaml\n- value\n',
  'kind: ExternalSecret\nspec:\n  target: {name: hunter2x}\n',
  '# the password of a\nvalue: hunter2x\n',
])('nothing: %j', text => {
  expect(valuesOf(text)).toEqual([]);
});

test('trees that were read for another reason say the same', () => {
  const text = `apiVersion: v1
kind: Secret
metadata: {name: a}
stringData: {a: hunter2x}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: b}
spec: {password: schema}
`;
  const files = memoryFiles({ 'a.yaml': text });
  parseResourceFile(files, parsedFilesOf(files), 'a.yaml');
  expect(parsedFilesOf(files).size).toBe(1);
  expect([...new Set(collectSecrets(files, ['a.yaml']).values)]).toEqual(valuesOf(text));
});

test.each(['config.toml', 'start.sh', 'notes.md', 'web', 'values.conf'])(
  'a file that a kustomization names: %s',
  path => {
    const files = {
      'kustomization.yaml': `configMapGenerator:\n- name: a\n  files: [settings=${path}]\n`,
      [path]: 'db_password = "hunter2x"\n',
      [`other/${path}`]: 'db_password = "hunter3x"\n',
    };
    const { values } = collectSecrets(memoryFiles(files), Object.keys(files));
    expect([...values]).toEqual(['hunter2x']);
  },
);

test('a manifest of another extension is read like any', () => {
  const files = {
    'kustomization.yaml': 'resources: [secret.tpl]\n',
    'secret.tpl': 'kind: Secret\nstringData:\n  a: |\n    hunter2x\n',
  };
  expect([...collectSecrets(memoryFiles(files), Object.keys(files)).values]).toContain('hunter2x\n');
});

test('the pattern of an answer in the configuration names Secrets, and is none', () => {
  const text = '#   transforms: {plaintext-credentials: {secret: "{workload}-credentials"}}\n';
  expect(secretsOf(memoryFiles({ 'kustomend.yaml': text }), ['kustomend.yaml']).mask(text)).toBe(text);
});

test.each([
  ['s3-backup', []],
  ['hunter2x', ['hunter2x']],
  ['cn0123456789abcdef', ['cn0123456789abcdef']],
])(
  'a Secret that our configuration names is no secret, and what looks like one is: %s',
  (secret, expected) => {
    const files = { 'kustomend.yaml': `transforms:\n  backup:\n    secret: ${secret}\n` };
    expect([...collectSecrets(memoryFiles(files), Object.keys(files)).values]).toEqual(expected);
  },
);
