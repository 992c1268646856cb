/** Schedulers that send each task twice while there are two of them. */

import { startsBeside } from '../../../src/kubernetes/held-claims.ts';
import type { Container, Proposal, Root, Workload } from '../../../src/transform.ts';
import { stringsIn } from '../../shared/data.ts';
import { runsToday } from '../../shared/pods.ts';

export type BeatMessage = 'two-beats';

/**
 * A Deployment of Celery's scheduler that has several pods, or rolls.
 *
 * @see https://docs.celeryq.dev/en/stable/userguide/periodic-tasks.html#starting-the-scheduler
 */
export function* doubledBeats(workload: Workload, root: Root): Generator<Proposal<BeatMessage>> {
  if (workload.kind !== 'Deployment' || !runsToday(workload, root)) return;
  if (!workload.containers.some(isBeat)) return;
  const several = (workload.replicas ?? 1) > 1;
  if (!several && !startsBeside(workload.object)) return;
  yield {
    message: 'two-beats',
    data: {
      workload: `Deployment ${workload.name}`,
      when: several ? `has ${String(workload.replicas)} pods` : 'starts a new pod beside the old one',
    },
    at: { on: workload.key, path: several ? ['spec', 'replicas'] : ['spec', 'strategy', 'type'] },
    changes: [],
    evidence: [],
    mayBeExplained: true,
  };
}

/** `celery -A app beat`, a script called after it, and a worker with one inside (`-B`). RedBeat holds a lock, and others wait for it. */
function isBeat({ role, object }: Container): boolean {
  const words = [...stringsIn(object.command), ...stringsIn(object.args)]
    .join(' ')
    .replaceAll(/\s(?:-A|--app)[\s=]\S+/g, '');
  if (role === 'init' || /redbeat/i.test(words)) return false;
  return /celery-?beat(?=$|\s|\.sh)|(?:^|[\s/])celery\s(?:[^;&|\n]*\s)?(?:beat|worker\s(?:[^;&|\n]*\s)?(?:-B|--beat))(?=$|\s)/.test(
    words,
  );
}
