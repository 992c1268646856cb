/** npm run new -- <id>: a transform that works, its first cases, its line in the registry and its page. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transforms } from '../transforms/index.ts';
import { newTransform } from './new-transform.ts';
import { readArguments } from './options.ts';

const root = dirname(import.meta.dirname);
const USAGE = 'usage: npm run new -- <id>';
const read = readArguments(process.argv.slice(2), { help: 'h' });
if (typeof read !== 'string' && read.given.has('help')) {
  console.log(
    `${USAGE}\n\n<id> is what the configuration calls it: small letters and digits, with hyphens between words`,
  );
} else {
  const [id = '', ...others] = typeof read === 'string' ? [] : read.names;
  const fault = typeof read === 'string' ? read : others.length > 0 ? 'one id at a time' : faultOf(id);
  if (fault === undefined) {
    write(id);
  } else {
    console.error(`${fault}\n${USAGE}`);
    process.exitCode = 2;
  }
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
transforms/${name}/index.ts is an example that works. Its title, messages and docs are placeholders: make them yours, then
  npm run case -- ${name}/example        what it does to one case; -u writes that down
  npm run jest -- test/transforms/goldens -t ${name}
  npm run docs
Two texts are yours alone: a line below "Unreleased" in CHANGELOG.md, and a section of docs/design/catalogue.md with the
next free code of its severity's letter.`);
}

function run(...args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 2] });
  if (status !== 0) throw new Error(`${args.join(' ')} failed`);
}
