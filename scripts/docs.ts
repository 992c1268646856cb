/**
 * Writes docs/ from what the transforms say of themselves, and the tree of CONTRIBUTING.md from the house; `--check` only
 * says whether they are fresh.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { configJsonSchema, evidenceJsonSchema, lockJsonSchema } from '../src/config/json-schema.ts';
import { explainIndex, explainPage } from '../src/report/explain/explain.ts';
import { reportJsonSchema } from '../src/report/formats/report-schema.ts';
import { mergedJsonSchema } from '../src/report/merged/merged-schema.ts';
import { stepsJsonSchema } from '../src/report/migration/steps-schema.ts';
import { DISPUTED } from '../test/examples/disputed.ts';
import { transforms } from '../transforms/index.ts';
import { withTree } from './tree.ts';
import { wholeReview } from './whole-review.ts';

const root = dirname(import.meta.dirname);

const pages = new Map([
  ['CONTRIBUTING.md', withTree(readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8'))],
  ['docs/README.md', explainIndex(transforms)],
  [
    'docs/guides/whole-review.md',
    wholeReview(readFileSync(join(root, 'examples/cptm8/defects.yaml'), 'utf8'), DISPUTED, transforms),
  ],
  ['docs/schema.json', `${JSON.stringify(configJsonSchema(), null, 2)}\n`],
  ['docs/report-schema.json', `${JSON.stringify(reportJsonSchema(), null, 2)}\n`],
  ['docs/merged-schema.json', `${JSON.stringify(mergedJsonSchema(), null, 2)}\n`],
  ['docs/steps-schema.json', `${JSON.stringify(stepsJsonSchema(), null, 2)}\n`],
  ['docs/evidence-schema.json', `${JSON.stringify(evidenceJsonSchema(), null, 2)}\n`],
  ['docs/lock-schema.json', `${JSON.stringify(lockJsonSchema(), null, 2)}\n`],
  ...transforms.map(transform => [`docs/transforms/${transform.id}.md`, explainPage(transform)] as const),
]);

const stale = [...pages].filter(([path, text]) => readIfThere(path) !== text).map(([path]) => path);
const orphans = readdirSync(join(root, 'docs/transforms'), { withFileTypes: true })
  .filter(entry => entry.isFile())
  .map(entry => `docs/transforms/${entry.name}`)
  .filter(path => !pages.has(path));

if (process.argv.includes('--check')) {
  for (const path of [...stale, ...orphans]) console.error(`${path} is not fresh: npm run docs`);
  process.exitCode = stale.length + orphans.length > 0 ? 1 : 0;
} else {
  for (const path of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), pages.get(path)!);
  }
  for (const path of orphans) rmSync(join(root, path));
  console.error(`${stale.length} written, ${orphans.length} removed`);
}

function readIfThere(path: string): string | undefined {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
