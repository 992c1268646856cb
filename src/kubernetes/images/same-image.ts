/** Whether two references are to the same bits. */
import { fullReference, type ImageReference, isMovingTag, parseImageReference } from './image-reference.ts';

type Reference = Pick<ImageReference, 'registry' | 'repository' | 'tag' | 'digest'>;

/**
 * By digest, else by a tag that does not move.
 *
 * @param seen as a cluster names an image that runs
 * @param locked the digest that is known of the first one's tag: where another ran, the tag has moved all the same
 */
export function isSameImage(
  own: Reference,
  seen: { readonly image: string; readonly digest?: string | undefined },
  locked: string | undefined,
): boolean {
  const other = parseImageReference(seen.image);
  if (own.digest !== undefined) return own.digest === seen.digest || own.digest === other?.digest;
  if (other === null || isMovingTag(own.tag)) return false;
  if (fullReference(own) !== fullReference({ ...other, digest: undefined })) return false;
  return locked === undefined || seen.digest === undefined || locked === seen.digest;
}
