/** Roots that we do not build: kustomize has the last word, and what they read is left alone. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commitAll, git, kustomend, newRepo, oracleFolder, SHOP, writeIn } from '../cli/cli.ts';

const REAL = oracleFolder === undefined ? undefined : { PATH: `${oracleFolder}:${process.env.PATH}` };
const withKustomize = REAL === undefined ? test.skip : test;

/** A base that two roots take in, one of them with something of its own. */
function shared(files: Readonly<Record<string, string>>): string {
  return newRepo({ ...SHOP, ...files });
}

const STAGING = 'namespace: staging\nresources:\n- ../../base\n';
const settings = (body: string) =>
  `apiVersion: example.com/v1\nkind: Settings\nmetadata:\n  name: a\n${body}`;
const withSettings = (body: string) => ({
  'overlays/staging/kustomization.yaml': `${STAGING}- settings.yaml\n`,
  'overlays/staging/settings.yaml': settings(body),
});
const wide = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

const BUILT_BY_KUSTOMIZE: [string, () => string][] = [
  ['a merge key to itself', () => shared(withSettings('spec: &x\n  <<: *x\n  a: b\n'))],
  ['600 levels', () => shared(withSettings(`spec: ${'['.repeat(600)}${']'.repeat(600)}\n`))],
  [
    'carriage returns for line ends',
    () => shared({ 'overlays/staging/kustomization.yaml': STAGING.replaceAll('\n', '\r') }),
  ],
  [
    'UTF-16',
    () => {
      const root = shared({ 'overlays/staging/kustomization.yaml': STAGING });
      writeFileSync(join(root, 'overlays/staging/kustomization.yaml'), wide(STAGING));
      commitAll(root);
      return root;
    },
  ],
];

describe.each(BUILT_BY_KUSTOMIZE)('%s', (_, make) => {
  const expectLeftAlone = (env: Readonly<Record<string, string>>, says: string) => {
    const root = make();
    const { code, stderr } = kustomend(root, ['fix', '--unsafe'], env);
    // Lines of a terminal's width break anywhere.
    const said = stderr.replaceAll(/\s+/g, ' ');
    expect({ code, said }).toEqual({ code: 3, said: expect.stringContaining(says) });
    const changed = git(root, 'status', '--porcelain')
      .split('\n')
      .map(line => line.slice(3));
    expect(changed.filter(path => /^(?:base|overlays\/staging)\//.test(path))).toEqual([]);
    // The neighbour gets in its overlay what the base may not get.
    expect(changed).toContain('overlays/production/kustomization.yaml');
  };

  withKustomize('is beyond us, as kustomize says', () => {
    expectLeftAlone(REAL!, 'overlays/staging: not evaluated here: ');
    expectLeftAlone(REAL!, '; kustomize builds it');
  });

  test('is beyond us where nobody can be asked', () => {
    expectLeftAlone({}, 'overlays/staging: not evaluated here: ');
  });
});

withKustomize('what kustomize does not build either is broken, in its words too, and blocks nobody', () => {
  const root = shared(withSettings('spec: "\u0001"\n'));
  const { code, stderr } = kustomend(root, ['fix', '--unsafe'], REAL);
  expect({ code, stderr: stderr.replaceAll('\n', ' ') }).toEqual({
    code: 0,
    stderr: expect.stringMatching(
      /overlays\/staging: does not build with kustomize either: control characters are not allowed \(kustomize: .*control characters/,
    ),
  });
  expect(git(root, 'status', '--porcelain')).toContain('base/deployment.yaml');
});

describe('bytes that are not UTF-8', () => {
  const LATIN = Buffer.from('# caf\xe9\n', 'latin1');
  const spoil = (root: string, path: string): void => {
    writeFileSync(join(root, path), Buffer.concat([readFileSync(join(root, path)), LATIN]));
    commitAll(root);
  };

  test.each(['other/deployment.yaml', 'other/kustomization.yaml', 'other/settings.env'])(
    'in %s spoil one root and no other',
    path => {
      const root = newRepo({
        ...SHOP,
        'other/kustomization.yaml':
          'resources:\n- deployment.yaml\nconfigMapGenerator:\n- name: settings\n  envs: [settings.env]\n',
        'other/deployment.yaml': SHOP['base/deployment.yaml']!.replaceAll('shop', 'other'),
        'other/settings.env': 'A=b\n',
      });
      spoil(root, path);
      const before = readFileSync(join(root, path));
      const { code } = kustomend(root, ['fix', '--unsafe', '--output', 'fix.patch']);
      expect(code).toBe(0);
      git(root, 'apply', '--check', 'fix.patch');
      expect(kustomend(root, ['fix', '--unsafe']).code).toBe(0);
      expect(git(root, 'status', '--porcelain')).toContain('base/deployment.yaml');
      expect(readFileSync(join(root, path))).toEqual(before);
    },
  );

  test('in a file that becomes binary data change nothing', () => {
    const root = newRepo({
      ...SHOP,
      'base/kustomization.yaml':
        'resources:\n- deployment.yaml\nconfigMapGenerator:\n- name: settings\n  files: [a.txt]\n',
      'base/a.txt': 'a\n',
    });
    spoil(root, 'base/a.txt');
    const { stdout } = kustomend(root, ['--unsafe']);
    writeIn(root, 'fix.patch', stdout);
    git(root, 'apply', '--check', 'fix.patch');
    expect(kustomend(root, ['fix', '--unsafe']).code).toBe(0);
  });
});
