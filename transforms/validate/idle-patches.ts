/** Patches whose target is not there: kustomize says nothing about them. */

import type { Ask, Proposal, Root } from '../../src/transform.ts';
import { nearName } from '../shared/near.ts';
import type { Question } from '../shared/prose.ts';

/** One question for all of a repository: what is to be done is the same, and each finding names what is nearest. */
const IDLE_PATCHES: Ask = {
  type: 'decision',
  about: 'patches that change nothing',
  question:
    'kustomize passes over a patch whose target is not there: correct the name of each target, or drop the patch (kustomend scan --only validate lists them, with the name that is nearest)',
};

/** Findings are on the line of the patch: a kustomization may have several. */
export function* idlePatches({ kustomizations }: Root): Generator<Proposal<'idle-patch'>> {
  for (const { file, idle } of kustomizations) {
    for (const { at, target, name, there, isInSight } of idle) {
      yield {
        message: 'idle-patch',
        data: { file, target },
        at: { on: at, path: ['patches', target] },
        changes: [],
        evidence: [],
        // A chart or a remote base may bring it.
        ...(isInSight && whatIsMeant(name, there)),
      };
    }
  }
}

function whatIsMeant(name: string | undefined, there: readonly string[]): Question {
  if (name === undefined) return { known: 'it is for whatever there is of that kind, and there is none' };
  const near = nearName(name, there);
  // The name that it gets here is not the one by which its patches know it.
  const why = near !== undefined && name.includes(near) ? ' (prefixes and suffixes come after patches)' : '';
  const meant = near === undefined ? 'which object is meant' : `is ${near} meant${why}`;
  return { blocked: `${meant}? kustomize says nothing about a patch without one`, asks: [IDLE_PATCHES] };
}
