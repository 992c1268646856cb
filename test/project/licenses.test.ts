/** The program carries other people's code, and with it their notices. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needBuilt } from './built.ts';

const project = join(import.meta.dirname, '../..');
needBuilt(project, 'dist/THIRD_PARTY_LICENSES');
let scratch: string;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'kustomend-licenses-'));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name: string; version: string };

/** Packages of which the bundler takes a file, asked anew. */
function bundledPackages() {
  const metafile = join(scratch, 'meta.json');
  const args = [
    ...['src/cli/main.ts', '--bundle', '--platform=node', '--log-level=error'],
    ...[`--metafile=${metafile}`, `--outfile=${join(scratch, 'out.cjs')}`],
  ];
  execFileSync(join(project, 'node_modules/.bin/esbuild'), args, { cwd: project });
  const { inputs } = JSON.parse(readFileSync(metafile, 'utf8')) as { inputs: Record<string, unknown> };
  const folders = Object.keys(inputs).flatMap(file => {
    const outer = file.split('node_modules/');
    const [scope, name] = outer.pop()!.split('/');
    const own = scope!.startsWith('@') ? `${scope}/${name}` : scope!;
    return outer.length === 0 ? [] : [[...outer, own].join('node_modules/')];
  });
  return [...new Set(folders)].map(folder => manifestOf(join(project, folder)));
}

test('every package in the program stands in THIRD_PARTY_LICENSES, with its license', () => {
  const notices = readFileSync(join(project, 'dist/THIRD_PARTY_LICENSES'), 'utf8').split('-'.repeat(80));
  const packages = bundledPackages();
  expect(packages.map(({ name }) => name)).toEqual(expect.arrayContaining(['yaml', 'commander', 'zod']));
  for (const { name, version } of packages) {
    const notice = notices.find(text => text.trimStart().startsWith(`${name} ${version} (`));
    expect(notice ?? `nothing about ${name} ${version}`).toMatch(/copyright[\s\S]*warrant/i);
  }
});

test('a package without a license text is not bundled', async () => {
  const { thirdPartyLicenses } = await import(join(project, 'scripts/third-party.mjs'));
  const folder = join(scratch, 'node_modules/@some/thing');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'package.json'),
    '{"name": "@some/thing", "version": "1.2.3", "license": "MIT"}',
  );
  const notices = () => thirdPartyLicenses(scratch, ['src/own.ts', 'node_modules/@some/thing/lib/index.js']);
  expect(notices).toThrow('@some/thing 1.2.3 comes without a license text');
  writeFileSync(join(folder, 'LICENSE'), 'Do as you like.\n');
  expect(notices()).toContain('@some/thing 1.2.3 (MIT)\n\nDo as you like.\n');
});
