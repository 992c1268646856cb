/** What is asked for a namespace, and what may be said of it. */

import type { PlanContext } from '../../src/transform.ts';

export interface Options {
  readonly mesh?: string;
  readonly revision?: string;
  readonly mode: string;
  readonly rootNamespace: string;
}

export type Context = PlanContext<Options>;

export type Message = 'outside' | 'two-modes' | 'policy' | 'mode' | 'inbound' | 'callers';
