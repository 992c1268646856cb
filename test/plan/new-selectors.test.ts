/** Selectors of new objects where labels reach a workload on ways that they do not reach what is new beside it. */
import { parse } from 'yaml';
import type { Repo } from '../harness/repo.ts';
import { budget } from './budgets.ts';
import { BASE, deployment, inRoot, onlyFix, outcome, overlay, patch } from './tiny.ts';

function selectorIn(text: string | undefined): unknown {
  return (parse(text ?? '') as { readonly spec: { readonly selector: unknown } }).spec.selector;
}

test('a label that an entry of the metadata writes into the selector of the workload is written', () => {
  const repo: Repo = {
    ...BASE,
    'base/kustomization.yaml': 'resources:\n  - web.yaml\ncommonLabels:\n  tier: back\n',
    ...overlay('dev'),
    ...overlay('prod', 'labels:\n  - pairs:\n      tier: front\n'),
  };
  const found = outcome(repo, [budget({ when: inRoot('prod') })]);
  expect(onlyFix(found)).toMatchObject({ status: 'planned' });
  expect(selectorIn(found.changed['overlays/prod/web-pdb.yaml'])).toEqual({
    matchLabels: { app: 'web', tier: 'front' },
  });
});

test('a label that a component gives, and a patch of the layer writes over, is said in expressions', () => {
  const labels = patch('web', '  selector:\n    matchLabels:\n      tier: front\n').replace(
    '  name: web\n',
    '  name: web\n  labels:\n    tier: front\n',
  );
  const repo: Repo = {
    'component/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncommonLabels:\n  tier: back\n',
    'prod/kustomization.yaml':
      'resources:\n  - web.yaml\ncomponents:\n  - ../component\npatches:\n  - path: labels.yaml\n',
    'prod/web.yaml': deployment('web'),
    'prod/labels.yaml': labels,
  };
  const found = outcome(repo, [budget()]);
  expect(onlyFix(found)).toMatchObject({ status: 'planned' });
  expect(selectorIn(found.changed['prod/web-pdb.yaml'])).toEqual({
    matchExpressions: [
      { key: 'app', operator: 'In', values: ['web'] },
      { key: 'tier', operator: 'In', values: ['front'] },
    ],
  });
});

test('what the patches of roots say of the labels keeps a selector out of the base', () => {
  const own = (env: string): Repo => {
    const template = `  template:\n    metadata:\n      labels:\n        env: ${env}\n`;
    return {
      ...overlay(env, 'patches:\n  - path: labels.yaml\n'),
      [`overlays/${env}/labels.yaml`]: patch(
        'web',
        `  selector:\n    matchLabels:\n      env: ${env}\n${template}`,
      ),
    };
  };
  const base = deployment('web').replaceAll(/^( +)app: web\n/gm, '$1app: web\n$1env: dev\n');
  const found = outcome({ ...BASE, 'base/web.yaml': base, ...own('staging'), ...own('prod') }, [budget()]);
  expect(onlyFix(found)).toMatchObject({ status: 'planned' });
  for (const env of ['staging', 'prod'])
    expect(selectorIn(found.changed[`overlays/${env}/web-pdb.yaml`])).toEqual({
      matchLabels: { app: 'web', env },
    });
});
