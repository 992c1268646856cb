/** What a root is told of what stands around it, over all roots (docs/design/judgement.md 3). */
import type { Workload } from '../../src/transform.ts';
import { planOf, type Repo } from '../harness/repo.ts';
import { deployment, wanting } from './tiny.ts';

/** Roots with a Deployment each. */
function roots(namespaces: Readonly<Record<string, string>>): Repo {
  return Object.fromEntries(
    Object.entries(namespaces).flatMap(([name, namespace]) => [
      [`${name}/kustomization.yaml`, `resources:\n  - web.yaml\n${namespace && `namespace: ${namespace}\n`}`],
      [`${name}/web.yaml`, deployment(name)],
    ]),
  );
}

const kindOf = ({ kind }: Workload) => [kind];

test('workloads are found by a key in the namespace, the own ones of a root first', () => {
  const found: Record<string, readonly string[]> = {};
  const transform = wanting({}, (resource, { path, platform }) => {
    const near = platform.workloadsWith(kindOf, platform.namespaceOf(resource), 'Deployment');
    found[path] = near.map(({ name }) => name);
    return null;
  });
  planOf(roots({ a: 'shop', b: 'shop', c: 'shop', other: 'else', nowhere: '' }), { transforms: [transform] });
  expect(found).toEqual({
    a: ['a', 'b', 'c'],
    b: ['b', 'a', 'c'],
    c: ['c', 'a', 'b'],
    other: ['other'],
    nowhere: ['nowhere'],
  });
});

test('the keys of a workload are worked out once, however many roots ask', () => {
  const names = Array.from({ length: 12 }, (_, index) => `app-${index}`);
  const asked: string[] = [];
  const keysOf = ({ name }: Workload) => {
    asked.push(name);
    return [name];
  };
  const transform = wanting({}, ({ name }, { platform }) => {
    platform.workloadsWith(keysOf, 'shop', name);
    return null;
  });
  planOf(roots(Object.fromEntries(names.map(name => [name, 'shop']))), { transforms: [transform] });
  expect(asked.sort()).toEqual([...names].sort());
});
