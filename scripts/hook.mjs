#!/usr/bin/env node
// What pre-commit starts, from its own clone of this repository. A clone carries no build: the first run makes one there.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const program = join(root, 'dist/kustomend.cjs');

if (!existsSync(program)) {
  // Not even the scripts of our own package: the lock file says what comes, and nothing of it is run but the bundler, which is
  // there for developers only.
  needed('npm', ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund']);
  needed(process.execPath, ['scripts/build.mjs', '--bundle']);
}
const { status } = spawnSync(process.execPath, [program, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;

function needed(command, args) {
  const { status: code, stdout, stderr, error } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (code === 0) return;
  console.error(
    `kustomend cannot be built for its hook: ${command} ${args.join(' ')}\n${error ?? `${stdout}${stderr}`}`,
  );
  process.exit(1);
}
