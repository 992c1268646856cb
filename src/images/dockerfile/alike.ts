/** Dockerfiles that make the same of an image. */

import type { DockerfileFacts } from './dockerfile.ts';

/** Whether two Dockerfiles say the same of an image, wherever they say it. */
export function isAlike(one: DockerfileFacts, other: DockerfileFacts): boolean {
  return whatIsSaid(one) === whatIsSaid(other);
}

function whatIsSaid({
  user,
  group,
  userName,
  startsAs,
  base,
  changes,
  settings,
  start,
  ports,
  health,
  setuid,
  volumes,
  writable,
}: DockerfileFacts): string {
  const configured = [...settings].map(([path, said]) => [path, { ...said, at: undefined }]).sort();
  const changed = [...changes.keys()].sort();
  const rights = [writable?.all, writable?.made, writable?.open?.path];
  const said = [
    user,
    group,
    userName,
    startsAs,
    base,
    changed,
    configured,
    start,
    ports,
    health?.handler,
    setuid?.program,
    volumes,
    rights,
  ];
  return JSON.stringify(said);
}
