import immutableConfig from '../../../transforms/immutable-config/index.ts';
import { planOf } from '../../harness/repo.ts';

const of = (kustomization: string, files = {}) =>
  planOf(
    { 'kustomization.yaml': kustomization, ...files },
    {
      transforms: [immutableConfig],
      selection: { only: ['immutable-config'] },
    },
  );

test('the generator says it', () => {
  const { changes } = of('configMapGenerator:\n- name: web\n  literals: [A=1]\n');
  expect(changes.map(each => each.after)).toEqual([
    'configMapGenerator:\n- name: web\n  literals: [A=1]\n  options:\n    immutable: true\n',
  ]);
});

test('a Secret is left alone, and so is a name that only looks like one with a hash', () => {
  expect(of('secretGenerator:\n- name: web\n  literals: [A=1]\n').changes).toEqual([]);
  const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web-2456789bcd\n';
  expect(of('resources: [map.yaml]\n', { 'map.yaml': map }).changes).toEqual([]);
});
