/** Fields that the API server keeps as they are, whatever a transform knows of them. */

import type { FieldPath } from '../../src/transform.ts';
import { planOf } from '../harness/repo.ts';
import { setting } from './tiny.ts';

function doubtsOf(
  manifest: string,
  kind: string,
  path: FieldPath,
  value: string | boolean,
): readonly string[] {
  const repo = { 'kustomization.yaml': 'resources: [a.yaml]\n', 'a.yaml': manifest };
  const [fix] = planOf(repo, { transforms: [setting(path, value, { kinds: [kind] })] }).fixes;
  return fix!.doubts;
}

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec:\n  ports:\n  - port: 80\n';

test('a fix that changes one says what it takes', () => {
  expect(doubtsOf(SERVICE, 'Service', ['spec', 'clusterIP'], 'None')).toEqual([
    'spec.clusterIP of a Service cannot change (it gets another address): it has to be deleted and created again',
  ]);
});

test('other fields have no doubt by that, and neither has what is there already', () => {
  expect(doubtsOf(SERVICE, 'Service', ['spec', 'publishNotReadyAddresses'], true)).toEqual([]);
});

test('what a controller makes anew has none', () => {
  const anew = SERVICE.replace(
    '  name: a\n',
    '  name: a\n  annotations:\n    argocd.argoproj.io/sync-options: Force=true,Replace=true\n',
  );
  expect(doubtsOf(anew, 'Service', ['spec', 'clusterIP'], 'None')).toEqual([]);
});

test('by another name it is another object', () => {
  expect(doubtsOf(SERVICE, 'Service', ['metadata', 'name'], 'b')[0]).toContain('by another name');
});
