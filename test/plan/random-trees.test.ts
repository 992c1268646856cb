/**
 * Fixes of random trees: every kustomization still builds, renders what was declared, and nothing but the edits changes.
 * Our evaluation says so of all of them, and the real kustomize of what each plan leaves of the topmost, which is made of
 * all the others. KUSTOMEND_RUNS and KUSTOMEND_SEED choose how many and which.
 */
import fc from 'fast-check';
import type { Plan } from '../../src/plan/model/result.ts';
import {
  expectCleanTexts,
  expectDeclaredRenders,
  expectReversible,
  expectSecondPlanEmpty,
} from '../harness/invariants.ts';
import { realKustomize } from '../harness/kustomize.ts';
import { applied, type Inputs, inFolder, NO_SELECTION, planOf, type Repo } from '../harness/repo.ts';
import { runs } from '../harness/runs.ts';
import { realBuildNow } from '../kustomize/corpus.ts';
import { filesOf, printed, tree } from '../kustomize/random-tree.ts';
import { evaluate } from '../kustomize/render.ts';
import { verdict } from '../kustomize/verdict.ts';

const numRuns = runs(3);
const seed = Number(process.env.KUSTOMEND_SEED ?? 1);

const OUR_FAULT = /the proof failed|has no effect|still wanted after|takes back what/;

function expectSound(repo: Repo, folder: string, inputs: Inputs): Plan {
  const result = planOf(repo, inputs);
  expectDeclaredRenders(repo, result);
  expectReversible(repo, result);
  expectCleanTexts(result);
  expectRealRender(repo, folder, result);
  // That there is no place may be so; that a place did not do is a fault of placement.
  const failed = result.fixes.filter(fix => OUR_FAULT.test(fix.reason ?? ''));
  expect(failed.map(fix => `${fix.transform}: ${fix.reason}`)).toEqual([]);
  expectSecondPlanEmpty(repo, result, inputs);
  return result;
}

/** One process a plan: what our evaluation says of the planned texts, the real kustomize says too. */
function expectRealRender(repo: Repo, folder: string, result: Plan): void {
  if (realKustomize === undefined || result.changes.length === 0) return;
  const { path } = realKustomize;
  const after = applied(repo, result);
  const real = inFolder(after, root => realBuildNow(path, root, folder));
  expect(verdict(evaluate(after, folder), real)).toEqual({ kind: 'equal' });
}

test(
  'fixes of random trees render what they declare, and leave nothing for a second run',
  () => {
    let planned = 0;
    const property = fc.property(tree, random => {
      const { files, folder } = filesOf(random);
      fc.pre(evaluate(files, folder).state === 'evaluated');
      for (const unsafe of [false, true]) {
        const preset = unsafe ? 'complete' : 'recommended';
        const result = expectSound(files, folder, { selection: { ...NO_SELECTION, unsafe, preset } });
        planned += result.fixes.filter(fix => fix.status === 'planned').length;
      }
    });
    const result = fc.check(property, { numRuns, seed, endOnFailure: true });
    if (result.counterexample) {
      const { files } = filesOf(result.counterexample[0]);
      throw new Error(`seed ${result.seed}, path ${result.counterexamplePath}\n\n${printed(files)}`, {
        cause: result.errorInstance,
      });
    }
    expect(planned).toBeGreaterThan(numRuns);
  },
  60_000 + numRuns * 10_000,
);
