/** What a Dockerfile lets expect of its image and does not show: whoever is asked has that to say yes to. */

import { parseImageReference } from '../../kubernetes/images/image-reference.ts';
import type { Hint, ImageFactPath } from '../../transform.ts';
import { familyOf } from '../families/match.ts';
import type { DockerfileFacts } from './dockerfile.ts';

/** @param isGuessed whether it may be the Dockerfile of another image, and who says that it is this one's settles the user */
export function hintsOf(dockerfile: DockerfileFacts, isGuessed: boolean): ReadonlyMap<ImageFactPath, Hint> {
  const hints = new Map<ImageFactPath, Hint>();
  if (isGuessed && dockerfile.isSure)
    hints.set('dockerfile', { value: dockerfile.file, because: 'it is called so' });
  const writes = hintOfWrites(dockerfile);
  if (writes !== undefined) hints.set('writes', writes);
  const user = hintOfUser(dockerfile);
  if (user !== undefined) hints.set('user', user);
  return hints;
}

/** Folders that are made for its user are made to be written to, and those that are called so, or that its framework writes. */
function hintOfWrites({ file, writable, contents }: DockerfileFacts): Hint | undefined {
  if (writable === undefined) return undefined;
  const { made, telling, open, all } = writable;
  if (all !== undefined || (made.length === 0 && open === undefined)) return undefined;
  const isOpen = open === undefined ? '' : `its user may write to all of ${open.path} (${file}:${open.line})`;
  const own = [...made, ...telling, ...cachesOfNext(contents)].filter(path => !CODE_OF_NEXT.test(path));
  return { value: [...new Set([...own, '/tmp'])].sort(), because: isOpen };
}

const CODE_OF_NEXT = /\/\.next$/;

/** Next.js writes its cache in the middle of its code. */
function cachesOfNext(contents: DockerfileFacts['contents']): string[] {
  return [...contents.keys()].flatMap(path => {
    const folder = /^.*\/\.next(?=\/|$)/.exec(path)?.[0];
    return folder === undefined ? [] : [`${folder}/cache`];
  });
}

/** A base that has a user for it, whom its Dockerfile does not take. */
function hintOfUser({ base, user, userName }: DockerfileFacts): Hint | undefined {
  if (user !== undefined || userName !== undefined) return undefined;
  const image = parseImageReference(base);
  const family = image === null ? null : familyOf(image);
  if (family?.uid === undefined || family.uid === 0) return undefined;
  return { value: family.uid, because: `${base} has a user of that number` };
}
