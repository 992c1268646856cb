/** What is asked for, and what may be said of a store. */

import type { PlanContext, Proposal, Root } from '../../src/transform.ts';

export interface Options {
  readonly bucket?: string;
  readonly image?: string;
  readonly secret?: string;
  readonly serviceAccount?: string;
  readonly endpoint?: string;
  readonly region?: string;
  readonly keep?: number;
  readonly schedule: string;
  readonly timeZone: string;
}

export type Context = PlanContext<Options>;

export type Message = 'none' | 'dump' | 'velero' | 'operator' | 'unscheduled' | 'kept-out' | 'in-tree';

/** Asked once for all stores of an environment. */
export function whereTo({ environment: { name } }: Root): Pick<Proposal, 'blocked' | 'asks'> {
  const of = name === undefined ? '' : ` of ${name}`;
  return {
    blocked: `where do backups${of} go? (\`bucket\`, \`image\`, and \`secret\` or \`serviceAccount\` of backup)`,
    asks: [{ type: 'decision', about: `where backups${of} go` }],
  };
}
