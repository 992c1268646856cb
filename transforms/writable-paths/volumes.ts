/** How large volumes for written paths may become. */

import type { JsonObject } from '../../src/transform.ts';

/** Directories for small, short-lived files. */
const SMALL = /^\/(?:tmp|var\/tmp|run|var\/run)(?:\/|$)/;

export interface Sizes {
  readonly sizeLimit?: string;
  readonly largeSizeLimit?: string;
}

/** The emptyDir for a path, with a limit where the options say one: a pod that reaches a limit is evicted. */
export function emptyDirFor(path: string, { sizeLimit, largeSizeLimit }: Sizes): JsonObject {
  const limit = SMALL.test(`${path}/`) ? sizeLimit : largeSizeLimit;
  return limit === undefined ? {} : { sizeLimit: limit };
}
