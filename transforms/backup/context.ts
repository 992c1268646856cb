/** What is asked for, and what may be said of a store. */

import type { PlanContext, Proposal, Root } from '../../src/transform.ts';
import { staying } from '../shared/choices.ts';

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
  readonly restoreTest?: string;
}

export type Context = PlanContext<Options>;

export type Message =
  | 'none'
  | 'dump'
  | 'velero'
  | 'operator'
  | 'unscheduled'
  | 'restore-test'
  | 'untried'
  | 'kept-out'
  | 'shut-out'
  | 'in-tree';

/** Who makes the copies: a CronJob of ours, or the operator of the store by what it brings for that. */
const PLACES = {
  dumps: {
    about: 'where backups go',
    question:
      'where do backups go? transforms: {backup: {bucket: ?, image: ?, secret: ?}}, or `serviceAccount` for `secret`; each may differ by environment',
  },
  clusters: {
    about: 'where backups of Clusters go',
    question:
      'where do backups go? Its operator makes them, by an ObjectStore, its plugin and a ScheduledBackup: transforms: {backup: {bucket: ?, secret: ?}}',
  },
} as const;

/** Asked once for all stores, and for all environments: one line of the configuration answers for each. */
export function whereTo(
  { environment: { name } }: Root,
  by: keyof typeof PLACES = 'dumps',
): Pick<Proposal, 'blocked' | 'asks'> {
  const { about, question } = PLACES[by];
  return {
    blocked: question,
    asks: [
      {
        type: 'decision',
        about,
        question,
        names: namesOf(name),
        choices: [
          staying('they are made elsewhere', 'it is backed up by something that is not in this repository'),
          staying('no backup is needed', 'what it holds can be made anew'),
        ],
      },
    ],
  };
}

/** Members of a Cluster have an account of their own: the one that is configured is not theirs. */
export function whichSecret({ environment: { name } }: Root): Pick<Proposal, 'blocked' | 'asks'> {
  const question =
    'which Secret lets Clusters into the bucket? (`secret` of backup, or a role in their `serviceAccountTemplate`, and `serviceAccount`)';
  return {
    blocked: question,
    asks: [
      {
        type: 'decision',
        about: 'which Secret lets Clusters into the bucket',
        question,
        names: namesOf(name),
      },
    ],
  };
}

function namesOf(environment: string | undefined): readonly string[] {
  return environment === undefined ? [] : [environment];
}

/** The bucket, and the folder in it that is of this environment: two of them may have one bucket and one namespace. */
export function placeIn(bucket: string, { environment: { name } }: Root): readonly [string, ...string[]] {
  const [own, ...prefix] = bucket.split('/') as [string, ...string[]];
  const isSaid = name === undefined || [own, ...prefix].some(each => each.split('-').includes(name));
  return [own, ...prefix, ...(isSaid ? [] : [name])];
}
