/** Images whose Dockerfile makes a program setuid: it stops working where nothing may be gained, or where no capability is left to gain. */

import type { Container } from '../../../src/transform.ts';

/** What the Dockerfile does for it, and the line; undefined for every other image. */
export function setuidOf({ facts: { setuid } }: Container): string | undefined {
  if (setuid === undefined) return undefined;
  const { evidence, verified } = setuid;
  const file = verified ? 'its Dockerfile' : 'a Dockerfile that may be its own';
  return `${file} ${evidence.says} (${evidence.at}), which is there to gain privileges`;
}
