// Runs a TypeScript file of this repository: bundles it with esbuild into node_modules/.cache and imports it.
import { mkdirSync, readFileSync } from 'node:fs';
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
  plugins: [{ name: 'own folder', setup: keepOwnFolder }],
});
process.argv.splice(1, 2, out);
await import(pathToFileURL(out).href);

/** In a bundle all files stand in one place: each is told where it stood. */
function keepOwnFolder(build) {
  build.onLoad({ filter: /\.ts$/ }, ({ path }) => ({
    contents: readFileSync(path, 'utf8').replaceAll('import.meta.dirname', JSON.stringify(dirname(path))),
    loader: 'ts',
  }));
}
