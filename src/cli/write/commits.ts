/** `fix --commits`: one commit per transform, each of which is proven and builds on its own; together they are the fix. */

import { stagesOf, type Task } from '../../migration/stages.ts';
import { titleOf } from '../../migration/titles.ts';
import type { FileChange, Plan } from '../../plan/model/result.ts';
import type { WriteFlags } from '../arguments/flags.ts';
import { EXIT } from '../process/exit.ts';
import type { Io } from '../process/io.ts';
import { openSession, plannedIn, type Session, sayIfIncomplete } from '../session/session.ts';
import { recoverFirst } from '../session/unfinished.ts';
import {
  type Commits,
  commitChanges,
  commitStages,
  inSeries,
  refuseUncommittable,
  type Series,
} from './series.ts';

/** What a review has decided. */
export interface Reviewed {
  /** All that it writes, the configuration included. */
  readonly plan: Plan;
  /** What goes into the configuration before anything is planned by it. */
  readonly stated: Stated | undefined;
}

interface Stated {
  readonly change: FileChange;
  /** A line for each answer. */
  readonly says: readonly string[];
}

export function fixByCommits(
  io: Io,
  paths: readonly string[],
  flags: WriteFlags,
  reviewed?: Reviewed | undefined,
): Commits {
  recoverFirst(io, paths, flags);
  const session = openSession(io, paths, flags);
  return inSeries(io, session, flags, function* (series) {
    if (reviewed !== undefined) commitStated(io, session, reviewed, series);
    // An empty list is a choice: a filter by it would let everything through.
    if (reviewed !== undefined && flags.id?.length === 0)
      return sayIfIncomplete(io, session, reviewed.plan) ?? EXIT.ok;
    const opened = openSession(io, paths, flags);
    const way = plannedIn(opened);
    const { plan } = way;
    refuseUncommittable(opened, plan, series.git);
    const code = yield* commitStages(io, opened, stagesOf(byTransform(io, plan), way), series);
    return code === EXIT.ok ? (sayIfIncomplete(io, session, plan) ?? EXIT.ok) : code;
  });
}

function byTransform({ transforms }: Io, { fixes }: Plan): Task[] {
  return transforms.flatMap(({ id }) => {
    const own = fixes.filter(({ transform, status }) => transform === id && status === 'planned');
    return own.length === 0 ? [] : [{ title: titleOf(id, own), fixes: new Set(own.map(fix => fix.id)) }];
  });
}

/** The configuration alone, before the fixes that rest on it; nothing where one of those could not follow. */
function commitStated(io: Io, session: Session, { plan, stated }: Reviewed, series: Series): void {
  refuseUncommittable(session, plan, series.git);
  if (stated === undefined) return;
  const lines = stated.says.map(each => `- ${each}`);
  commitChanges(io, session, { changes: [stated.change] }, { title: STATED, lines }, series);
}

const STATED = 'kustomend: state what the review has answered';
