/** New objects: where they stand, what their files are called, and what references inside them say there. */
import { parse } from 'yaml';
import type { AnyTransform } from '../../src/plan/model/input.ts';
import type { Resource } from '../../src/transform.ts';
import pdb from '../../transforms/pod-disruption-budget/index.ts';
import type { Repo } from '../harness/repo.ts';
import { budget } from './budgets.ts';
import { BASE, deployment, inRoot, newLines, outcome, overlay, patch, setting, wanting } from './tiny.ts';

/** A quota for every root that has none. */
function quota(): AnyTransform {
  return wanting({}, (_: Resource, root) => {
    if (root.find('ResourceQuota').length > 0) return null;
    const manifest = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'all' },
      spec: { hard: { pods: '20' } },
    };
    return { path: ['spec'], changes: [{ type: 'create', manifest, beside: null }] };
  });
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: { readonly selector: { readonly matchLabels: object } };
}

const manifest = (text: string | undefined): Manifest => parse(text ?? '') as Manifest;

function rendered(result: ReturnType<typeof outcome>, folder: string, kind: string): Manifest {
  const objects = result.plan.expected.get(folder)!.after as unknown as Manifest[];
  return objects.find(object => object.kind === kind)!;
}

describe('a new object', () => {
  test('stands beside its workload when every root wants it', () => {
    const repo: Repo = { ...BASE, ...overlay('dev'), ...overlay('prod') };
    const { changed } = outcome(repo, [budget()]);
    expect(Object.keys(changed)).toEqual(['base/kustomization.yaml', 'base/web-pdb.yaml']);
    expect(changed['base/kustomization.yaml']).toBe('resources:\n  - web.yaml\n  - web-pdb.yaml\n');
  });

  test('stands in the overlay when another root must not have it', () => {
    const repo: Repo = { ...BASE, ...overlay('dev'), ...overlay('prod') };
    const { changed } = outcome(repo, [budget({ when: inRoot('prod') })]);
    expect(Object.keys(changed)).toEqual(['overlays/prod/kustomization.yaml', 'overlays/prod/web-pdb.yaml']);
  });

  test('of the root as a whole stands in every root', () => {
    const repo: Repo = { ...BASE, ...overlay('dev'), ...overlay('prod') };
    const { changed } = outcome(repo, [quota()]);
    expect(Object.keys(changed)).toEqual([
      'overlays/dev/kustomization.yaml',
      'overlays/dev/quota.yaml',
      'overlays/prod/kustomization.yaml',
      'overlays/prod/quota.yaml',
    ]);
  });

  test('is there for both where a root takes the base twice', () => {
    const repo = {
      ...BASE,
      'blue/kustomization.yaml':
        'namePrefix: blue-\ncommonLabels:\n  colour: blue\nresources:\n  - ../base\n',
      'green/kustomization.yaml':
        'namePrefix: green-\ncommonLabels:\n  colour: green\nresources:\n  - ../base\n',
      'prod/kustomization.yaml': 'resources:\n  - ../blue\n  - ../green\n',
    };
    const result = outcome(repo, [budget()]);
    expect(Object.keys(result.changed)).toEqual(['base/kustomization.yaml', 'base/web-pdb.yaml']);
    const budgets = (result.plan.expected.get('prod')!.after as unknown as Manifest[]).filter(
      each => each.kind === 'PodDisruptionBudget',
    );
    expect(budgets.map(each => [each.metadata.name, each.spec.selector.matchLabels])).toEqual([
      ['blue-web', { app: 'web', colour: 'blue' }],
      ['green-web', { app: 'web', colour: 'green' }],
    ]);
  });
});

describe('a new object that would end the build of a layer by being there', () => {
  const reasons = ({ plan }: ReturnType<typeof outcome>) => plan.fixes.map(({ reason }) => reason);

  test('is made for the others: a replacement there writes into a field that it has not', () => {
    const replacement = `configMapGenerator:
  - name: sizes
    literals: [cpu=4]
replacements:
  - source: {kind: ConfigMap, name: sizes, fieldPath: data.cpu}
    targets:
      - select: {kind: ResourceQuota}
        fieldPaths: [spec.hard.cpu]
`;
    const result = outcome({ ...BASE, ...overlay('dev'), ...overlay('prod', replacement) }, [quota()]);
    expect(Object.keys(result.changed)).toEqual([
      'overlays/dev/kustomization.yaml',
      'overlays/dev/quota.yaml',
    ]);
    expect(reasons(result)).toContainEqual(
      expect.stringMatching(/^overlays\/prod does not build with it: .*spec\.hard\.cpu/),
    );
  });

  test('is not made: a patch there means another object by its former name', () => {
    const old = 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\n';
    const repo: Repo = {
      ...BASE,
      'old/kustomization.yaml': 'namePrefix: old-\nresources:\n  - pdb.yaml\n',
      'old/pdb.yaml': `${old}spec:\n  selector:\n    matchLabels:\n      app: old\n`,
      'overlays/prod/kustomization.yaml':
        'resources:\n  - ../../base\n  - ../../old\npatches:\n  - path: pdb.yaml\n',
      'overlays/prod/pdb.yaml': `${old}spec:\n  maxUnavailable: 1\n`,
    };
    const result = outcome(repo, [budget()]);
    expect(result.changed).toEqual({});
    expect(reasons(result)).toContainEqual(
      expect.stringMatching(/^overlays\/prod does not build with it: several resources match/),
    );
  });
});

describe('references in a new object', () => {
  const between: Repo = {
    ...BASE,
    'overlays/prod/kustomization.yaml':
      'namePrefix: acme-\nnameSuffix: -eu\nnamespace: shop\ncommonLabels:\n  env: prod\nresources:\n  - ../../base\n',
  };

  test('are printed as the base has them: prefix, suffix, namespace and labels come from above', () => {
    const result = outcome(between, [budget()]);
    const written = manifest(result.changed['base/web-pdb.yaml']);
    expect(written.metadata).toEqual({ name: 'web' });
    expect(written.spec.selector.matchLabels).toEqual({ app: 'web' });
    const made = rendered(result, 'overlays/prod', 'PodDisruptionBudget');
    expect(made.metadata).toEqual({ name: 'acme-web-eu', namespace: 'shop', labels: { env: 'prod' } });
    expect(made.spec.selector.matchLabels).toEqual({ app: 'web', env: 'prod' });
  });

  test('are printed as the overlay gets them: its own prefix and labels come on top', () => {
    const result = outcome({ ...between, ...overlay('dev') }, [budget({ when: inRoot('prod') })]);
    const written = manifest(result.changed['overlays/prod/web-pdb.yaml']);
    expect(written.metadata).toEqual({ name: 'web' });
    expect(written.spec.selector.matchLabels).toEqual({ app: 'web' });
    const made = rendered(result, 'overlays/prod', 'PodDisruptionBudget');
    expect(made.metadata.name).toBe('acme-web-eu');
    expect(made.spec.selector.matchLabels).toEqual({ app: 'web', env: 'prod' });
  });

  test('hold what a layer between has added', () => {
    const repo = {
      ...BASE,
      'team/kustomization.yaml': 'namePrefix: team-\ncommonLabels:\n  team: blue\nresources:\n  - ../base\n',
      'overlays/prod/kustomization.yaml': 'namePrefix: acme-\nresources:\n  - ../../team\n',
      'overlays/dev/kustomization.yaml': 'resources:\n  - ../../team\n',
    };
    const result = outcome(repo, [budget({ when: inRoot('prod') })]);
    expect(Object.keys(result.changed)).toEqual([
      'overlays/prod/kustomization.yaml',
      'overlays/prod/web-pdb.yaml',
    ]);
    const written = manifest(result.changed['overlays/prod/web-pdb.yaml']);
    expect(written.metadata.name).toBe('team-web');
    expect(written.spec.selector.matchLabels).toEqual({ app: 'web', team: 'blue' });
    expect(rendered(result, 'overlays/prod', 'PodDisruptionBudget').metadata.name).toBe('acme-team-web');
  });

  test('hold what a patch of the layer has made of the selector, and no namespace that a patch removes', () => {
    const repo: Repo = {
      'base/kustomization.yaml':
        'namePrefix: a-\ncommonLabels:\n  team: blue\nresources:\n  - web.yaml\npatches:\n  - path: chart.yaml\n    target:\n      kind: Deployment\n      name: web\n',
      'base/web.yaml': deployment('web').replace('  name: web\n', '  name: web\n  namespace: chart\n'),
      'base/chart.yaml':
        '- op: remove\n  path: /metadata/namespace\n' +
        '- op: replace\n  path: /spec/selector/matchLabels\n  value:\n    name: web\n' +
        '- op: replace\n  path: /spec/template/metadata/labels\n  value:\n    name: web\n',
      ...overlay('dev'),
      ...overlay('prod'),
    };
    const result = outcome(repo, [budget()]);
    const written = manifest(result.changed['base/web-pdb.yaml']);
    expect(written.metadata).toEqual({ name: 'web' });
    expect(written.spec.selector.matchLabels).toEqual({ name: 'web' });
    const made = rendered(result, 'overlays/prod', 'PodDisruptionBudget');
    expect(made.spec.selector.matchLabels).toEqual({ name: 'web', team: 'blue' });
  });

  test('select by labels that the layer gives where there are no others: none would read as every pod', () => {
    const repo = {
      'kustomization.yaml': 'commonLabels:\n  app: web\nresources:\n  - web.yaml\n',
      'web.yaml': deployment('web')
        .replace(/ {2}selector:\n.*\n.*\n/, '')
        .replace(/ {4}metadata:\n.*\n.*\n/, ''),
    };
    const result = outcome(repo, [budget()]);
    expect(manifest(result.changed['web-pdb.yaml']).spec.selector.matchLabels).toEqual({ app: 'web' });
  });

  test('name no namespace of a layer below where their own gives another', () => {
    const repo = {
      'base/kustomization.yaml': 'namespace: shop-dev\nresources:\n  - web.yaml\n',
      'base/web.yaml': deployment('web'),
      'overlays/dev/kustomization.yaml': 'resources:\n  - ../../base\n',
      'overlays/prod/kustomization.yaml': 'namespace: shop\nresources:\n  - ../../base\n',
    };
    const result = outcome(repo, [budget({ when: inRoot('prod') })]);
    expect(manifest(result.changed['overlays/prod/web-pdb.yaml']).metadata).toEqual({ name: 'web' });
    expect(rendered(result, 'overlays/prod', 'PodDisruptionBudget').metadata.namespace).toBe('shop');
    // A layer that gives none hands it on.
    const dev = outcome(repo, [budget({ when: inRoot('dev') })]);
    expect(manifest(dev.changed['overlays/dev/web-pdb.yaml']).metadata.namespace).toBe('shop-dev');
  });

  test('a written namespace of the workload is written beside it', () => {
    const repo = {
      'kustomization.yaml': 'resources:\n  - web.yaml\n',
      'web.yaml': deployment('web').replace('  name: web\n', '  name: web\n  namespace: shop\n'),
    };
    const { changed } = outcome(repo, [budget()]);
    expect(manifest(changed['web-pdb.yaml']).metadata).toEqual({ name: 'web', namespace: 'shop' });
  });
});

describe('a new file', () => {
  test.each([
    ['deployment.yaml', 'pdb.yaml'],
    ['statefulset.yaml', 'pdb.yaml'],
    ['deployment-web.yaml', 'pdb-web.yaml'],
    ['web-deployment.yaml', 'web-pdb.yaml'],
    ['web.yaml', 'web-pdb.yaml'],
    ['everything.yaml', 'web-pdb.yaml'],
  ])('beside %s is called %s', (neighbour, expected) => {
    const repo = {
      'app/kustomization.yaml': `resources:\n  - ${neighbour}\n`,
      [`app/${neighbour}`]: deployment('web'),
    };
    const { changed } = outcome(repo, [budget()]);
    expect(Object.keys(changed).sort()).toEqual(['app/kustomization.yaml', `app/${expected}`].sort());
  });

  test('takes another name where its own is taken', () => {
    const repo = {
      'kustomization.yaml': 'resources:\n  - deployment.yaml\n',
      'deployment.yaml': deployment('web'),
      'pdb.yaml': '# notes of the year before last\n',
    };
    const { changed } = outcome(repo, [budget()]);
    expect(Object.keys(changed)).toEqual(['kustomization.yaml', 'web-pdb.yaml']);
  });

  test('stands in the folder of its workload, and is listed from there', () => {
    const repo = {
      'kustomization.yaml': 'resources:\n  - apps/web.yaml\n',
      'apps/web.yaml': deployment('web'),
    };
    const { changed } = outcome(repo, [budget()]);
    expect(Object.keys(changed)).toEqual(['apps/web-pdb.yaml', 'kustomization.yaml']);
    expect(changed['kustomization.yaml']).toBe('resources:\n  - apps/web.yaml\n  - apps/web-pdb.yaml\n');
  });

  test('is listed with ./ where all the others are', () => {
    const repo = {
      'kustomization.yaml': 'resources:\n- ./web.yaml\n- ./api.yaml # last\n',
      'web.yaml': deployment('web'),
      'api.yaml': deployment('api'),
    };
    const { changed } = outcome(repo, [budget({ when: each => each.name === 'web' })]);
    expect(newLines(repo['kustomization.yaml'], changed['kustomization.yaml']!)).toEqual([
      '- ./web-pdb.yaml',
    ]);
  });

  test('is listed without ./ where one is listed so', () => {
    const repo = {
      'kustomization.yaml': 'resources:\n- ./web.yaml\n- api.yaml\n',
      'web.yaml': deployment('web'),
      'api.yaml': deployment('api'),
    };
    const { changed } = outcome(repo, [budget({ when: each => each.name === 'web' })]);
    expect(newLines(repo['kustomization.yaml'], changed['kustomization.yaml']!)).toEqual(['- web-pdb.yaml']);
  });

  const inProd = budget({ when: inRoot('prod') });

  test('is listed by its name beside a base: `../` is no habit', () => {
    const { changed } = outcome({ ...BASE, ...overlay('dev'), ...overlay('prod') }, [inProd]);
    expect(changed['overlays/prod/kustomization.yaml']).toBe(
      'resources:\n  - ../../base\n  - web-pdb.yaml\n',
    );
  });

  test('is listed with ./ where its kustomization names its patches so', () => {
    const repo: Repo = {
      ...BASE,
      ...overlay('dev', '  - quota.yaml\n'),
      'overlays/dev/quota.yaml':
        'apiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: all\nspec:\n  hard:\n    pods: "9"\n',
      ...overlay('prod', 'patches:\n  - path: ./web.yaml\n'),
      'overlays/prod/web.yaml': patch('web', '  replicas: 3\n'),
    };
    const { changed } = outcome(repo, [inProd]);
    expect(changed['overlays/prod/kustomization.yaml']).toMatch(/^ {2}- \.\/web-pdb\.yaml$/m);
  });

  test('is listed as its sisters list theirs where it lists nothing of its own', () => {
    const quotaOf = (name: string): Repo => ({
      [`overlays/${name}/quota.yaml`]:
        'apiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: all\nspec:\n  hard:\n    pods: "9"\n',
    });
    const repo: Repo = {
      ...BASE,
      ...overlay('dev', '  - ./quota.yaml\n'),
      ...quotaOf('dev'),
      ...overlay('prod'),
    };
    const { changed } = outcome(repo, [inProd]);
    expect(changed['overlays/prod/kustomization.yaml']).toMatch(/^ {2}- \.\/web-pdb\.yaml$/m);
  });

  test('copies the repository: extension, document marker, indent of lists', () => {
    const marked = (text: string) => `---\n${text}`;
    const repo = {
      'kustomization.yml': marked('resources:\n- deployment.yml\n'),
      'deployment.yml': marked(
        deployment('web').replaceAll(
          '        - name: web\n          image',
          '      - name: web\n        image',
        ),
      ),
    };
    const { changed } = outcome(repo, [quota()]);
    expect(Object.keys(changed)).toEqual(['kustomization.yml', 'quota.yml']);
    expect(changed['quota.yml']).toMatch(/^---\napiVersion: v1\nkind: ResourceQuota\n/);
  });

  test('of a patch goes where the other patches are', () => {
    const repo = {
      'base/kustomization.yaml': 'resources:\n  - web.yaml\n  - api.yaml\n',
      'base/web.yaml': deployment('web'),
      'base/api.yaml': deployment('api'),
      ...overlay('dev'),
      ...overlay('prod', 'patches:\n  - path: patches/web.yaml\n'),
      'overlays/prod/patches/web.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 3\n',
    };
    const { changed } = outcome(repo, [
      setting(['spec', 'minReadySeconds'], 10, {
        when: (each, root) => each.name === 'api' && root.path.endsWith('prod'),
      }),
    ]);
    expect(Object.keys(changed)).toEqual([
      'overlays/prod/kustomization.yaml',
      'overlays/prod/patches/api.yaml',
    ]);
  });

  test('of a patch is written inline where the repository does so', () => {
    const repo = {
      'base/kustomization.yaml': 'resources:\n  - web.yaml\n  - api.yaml\n',
      'base/web.yaml': deployment('web'),
      'base/api.yaml': deployment('api'),
      ...overlay('dev'),
      ...overlay(
        'prod',
        'patches:\n  - patch: |-\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata:\n        name: web\n      spec:\n        replicas: 3\n',
      ),
    };
    const { changed } = outcome(repo, [
      setting(['spec', 'minReadySeconds'], 10, {
        when: (each, root) => each.name === 'api' && root.path.endsWith('prod'),
      }),
    ]);
    expect(Object.keys(changed)).toEqual(['overlays/prod/kustomization.yaml']);
    expect(changed['overlays/prod/kustomization.yaml']).toContain(
      '\n  - patch: |\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata:\n        name: api\n',
    );
  });
});

describe('a labels: entry', () => {
  const TEAM = ['metadata', 'labels', 'team'];
  const every = { kinds: ['Deployment', 'Service'], via: 'labels' } as const;

  test('is new where there is none, and says so for every object', () => {
    const repo: Repo = { ...BASE, ...overlay('dev'), ...overlay('prod') };
    const { changed } = outcome(repo, [setting(TEAM, 'blue', { ...every, when: inRoot('prod') })]);
    const file = 'overlays/prod/kustomization.yaml';
    expect(changed).toEqual({
      [file]: `${repo[file]}labels:\n  - pairs:\n      team: blue\n    includeSelectors: false\n`,
    });
  });

  test('is extended where one writes metadata only', () => {
    const repo: Repo = { ...BASE, ...overlay('prod', 'labels:\n  - pairs:\n      cost: "7"\n') };
    const { changed } = outcome(repo, [setting(TEAM, 'blue', every)]);
    const file = 'overlays/prod/kustomization.yaml';
    expect(changed).toEqual({ [file]: `${repo[file]}      team: blue\n` });
  });

  test('is not the one that writes selectors too', () => {
    const repo: Repo = {
      ...BASE,
      ...overlay('prod', 'labels:\n  - pairs:\n      cost: "7"\n    includeSelectors: true\n'),
    };
    const { changed } = outcome(repo, [setting(TEAM, 'blue', every)]);
    const file = 'overlays/prod/kustomization.yaml';
    expect(changed).toEqual({
      [file]: `${repo[file]}  - pairs:\n      team: blue\n    includeSelectors: false\n`,
    });
  });

  test('is refused, and said so, where not every object wants it', () => {
    const repo = {
      'kustomization.yaml': 'resources:\n  - web.yaml\n  - api.yaml\n',
      'web.yaml': deployment('web'),
      'api.yaml': deployment('api'),
    };
    const { changed, plan } = outcome(repo, [
      setting(TEAM, 'blue', { ...every, when: each => each.name === 'web' }),
    ]);
    expect(changed).toEqual({});
    expect(plan.fixes.map(fix => [fix.status, fix.reason])).toEqual([
      ['withdrawn', 'not every object of the root can take it'],
    ]);
  });

  test('is refused where another root would get it too', () => {
    const repo = {
      ...BASE,
      'prod/kustomization.yaml': 'resources:\n  - ../base\n',
      'kustomend.yaml': 'roots: [base]\n',
    };
    const { changed } = outcome(repo, [setting(TEAM, 'blue', { ...every, when: inRoot('base') })]);
    expect(changed).toEqual({});
  });
});

test('a selector that labels of the layer would change is said in expressions, which they leave alone', () => {
  const rollout = deployment('web')
    .replace('apps/v1', 'argoproj.io/v1alpha1')
    .replace('Deployment', 'Rollout');
  const repo: Repo = {
    'base/kustomization.yaml': 'resources:\n  - web.yaml\n',
    'base/web.yaml': rollout,
    ...overlay('prod', 'commonLabels:\n  tier: front\n'),
  };
  const { plan, changed } = outcome(repo, [budget({ kinds: ['Rollout'] })]);
  expect(plan.fixes.map(({ status }) => status)).toEqual(['planned']);
  expect(manifest(changed['base/web-pdb.yaml']).spec.selector).toEqual({
    matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }],
  });
});

test('labels that the workload gets too change nothing in how its selector is said', () => {
  const repo: Repo = { ...BASE, ...overlay('prod', 'commonLabels:\n  tier: front\n') };
  const { changed } = outcome(repo, [budget()]);
  expect(manifest(changed['base/web-pdb.yaml']).spec.selector).toEqual({ matchLabels: { app: 'web' } });
});

describe('labels that layers below give to everything', () => {
  const labelled = (labels: string): Repo => ({
    ...BASE,
    'base/kustomization.yaml': `resources:\n  - web.yaml\n  - api.yaml\n${labels}`,
    'base/api.yaml': deployment('api'),
    ...overlay('dev'),
    ...overlay('prod'),
  });
  const inProd = budget({ when: (each, root) => each.name === 'web' && root.path.endsWith('prod') });
  const labelsIn = (repo: Repo, transform = inProd) => {
    const { changed } = outcome(repo, [transform]);
    const [file = ''] = Object.keys(changed).filter(path => path.endsWith('web-pdb.yaml'));
    return (manifest(changed[file]).metadata as { readonly labels?: object }).labels;
  };
  const PART_OF = 'labels:\n  - pairs:\n      app.kubernetes.io/part-of: shop\n';

  test('are written into what is new above', () => {
    expect(labelsIn(labelled(PART_OF))).toEqual({ 'app.kubernetes.io/part-of': 'shop' });
    expect(labelsIn(labelled('commonLabels:\n  system: shop\n'))).toEqual({ system: 'shop' });
  });

  test('come by themselves to what is new beside them', () => {
    expect(labelsIn(labelled(PART_OF), budget({ when: each => each.name === 'web' }))).toBeUndefined();
  });

  test('are left out where a neighbour of the overlay lacks them, or has another value', () => {
    const repo = labelled(PART_OF);
    const file = 'overlays/prod/kustomization.yaml';
    const other = { ...repo, [file]: `${repo[file]}  - cron.yaml\n` };
    expect(labelsIn({ ...other, 'overlays/prod/cron.yaml': deployment('cron') })).toBeUndefined();
  });

  test('are left out where a release renews them or somebody fills them in', () => {
    const pairs = '      app.kubernetes.io/version: "2.0"\n      stage: $(STAGE)\n';
    expect(labelsIn(labelled(`labels:\n  - pairs:\n${pairs}`))).toBeUndefined();
  });

  test('are left to a component that the overlay takes in', () => {
    const repo = labelled('');
    const file = 'overlays/prod/kustomization.yaml';
    const component =
      'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nlabels:\n  - pairs:\n      system: shop\n';
    expect(
      labelsIn({
        ...repo,
        [file]: `${repo[file]}components:\n  - ../../labels\n`,
        'labels/kustomization.yaml': component,
      }),
    ).toBeUndefined();
  });

  test('that its own layer gives too are not said twice', () => {
    const repo = labelled('commonLabels:\n  env: none\n');
    const file = 'overlays/prod/kustomization.yaml';
    expect(labelsIn({ ...repo, [file]: `${repo[file]}commonLabels:\n  env: prod\n` })).toBeUndefined();
  });
});

test('gets the value of an entry above it that the same run corrects', () => {
  const LABEL = ['metadata', 'labels', 'stage'];
  const repo: Repo = { ...BASE, ...overlay('prod', 'labels:\n  - pairs:\n      stage: old\n') };
  const { changed, plan } = outcome(repo, [setting(LABEL, 'new'), budget()]);
  expect(plan.fixes.map(({ status, reason }) => [status, reason])).toEqual([
    ['planned', undefined],
    ['planned', undefined],
  ]);
  expect(changed['overlays/prod/kustomization.yaml']).toContain('stage: new\n');
  expect(Object.keys(changed)).toContain('base/web-pdb.yaml');
});

describe('a patch of everything that has a name', () => {
  const SECRETS = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: any
spec:
  template:
    spec:
      containers:
        - name: web
          env:
            - name: A
              value: b
`;
  const patched = (target: string): Repo => ({
    ...BASE,
    'overlays/prod/secrets.yaml': SECRETS,
    ...overlay('prod', `patches:\n  - path: secrets.yaml\n    target:\n      ${target}\n`),
  });

  test.each(['name: web', 'name: web\n      kind: .*'])(
    '%j would write a pod into a new object of the name, which has no place then',
    target => {
      const { plan, changed } = outcome(patched(target), [budget()]);
      expect(changed).toEqual({});
      expect(plan.fixes.map(({ reason }) => reason)).toEqual([
        'patches[0] of overlays/prod/kustomization.yaml names no kind, and would write into this PodDisruptionBudget too',
      ]);
    },
  );

  test("is in nobody's way where it names its kind", () => {
    const { changed } = outcome(patched('kind: Deployment'), [budget()]);
    expect(Object.keys(changed)).toEqual(['base/kustomization.yaml', 'base/web-pdb.yaml']);
  });

  test('is avoided by another name for a budget', () => {
    const repo: Repo = {
      ...patched('name: web'),
      'base/web.yaml': BASE['base/web.yaml'].replace('spec:\n', 'spec:\n  replicas: 3\n'),
    };
    const { changed } = outcome(repo, [pdb]);
    expect(manifest(changed['base/web-pdb.yaml']).metadata.name).toBe('web-pdb');
  });
});
