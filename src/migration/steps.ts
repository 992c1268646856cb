/** The way of a plan in steps that a team can review one by one. */
import type { AnyTransform } from '../plan/model/input.ts';
import { filesOf } from '../plan/model/place-files.ts';
import type { Fix, Plan } from '../plan/model/result.ts';
import { groupedBy } from '../plan/rendered/grouped.ts';
import { SEVERITIES } from '../plan/repository/active.ts';
import type { Severity } from '../transform.ts';
import { batchesOf } from './batches.ts';
import { isPlanned, type Task } from './stages.ts';
import { titleWith } from './titles.ts';
import { type Topic, topicsOf } from './topics.ts';

export interface Step extends Task {
  readonly name: string;
  /** `2 of 3`, where one would have more files than a step may. */
  readonly share: string | undefined;
  /** Of its files, all of them; none where nobody is named. */
  readonly owners: readonly string[];
  readonly planned: readonly Fix[];
  readonly files: readonly string[];
  readonly severity: Severity;
  /** Workloads whose pods it restarts. */
  readonly restarts: readonly string[];
}

export interface StepOptions {
  readonly transforms: readonly AnyTransform[];
  readonly ownersOf: (path: string) => readonly string[];
  readonly mostFiles: number;
}

/** Each planned fix in exactly one step. */
export function stepsOf(
  { fixes }: Pick<Plan, 'fixes'>,
  { transforms, ownersOf, mostFiles }: StepOptions,
): Step[] {
  const ownersOfFix = (fix: Fix) => [...new Set(filesOf(fix).flatMap(ownersOf))].sort();
  return topicsOf(fixes.filter(isPlanned), transforms).flatMap(topic => {
    const byOwners = groupedBy(topic.fixes, fix => ownersOfFix(fix).join(' '));
    return [...byOwners.values()].sort(byFirst(ownersOfFix)).flatMap(same => {
      const batches = batchesOf(same, mostFiles);
      return batches.map((batch, index) =>
        stepOf(topic, batch, {
          owners: ownersOfFix(same[0]),
          share: batches.length === 1 ? undefined : `${index + 1} of ${batches.length}`,
        }),
      );
    });
  });
}

/** Who owns something comes before what nobody does. */
function byFirst(
  ownersOf: (fix: Fix) => readonly string[],
): (a: readonly Fix[], b: readonly Fix[]) => number {
  const key = ([first]: readonly Fix[]) => {
    const owners = ownersOf(first!).join(' ');
    return `${owners === '' ? 1 : 0}${owners}`;
  };
  return (a, b) => (key(a) < key(b) ? -1 : 1);
}

function stepOf(
  { name, title }: Topic,
  planned: readonly Fix[],
  { owners, share }: Pick<Step, 'owners' | 'share'>,
): Step {
  const restarting = planned.filter(({ restarts }) => restarts);
  return {
    name,
    title: titleWith(title, owners, share),
    share,
    owners,
    planned,
    fixes: new Set(planned.map(({ id }) => id)),
    files: [...new Set(planned.flatMap(filesOf))].sort(),
    severity: SEVERITIES.find(each => planned.some(({ severity }) => severity === each))!,
    restarts: [...new Set(restarting.map(({ subject }) => `${subject.kind}/${subject.name}`))].sort(),
  };
}
