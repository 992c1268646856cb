/** A root may render one object several times: what is wanted, placed and declared is so for each of them. */
import type { Plan } from '../../src/plan/model/result.ts';
import type { Json, Resource } from '../../src/transform.ts';
import { applied, type Repo, render } from '../harness/repo.ts';
import { budget } from './budgets.ts';
import { cluster, jsonPatch, onlyFix, outcome, scratch, setting, VOLUMES } from './tiny.ts';

const READY = ['spec', 'minReadySeconds'];
const MOUNTED = jsonPatch(
  '{op: add, path: /spec/template/spec/containers/0/volumeMounts, value: [{name: certs, mountPath: /certs}]}',
  '{op: add, path: /spec/template/spec/volumes, value: [{name: certs, secret: {secretName: tls}}]}',
);

/** Of each Deployment of the cluster: the names of its volumes and the paths of its mounts. */
function storage(repo: Repo, plan: Plan): string[] {
  const objects = render(applied(repo, plan), 'cluster') as readonly Json[];
  return objects.flatMap(object => {
    const { kind, spec } = object as unknown as { kind: string; spec: { template: { spec: Pod } } };
    if (kind !== 'Deployment') return [];
    const { volumes = [], containers } = spec.template.spec;
    const mounts = containers[0]!.volumeMounts ?? [];
    return [`${volumes.map(v => v.name).sort()} at ${mounts.map(m => m.mountPath).sort()}`];
  });
}
interface Pod {
  readonly volumes?: readonly { readonly name: string }[];
  readonly containers: readonly { readonly volumeMounts?: readonly { readonly mountPath: string }[] }[];
}

describe('a volume and its mount', () => {
  const whole = 'certs,tmp at /tmp';

  test('reach both objects of a base that a root renders twice', () => {
    const repo = cluster({ a: `namespace: team-a\n${VOLUMES}`, b: `namespace: team-b\n${VOLUMES}` });
    expect(storage(repo, outcome(repo, [scratch()]).plan)).toEqual([whole, whole]);
  });

  test('reach all of three, told apart by prefixes', () => {
    const repo = cluster(
      Object.fromEntries(['a', 'b', 'c'].map(name => [name, `namePrefix: ${name}-\n${VOLUMES}`])),
    );
    expect(storage(repo, outcome(repo, [scratch()]).plan)).toEqual([whole, whole, whole]);
  });

  test('reach both where each overlay puts the mounts there too', () => {
    const repo = cluster({ a: `namespace: team-a\n${MOUNTED}`, b: `namespace: team-b\n${MOUNTED}` });
    const both = 'certs,tmp at /certs,/tmp';
    expect(storage(repo, outcome(repo, [scratch()]).plan)).toEqual([both, both]);
  });

  test('reach both where only one of them is patched', () => {
    const repo = cluster({ a: `namespace: team-a\n${VOLUMES}`, b: 'namespace: team-b\n' });
    expect(storage(repo, outcome(repo, [scratch()]).plan)).toEqual([whole, 'tmp at /tmp']);
  });

  test('are for the one that has none', () => {
    const own = jsonPatch(
      '{op: add, path: /spec/template/spec/volumes, value: [{name: tmp, emptyDir: {sizeLimit: 1Gi}}]}',
      '{op: add, path: /spec/template/spec/containers/0/volumeMounts, value: [{name: tmp, mountPath: /tmp}]}',
    );
    const repo = cluster({ a: `namespace: team-a\n${own}`, b: `namespace: team-b\n${VOLUMES}` });
    const { plan } = outcome(repo, [scratch()]);
    expect(storage(repo, plan)).toEqual(['tmp at /tmp', whole]);
    expect(plan.changes.map(change => change.path)).not.toContain('overlays/a/kustomization.yaml');
  });
});

describe('an overlay that says it', () => {
  const INSTANCES = { a: 'namespace: team-a\n', b: 'namespace: team-b\n', c: 'namePrefix: c-\n' };
  const readiness = (repo: Repo, plan: Plan) =>
    (render(applied(repo, plan), 'cluster') as readonly { spec: { minReadySeconds?: number } }[]).map(
      ({ spec }) => spec.minReadySeconds,
    );

  test('says it of each object', () => {
    const repo = cluster(INSTANCES);
    const { plan, changed } = outcome(repo, [setting(READY, 10, { overlay: true })]);
    expect(Object.keys(changed).every(file => file.startsWith('cluster/'))).toBe(true);
    expect(readiness(repo, plan)).toEqual([10, 10, 10]);
  });

  test.each([
    ['team-a', [10, undefined, undefined]],
    ['team-b', [undefined, 10, undefined]],
  ])('says it of the one in %s only', (namespace, expected) => {
    const repo = cluster(INSTANCES);
    const when = (resource: Resource) => resource.namespace === namespace;
    const { plan } = outcome(repo, [setting(READY, 10, { overlay: true, when })]);
    expect(readiness(repo, plan)).toEqual(expected);
  });

  test.each([
    [undefined, [10, 10, 10]],
    ['team-b', [5, 10, 5]],
  ])('keeps a patch of several as it is for the others (%s)', (namespace, expected) => {
    const repo = cluster(INSTANCES);
    const text =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: any\nspec:\n  minReadySeconds: 5\n';
    const shared = 'patches:\n  - path: all.yaml\n    target:\n      kind: Deployment\n      name: web\n';
    const all: Repo = {
      ...repo,
      'cluster/kustomization.yaml': repo['cluster/kustomization.yaml']! + shared,
      'cluster/all.yaml': text,
    };
    const when = (resource: Resource) => namespace === undefined || resource.namespace === namespace;
    const { plan } = outcome(all, [setting(READY, 10, { when })]);
    expect(readiness(all, plan)).toEqual(expected);
  });

  test('says something else of each', () => {
    const repo = cluster(INSTANCES);
    const value = ({ namespace }: Resource) => (namespace === 'team-b' ? 20 : 10);
    const { plan } = outcome(repo, [setting(READY, value, { overlay: true })]);
    expect(readiness(repo, plan)).toEqual([10, 20, 10]);
  });
});

test('what one object cannot have, the other has all the same', () => {
  const ignored = `namespace: team-a\n${VOLUMES}`;
  const repo: Repo = {
    ...cluster({ a: ignored, b: `namespace: team-b\n${VOLUMES}` }),
    'kustomend.yaml': 'vendored: [overlays/a, cluster]\n',
  };
  const { plan } = outcome(repo, [scratch()]);
  expect(storage(repo, plan)).toEqual(['certs at ', 'certs,tmp at /tmp']);
  expect(plan.fixes.map(fix => fix.status).sort()).toEqual(['planned', 'withdrawn']);
});

describe.each([
  ['the base', false],
  ['the root', true],
])('a new object for each, in %s', (_, inOverlay) => {
  test('comes out once beside each', () => {
    const repo = cluster({ a: 'namespace: team-a\n', b: 'namespace: team-b\n' });
    const result = outcome(repo, [budget({ overlay: inOverlay })]);
    expect(onlyFix(result).status).toBe('planned');
    const objects = render(applied(repo, result.plan), 'cluster') as readonly {
      kind: string;
      metadata: { namespace: string };
    }[];
    const budgets = objects.filter(({ kind }) => kind === 'PodDisruptionBudget');
    expect(budgets.map(({ metadata }) => metadata.namespace).sort()).toEqual(['team-a', 'team-b']);
  });
});
