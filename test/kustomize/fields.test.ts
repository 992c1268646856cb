/** Fields of a kustomization, one small tree each; expected values from `kustomize build` v5.8.2. */

import { rewriteImage } from '../../src/kustomize/fields/image-entry.ts';
import { expand } from '../../src/kustomize/fields/vars.ts';
import { splitDottedPath } from '../../src/kustomize/tree/field-path.ts';
import { configMap, deployment, failure, render } from './render.ts';

const none = { name: '', newName: '', newTag: '', tagSuffix: '', digest: '' };

test.each([
  ['nginx:1.0', { name: 'nginx', newTag: '2' }, 'nginx:2'],
  ['nginx:1.0@sha256:ab', { name: 'nginx', newTag: '2' }, 'nginx:2'],
  ['nginx:1.0', { name: 'nginx', digest: 'sha256:ab' }, 'nginx@sha256:ab'],
  ['nginx', { name: 'nginx', newTag: '2', digest: 'sha256:ab' }, 'nginx:2@sha256:ab'],
  ['localhost:5000/a:1', { name: 'localhost:5000/a', newName: 'b' }, 'b:1'],
  ['docker.io/library/nginx:1', { name: 'nginx', newTag: '2' }, null],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: text of a manifest
  ['nginx:${TAG}', { name: 'nginx', newTag: '2' }, null],
])('images: %s', (image, wish, result) => {
  expect(rewriteImage(image, { ...none, ...wish })).toBe(result);
});

test.each([
  ['---\nresources: [r.yaml]\n', 'evaluated'],
  ['# a\n\n---\n# b\nresources: [r.yaml]\n', 'evaluated'],
  ['---\n---\nresources: [r.yaml]\n', 'empty: the kustomization is empty'],
  ['# a\n--- # b\n---\nresources: [r.yaml]\n', 'empty: the kustomization is empty'],
])('of a kustomization the first document counts: %j', (text, result) => {
  expect(failure({ 'kustomization.yaml': text, 'r.yaml': configMap('  a: b\n') })).toBe(result);
});

test.each([
  ['patches: [p.yaml]\nresources: [r.yaml]\n', /patches\[0\] must be a map: path: p\.yaml$/],
  [
    '../other/kustomization.yaml',
    /it holds the path \.\.\/other\/kustomization\.yaml, as a symbolic link does/,
  ],
  ['resources: [../r.yaml]\n', /kustomend, read it with --load-restrictor LoadRestrictionsNone only$/],
])('says the cause that kustomize hides: %j', (text, message) => {
  const files = {
    'a/kustomization.yaml': text,
    'a/r.yaml': configMap('  a: b\n'),
    'r.yaml': configMap('  a: b\n'),
  };
  expect(failure(files, 'a')).toMatch(message);
});

test('generated names carry the content hash, and references follow', () => {
  const files = {
    'kustomization.yaml': 'resources: [r.yaml]\nconfigMapGenerator:\n- name: g\n  literals: [a=b]\n',
    'r.yaml': deployment('      - name: c\n        envFrom:\n        - configMapRef:\n            name: g\n'),
  };
  const [generated, workload] = render(files) as { metadata: { name: string } }[];
  expect(generated!.metadata.name).toMatch(/^g-[bcdfghkmt2456789]{10}$/);
  expect(JSON.stringify(workload)).toContain(`"configMapRef":{"name":"${generated!.metadata.name}"}`);
});

test('JSON patches: replace adds a missing key, remove does not forgive', () => {
  const patched = (operation: string) => ({
    'kustomization.yaml': `resources: [r.yaml]\npatches:\n- target: {kind: ConfigMap}\n  patch: |\n    - ${operation}\n`,
    'r.yaml': configMap('  a: b\n'),
  });
  expect(render(patched('{op: replace, path: /data/x, value: y}'))).toMatchObject([
    { data: { a: 'b', x: 'y' } },
  ]);
  expect(failure(patched('{op: remove, path: /data/x}'))).toMatch(/^patch: .*does not exist/);
});

test('replacements keep the type of the target and go on inside texts', () => {
  const files = {
    'kustomization.yaml': [
      'resources: [r.yaml]',
      'replacements:',
      '- sourceValue: "8080"',
      '  targets:',
      '  - select: {kind: ConfigMap}',
      '    fieldPaths: [data.port, "data.config\\\\.json.a.port"]',
    ].join('\n'),
    'r.yaml': configMap(`  port: "80"\n  config.json: '{"a":{"port":80}}'\n`),
  };
  expect(render(files)).toMatchObject([{ data: { port: '8080', 'config.json': '{"a":{"port":8080}}' } }]);
});

test('dotted paths', () => {
  expect(splitDottedPath('a.b\\.c.[name=x.y].[d.e].0')).toEqual(['a', 'b.c', '[name=x.y]', 'd.e', '0']);
});

test.each([
  ['$(A)-$(B)', 'x-$(B)'],
  ['$$(A)_$(A)', '$(A)_x'],
  ['$$$(A)', '$x'],
  ['$(A', '$(A'],
  ['$A $', '$A $'],
])('vars: %s', (text, result) => {
  expect(expand(text, name => (name === 'A' ? 'x' : undefined)).text).toBe(result);
});

test('a base that is a Component is said to be one', () => {
  const files = {
    'kustomization.yaml': 'resources: [c]\n',
    'c/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n',
  };
  expect(
    failure({ ...files, 'c/kustomization.yaml': `${files['c/kustomization.yaml']}namePrefix: a\n` }),
  ).toMatch(/^invalid-kustomization: c is a Component/);
});
