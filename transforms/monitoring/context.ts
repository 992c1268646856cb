/** What is asked for, and what may be said of a workload and of a monitor. */

import type { Change, Doubt, Evidence, JsonObject, PlanContext } from '../../src/transform.ts';

export interface Options {
  readonly by?: string;
  readonly operator?: string;
  readonly labels?: JsonObject;
  readonly interval?: string;
}

export type Context = PlanContext<Options>;

export type Message = 'unfetched' | 'guarded' | 'monitored' | 'marked' | 'selects-nothing' | 'no-such-port';

/** What makes something fetch metrics. */
export interface Fix {
  /** `ServiceMonitor web` */
  readonly what: string;
  readonly changes: readonly Change[];
  readonly evidence: readonly Evidence[];
  readonly doubts: readonly Doubt[];
}

/** Why there is no fix. */
export interface Obstacle {
  readonly known: string;
}
