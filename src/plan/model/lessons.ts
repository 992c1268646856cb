/** What the attempts at a plan learn from each other. */
import type { EditResult } from '../../yaml/edit/edit.ts';

/** What earlier attempts have taught: fixes that were withdrawn (`fix id`, or `fix id root`), and those that belong higher up. */
export interface Lessons {
  readonly withdrawn: Map<string, string>;
  readonly raised: Set<string>;
  readonly refused: Map<string, string>;
  readonly edits: EditMemory;
}

/** Thrown inside an attempt when it has learnt something: the attempt starts again. */
export class StartAgain extends Error {}

/** Edits made before, by text: attempts at a plan repeat most of each other. */
export type EditMemory = Map<string, Map<string, EditResult>>;
