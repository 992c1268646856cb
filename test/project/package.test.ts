/** What is published, and what the files of the project say of each other. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { VERSION } from '../../src/library/version.ts';
import { explainPage } from '../../src/report/explain/explain.ts';
import { transforms } from '../../transforms/index.ts';
import { needBuilt } from './built.ts';

const project = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(project, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  name: string;
  version: string;
  types: string;
  exports: { '.': { types: string } };
};

needBuilt(project, 'dist/kustomend.cjs', manifest.types);

/** What `npm publish` would send; asked once, since npm takes seconds to say it. */
let packed: readonly string[] | undefined;
function packedFiles(): readonly string[] {
  return (packed ??= pack());
}

function pack(): string[] {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: project,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [pack] = JSON.parse(output) as [{ files: { path: string }[] }];
  return pack.files.map(file => file.path);
}

test('the package holds the program, the library, their pages, and nothing of the workshop', () => {
  const paths = packedFiles();
  // The library mirrors src/ and transforms/: one line per folder is enough to see what is new.
  const summary = new Set(
    paths.map(path => path.replace(/^(dist\/lib\/src\/[^/]+|dist\/lib\/transforms|docs)\/.*$/, '$1/**')),
  );
  expect([...summary].sort()).toMatchSnapshot();
  expect(
    paths.filter(
      path =>
        !/\.(?:c?js|d\.ts|json|md)$|^docs\/recording\.svg$|(?:^|\/)(?:THIRD_PARTY_)?LICENSES?$/.test(path),
    ),
  ).toEqual([]);
});

test('links between the pages of the package lead to files that are in it', () => {
  const packed = packedFiles();
  const links = packed
    .filter(path => path.endsWith('.md'))
    .flatMap(page =>
      [...read(page).matchAll(/\]\((?!\w+:|#)([^)#\s]+)[^)]*\)/g)].map(([, target]) => ({
        page,
        target: posix.join(posix.dirname(page), target!),
      })),
    );
  expect(links).toContainEqual({ page: 'README.md', target: 'SECURITY.md' });
  expect(links.filter(({ target }) => !packed.includes(target))).toEqual([]);
});

test('the version is said once', () => {
  expect(VERSION).toBe(manifest.version);
  expect(read('CHANGELOG.md')).toContain(`## ${manifest.version}`);
});

test('every transform has a fresh page, and every page a transform', () => {
  const pages = readdirSync(join(project, 'docs/transforms')).map(name => name.replace(/\.md$/, ''));
  expect(pages.sort()).toEqual(transforms.map(transform => transform.id).sort());
  const stale = transforms.filter(each => read(`docs/transforms/${each.id}.md`) !== explainPage(each));
  expect(stale.map(transform => transform.id)).toEqual([]);
});

test('the manifest says where the project lives, and where the types are', () => {
  expect(manifest).toMatchObject({
    repository: { url: expect.stringMatching(/^git\+https:/) },
    bugs: expect.stringMatching(/^https:/),
    homepage: expect.stringMatching(/^https:/),
    types: manifest.exports['.'].types,
  });
  expect(read(manifest.types)).toContain('export');
});

test('the library that is published can be imported', () => {
  const code = "import('kustomend').then(library => console.log(Object.keys(library).sort().join(' ')))";
  const names = execFileSync(process.execPath, ['-e', code], { cwd: project, encoding: 'utf8' })
    .trim()
    .split(' ');
  expect(names).toEqual(expect.arrayContaining(['apply', 'defineTransform', 'plan', 'render', 'transforms']));
});

test('the programs in the pages compile against the published types', () => {
  const folder = mkdtempSync(join(project, 'dist/pages-'));
  try {
    const pages = ['README.md', 'docs/own-transforms.md'];
    const programs = pages.flatMap(page => [...read(page).matchAll(/```(?:ts|js)\n([\s\S]*?)```/g)]);
    expect(programs.length).toBeGreaterThan(2);
    for (const [index, [, text]] of programs.entries()) writeFileSync(join(folder, `${index}.mts`), text!);
    for (const name of ['cost-center.mjs', 'shopmend.mjs'])
      writeFileSync(join(folder, name), read(`examples/own-transforms/${name}`));
    const args = [
      '--noEmit',
      '--strict',
      '--allowJs',
      '--skipLibCheck',
      '--module',
      'nodenext',
      '--types',
      'node',
    ];
    const tsc = join(project, 'node_modules/typescript/bin/tsc');
    const files = readdirSync(folder).map(name => join(folder, name));
    const { stdout } = spawnSync(process.execPath, [tsc, ...args, '--ignoreConfig', ...files], {
      cwd: project,
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the pre-commit hooks and the action run the program of the package', () => {
  expect(read('.pre-commit-hooks.yaml')).toContain('entry: kustomend --check');
  expect(read('scripts/hook.mjs')).toContain('dist/kustomend.cjs');
  expect(read('action.yml')).toContain('dist/kustomend.cjs');
});

test('the files that people read name no machine', () => {
  const files = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', '.ci/run', 'action.yml'];
  for (const file of files) expect(read(file)).not.toMatch(/\/(?:home|root|work|Users)\//);
});

test('the license is Apache-2.0 in full', () => {
  const license = read('LICENSE');
  expect(license).toContain('Version 2.0, January 2004');
  expect(license).toContain('END OF TERMS AND CONDITIONS');
});

test('the README lists every command and exit code', () => {
  const readme = read('README.md');
  const help = execFileSync(process.execPath, [join(project, 'dist/kustomend.cjs'), '--help'], {
    encoding: 'utf8',
  });
  const commands = [...help.matchAll(/^ {2}(\w+) (?:\[|<|\s)/gm)].map(match => match[1]!);
  expect(commands.length).toBeGreaterThan(8);
  for (const command of commands.filter(name => name !== 'help' && name !== 'preview')) {
    expect(readme).toContain(`kustomend ${command}`);
  }
  for (const code of [0, 1, 2, 3, 70]) expect(readme).toMatch(new RegExp(`^\\| ${code} \\|`, 'm'));
});
