/** A List that is a file of its own is taken apart before anything of it is printed: what stands around its items is free. */
import { configMap, failure, render } from './render.ts';

const ITEM = '- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: a}\n';
const built = (list: string) => ({ 'kustomization.yaml': 'resources: [list.yaml]\n', 'list.yaml': list });
const list = (more: string, kind = 'List', items = ITEM) =>
  built(`apiVersion: v1\nkind: ${kind}\nitems:\n${items}${more}`);

test.each(['apiVersion: v1\n', 'kind: ConfigMap\n', 'metadata: {b: 1, b: 2}\n', '1: x\n', 'items: []\n'])(
  'around the items a key may be there twice, or be no text: %j',
  more => {
    expect(render(list(more))).toEqual([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }]);
  },
);

test.each([
  ['in an item', list('', 'List', `${ITEM}  data: {k: x, k: y}\n`)],
  ['where there are no items', built('apiVersion: v1\nkind: List\nkind: List\n')],
  ['in a list of another kind', list('kind: List\n', 'ConfigMapList')],
  ['beside another document', list(`kind: List\n---\n${configMap('  k: v\n')}`)],
])('a key that is there twice %s is refused', (_, files) => {
  expect(failure(files)).toContain('is there twice');
});
