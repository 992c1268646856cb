/** Fields that the API server keeps as they are, whatever a transform knows of them. */

import type { ConvertChange, FieldPath, JsonObject } from '../../src/transform.ts';
import { planOf } from '../harness/repo.ts';
import { setting, wanting } from './tiny.ts';

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

describe('in another version of its API', () => {
  const converted = (manifest: string, apiVersion: string, fields: ConvertChange['fields']) => {
    const convert = wanting({ kinds: ['StatefulSet', 'Widget'] }, ({ key }) => ({
      path: ['apiVersion'],
      changes: [{ type: 'convert', resource: key, apiVersion, fields }],
    }));
    const repo = { 'kustomization.yaml': 'resources: [a.yaml]\n', 'a.yaml': manifest };
    return planOf(repo, { transforms: [convert] }).fixes[0]!.doubts;
  };
  const SET = 'apiVersion: apps/v1beta2\nkind: StatefulSet\nmetadata: {name: a}\nspec: {serviceName: a}\n';
  const named = (spec: JsonObject) => (part: JsonObject) => ({ ...part, spec });

  test('a fixed field that comes out otherwise is said, and one that is said for the first time is none', () => {
    expect(converted(SET, 'apps/v1', named({ serviceName: 'b' }))[0]).toContain(
      'spec.serviceName of a StatefulSet',
    );
    const first = named({ serviceName: 'a', podManagementPolicy: 'OrderedReady' });
    expect(converted(SET, 'apps/v1', first)).toEqual([]);
  });

  test('in another group it is another object', () => {
    const widget = 'apiVersion: old.example.com/v1\nkind: Widget\nmetadata: {name: a}\n';
    expect(converted(widget, 'new.example.com/v1', part => part)[0]).toContain('in group new.example.com');
    expect(converted(widget, 'old.example.com/v2', part => part)).toEqual([]);
  });
});
