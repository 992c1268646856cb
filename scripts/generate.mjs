// npm run docs: writes what is generated, the registry of the transforms first, because the pages are made from it.
// `--check` only says whether all of it is fresh.
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const options = process.argv.slice(2);

for (const args of [
  ['scripts/registry.mjs'],
  ['scripts/client.mjs'],
  ['scripts/run.mjs', 'scripts/docs.ts'],
]) {
  const { status } = spawnSync(process.execPath, [...args, ...options], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
