/** Why something that is there is not read. */

/** It leads out of the workspace or into the directory of git; or the user may not read it. */
export type Obstacle = 'outside' | 'unreadable';

/** As the end of a sentence that begins with the path. */
export const OBSTACLES: Readonly<Record<Obstacle, string>> = {
  outside: 'leads out of the repository',
  unreadable: 'cannot be read: permission denied',
};
