/** What a transform must not say. */
import type { Proposal } from '../../../transform.ts';

/** A mistake of a transform, said in one sentence to its author. */
export class TransformFault extends Error {}

/**
 * A fix for which nothing speaks and against which nothing speaks would count as neither safe nor unsafe: its transform
 * has not said what it knows (docs/design/judgement.md 1).
 *
 * @throws TransformFault that names the transform and the message
 */
export function refuseBaseless(
  { id }: { readonly id: string },
  {
    message,
    changes,
    evidence,
    doubts = [],
  }: Pick<Proposal, 'message' | 'evidence' | 'doubts'> & { readonly changes: readonly unknown[] },
): void {
  if (changes.length === 0 || evidence.length > 0 || doubts.length > 0) return;
  throw new TransformFault(`transform ${id}: a fix "${message}" with neither evidence nor doubts`);
}
