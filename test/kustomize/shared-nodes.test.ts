/** What random trees found: quirks of kustomize v5.8.2 that layers see of each other. */
import { configMap, render } from './render.ts';

const WEB = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {}}}\n';
const layers = (top: string) =>
  render({
    'base/kustomization.yaml': 'resources: [r.yaml]\ncommonLabels: {tier: x}\n',
    'base/r.yaml': WEB,
    'kustomization.yaml': `resources: [base]\n${top}`,
  });
const everywhere = (tier: string) => [
  {
    metadata: { labels: { tier } },
    spec: { selector: { matchLabels: { tier } }, template: { metadata: { labels: { tier } } } },
  },
];

test('a label that several fields got from one entry is one node: a write to one reaches all', () => {
  expect(layers('labels: [{pairs: {tier: z}}]\n')).toMatchObject(everywhere('z'));
});

const patch = (operations: string) =>
  `patches:\n- target: {kind: Deployment}\n  patch: |\n    ${operations}\n`;

test('so does a merge patch, but a JSON patch reads the object anew', () => {
  expect(
    layers(patch('{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, labels: {tier: z}}}')),
  ).toMatchObject(everywhere('z'));
  expect(layers(patch('[{"op": "replace", "path": "/metadata/labels/tier", "value": "z"}]'))).toMatchObject([
    { metadata: { labels: { tier: 'z' } }, spec: { selector: { matchLabels: { tier: 'x' } } } },
  ]);
});

test('a patch with a target cannot remove labels: their nulls become texts', () => {
  const files = {
    'kustomization.yaml': `resources: [r.yaml]\npatches:\n- target: {kind: ConfigMap}\n  patch: |\n    {apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {app: null, b: 5, c: ~}, annotations: null}}\n`,
    'r.yaml': configMap('  k: v\n').replace('name: a', 'name: a\n  labels: {app: x}\n  annotations: {o: p}'),
  };
  expect(render(files)).toMatchObject([
    { metadata: { labels: { app: 'null', b: '5', c: '~' }, annotations: { o: 'p' } } },
  ]);
});
