/** What is said of a root that lacks a file: what would make it build. */
import { planOf, type Repo } from '../../harness/repo.ts';

const KUSTOMIZATION = 'secretGenerator:\n  - name: keys\n    envs:\n      - secrets/.env\n';

function reasonFor(repo: Repo): string | undefined {
  return planOf(repo, { transforms: [] }).roots.find(({ state }) => state === 'failed')?.reason;
}

test.each(['.env.example', '.env.sample', '.env.dist', 'env.example', 'sample.env'])(
  'an env file that git ignores is made from %s beside it',
  sample => {
    const repo = { 'app/kustomization.yaml': KUSTOMIZATION, [`app/secrets/${sample}`]: 'KEY=\n' };
    expect(reasonFor(repo)).toBe(`secrets/.env does not exist (create it, a copy of ${sample} will do)`);
  },
);

test('without a sample any values will do', () => {
  const repo = { 'app/kustomization.yaml': KUSTOMIZATION, 'app/secrets/prod.env.example': 'KEY=\n' };
  expect(reasonFor(repo)).toBe(
    'secrets/.env does not exist (create it, values that stand in for the true ones will do)',
  );
});

test('a base that lacks it says it of all its roots, in its own words', () => {
  const repo = {
    'base/kustomization.yaml': 'configMapGenerator:\n  - name: web\n    files: [settings.json]\n',
    'base/settings.example.json': '{}\n',
    'overlays/prod/kustomization.yaml': 'resources:\n  - ../../base\n',
  };
  expect(reasonFor(repo)).toBe(
    'settings.json does not exist (create it, a copy of settings.example.json will do)',
  );
});

test('of a manifest nobody knows what it was', () => {
  expect(reasonFor({ 'app/kustomization.yaml': 'resources:\n  - web.yaml\n' })).not.toContain('create it');
});

test('what the configuration of a plugin names is no input of a kustomization', () => {
  const repo = {
    'app/kustomization.yaml': 'resources:\n  - web.yaml\ntransformers:\n  - plugins/patch.yaml\n',
    'app/web.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n',
    'app/plugins/patch.yaml':
      'apiVersion: builtin\nkind: PatchTransformer\nmetadata:\n  name: p\npath: gone.yaml\n',
  };
  expect(reasonFor(repo)).not.toContain('create it');
});
