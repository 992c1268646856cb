/**
 * npm run case -- <id>/<situation> [-u]: plans the repository of one case, shows what comes out, and what differs from the
 * expected files; `-u` writes them. What else must hold of it: npm run jest -- test/transforms/<id>
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { structuredPatch } from 'diff';
import { didYouMean } from '../src/config/suggest.ts';
import { caseIds, casesOf, type GoldenCase } from '../test/harness/cases.ts';
import { diffOf, fixesOf } from '../test/harness/diff.ts';
import { planOf } from '../test/harness/repo.ts';

const { values, positionals } = parseArgs({
  options: { update: { type: 'boolean', short: 'u', default: false } },
  allowPositionals: true,
});
const found = find(positionals[0] ?? '');
if (typeof found === 'string') {
  console.error(found);
  process.exitCode = 2;
} else {
  process.exitCode = run(found, values.update);
}

/** The case of a name, or what is wrong with the name. */
function find(name: string): GoldenCase | string {
  const [id = '', situation = ''] = name.split('/');
  const ids = caseIds();
  if (!ids.includes(id))
    return `no transform "${id}"${didYouMean(id, ids)}\nusage: npm run case -- <id>/<situation> [-u]\n${list(ids)}`;
  const cases = casesOf(id);
  const situations = cases.map(each => each.situation);
  return (
    cases.find(each => each.situation === situation) ??
    `no case "${situation}" of ${id}${didYouMean(situation, situations)}\n${list(situations)}`
  );
}

function list(names: readonly string[]): string {
  return names.map(name => `  ${name}`).join('\n');
}

function run({ folder, repo, inputs }: GoldenCase, isUpdate: boolean): 0 | 1 {
  const plan = planOf(repo, inputs);
  const outputs = { 'expected.txt': fixesOf(plan), 'expected.diff': diffOf(plan) };
  console.log(Object.values(outputs).join('\n').trimEnd() || 'nothing is found');
  let differing = 0;
  for (const [name, actual] of Object.entries(outputs)) {
    const path = join(folder, name);
    const expected = existsSync(path) ? readFileSync(path, 'utf8') : '';
    if (existsSync(path) && expected === actual) continue;
    if (isUpdate) {
      writeFileSync(path, actual);
      console.error(`written: ${relative(process.cwd(), path)}`);
      continue;
    }
    differing++;
    console.error(`\n${relative(process.cwd(), path)} is otherwise:\n${differenceOf(expected, actual)}`);
  }
  if (differing > 0) console.error('-u writes what came out: read it before you commit it');
  return differing > 0 ? 1 : 0;
}

/** Lines that are expected and do not come (-), and lines that come (+). */
function differenceOf(expected: string, actual: string): string {
  return structuredPatch('', '', expected, actual)
    .hunks.flatMap(({ lines }) => lines)
    .join('\n');
}
