/** Comments by which the data of an environment may be lost: nobody is asked where copies of it go. */

import type { Root } from '../../src/transform.ts';
import { folderOf } from '../shared/places.ts';
import { remembered } from '../shared/remembered.ts';

const LOST =
  '(?:disposable|throw-?away|expendable|re-?creatable|re-?seeded|can be (?:lost|re-?created|thrown away)|(?:is|are) re-?created)';
const DISPOSABLE = new RegExp(`#.*\\bdata\\b[^.;]*?\\b${LOST}\\b`, 'i');
const DENIED = /\b(?:not|never|no longer|todo)\b|n't\b|\?/i;
/** In an environment's own kustomization the data of no other is meant, unless it is named. */
const ITS_OWN = new RegExp(
  `[#.:;,]\\s*(?:(?:its|the|this|our|any|all|all of its) )?data\\b[^.;]*?\\b${LOST}\\b`,
  'i',
);

/** Where a comment says that the data of the environment is disposable: by its name, or in the kustomization of its folder. */
export const disposable = remembered(
  ({ environment: { name }, path, platform }: Root): string | undefined => {
    const named = name === undefined ? undefined : namedAs(name);
    const found = platform
      .linesWith(DISPOSABLE)
      .find(
        ({ at, text }) =>
          !DENIED.test(text) && (named?.test(text) === true || (isOwn(at, path) && ITS_OWN.test(text))),
      );
    return found === undefined ? undefined : `a comment says that its data is disposable (${found.at})`;
  },
);

/** `staging data is disposable`, `data of staging can be lost` */
function namedAs(name: string): RegExp {
  const word = name.replace(/[^\w-]/g, '');
  const data = `(?:\\b${word}(?:'s)?(?: environment(?:'s)?)? data|\\bdata (?:of|in|on|for) (?:the )?${word})`;
  return new RegExp(`${data}\\b[^.;]*?\\b${LOST}\\b`, 'i');
}

/** The kustomization of the folder itself: what stands in other files is about one object of them. */
function isOwn(at: string, path: string): boolean {
  const file = at.replace(/:\d+$/, '');
  return folderOf(file) === path && /(?:^|\/)[Kk]ustomization(?:\.ya?ml)?$/.test(file);
}
