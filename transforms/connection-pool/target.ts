/** Where connections go straight to a server, and the name of what pools them. */

import type { Resource } from '../../src/transform.ts';

export interface Target {
  /** The workload, or the object of an operator, that is the server. */
  readonly on: Resource;
  /** Services by which it is called. */
  readonly names: readonly string[];
  readonly namespace: string | undefined;
  readonly port: number;
  /** The Service that takes their place. */
  readonly pooler: string;
  readonly isThere: boolean;
}
