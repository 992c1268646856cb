/** What is left once a run has written: of what was chosen, and of everything else. */
import { withChanges } from '../../kustomize/files/files.ts';
import type { PlanInput } from '../../plan/model/input.ts';
import type { Plan } from '../../plan/model/result.ts';
import type { Remains } from '../../report/overview/written.ts';
import { knownBy } from '../session/baseline.ts';
import { chosenIds } from '../session/choice.ts';
import { type PlannedIn, planAsking, type Session } from '../session/session.ts';

/** Looked for on the files as they are now: what is written ends other findings, and lets others be written. */
export function remainsOf(session: Session, { plan, whole, input }: PlannedIn): Remains {
  const { baseline, ids: _written, ...choice } = session.choice;
  const now = afterwards(input, plan);
  const { only } = now.selection;
  const own = planAsking(session, now).fixes;
  const wide = only.length === 0 ? [] : planAsking(session, ofAllTransforms(now)).fixes;
  const isKnown = baseline && knownBy(baseline, [...own, ...wide]);
  const left = own.filter(fix => !isKnown?.(fix));
  const others = wide.filter(fix => !only.includes(fix.transform) && !isKnown?.(fix));
  const ids = chosenIds({ ...choice, ids: [] }, whole, input);
  if (ids === undefined) return only.length === 0 ? { others: left } : { chosen: left, others };
  return {
    chosen: left.filter(({ id }) => ids.has(id)),
    others: [...left.filter(({ id }) => !ids.has(id)), ...others],
  };
}

function afterwards(input: PlanInput, { changes }: Plan): PlanInput {
  const texts = new Map(changes.map(({ path, after }) => [path, after]));
  const { changed } = input.selection;
  return {
    ...input,
    files: withChanges(input.files, texts),
    paths: [...new Set([...input.paths, ...texts.keys()])].sort(),
    selection: { ...input.selection, changed: changed && [...changed, ...texts.keys()] },
    verdicts: undefined,
    progress: undefined,
  };
}

function ofAllTransforms(input: PlanInput): PlanInput {
  return { ...input, selection: { ...input.selection, only: [] } };
}
