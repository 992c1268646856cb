/** What a Dockerfile lets expect of its image and does not show: whoever is asked has that to say yes to. */
import type { Hint, ImageFactPath } from '../../transform.ts';
import type { DockerfileFacts } from './dockerfile.ts';

/** @param isGuessed whether it may be the Dockerfile of another image, and who says that it is this one's settles the user */
export function hintsOf(dockerfile: DockerfileFacts, isGuessed: boolean): ReadonlyMap<ImageFactPath, Hint> {
  const hints = new Map<ImageFactPath, Hint>();
  if (isGuessed && dockerfile.isSure)
    hints.set('dockerfile', { value: dockerfile.file, because: 'it is called so' });
  const writes = hintOfWrites(dockerfile);
  if (writes !== undefined) hints.set('writes', writes);
  return hints;
}

/** Folders that are made for its user are made to be written to. */
function hintOfWrites({ file, writable }: DockerfileFacts): Hint | undefined {
  if (writable === undefined) return undefined;
  const { made, open, all } = writable;
  if (all !== undefined || (made.length === 0 && open === undefined)) return undefined;
  const isOpen = open === undefined ? '' : `its user may write to all of ${open.path} (${file}:${open.line})`;
  return { value: [...new Set([...made, '/tmp'])].sort(), because: isOpen };
}
