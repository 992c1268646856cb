/** Files above a kustomization: read by the flag, and where the repository itself builds so. */
import { kustomend, newRepo, SHOP } from './cli.ts';

const ABOVE = {
  ...SHOP,
  'base/kustomization.yaml': 'resources:\n- ../shared.yaml\n',
  'shared.yaml': SHOP['base/deployment.yaml']!,
};

test.each([
  [
    'a pipeline',
    { '.github/workflows/a.yml': '- run: kustomize build --load-restrictor=LoadRestrictionsNone x\n' },
  ],
  ['an old script', { 'deploy.sh': 'kustomize build --load_restrictor none x | kubectl apply -f -\n' }],
  [
    'Argo CD',
    { 'argocd-cm.yaml': 'data:\n  kustomize.buildOptions: --load-restrictor LoadRestrictionsNone\n' },
  ],
  ['Flux', { 'clusters/a/flux-system/gotk-sync.yaml': '' }],
])('are read where %s reads them', (_, telling) => {
  const root = newRepo({ ...ABOVE, ...telling });
  expect(kustomend(root, []).stdout).toContain('diff --git a/shared.yaml');
  const refused = kustomend(root, ['--load-restrictor', 'LoadRestrictionsRootOnly']);
  expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining('is not in or below base') });
});

test('are no affair of kustomize else, and the message says what reads them', () => {
  const root = newRepo({ ...ABOVE, 'README.md': 'Never say --load-restrictor LoadRestrictionsRootOnly\n' });
  const { code, stderr } = kustomend(root, []);
  expect(code).toBe(3);
  expect(stderr.replaceAll('\n', ' ')).toContain('with --load-restrictor LoadRestrictionsNone only');
});
