/** Which pods a selector may be about, without a look at all of them. */

import type { Workload } from '../../../src/transform.ts';
import { isMap } from '../data.ts';
import { indexBy } from '../index-by.ts';
import { remembered } from '../remembered.ts';
import { keyOf, labelKeys } from './own-keys.ts';

/**
 * Those of a list that have the first label that a selector wants, in the order of the list; all where it wants none.
 *
 * @param workloads a list that others ask about too: what is known of it is kept as long as it is
 */
export function candidatesOf(matchLabels: unknown, workloads: readonly Workload[]): readonly Workload[] {
  const [first] = isMap(matchLabels) ? Object.entries(matchLabels) : [];
  return first === undefined ? workloads : (byLabel(workloads).get(keyOf(first)) ?? []);
}

const byLabel = remembered((workloads: readonly Workload[]) => indexBy(workloads, labelKeys));
