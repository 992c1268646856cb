import { buildGraph } from '../../../src/kustomize/file/graph.ts';
import { memoryFiles } from '../../../src/kustomize/files/files.ts';
import { builtUpon } from '../../../src/plan/repository/built-upon.ts';

test.each([
  ['deploy/overlays/hub', '../production', { name: 'hub', tier: 'production' }],
  ['deploy/overlays/hub', '../../base', undefined],
  ['deploy/overlays/hub', '../production, ../staging', undefined],
  ['deploy/hub', '../overlays/production', undefined],
])('%s on %s', (folder, resources, expected) => {
  const texts = {
    [`${folder}/kustomization.yaml`]: `resources: [${resources}]\n`,
    'deploy/base/kustomization.yaml': 'resources: []\n',
    'deploy/overlays/production/kustomization.yaml': 'resources: [../../base]\n',
    'deploy/overlays/staging/kustomization.yaml': 'resources: [../../base]\n',
  };
  expect(builtUpon(folder, buildGraph(memoryFiles(texts), Object.keys(texts)), {})).toEqual(expected);
});
