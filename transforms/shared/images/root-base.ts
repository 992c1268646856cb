/** Images that a Dockerfile of the repository leaves to root: its base is known to start so, and it names nobody else. */

import type { Container } from '../../../src/transform.ts';

/** What servers of the web need besides: a USER alone stops them, at port 80 and at the files that are root's. */
const INSTEAD: Readonly<Record<string, string>> = {
  nginx:
    'build on nginxinc/nginx-unprivileged there, which starts as UID 101, and listen on port 8080. A USER alone stops it',
  httpd:
    'let it listen on port 8080, give /usr/local/apache2/logs to www-data, and name that USER there. A USER alone stops it',
};

/**
 * What it says of that, with the line where a USER belongs, and how the configuration may say another user all the same; undefined
 * for every other image. Nobody is asked: the Dockerfile is the answer, and what ends it.
 */
export function rootOfDockerfile({ askedAs, facts }: Container): string | undefined {
  const { builtOn, imageUser, hints } = facts;
  if (imageUser?.value !== 'root' || imageUser.evidence.kind !== 'manifest') return undefined;
  const { says, at } = imageUser.evidence;
  const file = `${imageUser.verified ? 'its Dockerfile' : 'a Dockerfile that may be its own'} ${says} (${at})`;
  const user = hints.get('user')?.value;
  const instead = INSTEAD[builtOn?.split(':')[0] ?? ''] ?? 'name one there';
  return `${file}: ${instead}. Who knows that it runs without root: images: {${askedAs}: {user: ${user === undefined ? '?' : String(user)}}}`;
}
