/** An element that a patch has renamed is known by its name from there on: no place below it can speak of it. */
import { planOf } from '../harness/repo.ts';
import { deployment, setting } from './tiny.ts';

test('what is said of a renamed container stands beside who renames it, not below and not in the root', () => {
  const repo = {
    'template/kustomization.yaml': 'resources:\n  - web.yaml\n',
    'template/web.yaml': deployment('web'),
    'live/a/kustomization.yaml': `resources:
  - ../../template
patches:
  - target: {kind: Deployment}
    patch: |-
      - op: replace
        path: /spec/template/spec/containers/0/name
        value: web-a
`,
    'live/kustomization.yaml': 'nameSuffix: -live\nresources:\n  - a\n',
  };
  const path = ['spec', 'template', 'spec', 'containers', { name: 'web-a' }, 'tty'];
  const { fixes } = planOf(repo, {
    transforms: [setting(path, false, { id: 'tty', elsewhere: 'harmless' })],
  });
  expect(fixes.map(({ status, places }) => [status, places.map(({ file }) => file)])).toEqual([
    ['planned', ['live/a/kustomization.yaml']],
  ]);
});

test('a patch that repeats the name to say which container it means has renamed nothing', () => {
  const repo = {
    'base/kustomization.yaml': 'resources:\n  - web.yaml\n',
    'base/web.yaml': deployment('web'),
    'live/kustomization.yaml': 'resources:\n  - ../base\npatches:\n  - path: patch.yaml\n',
    'live/patch.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: web
          stdin: true
`,
  };
  const path = ['spec', 'template', 'spec', 'containers', { name: 'web' }, 'tty'];
  const { fixes } = planOf(repo, { transforms: [setting(path, false, { id: 'tty' })] });
  expect(fixes.map(({ places }) => places.map(({ file }) => file))).toEqual([['base/web.yaml']]);
});
