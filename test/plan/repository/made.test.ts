import { memoryFiles } from '../../../src/kustomize/files/files.ts';
import { madeOutside } from '../../../src/plan/repository/platform/made.ts';

const NOWHERE = 'web.yaml:1';

function place(
  kind: string,
  name: string,
  texts: Readonly<Record<string, string>>,
  at = NOWHERE,
  namespace?: string,
) {
  return madeOutside(memoryFiles(texts), Object.keys(texts))(kind, name, at, namespace);
}

test.each([
  ['a command', 'up.sh', 'set -e\nkubectl create secret generic web-key --from-file=key\n', 'up.sh:2'],
  [
    'a command of several lines',
    'Makefile',
    'up:\n\tkubectl -n shop \\\n\t  create secret tls \\\n\t  web-key --cert=a\n',
    'Makefile:2',
  ],
  ['a script that looks for it', 'up.sh', 'kubectl get secret web-key -n "$NS" >/dev/null', 'up.sh:1'],
  ['instructions', 'README.md', '1. `oc create secret docker-registry -n shop web-key`', 'README.md:1'],
  [
    'Terraform',
    'keys.tf',
    'resource "kubernetes_secret_v1" "key" {\n  metadata {\n    namespace = "shop"\n    name      = "web-key"\n  }\n}\n',
    'keys.tf:1',
  ],
  [
    'a script of lines with another end',
    'up.sh',
    'set -e\r\nkubectl create secret \\\r\n  generic other\r\n\r\noc get secret/web-key\r\n',
    'up.sh:5',
  ],
  ['options before the name', 'up.sh', 'kubectl get secret --ignore-not-found web-key', 'up.sh:1'],
  ['instructions to look at it', 'README.md', 'Try `kubectl get secret web-key`.', undefined],
  ['a comment to look at it', 'up.sh', 'set -e\n# kubectl get secret web-key\nkubectl apply', undefined],
  ['an option that names it', 'up.sh', 'kubectl get secret -o web-key', undefined],
  ['a command for another name', 'up.sh', 'kubectl create secret generic web-keys', undefined],
  ['a command for another kind', 'up.sh', 'kubectl create configmap web-key', undefined],
  ['a text that names it', 'README.md', 'kubectl apply -k .\nThe pods read web-key.', undefined],
])('%s', (_, file, text, expected) => expect(place('Secret', 'web-key', { [file]: text })).toBe(expected));

test.each([
  ['of the namespace', 'kubectl create secret generic web-key -n shop', 'up.sh:1'],
  ['of the namespace, the long way', 'kubectl --namespace=shop create secret generic web-key', 'up.sh:1'],
  ['of another namespace', 'kubectl create secret generic web-key -n bank', undefined],
  ['of another namespace, without a blank', 'kubectl -nbank create secret generic web-key', undefined],
  [
    'of several',
    'kubectl -n bank get secret web-key\nkubectl -n shop create secret generic web-key',
    'up.sh:2',
  ],
  ['of one that a variable says', 'kubectl create secret generic web-key -n "$NS"', 'up.sh:1'],
  ['of none', 'kubectl create secret generic web-key', 'up.sh:1'],
])('a command %s', (_, text, expected) => {
  expect(place('Secret', 'web-key', { 'up.sh': text }, NOWHERE, 'shop')).toBe(expected);
  expect(place('Secret', 'web-key', { 'up.sh': text })).toBe('up.sh:1');
});

test('Terraform makes it in the namespace that it says', () => {
  const text =
    'resource "kubernetes_secret" "key" {\n  metadata {\n    name = "web-key"\n    namespace = "bank"\n  }\n}\n';
  expect(place('Secret', 'web-key', { 'keys.tf': text }, NOWHERE, 'shop')).toBeUndefined();
  expect(place('Secret', 'web-key', { 'keys.tf': text }, NOWHERE, 'bank')).toBe('keys.tf:1');
});

const MANIFEST = (above: string, beside: string) => `env:
  - name: OTHER # made by hand
${above}  - name: KEY
    valueFrom:
      secretKeyRef:
        name: web-key${beside}
        key: key
`;

test.each([
  ['above', MANIFEST('  # provisioned by Terraform\n', ''), 'web.yaml:3', 'web.yaml:4'],
  ['beside', MANIFEST('', ' # created out of band'), 'web.yaml:6', 'web.yaml:3'],
  ['that says something else', MANIFEST('  # the key of the shop\n', ''), undefined, 'web.yaml:4'],
  [
    'of lines with another end',
    MANIFEST('  # made by hand\n', '').replaceAll('\n', '\r\n'),
    'web.yaml:3',
    'web.yaml:4',
  ],
  ['that denies it', MANIFEST('  # not created by hand\n', ''), undefined, 'web.yaml:4'],
  ['of what was', MANIFEST('', ' # no longer managed by Terraform'), undefined, 'web.yaml:3'],
  [
    'that denies another thing',
    MANIFEST('  # do not edit, synced from the vault\n', ''),
    'web.yaml:3',
    'web.yaml:4',
  ],
  [
    'that says which way it is',
    MANIFEST('  # not in git but created by hand\n', ''),
    'web.yaml:3',
    'web.yaml:4',
  ],
  ['at another variable', MANIFEST('', ''), undefined, 'web.yaml:3'],
])('a comment %s', (_, text, expected, at) =>
  expect(place('Secret', 'web-key', { 'web.yaml': text }, at)).toBe(expected),
);

const WEB = `spec:
  containers:
    - name: web
      envFrom:
        # From Terraform
        - configMapRef:
            name: infra
      env:
        # managed by ansible
        - name: KEY
          valueFrom:
            secretKeyRef:
              name: web-key
              key: a
`;

test.each([
  ['a reference of a list', 'ConfigMap', 'infra', 'web.yaml:5'],
  ['a variable', 'Secret', 'web-key', 'web.yaml:9'],
  ['another kind', 'Secret', 'infra', undefined],
  ['another name', 'ConfigMap', 'infrastructure', undefined],
])('a comment at one use answers for all: %s', (_, kind, name, expected) =>
  expect(place(kind, name, { 'web.yaml': WEB, 'api.yaml': 'a: b\n' }, 'api.yaml:1')).toBe(expected),
);
