/** Objects that a root does without although what it is made from brings them. */

import { groupedBy } from '../rendered/grouped.ts';
import type { RenderedObject, RenderedRoot } from '../rendered/rendered.ts';

/** Whether a root passes the layer of an object of some kind that another root has from there, and has it not. */
export function droppedAmong(roots: readonly RenderedRoot[]): (root: RenderedRoot, kind: string) => boolean {
  let byKind: ReadonlyMap<string, readonly RenderedObject[]> | undefined;
  return ({ accumulated, objects }, kind) => {
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
}
