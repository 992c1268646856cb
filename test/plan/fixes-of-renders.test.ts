/** Which fixes make of an object what is rendered of it. */

import type { Plan } from '../../src/plan/model/result.ts';
import type { JsonObject, Resource } from '../../src/transform.ts';
import { deployment, outcome, setting, wanting } from './tiny.ts';

/** The transforms whose fixes are behind each object of a root that is not as it was: `namespace/name`. */
function behind({ expected, fixes }: Plan, folder: string): Readonly<Record<string, readonly string[]>> {
  const render = expected.get(folder)!;
  const old = new Set(render.before.map(each => JSON.stringify(each)));
  return Object.fromEntries(
    (render.after as readonly JsonObject[]).flatMap((each, index) => {
      if (old.has(JSON.stringify(each))) return [];
      const { namespace, name } = each.metadata as JsonObject;
      const ids = render.fixes[index]!;
      return [[`${namespace}/${name}`, fixes.filter(({ id }) => ids.includes(id)).map(fix => fix.transform)]];
    }),
  );
}

const replicas = (id: string, when: (resource: Resource) => boolean) =>
  setting(['spec', 'replicas'], 3, { id, when });

const TWO = {
  'a/kustomization.yaml': 'namespace: a\nresources: [web.yaml]\n',
  'a/web.yaml': deployment('web'),
  'b/kustomization.yaml': 'namespace: b\nnamePrefix: my-\nresources: [web.yaml]\n',
  'b/web.yaml': deployment('web'),
  'all/kustomization.yaml': 'resources: [../a, ../b]\n',
};

test('objects of one name in two namespaces have those of their own, behind a prefix too', () => {
  const { plan } = outcome(TWO, [
    replicas('of-a', ({ namespace }) => namespace === 'a'),
    replicas('of-b', ({ namespace }) => namespace === 'b'),
  ]);
  expect(behind(plan, 'all')).toEqual({ 'a/web': ['of-a'], 'b/my-web': ['of-b'] });
});

test('a new object has those that make it, whatever it is called', () => {
  const budget = wanting({ when: ({ namespace }) => namespace === 'b' }, (resource, root) =>
    root.find('PodDisruptionBudget').length > 0
      ? null
      : {
          path: ['spec'],
          changes: [
            {
              type: 'create',
              manifest: {
                apiVersion: 'policy/v1',
                kind: 'PodDisruptionBudget',
                metadata: { name: 'calm' },
                spec: { maxUnavailable: 1 },
              },
              beside: resource.key,
            },
          ],
        },
  );
  const { plan } = outcome(TWO, [budget]);
  expect(behind(plan, 'all')).toEqual({ 'b/my-calm': ['tiny'] });
});
