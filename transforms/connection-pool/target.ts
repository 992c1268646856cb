/** Where connections go straight to a server, and what pools them. */

import type { Pod } from '../../src/network/simulator.ts';
import type { Json, Resource } from '../../src/transform.ts';

export interface Target {
  /** The workload, or the object of an operator, that is the server. */
  readonly on: Resource;
  /** Services by which it is called. */
  readonly names: readonly string[];
  readonly namespace: string | undefined;
  readonly port: number;
  /** The Service that takes their place, as it is rendered. */
  readonly pooler: string;
  /** What brings that: the Service itself, or the object of an operator. */
  readonly there: Resource | undefined;
}

/** Pods at one end of a connection. */
export interface End {
  readonly pod: Pod;
  /** By which a policy takes them and no others; undefined where others have all their labels too. */
  readonly labels: Json | undefined;
}
