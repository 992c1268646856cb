/** Entries of `images:` whose name is that of no image: kustomize says nothing about them. */

import type { Ask, Proposal, Root } from '../../../src/transform.ts';
import { staying } from '../../shared/choices.ts';
import { isTypo } from '../../shared/near.ts';
import type { Question } from '../../shared/prose.ts';

const IDLE_IMAGES = {
  type: 'decision',
  about: 'entries of images that change nothing',
  question:
    'no image is called as they say, and kustomize says nothing about it: which image is meant by each? Correct the name, or drop the entry (kustomend scan --only validate lists them, with what is nearest)',
  choices: [staying('they may stay as they are', 'the entry is kept although nothing has that image')],
} as const satisfies Ask;

/**
 * Findings are on the line of the entry. An entry below may have renamed what this one is for. Else only where an image is there that may be meant: a list of all images of a product, the
 * same in every overlay, is a habit and no mistake.
 */
export function* idleImages({ kustomizations }: Root): Generator<Proposal<'idle-image' | 'renamed-image'>> {
  for (const { file, idleImages: idle } of kustomizations) {
    for (const { at, name, there, renamed } of idle) {
      const near = renamed ?? meantBy(name, there);
      if (near === undefined) continue;
      yield {
        message: renamed === undefined ? 'idle-image' : 'renamed-image',
        data: { file, name, near },
        at: { on: at, path: ['images', name] },
        changes: [],
        evidence: [],
        ...question(name, near),
      };
    }
  }
}

function question(name: string, near: string): Question {
  return {
    blocked: `is ${near} meant? kustomize says nothing about an entry without an image`,
    asks: [{ ...IDLE_IMAGES, names: [name] }],
  };
}

/** The same image of another registry, or with a letter otherwise; with a word more it is another image. */
function meantBy(name: string, there: readonly string[]): string | undefined {
  const last = lastOf(name);
  return there.find(each => lastOf(each) === last) ?? there.find(each => isTypo(last, lastOf(each)));
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
