/** The namespace that a new object says, beside manifests that say one which nobody deploys them to. */
import { parse } from 'yaml';
import { budget } from './budgets.ts';
import { deployment, outcome } from './tiny.ts';

const LEFT_OVER = deployment('web').replace('  name: web\n', '  name: web\n  namespace: default\n');

function metadataIn(text: string | undefined): unknown {
  return (parse(text ?? '') as { readonly metadata: unknown }).metadata;
}

describe('a new object beside one that says another namespace than it is deployed to', () => {
  test('says none where its own kustomization sets one', () => {
    const repo = {
      'kustomization.yaml': 'namespace: ci\nresources:\n  - web.yaml\n',
      'web.yaml': LEFT_OVER,
    };
    const { changed } = outcome(repo, [budget()]);
    expect(metadataIn(changed['web-pdb.yaml'])).toEqual({ name: 'web' });
  });

  test('says none where all overlays of its base set one, or a component of theirs', () => {
    const repo = {
      'base/kustomization.yaml': 'resources:\n  - web.yaml\n',
      'base/web.yaml': LEFT_OVER,
      'overlays/dev/kustomization.yaml': 'namespace: dev\nresources:\n  - ../../base\n',
      'overlays/prod/kustomization.yaml':
        'resources:\n  - ../../base\ncomponents:\n  - ../../components/prod\n',
      'components/prod/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamespace: prod\n',
    };
    const { changed } = outcome(repo, [budget()]);
    expect(metadataIn(changed['base/web-pdb.yaml'])).toEqual({ name: 'web' });
  });

  test('says what its neighbour says where one overlay deploys it there', () => {
    const repo = {
      'base/kustomization.yaml': 'resources:\n  - web.yaml\n',
      'base/web.yaml': LEFT_OVER,
      'overlays/dev/kustomization.yaml': 'resources:\n  - ../../base\n',
      'overlays/prod/kustomization.yaml': 'namespace: prod\nresources:\n  - ../../base\n',
    };
    const { changed } = outcome(repo, [budget()]);
    expect(metadataIn(changed['base/web-pdb.yaml'])).toEqual({ name: 'web', namespace: 'default' });
  });

  test.each([
    [
      'says what all objects of its base say, whatever overlays set',
      'default',
      { name: 'web', namespace: 'default' },
    ],
    ['says none where these differ', 'other', { name: 'web' }],
  ])('%s', (_, other, metadata) => {
    const repo = {
      'base/kustomization.yaml': 'resources:\n  - web.yaml\n  - settings.yaml\n',
      'base/web.yaml': LEFT_OVER,
      'base/settings.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  namespace: ${other}\n`,
      'overlays/dev/kustomization.yaml': 'namespace: dev\nresources:\n  - ../../base\n',
      'overlays/prod/kustomization.yaml': 'namespace: prod\nresources:\n  - ../../base\n',
    };
    const { changed } = outcome(repo, [budget()]);
    expect(metadataIn(changed['base/web-pdb.yaml'])).toEqual(metadata);
  });

  test('says it where its neighbour does and means the same: files are read by themselves, too', () => {
    const repo = {
      'kustomization.yaml': 'namespace: default\nresources:\n  - web.yaml\n',
      'web.yaml': LEFT_OVER,
    };
    const { changed } = outcome(repo, [budget()]);
    expect(metadataIn(changed['web-pdb.yaml'])).toEqual({ name: 'web', namespace: 'default' });
  });
});

test('a budget that would come out in another namespace than its pods is none, and who writes theirs is named', () => {
  const repo = {
    'base/kustomization.yaml': `namespace: ci
resources: [web.yaml]
replacements:
  - source: { kind: Deployment, name: web, fieldPath: spec.template.metadata.labels.app }
    targets:
      - select: { kind: Deployment }
        fieldPaths: [metadata.namespace]
`,
    'base/web.yaml': LEFT_OVER,
  };
  const { plan, changed } = outcome(repo, [budget()]);
  expect(changed).toEqual({});
  expect(plan.fixes.map(({ reason }) => reason)).toEqual([
    'replacements[0] of base/kustomization.yaml:4, from Deployment/web spec.template.metadata.labels.app, writes the namespace of what it is for, and not its own',
  ]);
});
