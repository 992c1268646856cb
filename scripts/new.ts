/** npm run new -- <id>: a transform that works, its first cases, its line in the registry and its page. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transforms } from '../transforms/index.ts';
import { newTransform } from './new-transform.ts';

const root = dirname(import.meta.dirname);
const [id = ''] = process.argv.slice(2);
const fault = faultOf(id);
if (fault !== undefined) {
  console.error(`${fault}\nusage: npm run new -- <id>`);
  process.exitCode = 2;
} else {
  write(id);
}

function faultOf(name: string): string | undefined {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name))
    return `"${name}" is no id: small letters and digits, with hyphens between words`;
  if (existsSync(join(root, 'transforms', name))) return `transforms/${name} is there already`;
  return undefined;
}

function write(name: string): void {
  const last = Math.max(...transforms.map(({ order }) => order));
  const files = Object.entries(newTransform(name, last + 100));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  run('scripts/generate.mjs');
  const situations = files.flatMap(([path]) => /cases\/([^/]+)\/repo\/kustomization/.exec(path)?.[1] ?? []);
  for (const situation of situations) run('scripts/run.mjs', 'scripts/case.ts', `${name}/${situation}`, '-u');
  console.error(`
transforms/${name}/index.ts is an example: make it yours, then
  npm run case -- ${name}/example        what it does to one case; -u writes that down
  npm run jest -- test/transforms/${name}
  npm run docs`);
}

function run(...args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 2] });
  if (status !== 0) throw new Error(`${args.join(' ')} failed`);
}
