/** What roots that are left alone would want of what others want changed. */
import type { PlanInput } from '../model/input.ts';
import type { Repository } from '../repository/repository.ts';
import type { ViewedRoot } from '../view/viewed-roots.ts';
import { findAll } from './find-all.ts';
import type { FindingMemory } from './found/finding-memory.ts';
import { type Goal, goalsOf } from './goals.ts';

/**
 * The goals of roots that follow. Only the transforms that want something are asked, and those that they wait for.
 *
 * @param goals what is wanted elsewhere
 */
export function followed(
  input: PlanInput,
  repository: Repository,
  viewed: readonly (ViewedRoot & { readonly follows: boolean })[],
  memory: FindingMemory,
  goals: readonly Goal[],
): readonly Goal[] {
  const fields = goals.filter(goal => goal.type !== 'create');
  const sources = new Set(fields.map(goal => goal.sourceId));
  const followers = viewed.filter(
    each => each.follows && each.rendered.objects.some(({ sourceId }) => sources.has(sourceId)),
  );
  if (followers.length === 0) return [];
  const asked = new Set(fields.map(({ transform }) => transform.id));
  for (;;) {
    const size = asked.size;
    const active = repository.active.filter(({ id }) => asked.has(id));
    const findings = findAll(input, { ...repository, active }, followers, memory);
    for (const { proposal } of findings) for (const id of proposal.needs ?? []) asked.add(id);
    if (asked.size === size) return goalsOf(findings);
  }
}
