/** What else writes into a cluster, and what a plan makes of it (docs/design/judgement.md 3 and 6). */
import type { Repo } from '../harness/repo.ts';
import { BASE, deployment, onlyFix, outcome, overlay, setting, wanting } from './tiny.ts';

const REPLICAS = ['spec', 'replicas'];
const READY = ['spec', 'minReadySeconds'];
const IMAGE = ['spec', 'template', 'spec', 'containers', { name: 'web' }, 'image'];

const gitops = (apiVersion: string, kind: string, spec: string): Repo => ({
  'gitops/kustomization.yaml': 'resources:\n  - one.yaml\n',
  'gitops/one.yaml': `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: shop\nspec: ${spec}\n`,
});
const flux = (more: string) =>
  gitops('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', `{path: ./overlays/prod, ${more}}`);
const argo = (kustomize: string) =>
  gitops(
    'argoproj.io/v1alpha1',
    'Application',
    `{project: team, source: {path: overlays/prod, kustomize: ${kustomize}}}`,
  );

describe('a layer above the root', () => {
  test.each([
    ['replicas of an Application', argo('{replicas: [{name: web, count: 4}]}'), REPLICAS],
    [
      'a patch of an Application',
      argo('{patches: [{target: {kind: Deployment}, patch: "- {op: add, path: /spec/replicas, value: 4}"}]}'),
      REPLICAS,
    ],
    ['an image of an Application', argo('{images: ["example.com/web:9"]}'), IMAGE],
    [
      'a patch of a Kustomization of Flux',
      flux(
        'patches: [{patch: "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 4}}"}]',
      ),
      REPLICAS,
    ],
    ['images of it', flux('images: [{name: example.com/web, newTag: "9"}]'), IMAGE],
  ])('%s is left to it', (_, above, path) => {
    const repo: Repo = { ...BASE, ...overlay('prod'), ...above };
    const found = outcome(repo, [setting(path, path === IMAGE ? 'example.com/web:2.0.0' : 5)]);
    expect(found.changed).toEqual({});
    expect(onlyFix(found)).toMatchObject({ status: 'reported' });
    expect(onlyFix(found).reason).toMatch(
      /shop writes this value over whatever is built: it is changed there \(gitops\/one\.yaml:5\)/,
    );
  });

  test('what it does not touch is fixed', () => {
    const repo: Repo = { ...BASE, ...overlay('prod'), ...argo('{replicas: [{name: web, count: 4}]}') };
    const { changed } = outcome(repo, [setting(READY, 10)]);
    expect(changed).toEqual({ 'base/web.yaml': deployment('web', '  minReadySeconds: 10\n') });
  });

  test('one that cannot be built says nothing', () => {
    const repo: Repo = { ...BASE, ...overlay('prod'), ...argo('{patches: [{path: absent.yaml}]}') };
    expect(onlyFix(outcome(repo, [setting(READY, 10)])).status).toBe('planned');
  });
});

describe('variables of Flux', () => {
  const repo: Repo = {
    ...BASE,
    ...overlay('prod'),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of Flux
    'base/web.yaml': deployment('web', '  replicas: ${COUNT}\n'),
    ...flux('postBuild: {substitute: {COUNT: "3"}}'),
  };

  test('are never written over', () => {
    const found = outcome(repo, [setting(REPLICAS, 5)]);
    expect(found.changed).toEqual({});
    expect(onlyFix(found)).toMatchObject({ status: 'reported', asks: [] });
    expect(onlyFix(found).reason).toMatch(/which Flux fills in \(gitops\/one\.yaml:\d+\)$/);
  });

  test('count where the repository says what they are', () => {
    const whenThree = wanting({}, resource =>
      resource.get(REPLICAS) === 3 && resource.get(READY) === undefined
        ? { path: READY, changes: [resource.set(READY, 10)] }
        : null,
    );
    expect(onlyFix(outcome(repo, [whenThree])).status).toBe('planned');
  });
});

describe('an AppProject', () => {
  const project = (lists: string): Repo => ({
    'gitops/kustomization.yaml': 'resources:\n  - one.yaml\n  - project.yaml\n',
    'gitops/project.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {name: team}\nspec: ${lists}\n`,
  });
  const budget = wanting({}, (resource, root) =>
    root.find('PodDisruptionBudget').length > 0
      ? null
      : {
          path: [],
          changes: [
            {
              type: 'create',
              manifest: { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'web' } },
              beside: resource.key,
            },
          ],
        },
  );

  test.each([
    [
      'that forbids a new object makes it a question',
      '{namespaceResourceBlacklist: [{group: policy, kind: "*"}]}',
      'person',
    ],
    ['that allows it does not', '{namespaceResourceBlacklist: [{group: "", kind: Secret}]}', 'planned'],
  ])('%s', (_, lists, status) => {
    const repo: Repo = { ...BASE, ...overlay('prod'), ...argo('{}'), ...project(lists) };
    const fix = onlyFix(outcome(repo, [budget]));
    expect(fix.status).toBe(status);
    if (status === 'person') expect(fix.reason).toContain('AppProject team');
  });
});

describe('another root in the namespace', () => {
  const app: Repo = { ...BASE, ...overlay('prod', 'namespace: shop\n') };
  const platform = (folder: string): Repo => ({
    [`${folder}/kustomization.yaml`]: 'resources:\n  - budget.yaml\n',
    [`${folder}/budget.yaml`]:
      'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web, namespace: shop}\nspec: {selector: {matchLabels: {app: web}}}\n',
  });
  const unlessBudget = wanting({}, (resource, root) => {
    const [workload] = root.workloads.filter(each => each === resource);
    const isCovered = workload !== undefined && root.budgetsFor(workload).length > 0;
    return isCovered || resource.get(READY) !== undefined
      ? null
      : { path: READY, changes: [resource.set(READY, 10)] };
  });

  test('is seen', () => {
    expect(outcome({ ...app, ...platform('platform') }, [unlessBudget]).changed).toEqual({});
  });

  test.each(['overlays/staging', 'examples/small'])('is not, when it is %s', folder => {
    expect(onlyFix(outcome({ ...app, ...platform(folder) }, [unlessBudget])).status).toBe('planned');
  });
});

describe('a pod template that the API refuses to change', () => {
  const job = (annotations: string, spec = '') => ({
    'jobs/kustomization.yaml': 'resources:\n  - job.yaml\n',
    'jobs/job.yaml': `apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
  annotations: ${annotations}
spec:${spec}
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: migrate
          image: example.com/migrate:1
`,
  });
  const application = (more = '') =>
    gitops('argoproj.io/v1alpha1', 'Application', `{project: team, source: {path: jobs}${more}}`);
  const kustomization = (more = '') =>
    gitops('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', `{path: ./jobs${more}}`);
  const fix = setting(['spec', 'template', 'spec', 'enableServiceLinks'], false, { kinds: ['Job'] });
  const sync = (options: string) => `{argocd.argoproj.io/sync-options: "${options}"}`;

  test.each([
    [
      'Argo CD',
      application(),
      'Application shop',
      /gitops\/one\.yaml:2.*sync-options: Force=true,Replace=true/,
    ],
    ['Flux', kustomization(), 'Kustomization shop', /gitops\/one\.yaml:2.*force: enabled/],
  ])('is asked where %s applies it', (_, above, name, rest) => {
    const found = outcome({ ...job('{}'), ...above }, [fix]);
    expect(found.changed).toEqual({});
    expect(onlyFix(found)).toMatchObject({ status: 'person' });
    expect(onlyFix(found).reason).toContain(`${name} applies`);
    expect(onlyFix(found).reason).toMatch(rest);
  });

  test.each([
    [
      'its annotation only has Argo CD replace it',
      job(sync('Replace=true')),
      application(),
      'Replace=true of its annotation is an update too: only Force=true deletes it first',
    ],
    [
      'its Application only replaces',
      job('{}'),
      application(', syncPolicy: {syncOptions: [Replace=true, CreateNamespace=true]}'),
      'Replace=true of the Application is an update too: only Force=true deletes it first',
    ],
    [
      'its Application forces, which Argo CD reads at objects only',
      job('{}'),
      application(', syncPolicy: {syncOptions: [Force=true, Replace=true]}'),
      'Force=true of the Application does nothing: Argo CD reads it at the object',
    ],
  ])('is asked where %s, which the API server refuses too', (_, repo, above, why) => {
    const found = onlyFix(outcome({ ...repo, ...above }, [fix]));
    expect(found.status).toBe('person');
    expect(found.reason).toContain(why);
  });

  test.each([
    ['Argo CD', application(), 'Application shop'],
    ['Flux', kustomization(), 'Kustomization shop'],
  ])('is not safe where %s may meet it before it is deleted', (_, above, name) => {
    const found = onlyFix(outcome({ ...job('{}', '\n  ttlSecondsAfterFinished: 604800'), ...above }, [fix]));
    expect(found.status).toBe('unsafe');
    expect(found.doubts).toEqual([expect.stringContaining(`${name} applies it`)]);
  });

  test('is asked where what is deleted comes back at once', () => {
    const heals = application(', syncPolicy: {automated: {selfHeal: true}}');
    const found = onlyFix(outcome({ ...job('{}', '\n  ttlSecondsAfterFinished: 600'), ...heals }, [fix]));
    expect(found.status).toBe('person');
  });

  test('is not safe where people apply it, who have to delete it first', () => {
    const found = onlyFix(outcome(job('{}'), [fix]));
    expect(found.status).toBe('unsafe');
    expect(found.doubts).toEqual([expect.stringContaining('it has to be deleted and created again')]);
  });

  test.each([
    ['it is a hook of Argo CD', job('{argocd.argoproj.io/hook: PreSync}'), application()],
    ['Argo CD takes it for a hook of Helm', job('{helm.sh/hook: pre-upgrade}'), application()],
    ['its annotation lets Argo CD make it anew', job(sync('Replace=true,Force=true')), application()],
    [
      'it is forced, and its Application replaces',
      job(sync('Force=true')),
      application(', syncPolicy: {syncOptions: [Replace=true]}'),
    ],
    [
      'its annotation lets Flux make it anew',
      job('{kustomize.toolkit.fluxcd.io/force: enabled}'),
      kustomization(),
    ],
    ['its Kustomization does', job('{}'), kustomization(', force: true')],
  ])('changes where %s', (_, repo, above) => {
    expect(onlyFix(outcome({ ...repo, ...above }, [fix])).status).toBe('planned');
  });

  test('leaves the rest of it alone', () => {
    const backoff = setting(['spec', 'backoffLimit'], 3, { kinds: ['Job'] });
    expect(onlyFix(outcome({ ...job('{}'), ...application() }, [backoff])).status).toBe('planned');
  });
});
