/** Nothing outside of the workspace is read or written, whoever names it. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { commitAll, kustomend, newRepo, oracleFolder, SHOP, writeIn } from '../cli/cli.ts';
import { realKustomize } from '../harness/kustomize.ts';

const CANARY = 'canary-of-another-place';
const NO_CONFIG = Object.fromEntries(Object.entries(SHOP).filter(([path]) => path !== 'kustomend.yaml'));
const COMMANDS = [
  'preview',
  'scan',
  'doctor',
  'graph',
  'render overlays/production',
  'fix --print-config',
  'fix',
];

let places = 0;

/** A folder outside of every repository, with a file that holds what must not be seen. */
function elsewhere(files: Readonly<Record<string, string>> = {}): string {
  return newRepo({ [`secret-${places++}`]: CANARY, ...files }, { git: false });
}

/** A repository in which some paths are links. */
function linked(
  files: Readonly<Record<string, string>>,
  links: Readonly<Record<string, string>>,
  git = true,
) {
  const root = newRepo(files, { git: false });
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    symlinkSync(target, join(root, path));
  }
  if (git) commitAll(root);
  return root;
}

describe('a link out of the repository is not read', () => {
  const outside = () => elsewhere({ 'a.yaml': `${CANARY}: [` });

  test.each(COMMANDS)('kustomend.yaml: %s', command => {
    const { code, stdout, stderr } = kustomend(
      linked(NO_CONFIG, { 'kustomend.yaml': join(outside(), 'a.yaml') }),
      command.split(' '),
    );
    expect(stdout + stderr).not.toContain(CANARY);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('kustomend.yaml leads out of the repository'),
    });
  });

  test('kustomend.yaml into the git directory, where credentials lie', () => {
    const root = linked(NO_CONFIG, { 'kustomend.yaml': '.git/config' });
    writeFileSync(join(root, '.git/config'), `\n[http]\n\textraheader = ${CANARY}\n`, { flag: 'a' });
    const { code, stdout, stderr } = kustomend(root, ['scan']);
    expect(stdout + stderr).not.toContain(CANARY);
    expect(code).toBe(2);
  });

  test('what it extends', () => {
    const files = { ...NO_CONFIG, 'kustomend.yaml': 'extends: shared/a.yaml\n' };
    const { code, stdout, stderr } = kustomend(linked(files, { shared: outside() }), ['scan']);
    expect(stdout + stderr).not.toContain(CANARY);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('shared/a.yaml leads out of the repository'),
    });
  });

  test.each(['kustomend.lock.yaml', 'kustomend.evidence.yaml'])('%s', name => {
    const { code, stdout, stderr } = kustomend(linked(SHOP, { [name]: join(outside(), 'a.yaml') }), ['scan']);
    expect(stdout + stderr).not.toContain(CANARY);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining(`${name} leads out of the repository`),
    });
  });

  test('a Dockerfile', () => {
    const place = elsewhere({ Dockerfile: 'FROM scratch\nUSER 4711\n' });
    const root = linked(NO_CONFIG, { 'shop/Dockerfile': join(place, 'Dockerfile') });
    expect(kustomend(root, ['init']).code).toBe(0);
    expect(readFileSync(join(root, 'kustomend.yaml'), 'utf8')).not.toContain('4711');
  });

  test('an object of Flux or Argo CD that would name roots', () => {
    const place = elsewhere({
      'app.yaml':
        'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: a\nspec:\n  path: ./base\n',
    });
    const root = linked(SHOP, { 'flux/app.yaml': join(place, 'app.yaml') });
    expect(kustomend(root, ['graph']).stdout).toBe(kustomend(newRepo(SHOP), ['graph']).stdout);
  });

  test.each(['resources', 'components'])('%s that lie outside', field => {
    const place = elsewhere({
      'kustomization.yaml': `configMapGenerator:\n- name: a\n  literals: [a=${CANARY}]\n`,
    });
    const root = linked(
      { ...SHOP, 'overlays/production/kustomization.yaml': `${field}:\n- ../../linked\n` },
      { linked: place },
    );
    const { code, stdout, stderr } = kustomend(root, ['render', 'overlays/production']);
    expect(stdout + stderr).not.toContain(CANARY);
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: expect.stringContaining('leads out of the repository'),
    });
  });

  test('files below a folder that has become a link since they were committed', () => {
    const root = newRepo(SHOP);
    const place = elsewhere();
    renameSync(join(root, 'base'), join(place, 'base'));
    symlinkSync(join(place, 'base'), join(root, 'base'));
    const before = readFileSync(join(place, 'base/deployment.yaml'), 'utf8');
    const env = oracleFolder === undefined ? {} : { PATH: `${oracleFolder}:${process.env.PATH}` };
    kustomend(root, ['fix', '--allow-dirty'], env);
    expect(readFileSync(join(place, 'base/deployment.yaml'), 'utf8')).toBe(before);
  });
});

describe('a path argument that is a link', () => {
  test.each([
    ['with git', true],
    ['without git', false],
  ])('out of the repository is refused, %s', (_, git) => {
    const place = elsewhere(NO_CONFIG);
    const root = linked({ 'kustomend.yaml': SHOP['kustomend.yaml']! }, { base: join(place, 'base') }, git);
    const before = readFileSync(join(place, 'base/deployment.yaml'), 'utf8');
    const { code, stderr } = kustomend(root, ['fix', 'base']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('base is a link out of') });
    expect(readFileSync(join(place, 'base/deployment.yaml'), 'utf8')).toBe(before);
  });

  test('below another link is refused too, and so is one of nothing but files', () => {
    const place = elsewhere({ ...NO_CONFIG, kustomend: '' });
    const root = linked({ 'a.txt': '' }, { link: place }, false);
    const before = readFileSync(join(place, 'base/deployment.yaml'), 'utf8');
    expect(kustomend(root, ['fix', 'link/base']).code).toBe(2);
    expect(readFileSync(join(place, 'base/deployment.yaml'), 'utf8')).toBe(before);
  });

  test('inside of the repository, or to a repository, is followed', () => {
    const root = linked(SHOP, { production: 'overlays/production' });
    expect(kustomend(root, ['scan', 'production']).code).toBe(1);
    const place = elsewhere();
    symlinkSync(root, join(place, 'link'));
    expect(kustomend(dirname(root), ['scan', join(place, 'link')]).code).toBe(1);
  });
});

describe('without git', () => {
  test('no manifest makes the workspace larger than what the user has named', () => {
    const top = elsewhere(NO_CONFIG);
    const before = readFileSync(join(top, 'base/deployment.yaml'), 'utf8');
    const { code, stderr } = kustomend(join(top, 'overlays/production'), ['fix', '--unsafe']);
    expect(code).toBe(3);
    expect(stderr).toContain('../../base leads out of the repository');
    expect(stderr).toContain('name the folder that holds both');
    expect(readFileSync(join(top, 'base/deployment.yaml'), 'utf8')).toBe(before);
    expect(kustomend(top, ['scan']).code).toBe(1);
  });
});

describe('files of our own', () => {
  test('a link beside the journal is left alone', () => {
    const place = elsewhere({ victim: CANARY });
    const links = { 'kustomend-journal.json.tmp': join(place, 'victim') };
    const root = linked(SHOP, links, false);
    expect(kustomend(root, ['fix']).code).toBe(0);
    expect(readFileSync(join(place, 'victim'), 'utf8')).toBe(CANARY);
  });

  test.each([
    ['without git', 'kustomend-journal.json', false],
    ['in the git directory', '.git/kustomend/kustomend-journal.json', true],
  ])('a link for the journal stops the write, %s', (_, path, git) => {
    const place = elsewhere({ victim: CANARY });
    const root = newRepo(SHOP, { git });
    mkdirSync(dirname(join(root, path)), { recursive: true });
    symlinkSync(join(place, 'victim'), join(root, path));
    const { code, stderr } = kustomend(root, ['fix']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('kustomend-journal.json') });
    expect(readFileSync(join(place, 'victim'), 'utf8')).toBe(CANARY);
    expect(readFileSync(join(root, 'base/deployment.yaml'), 'utf8')).toBe(SHOP['base/deployment.yaml']);
  });

  test('a folder of ours in the git directory that is a link is not entered', () => {
    const place = elsewhere();
    const root = newRepo(SHOP);
    symlinkSync(place, join(root, '.git/kustomend'));
    const before = readdirSync(place);
    expect(kustomend(root, ['fix']).code).toBe(2);
    expect(readdirSync(place)).toEqual(before);
  });

  test.each(['last-write.json', 'undo-1.patch'])('a link for %s is not written through', name => {
    const place = elsewhere({ victim: '{}' });
    const root = newRepo(SHOP);
    mkdirSync(join(root, '.git/kustomend'));
    symlinkSync(join(place, 'victim'), join(root, '.git/kustomend', name));
    kustomend(root, ['fix']);
    expect(readFileSync(join(place, 'victim'), 'utf8')).toBe('{}');
    expect(lstatSync(join(root, '.git/kustomend/last-write.json')).isFile()).toBe(true);
  });
});

describe('--output', () => {
  test.each([['preview'], ['fix'], ['scan']])('%s refuses a link out of the repository', command => {
    const place = elsewhere({ victim: CANARY });
    const root = linked(SHOP, { 'out.patch': join(place, 'victim'), out: place });
    for (const file of ['out.patch', 'out/new.patch']) {
      const { code, stderr } = kustomend(root, [command, '--output', file]);
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(`${file} leads out of`) });
    }
    expect(readFileSync(join(place, 'victim'), 'utf8')).toBe(CANARY);
    expect(existsSync(join(place, 'new.patch'))).toBe(false);
  });

  test('a hook of git is no place for it', () => {
    const root = linked(SHOP, { 'out.patch': '.git/hooks/pre-commit' });
    expect(kustomend(root, ['--output', 'out.patch']).code).toBe(2);
    expect(existsSync(join(root, '.git/hooks/pre-commit'))).toBe(false);
  });

  test('a file that was there is readable by its owner only afterwards', () => {
    const root = newRepo(SHOP);
    const file = join(dirname(root), 'open.patch');
    writeFileSync(file, 'old', { mode: 0o644 });
    expect(kustomend(root, ['--output', file]).code).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    rmSync(file);
  });

  test('a device stays one', () => {
    expect(kustomend(newRepo(SHOP), ['--output', '/dev/null']).code).toBe(0);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});

describe('the witness', () => {
  const withOracle = realKustomize === undefined ? test.skip : test;

  withOracle('an absolute link into the repository is not written through before the proof', () => {
    const root = newRepo(SHOP);
    renameSync(join(root, 'base/deployment.yaml'), join(root, 'base/real.yaml'));
    symlinkSync(join(root, 'base/real.yaml'), join(root, 'base/deployment.yaml'));
    commitAll(root);
    const before = readFileSync(join(root, 'base/real.yaml'), 'utf8');
    const env = { PATH: `${oracleFolder}:${process.env.PATH}` };
    kustomend(root, ['--output', '/dev/null', '--verify', 'kustomize'], env);
    expect(readFileSync(join(root, 'base/real.yaml'), 'utf8')).toBe(before);
  });

  withOracle('its copy holds no link out of it', () => {
    const place = elsewhere();
    const root = linked({ ...SHOP }, { 'base/link': place });
    const seen = join(place, 'seen');
    writeIn(
      place,
      'bin/kustomize',
      `#!/bin/sh\n[ "$1" = version ] || find "$(dirname "$4")" -type l >> '${seen}'\nexec '${realKustomize!.path}' "$@"\n`,
    );
    statSync(join(place, 'bin/kustomize'));
    const env = { PATH: `${join(place, 'bin')}:${process.env.PATH}` };
    kustomend(root, ['--output', '/dev/null'], env);
    expect(existsSync(seen) ? readFileSync(seen, 'utf8') : '').toBe('');
  });
});
