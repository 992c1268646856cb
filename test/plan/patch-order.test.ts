/** Where the field for new patches stands in a kustomization that has patches in older fields. */
import { deployment, inRoot, outcome, overlay, patch, setting } from './tiny.ts';

test('`patches:` stands behind the merge patches that run before it, whatever follows them', () => {
  const repo = {
    'base/kustomization.yaml': 'resources:\n  - web.yaml\n  - api.yaml\n',
    'base/web.yaml': deployment('web'),
    'base/api.yaml': deployment('api'),
    ...overlay('dev'),
    ...overlay('prod', 'patchesStrategicMerge:\n  - api.yaml\nimages:\n  - name: none\n    newTag: "2"\n'),
    'overlays/prod/api.yaml': patch('api', '  replicas: 3\n'),
  };
  const inProd = inRoot('prod');
  const { changed } = outcome(repo, [
    setting(['spec', 'minReadySeconds'], 5, {
      when: (each, root) => each.name === 'web' && inProd(each, root),
    }),
  ]);
  expect(changed['overlays/prod/kustomization.yaml']).toBe(
    'resources:\n  - ../../base\npatchesStrategicMerge:\n  - api.yaml\npatches:\n  - path: web-patch.yaml\nimages:\n  - name: none\n    newTag: "2"\n',
  );
});
