/** Patches whose target is not there: kustomize says nothing about them. */

import type { Ask, LeftBy, Proposal, Root } from '../../../src/transform.ts';
import { staying } from '../../shared/choices.ts';
import { nearName } from '../../shared/near.ts';
import { enumerated, type Question } from '../../shared/prose.ts';

/** One question for all of a repository: what is to be done is the same, and each finding names what is nearest. */
const IDLE_PATCHES = {
  type: 'decision',
  about: 'patches that change nothing',
  question:
    'nothing there is what their target says, and kustomize says nothing about it: which object is meant by each? Correct the target, or drop the patch (kustomend scan --only validate lists them, with what is nearest)',
  choices: [staying('they may stay as they are', 'the patch is kept although it has no target')],
} as const satisfies Ask;

/** So is this one: what they were for has gone elsewhere. */
const LEFT_OVER = {
  type: 'decision',
  about: 'patches that are left over',
  question:
    'may they go? What they change stands in a base that is not taken in, or in a file beside them that nothing lists',
  choices: [staying('no, they stay', 'what it changes comes back')],
} as const satisfies Ask;

/** A list of objects is merged: who leaves some out means that they go. */
function* restatingPatches({ kustomizations }: Root): Generator<Proposal<'restating-patch'>> {
  for (const { file, restating } of kustomizations) {
    for (const { at, target, lists } of restating) {
      const named = enumerated(lists);
      yield {
        message: 'restating-patch',
        data: { file, target, lists: named },
        at: { on: at, path: ['patches', target] },
        changes: [],
        evidence: [],
        known: `if the others of ${named} are to go, each needs an entry with its key and \`$patch: delete\`; if not, the patch is of no use`,
      };
    }
  }
}

/** Findings are on the line of the patch: a kustomization may have several. */
export function* idlePatches(root: Root): Generator<Proposal<'idle-patch' | 'restating-patch'>> {
  yield* restatingPatches(root);
  const { kustomizations } = root;
  for (const { file, idle } of kustomizations) {
    for (const { at, target, name, there, unlike, isInSight, leftBy } of idle) {
      yield {
        message: 'idle-patch',
        data: {
          file,
          target,
          why: unlike === undefined ? 'nothing there is called so' : `it says ${unlike}`,
        },
        at: { on: at, path: ['patches', target] },
        changes: [],
        evidence: [],
        // A chart or a remote base may bring it.
        ...(isInSight &&
          (unlike !== undefined
            ? OTHERWISE
            : leftBy === undefined
              ? whatIsMeant(name, target, there)
              : leftOver(target, leftBy))),
      };
    }
  }
}

function leftOver(target: string, { file, isListed }: LeftBy): Question {
  const why = isListed
    ? `${file} has ${target}, and is not taken in here`
    : `${file}, which nothing lists, is for the same`;
  return { blocked: `left over: may it go? ${why}`, asks: [{ ...LEFT_OVER, names: [target] }] };
}

/** The object is there, and what keeps the patch from it is one field of its target: nobody need be asked which is meant. */
const OTHERWISE: Question = {
  known:
    'one of that kind and name is there: once the target says what that one has, or nothing, the patch is applied',
};

function whatIsMeant(name: string | undefined, target: string, there: readonly string[]): Question {
  if (name === undefined) return { known: 'it is for whatever there is of that kind, and there is none' };
  const near = nearName(name, there);
  // The name that it gets here is not the one by which its patches know it.
  const why = near !== undefined && name.includes(near) ? ' (prefixes and suffixes come after patches)' : '';
  const meant = near === undefined ? 'which object is meant' : `is ${near} meant${why}`;
  return {
    blocked: `${meant}? kustomize says nothing about a patch without one`,
    asks: [{ ...IDLE_PATCHES, names: [target] }],
  };
}
