/** How long a pod has to stop. */

import type { Workload } from '../../src/transform.ts';

/** What Kubernetes gives. */
const DEFAULT = 30;

/**
 * The period that a pod needs besides, undefined where it has enough. The wait is part of it: a program that somebody has
 * given a time to stop keeps that.
 *
 * @param drain as the configuration states it
 */
export function graceFor(
  { pod: { terminationGracePeriodSeconds: written } }: Workload,
  seconds: number,
  drain: number | undefined,
): number | undefined {
  // A variable, which somebody fills in.
  if (typeof written === 'string') return undefined;
  const now = typeof written === 'number' ? written : DEFAULT;
  const own = drain ?? (typeof written === 'number' ? written : 0);
  const needed = seconds + Math.max(own, 1);
  return needed > now ? needed : undefined;
}
