/** Folders of manifests without a kustomization (architecture.md, Roots). */
import { type Json, toJson } from '../../../src/kustomize/tree/node.ts';
import { parseText } from '../../../src/kustomize/tree/parse.ts';
import type { Plan } from '../../../src/plan/model/result.ts';
import { planOf, REGISTRY, type Repo } from '../../harness/repo.ts';
import { BASE, deployment, outcome, overlay, setting } from '../tiny.ts';

const READY = ['spec', 'minReadySeconds'];
const WANT = [setting(READY, 10)];
const FIXED = (name: string) => deployment(name, '  minReadySeconds: 10\n');

const service = (name: string) =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  selector:\n    app: ${name}\n`;

function rootsOf(plan: Plan): string[] {
  return plan.roots.map(root => root.folder);
}

function objectsIn(text: string): Json[] {
  return parseText(text, 'resource', doc => ({ type: 'source', file: '', doc })).map(d => toJson(d.node));
}

describe('a repository without any kustomization', () => {
  test('has its folder of manifests for a root, which is fixed in its files', () => {
    const repo = {
      'README.md': '# shop\n',
      'k8s/web.yaml': deployment('web'),
      'k8s/web-svc.yml': service('web'),
    };
    const { plan, changed } = outcome(repo, WANT);
    expect(plan.roots).toMatchObject([{ folder: 'k8s', state: 'evaluated', objects: 2 }]);
    expect(changed).toEqual({ 'k8s/web.yaml': FIXED('web') });
    expect(plan.notices).toEqual([]);
  });

  test('renders what the files say, and nothing else changes', () => {
    const { plan } = outcome({ 'k8s/all.yaml': `${service('web')}---\n${deployment('web')}` }, WANT);
    const [change] = plan.changes;
    const [before, after] = [objectsIn(change!.before!), objectsIn(change!.after)];
    expect(after[0]).toEqual(before[0]);
    const spec = { ...((before[1] as { spec: object }).spec as object), minReadySeconds: 10 };
    expect(after[1]).toEqual({ ...(before[1] as object), spec });
    expect(plan.expected.get('k8s')!.after).toEqual(after);
  });

  test('gets new objects as files, without an entry anywhere', () => {
    const repo = { 'k8s/web.yaml': deployment('web', '  replicas: 3\n') };
    const plan = planOf(repo, {
      transforms: REGISTRY.filter(t => t.id === 'pod-disruption-budget'),
      selection: { unsafe: true },
    });
    expect(plan.fixes.map(fix => fix.status)).toContain('planned');
    expect(plan.changes.map(change => [change.path, change.before === null])).toContainEqual([
      'k8s/web-pdb.yaml',
      true,
    ]);
    expect(plan.changes.map(change => change.path).filter(path => /ustomization/.test(path))).toEqual([]);
  });

  test('says labels of one object in its file; what all of them share has no place', () => {
    const config = 'project: shop\ntransforms: {recommended-labels: {labels: all}}\n';
    const repo = { 'kustomend.yaml': config, 'k8s/web.yaml': deployment('web') };
    const { plan } = outcome(
      repo,
      REGISTRY.filter(t => t.id === 'recommended-labels'),
    );
    expect(plan.changes.map(change => change.path)).toEqual(['k8s/web.yaml']);
    expect(plan.fixes.filter(fix => fix.status === 'withdrawn').map(fix => fix.reason)).toEqual([
      'a plain folder has no kustomization to say it once for all',
    ]);
  });

  test('a root has everything below its topmost folder with manifests', () => {
    const repo = {
      'k8s/namespace.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n',
      'k8s/web/deployment.yaml': deployment('web'),
      'tools/job/job.json': JSON.stringify({
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'tool' },
        spec: {},
      }),
    };
    expect(rootsOf(planOf(repo, { transforms: WANT }))).toEqual(['k8s', 'tools/job']);
  });

  test('a folder named for an environment is a root of its own', () => {
    const repo = {
      'k8s/rbac.yaml': service('shared'),
      'k8s/prod/web.yaml': deployment('web'),
      'k8s/prod/more/db.yaml': deployment('db'),
      'k8s/dev/cache.yaml': deployment('cache'),
    };
    const plan = planOf(repo, { transforms: WANT });
    expect(plan.roots.map(root => [root.folder, root.environment.tier, root.objects])).toEqual([
      ['k8s', undefined, 1],
      ['k8s/dev', 'development', 1],
      ['k8s/prod', 'production', 2],
    ]);
  });

  test('folders that hold the same object are roots apart', () => {
    const repo = {
      'k8s/ns.yaml': service('shared'),
      'k8s/blue/web.yaml': deployment('web'),
      'k8s/green/web.yaml': deployment('web'),
    };
    expect(rootsOf(planOf(repo, { transforms: WANT }))).toEqual(['k8s', 'k8s/blue', 'k8s/green']);
  });

  test('a file that describes an object of another one anew is left alone, and said', () => {
    const repo = { 'k8s/a.yaml': deployment('web'), 'k8s/b.yaml': deployment('web') };
    const { plan, changed } = outcome(repo, WANT);
    expect(Object.keys(changed)).toEqual(['k8s/a.yaml']);
    expect(plan.notices).toEqual([
      { message: 'left alone: it describes an object of k8s/a.yaml anew', at: 'k8s/b.yaml' },
    ]);
  });

  test('what is no manifest is not read: charts, templates, other files with a kind', () => {
    const repo: Repo = {
      'k8s/web.yaml': deployment('web'),
      'k8s/dashboard.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: alerts\ndata:\n  text: "{{ $labels.pod }}"\n',
      'k8s/template.yaml': deployment('{{ .Values.name }}'),
      'k8s/quoted.yaml': deployment('"{{ name }}"'),
      'k8s/broken.yaml': 'apiVersion: v1\nkind: Service\nmetadata: [\n',
      'k8s/chart/Chart.yaml': 'apiVersion: v2\nname: chart\n',
      'k8s/chart/templates/db.yaml': deployment('db'),
      'k8s/skaffold.yaml': 'apiVersion: skaffold/v4\nkind: Config\nmetadata:\n  name: shop\n',
      'k8s/compose.yaml': 'services: {}\n',
      'k8s/values.yaml': 'replicas: 1\n',
    };
    const { plan, changed } = outcome(repo, WANT);
    expect(plan.roots).toMatchObject([{ folder: 'k8s', objects: 2 }]);
    expect(Object.keys(changed)).toEqual(['k8s/web.yaml']);
    expect(plan.notices.map(notice => notice.at)).toEqual([
      'k8s/broken.yaml:4',
      'k8s/quoted.yaml',
      'k8s/template.yaml',
    ]);
  });

  test('an argument above several folders makes one root of them', () => {
    const repo = { 'k8s/deployments/web.yaml': deployment('web'), 'k8s/services/web.yaml': service('web') };
    expect(rootsOf(planOf(repo, { transforms: WANT }))).toEqual(['k8s/deployments', 'k8s/services']);
    expect(rootsOf(planOf(repo, { transforms: WANT, selection: { paths: ['k8s'] } }))).toEqual(['k8s']);
  });

  test('overlay mode writes nothing there: there is no overlay', () => {
    const repo = { 'prod/web.yaml': deployment('web', '  replicas: 3\n') };
    const plan = planOf(repo, { selection: { placement: 'overlay', unsafe: true } });
    expect(plan.changes).toEqual([]);
    expect(plan.fixes.filter(fix => fix.status === 'planned')).toEqual([]);
  });

  test('a manifest in JSON is edited as JSON', () => {
    const job = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: { paused: false },
    };
    const { changed } = outcome({ 'k8s/web.json': `${JSON.stringify(job, null, 2)}\n` }, WANT);
    expect(JSON.parse(changed['k8s/web.json']!)).toEqual({
      ...job,
      spec: { paused: false, minReadySeconds: 10 },
    });
  });
});

describe('a repository with kustomizations', () => {
  const repo: Repo = {
    ...BASE,
    ...overlay('prod'),
    'extra/db.yaml': deployment('db'),
    'extra/x/q.yaml': service('q'),
  };

  test('counts the manifests that none of them reads, in one notice', () => {
    const { plan, changed } = outcome(repo, WANT);
    expect(rootsOf(plan)).toEqual(['overlays/prod']);
    expect(Object.keys(changed)).toEqual(['base/web.yaml']);
    expect(plan.notices).toEqual([
      {
        message:
          '2 manifests, such as extra/db.yaml, are in no kustomization: name the folder to look there, or list it under roots: in kustomend.yaml',
      },
    ]);
  });

  test('a name that ends alike is another file', () => {
    const base = `${BASE['base/kustomization.yaml']}#- my-later.yaml\n`;
    const files = { ...BASE, ...overlay('prod'), 'base/kustomization.yaml': base };
    const { plan } = outcome({ ...files, 'base/later.yaml': deployment('later') }, WANT);
    expect(plan.notices).toHaveLength(1);
  });

  test.each([
    ['base/later.yaml', deployment('later'), '#- later.yaml\n'],
    ['base/templates/web.yaml', deployment('APP_NAME'), ''],
    ['dev/cluster.yaml', 'apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nnodes: []\n', ''],
  ])('says nothing of %s, which is left out on purpose or is for another tool', (path, text, comment) => {
    const base = `${BASE['base/kustomization.yaml']}${comment}`;
    const { plan } = outcome(
      { ...BASE, ...overlay('prod'), 'base/kustomization.yaml': base, [path]: text },
      WANT,
    );
    expect(plan.notices).toEqual([]);
  });

  test.each([
    ['the argument', repo, ['extra']],
    ['the configuration', { ...repo, 'kustomend.yaml': 'roots: [extra]\n' }, []],
  ] as const)('takes a plain folder for a root when %s names it', (_, files, paths) => {
    const plan = planOf(files, { transforms: WANT, selection: { paths } });
    expect(plan.roots).toMatchObject([
      { folder: 'extra', objects: 2, selected: true },
      { folder: 'overlays/prod', selected: paths.length === 0 },
    ]);
    expect(plan.notices).toEqual([]);
    expect(plan.changes.map(change => change.path)).toContain('extra/db.yaml');
  });

  test('a folder whose files a kustomization reads is no root of its own', () => {
    const files = { ...repo, 'base/more/db.yaml': deployment('db'), 'base/more/unused.yaml': service('u') };
    const read = { ...files, 'base/kustomization.yaml': 'resources:\n  - web.yaml\n  - more/db.yaml\n' };
    expect(rootsOf(planOf(read, { transforms: WANT, selection: { paths: ['base/more'] } }))).toEqual([
      'overlays/prod',
    ]);
  });
});

describe('what is no manifest by itself', () => {
  const manifest = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';
  const indented = (spaces: number) => manifest.replace(/^(?=.)/gm, ' '.repeat(spaces));
  const about = (path: string, text: string) =>
    outcome({ ...BASE, [path]: text }, []).plan.notices.filter(({ message }) => message.includes(path));

  test.each([
    ['a task with a manifest in a text', 'ci/task.yml', `run: |\n  cat <<END\n${indented(2)}  END\n`],
    [
      'a task with a manifest as a value',
      'tasks/main.yml',
      `- name: apply\n  k8s:\n    definition:\n${indented(6)}`,
    ],
    ['a value of a map', 'values.yaml', `extraObjects:\n  - ${indented(4).trimStart()}`],
    ['JSON that holds one', 'config.json', '{"template": {"apiVersion": "v1", "kind": "Pod"}}'],
  ])('%s', (_, path, text) => {
    expect(about(path, text)).toEqual([]);
  });

  test.each([
    ['one behind a comment', '# notes\n\n---\n', manifest],
    ['one that is indented', '', indented(2)],
    ['one in braces', '', '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n'],
    ['the second of a stream', 'other: 1\n---\n', manifest],
  ])('%s is one', (_, before, text) => {
    expect(about('left/cm.yaml', before + text)).toHaveLength(1);
  });
});

describe('a plain folder beside kustomizations that a controller applies', () => {
  const argo = (path: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: shop
spec:
  source:
    path: ${path}
  destination:
    namespace: shop
`;
  const flux = (path: string) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: shop
spec:
  path: ./${path}
  prune: true
`;
  const plain = { ...BASE, 'apps/shop/shop.yaml': deployment('shop') };

  test.each([
    ['an Application', { ...plain, 'argocd/shop.yaml': argo('apps/shop') }, true],
    ['a Kustomization of Flux', { ...plain, 'flux/shop.yaml': flux('apps/shop') }, true],
    ['nobody', plain, false],
    [
      'an Application that leaves out what lies deeper',
      { ...plain, 'apps/shop/more/db.yaml': deployment('db'), 'argocd/shop.yaml': argo('apps/shop') },
      false,
    ],
    [
      'a Kustomization of Flux that takes what lies deeper',
      { ...plain, 'apps/shop/more/db.yaml': deployment('db'), 'flux/shop.yaml': flux('apps/shop') },
      true,
    ],
    [
      'an Application, as a chart',
      { ...plain, 'apps/shop/Chart.yaml': 'name: shop\n', 'argocd/shop.yaml': argo('apps/shop') },
      false,
    ],
  ])('is a root: %s', (_, repo, isRoot) => {
    expect(rootsOf(outcome(repo, WANT).plan).includes('apps/shop')).toBe(isRoot);
  });

  test('is fixed in its files', () => {
    const { changed } = outcome({ ...plain, 'argocd/shop.yaml': argo('apps/shop') }, WANT);
    expect(changed['apps/shop/shop.yaml']).toBe(FIXED('shop'));
  });
});
