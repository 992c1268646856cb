/** By which labels a selector beside the workload's own takes its pods. */
import { ownKeys } from '../../../transforms/shared/selectors/own-keys.ts';
import { rootOf, type Setting } from '../root.ts';

const pods = (name: string, labels: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: shop}
spec:
  selector: {matchLabels: ${labels}}
  template:
    metadata: {labels: ${labels}}
    spec: {containers: [{name: a, image: a}]}
---
`;
const keysOf = (text: string, setting: Setting = {}) => {
  const root = rootOf(text, setting);
  return ownKeys(root.workloads[0]!, root);
};

test.each([
  ['all, where each lasts', '{app: web, part: shop}', undefined],
  ['none that a release changes', '{app: web, app.kubernetes.io/version: "2.3.16"}', ['app']],
  ['no chart', '{app: web, helm.sh/chart: web-1.2.3, heritage: Helm}', ['app']],
  ['no tool', '{app: web, app.kubernetes.io/managed-by: flux}', ['app']],
  ['a version that is all there is', '{version: "2.3.16"}', undefined],
])('%s', (_, labels, expected) => {
  expect(keysOf(pods('web', labels))).toEqual(expected);
});

test('a version that tells two variants apart is needed', () => {
  const both = pods('web-v1', '{app: web, version: v1}') + pods('web-v2', '{app: web, version: v2}');
  expect(keysOf(both)).toBeUndefined();
});

test('a version that a layer gives, and a name that it gives again', () => {
  const labels = '{name: web, part: page, app.kubernetes.io/version: "2.3.16"}';
  const where: Setting['where'] = (_, path) =>
    path.at(-1) === 'part' || path.at(-1) === 'kind' ? 'base/web.yaml:1' : 'base/kustomization.yaml:9';
  const other = pods('shop', '{name: shop, part: page}');
  expect(keysOf(pods('web', labels) + other, { where })).toEqual(['name', 'part']);
});
