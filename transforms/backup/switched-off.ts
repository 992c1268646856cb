/** Objects of tools that are told to do nothing until somebody says otherwise. */

import type { Resource } from '../../src/transform.ts';

/** What Velero, CloudNativePG, VolSync and SnapScheduler call it. */
const FIELDS = ['paused', 'suspend', 'disabled'];

export function isSwitchedOff(object: Resource): boolean {
  return FIELDS.some(field => object.get(['spec', field]) === true);
}
