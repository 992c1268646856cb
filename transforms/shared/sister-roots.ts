/** Other environments of what a root runs. */

import type { Root } from '../../src/transform.ts';
import { remembered } from './remembered.ts';

/** Roots that run something of the same. */
export const sisterRoots = remembered((root: Root): readonly Root[] => [
  ...new Set(root.workloads.flatMap(each => root.sistersOf(each).map(sister => sister.root))),
]);
