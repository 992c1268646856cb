/** Files above a kustomization: read by the flag, and where the repository itself builds so. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

const WANTED = '--load-restrictor LoadRestrictionsNone';

test('the configuration says it once for all commands, a flag wins, and init keeps the one it was given', () => {
  const said = newRepo({ ...ABOVE, 'kustomend.yaml': 'loadRestrictor: LoadRestrictionsNone\n' });
  expect(kustomend(said, []).stdout).toContain('diff --git a/shared.yaml');
  expect(kustomend(said, ['--load-restrictor', 'LoadRestrictionsRootOnly']).code).toBe(3);
  const root = newRepo(ABOVE);
  kustomend(root, ['init', ...WANTED.split(' ')]);
  expect(readFileSync(join(root, 'kustomend.yaml'), 'utf8')).toMatch(
    /^loadRestrictor: LoadRestrictionsNone$/m,
  );
  expect(kustomend(root, []).stdout).toContain('diff --git a/shared.yaml');
});

test('where nothing is read scan says so, and the dry run names the command that reads it', () => {
  const root = newRepo(ABOVE);
  expect(kustomend(root, ['scan']).stdout).toMatch(
    /^no root could be read: whether anything is wrong is not known$/m,
  );
  expect(kustomend(root, ['fix', '--dry-run', 'overlays']).stderr).toContain(
    `next: kustomend ${WANTED} overlays\n`,
  );
});

test('commands that are said next, and the id that explain shows, have the flags that were given', () => {
  const root = newRepo(ABOVE);
  const flags = [...WANTED.split(' '), '--preset', 'complete'];
  const { findings } = JSON.parse(kustomend(root, ['scan', '--format', 'json', ...flags]).stdout);
  const [{ id }] = findings.filter(
    ({ transform }: { transform: string }) => transform === 'recommended-labels',
  );
  // The preset is found by the id.
  const { stdout } = kustomend(root, ['explain', id, ...WANTED.split(' ')]);
  const take = `kustomend fix ${WANTED} --preset complete --id ${id}`;
  expect(stdout).toContain(`Take it:\n  ${take}\n`);
  const { code, stderr } = kustomend(root, take.split(' ').slice(1));
  expect(code).toBe(0);
  expect(stderr).toContain(`next: kustomend scan ${WANTED} --preset complete\n`);
  const again = kustomend(root, ['explain', id, ...flags]);
  expect(again.stderr).toContain(`explain: ${id} is written already`);
});
