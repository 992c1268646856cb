/** Objects that a root does without although what it is made from brings them. */

import { memoized } from '../../text/memo.ts';
import { groupedBy } from '../rendered/grouped.ts';
import type { RenderedObject, RenderedRoot } from '../rendered/rendered.ts';

/** Whether a root passes the layer of an object of some kind that another root has from there, and has it not. */
export function droppedAmong(roots: readonly RenderedRoot[]): (root: RenderedRoot, kind: string) => boolean {
  let byKind: ReadonlyMap<string, readonly RenderedObject[]> | undefined;
  const isDropped = ({ accumulated, objects }: RenderedRoot, kind: string): boolean => {
    byKind ??= groupedBy(
      roots.flatMap(each => each.objects),
      ({ object }) => String(object.kind),
    );
    const own = new Set(objects.map(({ sourceId }) => sourceId));
    return (byKind.get(kind) ?? []).some(
      ({ sourceId, accumulated: { source } }) =>
        source.type === 'file' && accumulated.visits.has(source.layer) && !own.has(sourceId),
    );
  };
  // Every workload of a root asks the same.
  const answersOf = memoized((_: RenderedRoot) => new Map<string, boolean>());
  return (root, kind) => {
    const answers = answersOf(root);
    const known = answers.get(kind) ?? isDropped(root, kind);
    answers.set(kind, known);
    return known;
  };
}
