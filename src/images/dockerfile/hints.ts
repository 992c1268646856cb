/** What a Dockerfile lets expect of its image and does not show: whoever is asked has that to say yes to. */

import { parseImageReference } from '../../kubernetes/images/image-reference.ts';
import type { Hint, ImageFactPath } from '../../transform.ts';
import { familyOf } from '../families/match.ts';
import type { DockerfileFacts } from './dockerfile.ts';

/** Where who runs an image elsewhere has a volume in it. */
export interface Mounted {
  readonly path: string;
  /** `file:line` of what mounts it. */
  readonly at: string;
}

/** @param isGuessed whether it may be the Dockerfile of another image, and who says that it is this one's settles the user */
export function hintsOf(dockerfile: DockerfileFacts, isGuessed: boolean): ReadonlyMap<ImageFactPath, Hint> {
  const hints = new Map<ImageFactPath, Hint>();
  if (isGuessed && dockerfile.isSure)
    hints.set('dockerfile', { value: dockerfile.file, because: 'it is called so' });
  const writes = hintOfWrites(dockerfile) ?? hintOfMounts(dockerfile);
  if (writes !== undefined) hints.set('writes', writes);
  const user = hintOfUser(dockerfile);
  if (user !== undefined) hints.set('user', user);
  return hints;
}

/**
 * Folders that are made for its user are made to be written to, and those that are called so, or that its framework or its
 * server writes.
 */
function hintOfWrites({ file, base, writable, contents, server }: DockerfileFacts): Hint | undefined {
  if (writable === undefined) return undefined;
  const { emptyDirs: ofServer = ['/tmp'] } = server?.writes ?? {};
  const { made, telling, open, all } = writable;
  if (all !== undefined || (made.length === 0 && open === undefined)) return undefined;
  const isOpen = open === undefined ? '' : `its user may write to all of ${open.path} (${file}:${open.line})`;
  const own = [...made, ...telling, ...cachesOfNext(contents)].filter(path => !CODE_OF_NEXT.test(path));
  const because = server?.writes === undefined ? isOpen : `${base} writes there by itself`;
  return { value: [...new Set([...own, ...ofServer])].sort(), because };
}

/** Data that is kept outside of it where somebody tries it out; what the image has there itself it is given to read. */
function hintOfMounts({ mounts, contents }: DockerfileFacts): Hint | undefined {
  const open = mounts.filter(({ path }) => ![...contents.keys()].some(place => isInside(place, path)));
  const [first] = open;
  if (first === undefined) return undefined;
  return {
    value: [...new Set(open.map(({ path }) => path))].sort(),
    because: `${first.at} mounts a volume there`,
  };
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

const CODE_OF_NEXT = /\/\.next$/;

/** Next.js writes its cache in the middle of its code. */
function cachesOfNext(contents: DockerfileFacts['contents']): string[] {
  return [...contents.keys()].flatMap(path => {
    const folder = /^.*\/\.next(?=\/|$)/.exec(path)?.[0];
    return folder === undefined ? [] : [`${folder}/cache`];
  });
}

/** Below it only root may listen by default. */
const FIRST_OPEN_PORT = 1024;

/** A base that has a user for it, whom its Dockerfile does not take: not where that one could not start what is there. */
function hintOfUser({ base, user, userName, ports, server }: DockerfileFacts): Hint | undefined {
  if (user !== undefined || userName !== undefined) return undefined;
  if (ports.some(port => port < FIRST_OPEN_PORT) || (server !== undefined && server.nonRoot !== 'yes'))
    return undefined;
  const image = parseImageReference(base);
  const family = image === null ? null : familyOf(image);
  if (family?.uid === undefined || family.uid === 0) return undefined;
  return { value: family.uid, because: `${base} has a user of that number` };
}
