/** What `npm run new` writes is what CONTRIBUTING.md asks for: a newcomer copies it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { newTransform } from '../../scripts/new-transform.ts';
import type { AnyTransform } from '../../src/plan/model/input.ts';
import { absentSituations, loadCase, SITUATIONS, situationsOf } from './cases.ts';
import { planOf } from './repo.ts';

const ID = 'brand-new';
const project = join(import.meta.dirname, '../..');
const root = mkdtempSync(join(tmpdir(), 'kustomend-new-'));
const cases = join(root, 'test/transforms');
for (const [path, text] of Object.entries(newTransform(ID, 100))) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text.replaceAll('../../src/', `${project}/src/`));
}
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Status and safety of what comes out of a case. */
async function outcomeOf(situation: string): Promise<string[]> {
  const made = (await import(join(root, `transforms/${ID}/index.ts`))) as { default: AnyTransform };
  const { repo, inputs } = loadCase(ID, situation, cases);
  const { fixes } = planOf(repo, { ...inputs, transforms: [made.default] });
  return fixes.map(({ status, safety }) => `${status} ${safety}`);
}

test.each([
  ['example', ['planned unsafe']],
  ['already-good', []],
  ['overlay-owns-it', ['planned unsafe']],
  ['seconds-of-the-configuration', ['planned safe']],
])('%s comes out as %j', async (situation, outcome) => {
  expect(await outcomeOf(situation)).toEqual(outcome);
});

test('every situation is there, or said to be absent', () => {
  const shown = [...situationsOf(ID, cases), ...Object.keys(absentSituations(ID, cases))];
  expect(shown).toEqual(expect.arrayContaining([...SITUATIONS]));
});
