/** Comments by which the data of an environment may be lost: nobody is asked where copies of it go. */

import type { Root, WrittenLine } from '../../src/transform.ts';
import { fileOf, folderOf } from '../shared/places.ts';
import { remembered } from '../shared/remembered.ts';

/** In one sentence with the data, and not far from it. */
const LOST =
  '[^.;]{0,120}?\\b(?:disposable|throw-?away|expendable|re-?creatable|re-?seeded|can be (?:re-?created|thrown away)|(?:is|are) re-?created)\\b';
const DISPOSABLE = new RegExp(`\\bdata\\b${LOST}`, 'i');
const DENIED = /\b(?:not|never|no longer|todo)\b|n't\b|\?/i;
/** It holds in some cases only, or what it is made from has to be kept. A seed is kept with the program. */
const BOUND = /\b(?:if|when|unless)\b|\bfrom\b(?! (?:[\w-]+ )?(?:scratch|seeds?|fixtures?|samples?)\b)/i;
/** In an environment's own kustomization the data of no other is meant, unless it is named. */
const ITS_OWN = new RegExp(
  `(?:^|[#.:;,])\\s*(?:(?:its|the|this|our|any|all|all of its) )?data\\b(?! (?:of|in|on|for) (?!this\\b|the\\b|its\\b))${LOST}`,
  'i',
);

/** Where a comment says that the data of the environment is disposable: by its name, or in the kustomization of its folder. */
export const disposable = remembered((root: Root): string | undefined => {
  const found = root.platform.linesWith(DISPOSABLE).find(line => isMeant(line, root));
  return found === undefined ? undefined : `a comment says that its data is disposable (${found.at})`;
});

function isMeant(line: WrittenLine, { environment: { name, tier }, path, platform }: Root): boolean {
  const said = wholeOf(line, platform);
  if (said === undefined || DENIED.test(said)) return false;
  const isBeside = folderOf(line.at) === path;
  // Of production nobody gives data away in passing, in a file of another environment.
  const named = name === undefined || (tier === 'production' && !isBeside) ? undefined : namedAs(name);
  return said.split(/(?<=[.;!])\s+/).some(sentence => {
    if (BOUND.test(sentence)) return false;
    // `production data is re-created here`: a copy of it is meant.
    if (named?.test(sentence) === true && (isBeside || !/\bhere\b/i.test(sentence))) return true;
    return isBeside && isKustomization(line.at) && ITS_OWN.test(sentence);
  });
}

/** The comment of a line, with the next line where its sentence goes on there; undefined for a line without one. */
function wholeOf({ at, text }: WrittenLine, platform: Root['platform']): string | undefined {
  const start = text.indexOf('#');
  if (start < 0) return undefined;
  const said = text.slice(start);
  const below = `${fileOf(at)}:${Number(at.slice(fileOf(at).length + 1)) + 1}`;
  const next = start > 0 ? undefined : platform.linesWith(GOES_ON).find(each => each.at === below);
  return next === undefined ? said : `${said} ${next.text.replace(/^#+\s*/, '')}`;
}

const GOES_ON = /^#+\s*[a-z(,]/;

/** `staging data is disposable`, `data of staging can be re-created` */
function namedAs(name: string): RegExp {
  const word = name.replace(/[^\w-]/g, '');
  const data = `(?:\\b${word}(?:'s)?(?: environment(?:'s)?)? data|\\bdata (?:of|in|on|for) (?:the )?${word})`;
  return new RegExp(`${data}\\b${LOST}`, 'i');
}

/** What stands in other files is about one object of them. */
function isKustomization(at: string): boolean {
  return /(?:^|\/)[Kk]ustomization(?:\.ya?ml)?$/.test(fileOf(at));
}
