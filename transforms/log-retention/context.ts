/** What the configuration says, and what may be said of logs. */

import type { PlanContext } from '../../src/transform.ts';

export interface Options {
  readonly days: number;
  readonly warmDays: number;
  readonly indices: readonly string[];
}

export type Context = PlanContext<Options>;

export type Message = 'for-ever' | 'kept' | 'one-index' | 'refused' | 'old-keys';
