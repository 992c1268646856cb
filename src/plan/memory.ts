/** What a plan remembers from round to round and from attempt to attempt, which repeat most of each other. */
import { type FindingMemory, newFindingMemory } from './find/found/finding-memory.ts';
import { newViewMemory, type ViewMemory } from './view/viewed-roots.ts';
import type { EditMemory } from './write/draft/draft.ts';

/** Made when the first attempt begins, gone when one is proven. Without it a plan is the same, and slower. */
export interface PlanMemory {
  readonly views: ViewMemory;
  readonly findings: FindingMemory;
  /** Of rounds that want nothing yet that needs a look. */
  readonly safeFindings: FindingMemory;
  readonly edits: EditMemory;
  /** Until a plan that is made in two steps turns out wrong: what is wanted together is placed together then. */
  isSafeFirst: boolean;
}

export function newPlanMemory(): PlanMemory {
  const findings = newFindingMemory();
  const safeFindings = newFindingMemory(findings);
  return { views: newViewMemory(), findings, safeFindings, edits: new Map(), isSafeFirst: true };
}
