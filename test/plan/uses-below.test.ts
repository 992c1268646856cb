/** An entry that a layer between a base and its roots has, and what the roots do not show of it. */
import type { Repo } from '../harness/repo.ts';
import { configMap } from '../kustomize/render.ts';
import { outcome, setting } from './tiny.ts';

const OVER = `patches:
  - patch: |-
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: b
        annotations:
          note: mine
`;
const named = (name: string) => configMap('  k: v\n').replace('name: a', `name: ${name}`);
const above = (more: string): Repo => ({
  'base/a.yaml': named('a'),
  'base/b.yaml': named('b'),
  'base/kustomization.yaml': 'resources:\n  - a.yaml\n  - b.yaml\ncommonAnnotations:\n  note: old\n',
  'prod/kustomization.yaml': `resources:\n  - ../base\n${more}`,
});
const NOTE = ['metadata', 'annotations', 'note'];
const isA = (name: string) => (resource: { readonly name: string }) => resource.name === name;
const wish = setting(NOTE, 'new', { kinds: ['ConfigMap'], when: isA('a') });

test('a layer that somebody may build shows what the entry says of another object: a patch says it', () => {
  const label = setting(['metadata', 'labels', 'team'], 'shop', { id: 'team', kinds: ['ConfigMap'] });
  const found = outcome(above(OVER), [wish, label]);
  expect(found.plan.fixes.map(({ status }) => status)).toEqual(['planned', 'planned', 'planned']);
  // The neighbours stay where they would be without it.
  expect(Object.keys(found.changed)).toEqual(['base/a.yaml', 'base/b.yaml', 'prod/kustomization.yaml']);
});

test('what layers above write over of the object itself speaks against nothing', () => {
  const repo = {
    ...above(''),
    'dev/kustomization.yaml': above(OVER.replace('name: b', 'name: a'))['prod/kustomization.yaml']!,
  };
  const all = setting(NOTE, 'new', {
    kinds: ['ConfigMap'],
    when: (resource, root) => root.path.endsWith('prod') || resource.name === 'b',
  });
  const found = outcome(repo, [all]);
  expect(found.plan.fixes.map(({ status }) => status)).toEqual(['planned', 'planned']);
  expect(Object.keys(found.changed)).toEqual(['base/kustomization.yaml']);
});
