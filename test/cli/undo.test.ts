/** The last run is taken back by a command, where nobody has worked on its files since. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { git, kustomend, newRepo, SHOP, writeIn } from './cli.ts';

const FILE = 'base/deployment.yaml';

function contents(root: string): Record<string, string> {
  const files = git(root, 'ls-files', '-co', '--exclude-standard').trim().split('\n').sort();
  return Object.fromEntries(files.map(file => [file, readFileSync(join(root, file), 'utf8')]));
}

test('fix says what is left and how it is taken back, and undo brings the old bytes back, new files included', () => {
  const root = newRepo(SHOP);
  const before = contents(root);
  const { stderr } = kustomend(root, ['fix']);
  expect(stderr).toMatch(/^written: \d+ fixes in \d+ files \(.*new file.*$/m);
  expect(stderr).toMatch(/^\d+ findings? remains?: 0 fixable, /m);
  expect(stderr).toMatch(/^undo: kustomend undo\nnext: kustomend scan$/m);
  expect(contents(root)).not.toEqual(before);
  const { code, stderr: said } = kustomend(root, ['undo']);
  expect(said).toMatch(/^undone: the run of \d{4}-\d\d-\d\d \d\d:\d\d, \d+ files\n$/);
  expect(code).toBe(0);
  expect(contents(root)).toEqual(before);
  expect(kustomend(root, ['undo'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('there is no run to undo'),
  });
});

test('of two runs the later goes first, and what it leaves is no work of others', () => {
  const root = newRepo(SHOP);
  const before = contents(root);
  kustomend(root, ['fix', '--only', 'service-account-token']);
  const between = contents(root);
  kustomend(root, ['fix']);
  expect(kustomend(root, ['undo']).stderr).toMatch(/^kustomend undo takes back the run of .* next$/m);
  expect(contents(root)).toEqual(between);
  expect(kustomend(root, ['fix'])).toMatchObject({ code: 0 });
  kustomend(root, ['undo']);
  kustomend(root, ['undo']);
  expect(contents(root)).toEqual(before);
});

test('what somebody has changed since stops it, by name, and nothing is undone', () => {
  const root = newRepo(SHOP);
  kustomend(root, ['fix']);
  const after = readFileSync(join(root, FILE), 'utf8');
  writeIn(root, FILE, `${after}# mine\n`);
  const before = contents(root);
  const { code, stderr } = kustomend(root, ['undo']);
  expect(stderr).toMatch(
    /^kustomend: base\/deployment\.yaml has changed since the run of .*: nothing is undone/,
  );
  expect(code).toBe(2);
  expect(contents(root)).toEqual(before);
  writeIn(root, FILE, after);
  expect(kustomend(root, ['undo']).code).toBe(0);
});

test('what git has taken back already is passed over', () => {
  const root = newRepo(SHOP);
  kustomend(root, ['fix', '--only', 'service-account-token']);
  git(root, 'commit', '-qam', 'token');
  kustomend(root, ['fix', '--only', 'writable-paths']);
  expect(git(root, 'status', '--porcelain')).not.toBe('');
  git(root, 'checkout', '-q', '.');
  // A commit stays, whatever becomes of the work tree.
  const committed = contents(root);
  const refused = kustomend(root, ['undo']);
  expect(refused.code).toBe(2);
  const sha = git(root, 'rev-parse', 'HEAD').trim();
  expect(refused.stderr.replaceAll('\n', ' ')).toContain(`git revert ${sha} takes it back`);
  expect(contents(root)).toEqual(committed);
  const { code, stderr } = kustomend(root, ['undo', '--force']);
  expect(code).toBe(0);
  expect(contents(root)[FILE]).toBe(SHOP[FILE]);
  // Nobody finds out at the next run that undoing was not all.
  expect(stderr).toMatch(/^warning: the run of .* is committed \([0-9a-f]{40}\)/);
  expect(stderr.replaceAll('\n', ' ')).toContain('commit that before the next fix');
});

test('from elsewhere the repository is named', () => {
  const [root, elsewhere] = [newRepo(SHOP), newRepo(SHOP)];
  expect(kustomend(elsewhere, ['fix', root]).stderr).toContain(`undo: kustomend undo ${root}\n`);
  expect(kustomend(elsewhere, ['undo', root]).code).toBe(0);
  expect(existsSync(join(root, 'base/shop-pdb.yaml'))).toBe(false);
});

test('without git there is nothing to undo', () => {
  const { code, stderr } = kustomend(newRepo(SHOP, { git: false }), ['undo']);
  expect(stderr).toContain('undo needs a git work tree');
  expect(code).toBe(2);
});

test('without git it is said before anything is written that nothing takes it back', () => {
  const { code, stderr } = kustomend(newRepo(SHOP, { git: false }), ['fix']);
  const [before = -1, after = -1] = ['no undo takes it back', 'written: '].map(text => stderr.indexOf(text));
  expect(before).toBeGreaterThanOrEqual(0);
  expect(after).toBeGreaterThan(before);
  expect(code).toBe(0);
});

test('of one fix that is taken the rest is said to remain', () => {
  const root = newRepo(SHOP);
  const { findings } = JSON.parse(kustomend(root, ['scan', '--format', 'json']).stdout);
  const planned = findings.filter((each: { status: string }) => each.status === 'planned');
  const [{ id }] = planned.filter(
    (each: { transform: string }) => each.transform === 'service-account-token',
  );
  const { stderr } = kustomend(root, ['fix', '--id', id]);
  expect(stderr).toContain('written: 1 fix in 1 file');
  expect(kustomend(root, ['fix', '--id', id])).toMatchObject({
    code: 0,
    stderr: 'nothing to write: runs before have written that\n',
  });
  const both = kustomend(root, ['fix', '--id', id, 'ffffff']);
  expect(both.stderr).toContain(`(written already: ${id})`);
  expect(both.code).toBe(2);
  expect(stderr).toContain(`${findings.length - 1} findings remain: ${planned.length - 1} fixable`);
});

/** Of all that is found, what is fixable, and what waits. */
function numbersIn(stderr: string): readonly string[] {
  const says = /(\d+) findings?(?: remains?)?: (\d+) fixable, (\d+) needs? --unsafe, (\d+) needs? an answer/;
  return says.exec(stderr.replaceAll(/\s+/g, ' '))!.slice(1);
}

const WEB =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 2, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: "web:1.2.3"}]}}}\n';

test('what remains is what the next scan finds on the files that were written', () => {
  const old = SHOP['base/deployment.yaml']!;
  const ingress =
    'apiVersion: networking.k8s.io/v1beta1\nkind: Ingress\nmetadata: {name: shop}\nspec: {rules: [{host: shop.example.com, http: {paths: [{path: /, backend: {serviceName: shop, servicePort: 80}}]}}]}\n';
  const root = newRepo({ ...SHOP, 'base/deployment.yaml': `${old}---\n${ingress}` });
  const scanned = () => JSON.parse(kustomend(root, ['scan', '--format', 'json']).stdout).findings;
  const [{ id }] = scanned().filter((each: { transform: string }) => each.transform === 'deprecated-api');
  const { stderr } = kustomend(root, ['fix', '--id', id]);
  expect(numbersIn(stderr)).toEqual(numbersIn(kustomend(root, []).stderr));
});

test.each([
  ['--only', 'pod-disruption-budget'],
  ['--workload', 'Deployment/shop'],
  ['--file', 'base/deployment.yaml'],
])(
  'after %s it is said what of the chosen is left, how many others there are, and how to go on',
  (...choice) => {
    const root = newRepo({
      ...SHOP,
      'overlays/production/web.yaml': WEB,
      'overlays/production/kustomization.yaml': `${SHOP['overlays/production/kustomization.yaml']}- web.yaml\n`,
    });
    const { stderr } = kustomend(root, ['fix', ...choice]);
    const { findings } = JSON.parse(kustomend(root, ['scan', '--format', 'json']).stdout);
    const said = stderr.replaceAll(/\s+/g, ' ');
    const own = /(?:nothing else|(\d+) findings? remains?) of what was chosen/.exec(said);
    const others = /; (\d+) others? remains?: /.exec(said);
    expect(Number(own?.[1] ?? 0) + Number(others?.[1])).toBe(findings.length);
    expect(stderr).toMatch(/^next: kustomend scan$/m);
  },
);
