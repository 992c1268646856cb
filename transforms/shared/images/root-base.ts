/** Images that a Dockerfile of the repository leaves to root: its base is known to start so, and it names nobody else. */

import type { Container } from '../../../src/transform.ts';

/**
 * What it says of that, with the line where a USER belongs, and how the configuration may say another user all the same; undefined
 * for every other image. Nobody is asked: the Dockerfile is the answer, and what ends it.
 */
export function rootOfDockerfile({ askedAs, facts }: Container): string | undefined {
  const { imageUser, hints } = facts;
  if (imageUser?.value !== 'root' || imageUser.evidence.kind !== 'manifest') return undefined;
  const { says, at } = imageUser.evidence;
  const file = `${imageUser.verified ? 'its Dockerfile' : 'a Dockerfile that may be its own'} ${says} (${at})`;
  const user = hints.get('user')?.value;
  return `${file}: name one there. Who knows that it runs without root: images: {${askedAs}: {user: ${user === undefined ? '?' : String(user)}}}`;
}
