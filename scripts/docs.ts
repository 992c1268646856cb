/** Writes docs/ from what the transforms say of themselves; `--check` only says whether it is fresh. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { configJsonSchema } from '../src/config/json-schema.ts';
import { type Documented, explainIndex, explainPage } from '../src/report/explain.ts';
import { transforms } from '../transforms/index.ts';

const docs = join(dirname(import.meta.dirname), 'docs');
const documented = transforms as readonly unknown[] as readonly Documented[];

const pages = new Map([
  ['README.md', explainIndex(documented)],
  ['schema.json', `${JSON.stringify(configJsonSchema(), null, 2)}\n`],
  ...documented.map(transform => [`transforms/${transform.id}.md`, explainPage(transform)] as const),
]);

const stale = [...pages].filter(([path, text]) => readIfThere(path) !== text).map(([path]) => path);
const orphans = readdirSync(join(docs, 'transforms'), { withFileTypes: true })
  .filter(entry => entry.isFile() && !pages.has(`transforms/${entry.name}`))
  .map(entry => `transforms/${entry.name}`);

if (process.argv.includes('--check')) {
  for (const path of [...stale, ...orphans]) console.error(`docs/${path} is not fresh: npm run docs`);
  process.exitCode = stale.length + orphans.length > 0 ? 1 : 0;
} else {
  for (const path of stale) {
    mkdirSync(dirname(join(docs, path)), { recursive: true });
    writeFileSync(join(docs, path), pages.get(path)!);
  }
  for (const path of orphans) rmSync(join(docs, path));
  console.error(`${stale.length} written, ${orphans.length} removed`);
}

function readIfThere(path: string): string | undefined {
  const file = join(docs, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
