/** The program of the guide, with a transform of its own, as a user runs it. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment, newRepo, type Result } from '../cli/cli.ts';
import { needBuilt } from './built.ts';

const project = join(import.meta.dirname, '../..');
const example = join(project, 'examples/own-transforms');
needBuilt(project, 'dist/lib/src/index.js');

const SHOP = {
  'base/kustomization.yaml': 'resources:\n- namespace.yaml\n',
  'base/namespace.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop # ours\n',
  'prod/kustomization.yaml': 'resources:\n- ../base\n',
  'kustomend.yaml': 'transforms:\n  cost-center:\n    center: "4711"\n',
};

function shopmend(cwd: string, ...args: string[]): Result {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(example, 'shopmend.mjs'), ...args], {
    cwd,
    encoding: 'utf8',
    env: environment(),
  });
  return { code: status, stdout, stderr };
}

test('fixes what the transform finds where it is written', () => {
  const repo = newRepo(SHOP);
  expect(shopmend(repo, 'fix')).toMatchObject({ code: 0 });
  expect(readFileSync(join(repo, 'base/namespace.yaml'), 'utf8')).toBe(
    `${SHOP['base/namespace.yaml']}  labels:\n    shop.example/cost-center: "4711"\n`,
  );
  expect(shopmend(repo, 'scan')).toMatchObject({ code: 0 });
});

test('asks what the configuration does not say, and documents itself', () => {
  const { 'kustomend.yaml': _, ...unconfigured } = SHOP;
  const repo = newRepo(unconfigured);
  expect(shopmend(repo, 'scan').stdout).toContain('1 needs an answer');
  expect(shopmend(repo, 'explain', 'cost-center').stdout).toContain('The bill is split by this label');
  const sarif = shopmend(repo, 'scan', '--format', 'sarif').stdout;
  expect(sarif).toContain('"id": "cost-center');
});

test('refuses what none of its transforms is called, and options that it does not have', () => {
  const repo = newRepo({ ...SHOP, 'kustomend.yaml': 'transforms:\n  cost-center:\n    centre: "4711"\n' });
  const { code, stderr } = shopmend(repo);
  expect(code).toBe(2);
  expect(stderr).toContain('kustomend.yaml:3');
  expect(shopmend(newRepo(SHOP), '--only', 'cost-centre').stderr).toContain('did you mean "cost-center"');
});

test('two transforms of one id are an error of the program', () => {
  const code = `import { main, transforms } from 'kustomend'; await main({ transforms: [...transforms, transforms[0]] })`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: project,
    encoding: 'utf8',
  });
  expect(status).not.toBe(0);
  expect(stderr).toContain('two transforms have the id "plaintext-credentials"');
});

test('the guide shows the files of the example as they are', () => {
  const guide = readFileSync(join(project, 'docs/own-transforms.md'), 'utf8');
  const shown = [...guide.matchAll(/<!-- (\S+) -->\n```js\n([\s\S]*?)```\n/g)].map(([, path, text]) => [
    path,
    text,
  ]);
  const files = readdirSync(example).map(name => [
    `examples/own-transforms/${name}`,
    readFileSync(join(example, name), 'utf8'),
  ]);
  expect(shown.sort()).toEqual(files.sort());
});
