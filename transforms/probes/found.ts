/** What a probe may ask, and where it is written. */

import type { Doubt, Evidence, JsonObject } from '../../src/transform.ts';
import type { ProbeKind } from './timings.ts';

export interface Found {
  readonly handler: JsonObject;
  readonly known: JsonObject | undefined;
  readonly doubts: readonly Doubt[];
  readonly evidence: readonly Evidence[];
  /** It is meant to ask what the other probe asks. */
  readonly isShared?: true;
}

export const FIELD: Readonly<Record<ProbeKind, string>> = {
  liveness: 'livenessProbe',
  readiness: 'readinessProbe',
  startup: 'startupProbe',
};
