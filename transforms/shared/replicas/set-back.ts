/** Who takes back what an autoscaler has done. */

import type { Root } from '../../../src/transform.ts';

/** What sets a written number of replicas back, as the subject of a sentence; undefined where it is left to whoever scales. */
export function setBackBy({ platform: { resetsReplicas } }: Root): string | undefined {
  if (resetsReplicas === undefined) return undefined;
  const { by, isIgnored } = resetsReplicas;
  if (by === undefined) return 'every deployment';
  return isIgnored
    ? `every sync of ${by}, without RespectIgnoreDifferences=true,`
    : `every ${by === 'Flux' ? 'turn' : 'sync'} of ${by}`;
}
