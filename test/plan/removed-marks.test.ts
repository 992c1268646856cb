/** Labels and annotations that have to go, where patches are copied: a null in those is the text `null`. */
import { deployment, outcome, removing } from './tiny.ts';

const marked = deployment('web').replace(
  '  name: web\n',
  '  name: web\n  annotations:\n    old: a\n    kept: b\n',
);
const patch =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  annotations:\n    old: c\n    other: d\n';

test.each([
  ['patchesStrategicMerge', 'patchesStrategicMerge:\n  - web.yaml\n'],
  [
    'a patch with a target',
    'patches:\n  - path: web.yaml\n    target:\n      kind: Deployment\n      name: web\n',
  ],
])('no null is written into %s', (_, entry) => {
  const repo = {
    'base/kustomization.yaml': 'resources:\n  - web.yaml\n',
    'base/web.yaml': marked,
    'prod/kustomization.yaml': `resources:\n  - ../base\n${entry}`,
    'prod/web.yaml': patch,
  };
  const { changed } = outcome(repo, [removing(['metadata', 'annotations', 'old'])]);
  expect(changed['prod/web.yaml'] ?? '').not.toContain('null');
  expect(Object.values(changed).join('\n')).toContain('old: null');
});
