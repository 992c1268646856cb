// Runs a TypeScript file of this repository: bundles it with esbuild into node_modules/.cache and imports it.
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const entry = resolve(process.argv[2]);
const out = join(root, 'node_modules/.cache/kustomend', `${entry.replace(/[^a-zA-Z0-9]+/g, '-')}.mjs`);
mkdirSync(dirname(out), { recursive: true });
await build({
  entryPoints: [entry],
  outfile: out,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'warning',
  define: { 'import.meta.dirname': JSON.stringify(dirname(entry)) },
});
process.argv.splice(1, 2, out);
await import(pathToFileURL(out).href);
