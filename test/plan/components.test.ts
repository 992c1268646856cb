/** What a component says of objects that others bring: it is known as the layer that takes it in runs it. */
import type { Repo } from '../harness/repo.ts';
import { budget } from './budgets.ts';
import { deployment, newLines, outcome, overlay, setting } from './tiny.ts';

const CONTAINERS = ['spec', 'template', 'spec', 'containers'];

const COMPONENT = `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
  - target:
      kind: Rollout|Deployment
      name: sh.*
    patch: |-
      apiVersion: argoproj.io/v1alpha1
      kind: Rollout
      metadata:
        name: shop
      spec:
        template:
          spec:
            containers:
              - name: shop
                image: example.com/shop:1.0.0
                resources:
                  limits:
                    cpu: 500m
`;

const repo: Repo = {
  'base/kustomization.yaml': 'resources:\n  - shop.yaml\n  - shelf.yaml\n',
  // The patch merges into its container, so that what the Rollout wants cannot stand in the text of the patch.
  'base/shelf.yaml': deployment('shelf').replace('- name: shelf', '- name: shop'),
  'base/shop.yaml': 'apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata:\n  name: shop\n',
  'parts/kustomization.yaml': COMPONENT,
  ...overlay('prod', 'components:\n  - ../../parts\n'),
};

test('a new patch of a component finds what the patches before it have left', () => {
  const memory = setting([...CONTAINERS, { name: 'shop' }, 'resources', 'limits', 'memory'], '1Gi', {
    id: 'memory',
    kinds: ['Rollout'],
  });
  // What is fine at its source stays there, whatever happens to its neighbour.
  const label = setting(['metadata', 'labels', 'team'], 'shop', { id: 'label', kinds: ['Rollout'] });
  const { plan, changed } = outcome(repo, [memory, label]);
  expect(plan.fixes.map(({ status }) => status)).toEqual(['planned', 'planned']);
  expect(Object.keys(changed).sort()).toEqual(['base/shop.yaml', 'parts/kustomization.yaml']);
  expect(newLines(COMPONENT, changed['parts/kustomization.yaml']!)).not.toContain('resources:');
});

test('what lies beside a kustomization passes its components, which are not its home', () => {
  const own: Repo = {
    'parts/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncommonLabels:\n  tier: back\n',
    'prod/kustomization.yaml': 'resources:\n  - web.yaml\ncomponents:\n  - ../parts\n',
    'prod/web.yaml': deployment('web'),
  };
  expect(Object.keys(outcome(own, [budget()]).changed)).toEqual([
    'prod/kustomization.yaml',
    'prod/web-pdb.yaml',
  ]);
});
