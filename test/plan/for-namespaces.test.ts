/** New objects for a namespace: once in what gives the namespace its content, else in the roots that want them. */
import { parse } from 'yaml';
import type { AnyTransform } from '../../src/plan/model/input.ts';
import type { Resource, Root } from '../../src/transform.ts';
import limitRange from '../../transforms/limit-range/index.ts';
import type { Repo } from '../harness/repo.ts';
import { BASE, deployment, outcome, overlay, wanting } from './tiny.ts';

/** Bounds for the namespace of each Deployment that has none. */
function bounds(
  max: (root: Root) => string = () => '1',
  when: (resource: Resource, root: Root) => boolean = () => true,
): AnyTransform {
  return wanting({ when }, (resource, root) => {
    const namespace = root.platform.namespaceOf(resource) ?? '';
    if (root.find('LimitRange', each => (each.namespace ?? '') === namespace).length > 0) return null;
    const manifest = {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'limits' },
      spec: { limits: [{ type: 'Container', max: { cpu: max(root) } }] },
    };
    return { path: ['spec'], changes: [{ type: 'create', manifest, namespace }] };
  });
}

const namespace = (name: string) => `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n`;

const DECLARED: Repo = {
  ...BASE,
  'base/kustomization.yaml': 'namespace: shop\nresources:\n  - namespace.yaml\n  - web.yaml\n',
  'base/namespace.yaml': namespace('shop'),
};

function metadataOf(text: string | undefined): unknown {
  return (parse(text ?? '') as { readonly metadata: unknown }).metadata;
}

function renderedIn(result: ReturnType<typeof outcome>, folder: string): unknown[] {
  const objects = result.plan.expected.get(folder)!.after as unknown as { kind: string; metadata: unknown }[];
  return objects.filter(({ kind }) => kind === 'LimitRange').map(({ metadata }) => metadata);
}

/** By one of its workloads: the others say the same. */
const once = bounds(undefined, ({ name }) => name === 'web');

describe('an object for a namespace', () => {
  test('stands once in the base that holds the Namespace, where all who take it in want it alike', () => {
    const { changed } = outcome({ ...DECLARED, ...overlay('dev'), ...overlay('prod') }, [bounds()]);
    expect(Object.keys(changed)).toEqual(['base/kustomization.yaml', 'base/limits.yaml']);
    expect(metadataOf(changed['base/limits.yaml'])).toEqual({ name: 'shop-limits' });
  });

  test('stands in the overlays where each wants another', () => {
    const { changed } = outcome({ ...DECLARED, ...overlay('dev'), ...overlay('prod') }, [
      bounds(root => (root.path.endsWith('prod') ? '4' : '1')),
    ]);
    expect(Object.keys(changed)).toEqual([
      'overlays/dev/kustomization.yaml',
      'overlays/dev/limits.yaml',
      'overlays/prod/kustomization.yaml',
      'overlays/prod/limits.yaml',
    ]);
  });

  test('reaches nobody who did not ask for it', () => {
    const repo = { ...DECLARED, ...overlay('dev'), ...overlay('test'), ...overlay('prod') };
    const { changed } = outcome(repo, [bounds(undefined, (_, root) => !root.path.endsWith('test'))]);
    expect(Object.keys(changed)).toEqual([
      'overlays/dev/kustomization.yaml',
      'overlays/dev/limits.yaml',
      'overlays/prod/kustomization.yaml',
      'overlays/prod/limits.yaml',
    ]);
  });

  test('is called after the Namespace as it is in the base, and goes with it where overlays rename it', () => {
    const repo = {
      ...DECLARED,
      ...overlay('dev', 'namespace: shop-dev\nnamePrefix: dev-\n'),
      ...overlay('prod', 'namespace: shop-prod\n'),
    };
    const result = outcome(repo, [bounds()]);
    expect(metadataOf(result.changed['base/limits.yaml'])).toEqual({
      name: 'shop-limits',
    });
    expect(renderedIn(result, 'overlays/dev')).toEqual([{ name: 'dev-shop-limits', namespace: 'shop-dev' }]);
    expect(renderedIn(result, 'overlays/prod')).toEqual([{ name: 'shop-limits', namespace: 'shop-prod' }]);
  });

  test('is called plainly in a base that has the namespace of one environment', () => {
    const repo = {
      ...BASE,
      'base/kustomization.yaml': 'namespace: shop-dev\nresources:\n  - web.yaml\n',
      ...overlay('dev', 'namespace: shop-dev\n'),
      ...overlay('prod', 'namespace: shop\n'),
    };
    const result = outcome(repo, [bounds()]);
    expect(metadataOf(result.changed['base/limits.yaml'])).toEqual({ name: 'limits' });
    expect(renderedIn(result, 'overlays/prod')).toEqual([{ name: 'limits', namespace: 'shop' }]);
  });

  test('says no namespace where the overlays alone do', () => {
    const repo = {
      ...BASE,
      ...overlay('dev', 'namespace: shop-dev\n'),
      ...overlay('prod', '  - namespace.yaml\nnamespace: shop-prod\n'),
      'overlays/prod/namespace.yaml': namespace('shop-prod'),
    };
    const result = outcome(repo, [bounds()]);
    expect(metadataOf(result.changed['base/limits.yaml'])).toEqual({ name: 'limits' });
    expect(renderedIn(result, 'overlays/dev')).toEqual([{ name: 'limits', namespace: 'shop-dev' }]);
  });

  test('stands where its namespace is named, where one root alone wants it', () => {
    const { changed } = outcome({ ...BASE, ...overlay('prod', 'namespace: shop\n') }, [bounds()]);
    expect(Object.keys(changed)).toEqual(['overlays/prod/kustomization.yaml', 'overlays/prod/limits.yaml']);
  });

  test('stands above all that runs there', () => {
    const repo: Repo = {
      ...BASE,
      'api/kustomization.yaml': 'resources:\n  - api.yaml\n',
      'api/api.yaml': deployment('api'),
      'all/kustomization.yaml': 'namespace: shop\nresources:\n  - ../base\n  - ../api\n',
      'overlays/dev/kustomization.yaml': 'resources:\n  - ../../all\n',
      'overlays/prod/kustomization.yaml': 'resources:\n  - ../../all\n',
    };
    const { changed } = outcome(repo, [bounds()]);
    expect(Object.keys(changed)).toEqual(['all/kustomization.yaml', 'all/limits.yaml']);
  });

  test('stands in the base that gives most of what runs there, whatever an overlay brings besides', () => {
    const repo: Repo = {
      'base/kustomization.yaml': 'resources:\n  - web.yaml\n  - api.yaml\n',
      'base/web.yaml': deployment('web'),
      'base/api.yaml': deployment('api'),
      ...overlay('dev', '  - mail.yaml\nnamespace: shop-dev\n'),
      'overlays/dev/mail.yaml': deployment('mail'),
      ...overlay('prod', 'namespace: shop\n'),
    };
    const result = outcome(repo, [once]);
    expect(Object.keys(result.changed)).toEqual(['base/kustomization.yaml', 'base/limits.yaml']);
    expect(renderedIn(result, 'overlays/dev')).toEqual([{ name: 'limits', namespace: 'shop-dev' }]);
  });

  const TOOLS: Repo = {
    'tools/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources:\n  - trace.yaml\n  - log.yaml\n',
    'tools/trace.yaml': deployment('trace'),
    'tools/log.yaml': deployment('log'),
  };
  const inside = (name: string) =>
    `components:\n  - ../../tools\ntransformers:\n  - |-\n    apiVersion: builtin\n    kind: NamespaceTransformer\n    metadata:\n      name: inside\n      namespace: ${name}\n    unsetOnly: true\n`;

  test('stands in the only base of its environments, where a component of theirs gives most', () => {
    const repo: Repo = {
      ...BASE,
      ...TOOLS,
      ...overlay('dev', inside('dev')),
      ...overlay('prod', inside('prod')),
    };
    const result = outcome(repo, [once]);
    expect(Object.keys(result.changed)).toEqual(['base/kustomization.yaml', 'base/limits.yaml']);
    expect(renderedIn(result, 'overlays/prod')).toEqual([{ name: 'limits', namespace: 'prod' }]);
  });

  test('stands in the overlays where what they share is the lesser part of different things', () => {
    const repo: Repo = { ...BASE };
    const app = (name: string): Repo => ({
      ...overlay(name, `  - a.yaml\n  - b.yaml\nnamespace: ${name}\n`),
      [`overlays/${name}/a.yaml`]: deployment(`${name}-a`),
      [`overlays/${name}/b.yaml`]: deployment(`${name}-b`),
    });
    const { changed } = outcome({ ...repo, ...app('shop'), ...app('bank') }, [once]);
    expect(Object.keys(changed).filter(file => file.endsWith('limits.yaml'))).toEqual([
      'overlays/bank/limits.yaml',
      'overlays/shop/limits.yaml',
    ]);
  });

  test('stands in none of several bases of equal weight', () => {
    const both = (name: string) => overlay(name, `  - ../../api\nnamespace: ${name}\n`);
    const repo: Repo = {
      ...BASE,
      'api/kustomization.yaml': 'resources:\n  - api.yaml\n',
      'api/api.yaml': deployment('api'),
      ...both('dev'),
      ...both('prod'),
    };
    const { changed } = outcome(repo, [once]);
    expect(Object.keys(changed).filter(file => file.endsWith('limits.yaml'))).toEqual([
      'overlays/dev/limits.yaml',
      'overlays/prod/limits.yaml',
    ]);
  });

  test('stands in the overlays where a patch of one gives the Namespace another name', () => {
    const rename =
      'patches:\n  - target:\n      kind: Namespace\n    patch: |-\n      - {op: replace, path: /metadata/name, value: shop-dev}\n' +
      '  - target:\n      kind: Deployment\n    patch: |-\n      - {op: replace, path: /metadata/namespace, value: shop-dev}\n';
    const result = outcome({ ...DECLARED, ...overlay('dev', rename), ...overlay('prod') }, [bounds()]);
    expect(renderedIn(result, 'overlays/dev')).toEqual([{ name: 'shop-dev-limits', namespace: 'shop-dev' }]);
    expect(renderedIn(result, 'overlays/prod')).toEqual([{ name: 'shop-limits', namespace: 'shop' }]);
  });

  test('is one for each namespace where a root takes the base in twice', () => {
    const repo: Repo = {
      ...BASE,
      'blue/kustomization.yaml': 'namespace: blue\nresources:\n  - ../base\n',
      'green/kustomization.yaml': 'namespace: green\nresources:\n  - ../base\n',
      'prod/kustomization.yaml': 'resources:\n  - ../blue\n  - ../green\n',
    };
    const result = outcome(repo, [bounds()]);
    expect(renderedIn(result, 'prod')).toEqual([
      { name: 'blue-limits', namespace: 'blue' },
      { name: 'green-limits', namespace: 'green' },
    ]);
  });

  test('is one component in overlay mode where it is called alike, and one for each where it is not', () => {
    const inputs = { selection: { placement: 'overlay' } } as const;
    const alike = outcome({ ...DECLARED, ...overlay('dev'), ...overlay('prod') }, [bounds()], inputs);
    expect(Object.keys(alike.changed)).toContain('components/remediation/limits.yaml');
    const repo = {
      ...BASE,
      ...overlay('dev', 'namespace: dev\n'),
      ...overlay('prod', 'namespace: prod\n'),
    };
    const other = outcome(repo, [bounds()], inputs);
    expect(metadataOf(other.changed['overlays/dev/limits.yaml'])).toEqual({
      name: 'dev-limits',
    });
  });
});

test('a namespace that a patch gives the pods of each overlay is said by the overlays', () => {
  const files = (environment: string): Repo => ({
    [`overlays/${environment}/kustomization.yaml`]: `resources:
  - ../../base
  - own.yaml
patches:
  - target:
      kind: Deployment
    patch: |-
      - op: add
        path: /metadata/namespace
        value: ${environment}
`,
    [`overlays/${environment}/own.yaml`]: deployment(`own-${environment}`),
  });
  const repo = { ...BASE, ...files('staging'), ...files('prod') };
  const result = outcome(repo, [limitRange], { selection: { unsafe: true } });
  expect(renderedIn(result, 'overlays/prod')).toMatchObject([{ namespace: 'prod' }]);
  expect(renderedIn(result, 'overlays/staging')).toMatchObject([{ namespace: 'staging' }]);
});
