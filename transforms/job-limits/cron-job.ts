/** When a CronJob starts, and when it does not. */
import type { Evidence, Proposal, Resource, Root } from '../../src/transform.ts';
import type { Configured, JobOptions } from './options.ts';
import { deadlineFor, shortestGap } from './schedule.ts';

type Message = 'deadline' | 'concurrency' | 'time-zone';

export function* cronJobProposals(
  job: Resource,
  root: Root,
  options: JobOptions,
  configured: Configured,
): Generator<Proposal<Message>> {
  const { name, key } = job;
  const schedule = job.get(['spec', 'schedule']);
  if (typeof schedule !== 'string' || root.platform.isFilledIn(schedule)) return;
  const isUnset = (field: string) => (job.get(['spec', field]) ?? undefined) === undefined;
  const at = (field: string) => ({ on: key, path: ['spec', field] });
  const said = options.startingDeadlineSeconds;
  const stating = said === undefined ? statingIn(root, job, 'startingDeadlineSeconds') : [];
  const known = alikeAmong(stating, schedule, 'startingDeadlineSeconds');
  // Without one the last missed run starts late, and once: most would rather have it than miss it. Who writes a number into each of
  // the others has none of ours in mind here.
  const isWanted = said !== undefined || known !== undefined || (options.lateStarts && stating.length < 2);
  if (isWanted && isUnset('startingDeadlineSeconds')) {
    const seconds = said ?? Math.min(known?.value ?? Infinity, deadlineFor(schedule));
    const decision = configured('startingDeadlineSeconds', `a start may be ${seconds} s late`);
    const isTheirs = known !== undefined && known.value === seconds;
    const evidence = decision ?? (isTheirs ? known.evidence : undefined);
    yield {
      message: 'deadline',
      data: { name, seconds },
      at: at('startingDeadlineSeconds'),
      changes: [job.set(['spec', 'startingDeadlineSeconds'], seconds)],
      evidence: evidence === undefined ? [] : [evidence],
      doubts: evidence === undefined ? ['a run that comes later is left out, and may be missed'] : [],
    };
  }
  if (isUnset('concurrencyPolicy') && !endsBeforeTheNext(job, schedule)) {
    const policy = options.concurrencyPolicy;
    const decision = configured('concurrencyPolicy', `runs of one CronJob do not overlap: ${policy}`);
    yield {
      message: 'concurrency',
      data: { name, policy },
      at: at('concurrencyPolicy'),
      changes: [job.set(['spec', 'concurrencyPolicy'], policy)],
      evidence: decision === undefined ? [] : [decision],
      doubts: decision === undefined ? ['its runs may be meant to overlap'] : [],
    };
  }
  const zone = options.timeZone;
  const decision = zone === undefined ? undefined : configured('timeZone', `schedules are meant in ${zone}`);
  // A schedule that names one itself is refused beside the field.
  if (decision === undefined || !isUnset('timeZone') || /\bTZ=/.test(schedule)) return;
  yield {
    message: 'time-zone',
    data: { name, zone: zone! },
    at: at('timeZone'),
    changes: [job.set(['spec', 'timeZone'], zone!)],
    evidence: [decision],
  };
}

/** Whether each run is stopped before the next one starts: then none meets another. */
function endsBeforeTheNext(job: Resource, schedule: string): boolean {
  const limit = job.get(['spec', 'jobTemplate', 'spec', 'activeDeadlineSeconds']);
  const gap = shortestGap(schedule);
  return typeof limit === 'number' && gap !== undefined && limit < gap;
}

function statingIn(root: Root, job: Resource, field: string): readonly Resource[] {
  return root.find('CronJob', each => each !== job && typeof each.get(['spec', field]) === 'number');
}

/** The number that all of them have that start as rarely: what fits every hour fits no week. */
function alikeAmong(
  stating: readonly Resource[],
  schedule: string,
  field: string,
): { readonly value: number; readonly evidence: Evidence } | undefined {
  const others = stating.filter(
    each => deadlineFor(String(each.get(['spec', 'schedule']))) >= deadlineFor(schedule),
  );
  const [first, second] = others;
  const value = first?.get(['spec', field]);
  // One is no habit.
  if (first === undefined || second === undefined || typeof value !== 'number') return undefined;
  if (others.some(each => each.get(['spec', field]) !== value)) return undefined;
  const at = first.where(['spec', field]);
  return {
    value,
    evidence: {
      kind: 'manifest',
      at,
      says: `CronJob ${first.name} says the same, and so do all that start as rarely`,
    },
  };
}
