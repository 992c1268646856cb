/** Entries of `images:` whose name is that of no image: kustomize says nothing about them. */

import type { Proposal, Root } from '../../../src/transform.ts';
import { isTypo } from '../../shared/near.ts';

/**
 * Findings are on the line of the entry, and nobody is asked: the repository says which image is meant. An entry below may have
 * renamed it. Else only where an image is there that may be meant: a list of all images of a product, the same in every overlay,
 * is a habit and no mistake.
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
        known:
          renamed === undefined
            ? `the image that is nearest is ${near}: correct the name, or drop the entry`
            : `kustomize goes by the name of today: the entry has to say name: ${near}, or it can go`,
      };
    }
  }
}

/** The same image of another registry, or with a letter otherwise; with a word more it is another image. */
function meantBy(name: string, there: readonly string[]): string | undefined {
  const last = lastOf(name);
  return there.find(each => lastOf(each) === last) ?? there.find(each => isTypo(last, lastOf(each)));
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
