/** `kustomend encrypt`: by the real sops with a key of the test's own, and by programs that do what sops must not. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { presentSops } from '../../scripts/sops.ts';
import { rulesIn } from '../../src/plan/repository/sops/rules.ts';
import { commitAll, environment, kustomend, newRepo, type Result, writeIn } from './cli.ts';

const VALUE = 'c0ffee-Invented-42';
const FILE = 'apps/shop/shop.yaml';
const tools = presentSops();
const withSops = tools === undefined ? describe.skip : describe;
const folder = mkdtempSync(join(tmpdir(), 'kustomend-sops-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const key = join(folder, 'key.txt');
if (tools !== undefined) execFileSync(tools.ageKeygen, ['-o', key], { stdio: 'ignore' });
const recipient = tools === undefined ? 'age1example' : /age1\w+/.exec(readFileSync(key, 'utf8'))![0];

const SECRET = `# of the shop
apiVersion: v1
kind: Secret
metadata:
  name: shop # its name
type: Opaque
data:
  TOKEN: ${Buffer.from(VALUE).toString('base64')}
stringData:
  # before: ${VALUE}-old
  PASSWORD: "${VALUE}"
  EMPTY: ""
`;

function flux(name: string, path: string, decryption = '  decryption: {provider: sops}\n'): string {
  return `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: ${name}, namespace: flux-system}
spec:
  path: ./${path}
  sourceRef: {kind: GitRepository, name: shop}
${decryption}`;
}

const REPO: Readonly<Record<string, string>> = {
  '.sops.yaml': `creation_rules:\n- path_regex: ^apps/\n  encrypted_regex: ^(data|stringData)$\n  age: ${recipient}\n`,
  'apps/shop/kustomization.yaml':
    'namePrefix: eu-\nlabels:\n- pairs: {team: blue}\nresources:\n- shop.yaml\n',
  [FILE]: SECRET,
  'flux/shop.yaml': flux('shop', 'apps/shop'),
};

/** A PATH on which a script is sops. */
function scripted(script: string): Record<string, string> {
  const bin = mkdtempSync(join(folder, 'bin-'));
  writeIn(bin, 'sops', `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, 'sops'), 0o755);
  return { PATH: `${bin}:${environment().PATH}` };
}

function read(root: string, path = FILE): string {
  return readFileSync(join(root, path), 'utf8');
}

function expectNothingSaid({ stdout, stderr }: Result): void {
  expect(stdout + stderr).not.toContain('c0ffee');
  expect(stdout + stderr).not.toContain(Buffer.from(VALUE).toString('base64'));
  expect(stderr).not.toMatch(/^\s+at /m);
}

/** Files below some folders that hold a text. */
function filesWith(text: string, ...folders: readonly string[]): string[] {
  const there = folders.filter(each => existsSync(each));
  try {
    return execFileSync('grep', ['-rlaF', text, ...there], { encoding: 'utf8' })
      .trim()
      .split('\n');
  } catch {
    return [];
  }
}

describe('without writing', () => {
  test('the files that are ready are listed, and nothing is run', () => {
    const root = newRepo(REPO);
    const result = kustomend(root, ['encrypt'], scripted(`touch ${folder}/ran`));
    expect(result).toEqual({
      code: 0,
      stdout: `${FILE}\n`,
      stderr: '1 file that sops can encrypt; encrypt --write lets it\n',
    });
    expect(existsSync(join(folder, 'ran'))).toBe(false);
  });

  test('a root that does not decrypt has its say, whichever root is named', () => {
    const root = newRepo({
      ...REPO,
      'apps/other/kustomization.yaml': 'resources: [../shop]\n',
      'flux/other.yaml': flux('other', 'apps/other', ''),
    });
    const result = kustomend(root, ['encrypt', 'apps/shop']);
    expect(result).toMatchObject({ code: 0, stdout: '' });
    expect(kustomend(root, ['encrypt', 'apps/other']).stderr).toContain('not ready: 1 Secret');
  });
});

test('Secrets of one name in several files are several, and a root that is named stands for its own', () => {
  const other = 'apps/other/shop.yaml';
  const root = newRepo({
    ...REPO,
    'apps/other/kustomization.yaml': 'resources: [shop.yaml]\n',
    [other]: SECRET,
    'flux/other.yaml': flux('other', 'apps/other'),
  });
  expect(kustomend(root, ['encrypt']).stdout).toBe(`${other}\n${FILE}\n`);
  expect(kustomend(root, ['encrypt', 'apps/shop']).stdout).toBe(`${FILE}\n`);
  expect(kustomend(root, ['encrypt', 'apps/other']).stdout).toBe(`${other}\n`);
});

describe('what cannot be is said, and the file stays', () => {
  test('no sops', () => {
    const root = newRepo(REPO);
    const result = kustomend(root, ['encrypt', '--write']);
    expect(result.code).toBe(2);
    expect(result.stderr).toBe(
      `kustomend: no sops on PATH: install 3.10 or later, or run where it is: sops encrypt --in-place ${FILE}\n`,
    );
    expect(read(root)).toBe(SECRET);
  });

  test('no connection may be opened, and a key service may need one', () => {
    expect(kustomend(newRepo(REPO), ['encrypt', '--write', '--offline']).code).toBe(2);
  });

  test('uncommitted changes, which nothing would bring back', () => {
    const root = newRepo(REPO);
    writeIn(root, FILE, `${SECRET}  NEW: ${VALUE}\n`);
    const result = kustomend(root, ['encrypt', '--write'], scripted('cat'));
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(`uncommitted changes in ${FILE}`);
  });

  const META = 'printf "sops:\\n  mac: ENC[AES256_GCM,data:a]\\n"';
  test.each<[string, string, string]>([
    [
      'it fails',
      `echo "Failed to get the data key for ${VALUE}" >&2; exit 128`,
      'sops: Failed to get the data key for ',
    ],
    [
      'it does not know the command',
      'echo "Error: no file specified" >&2; exit 100',
      'sops: Error: no file specified',
    ],
    ['it gives everything back', 'cat', 'what sops has made is not one encrypted Secret'],
    ['it leaves values in clear', `cat; ${META}`, 'sops would leave data.TOKEN in clear'],
    [
      'it takes more than values',
      `sed 's/name: shop/name: x/'; ${META}`,
      'sops would change more than the values',
    ],
    ['it drops a key', `grep -v EMPTY; ${META}`, 'sops would change more than the values'],
    ['it prints no YAML', 'echo "{"', 'what sops has made is not one encrypted Secret'],
    ['it prints nothing', 'true', 'what sops has made is not one encrypted Secret'],
  ])('%s', (_, script, says) => {
    const root = newRepo(REPO);
    const result = kustomend(root, ['encrypt', '--write'], scripted(script));
    expect(result.code).toBe(3);
    expect(result.stderr).toContain(`${FILE} stays as it is: ${says}`);
    expectNothingSaid(result);
    expect(read(root)).toBe(SECRET);
  });

  test('what is taken from a value of the Secret would be another', () => {
    const root = newRepo({
      ...REPO,
      'apps/shop/kustomization.yaml': `resources: [shop.yaml, web.yaml]
replacements:
- source: {kind: Secret, fieldPath: stringData.PASSWORD}
  targets: [{select: {kind: ConfigMap}, fieldPaths: [data.password]}]
`,
      'apps/shop/web.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {password: x}\n',
    });
    const encrypts = `sed -E 's/(TOKEN|PASSWORD): .*/\\1: ENC[AES256_GCM,data:a]/'; ${META}`;
    const result = kustomend(root, ['encrypt', '--write'], scripted(encrypts));
    expect(result.code).toBe(3);
    expect(result.stderr).toContain(`${FILE} stays as it is: apps/shop would render ConfigMap web otherwise`);
    expectNothingSaid(result);
    expect(read(root)).toBe(SECRET);
  });
});

withSops('with the real sops', () => {
  const path = tools === undefined ? '' : dirname(tools.sops);
  const env = { PATH: `${path}:${environment().PATH}` };
  const decrypted = (root: string) =>
    execFileSync(tools!.sops, ['decrypt', join(root, FILE)], {
      encoding: 'utf8',
      env: { ...process.env, SOPS_AGE_KEY_FILE: key },
    });

  test('encrypted, decrypted, equal; and the value is nowhere else, not even meanwhile', () => {
    const root = newRepo(REPO);
    const [temporary, home] = [mkdtempSync(join(folder, 'tmp-')), mkdtempSync(join(folder, 'home-'))];
    const seen = join(folder, 'seen');
    const looking = `grep -rlaF c0ffee ${temporary} ${home} ${root} >> ${seen}\nexec ${tools!.sops} "$@"`;
    const result = kustomend(root, ['encrypt', '--write'], {
      ...scripted(looking),
      TMPDIR: temporary,
      HOME: home,
    });
    expect(result).toEqual({
      code: 0,
      stdout: `${FILE}\n`,
      stderr:
        'encrypted: 1 file; rotate what they held, the history keeps it (sops decrypt takes an encryption back)\n',
    });
    expect(readFileSync(seen, 'utf8')).toBe(`${join(root, FILE)}\n`);
    for (const text of ['c0ffee', Buffer.from(VALUE).toString('base64')])
      expect(filesWith(text, root, temporary, home)).toEqual([]);
    const words = (text: string) => text.replace(/^ +/gm, '').replaceAll('"', '');
    expect(words(decrypted(root))).toBe(words(SECRET));
    expect(read(root)).toContain('EMPTY: ""\n');
  });

  test('a second run finds nothing, and nothing else edits the file', () => {
    const root = newRepo(REPO);
    kustomend(root, ['encrypt', '--write'], env);
    commitAll(root);
    const encrypted = read(root);
    expect(kustomend(root, ['encrypt', '--write'], env)).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'nothing to encrypt\n',
    });
    const { stdout } = kustomend(root, ['scan', '--format', 'json'], env);
    expect(stdout).not.toMatch(/"transform": "(?:sops|plaintext-credentials|external-secrets)"/);
    kustomend(root, ['fix', '--unsafe', '--preset', 'complete', '--verify', 'builtin'], env);
    expect(read(root)).toBe(encrypted);
    expect(decrypted(root)).toContain(VALUE);
  });

  test('a recipient that is none: sops says so, and the exit code is that of what is incomplete', () => {
    const root = newRepo({ ...REPO, '.sops.yaml': REPO['.sops.yaml']!.replace(recipient, 'age1none') });
    const result = kustomend(root, ['encrypt', '--write'], env);
    expect(result.code).toBe(3);
    expect(result.stderr).toMatch(/stays as it is: sops: .*age1none/);
    expectNothingSaid(result);
    expect(read(root)).toBe(SECRET);
  });

  test.each([
    'encrypted_regex: ^(data|stringData)$',
    'encrypted_regex: (data|stringData)',
    'encrypted_regex: ^stringData$',
    'unencrypted_regex: ^(apiVersion|metadata|kind|type)$',
    'unencrypted_regex: ^(apiVersion|kind)$',
    'encrypted_suffix: ata',
    'unencrypted_suffix: _plain',
    'encrypted_comment_regex: sops:enc',
    'mac_only_encrypted: true',
  ])('a rule with `%s` is read as sops reads it', fields => {
    const root = mkdtempSync(join(folder, 'rule-'));
    const config = `creation_rules:\n- path_regex: ^other\n- age: ${recipient}\n  ${fields}\n`;
    writeIn(root, '.sops.yaml', config);
    const args = ['encrypt', '--input-type', 'yaml', '--output-type', 'yaml', '--filename-override'];
    const made = execFileSync(tools!.sops, [...args, join(root, 'a.yaml')], {
      cwd: root,
      input: SECRET,
      encoding: 'utf8',
    });
    const isEncrypted = (name: string) => new RegExp(`^ *${name}: ENC`, 'm').test(made);
    const expected = ['kind', 'name'].some(isEncrypted)
      ? 'everything'
      : ['TOKEN', 'PASSWORD'].every(isEncrypted)
        ? 'values'
        : 'nothing';
    expect(rulesIn(config, '.sops.yaml').find(rule => rule.takes('a.yaml'))?.encrypts).toBe(expected);
  });
});
