/**
 * Fixes of random trees, judged by the real kustomize: every kustomization still builds, renders what was declared, and
 * nothing but the edits changes. KUSTOMEND_RUNS and KUSTOMEND_SEED choose how many and which.
 */
import fc from 'fast-check';
import type { Plan } from '../../src/plan/model/result.ts';
import {
  expectCleanTexts,
  expectDeclaredRenders,
  expectReversible,
  expectSecondPlanEmpty,
  expectWitness,
} from '../harness/invariants.ts';
import { type Inputs, NO_SELECTION, planOf, type Repo } from '../harness/repo.ts';
import { runs } from '../harness/runs.ts';
import { filesOf, printed, tree } from '../kustomize/random-tree.ts';
import { evaluate } from '../kustomize/render.ts';

const numRuns = runs(3);
const seed = Number(process.env.KUSTOMEND_SEED ?? 1);

const OUR_FAULT = /the proof failed|has no effect|still wanted after|takes back what/;

function expectSound(repo: Repo, inputs: Inputs): Plan {
  const result = planOf(repo, inputs);
  expectDeclaredRenders(repo, result);
  expectReversible(repo, result);
  expectCleanTexts(result);
  expectWitness(repo, result, inputs);
  // That there is no place may be so; that a place did not do is a fault of placement.
  const failed = result.fixes.filter(fix => OUR_FAULT.test(fix.reason ?? ''));
  expect(failed.map(fix => `${fix.transform}: ${fix.reason}`)).toEqual([]);
  expectSecondPlanEmpty(repo, result, inputs);
  return result;
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
        const result = expectSound(files, { selection: { ...NO_SELECTION, unsafe, preset } });
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
