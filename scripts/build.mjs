// Builds dist/: the library (tsc) and the command (one bundle, esbuild).
//   --bundle [FILE]   the command only (into FILE)
//   --if-possible     do nothing where the dev dependencies are absent (npm install --omit=dev, npm pack)
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundleAt = process.argv.indexOf('--bundle');
const out = resolve(root, process.argv[bundleAt + 1 || Infinity] ?? 'dist/kustomend.js');
const tsc = join(root, 'node_modules/typescript/bin/tsc');

const isPossible = existsSync(tsc) && existsSync(join(root, 'node_modules/esbuild'));
if (isPossible || !process.argv.includes('--if-possible')) await build();

async function build() {
  await bundle();
  if (bundleAt >= 0) return;
  rmSync(join(root, 'dist/lib'), { recursive: true, force: true });
  const { status } = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], {
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) process.exit(status ?? 1);
}

async function bundle() {
  const { build } = await import('esbuild');
  await build({
    entryPoints: [join(root, 'src/cli/main.ts')],
    outfile: out,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    legalComments: 'none',
    logLevel: 'warning',
    // Some dependencies are CommonJS and call require() for the modules of node.
    banner: {
      js: "#!/usr/bin/env node\nimport{createRequire as kustomendRequire}from'node:module';const require=kustomendRequire(import.meta.url);",
    },
  });
  chmodSync(out, 0o755);
}
