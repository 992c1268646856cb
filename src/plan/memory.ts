/** What a plan remembers from round to round and from attempt to attempt, which repeat most of each other. */
import { type FindingMemory, newFindingMemory } from './find/finding.ts';
import type { EditMemory } from './write/draft/draft.ts';

/** Made when a plan begins, gone when it is made. Without it a plan is the same, and slower. */
export interface PlanMemory {
  readonly findings: FindingMemory;
  readonly edits: EditMemory;
}

export function newPlanMemory(): PlanMemory {
  return { findings: newFindingMemory(), edits: new Map() };
}
