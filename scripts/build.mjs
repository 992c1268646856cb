// Builds dist/: the library (tsc), and the command (a bundle, what starts it, and the licenses of what is in it; esbuild).
//   --bundle [FILE]   the command only (into FILE)
//   --if-possible     do nothing where the dev dependencies are absent (npm install --omit=dev, npm pack)
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { thirdPartyLicenses } from './third-party.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundleAt = process.argv.indexOf('--bundle');
const out = resolve(root, process.argv[bundleAt + 1 || Infinity] ?? 'dist/kustomend.cjs');
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
  const common = {
    absWorkingDir: root,
    metafile: true,
    bundle: true,
    minify: true,
    // launch.ts reads it byte by byte.
    charset: 'ascii',
    platform: 'node',
    target: 'node20.19',
    // The licenses stand in a file of their own.
    legalComments: 'none',
    logLevel: 'warning',
  };
  // The program is CommonJS, because only scripts can be run with code that was compiled before.
  const program = join(dirname(out), `${basename(out, '.cjs')}-program.cjs`);
  const main = await build({
    ...common,
    entryPoints: [join(root, 'src/cli/main.ts')],
    outfile: program,
    format: 'cjs',
  });
  const launch = await build({
    ...common,
    entryPoints: [join(root, 'src/cli/launch.ts')],
    outfile: out,
    // A script starts sooner than a module.
    format: 'cjs',
    banner: { js: '#!/usr/bin/env node' },
    define: {
      'import.meta.dirname': '__dirname',
      PROGRAM_FILE: JSON.stringify(basename(program)),
      PROGRAM_HASH: JSON.stringify(hashOf(program)),
    },
  });
  chmodSync(out, 0o755);
  const inputs = [main, launch].flatMap(({ metafile }) => Object.keys(metafile.inputs));
  writeFileSync(join(dirname(out), 'THIRD_PARTY_LICENSES'), thirdPartyLicenses(root, inputs));
}

function hashOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);
}
