/**
 * What a text for many objects writes, also where layers above say otherwise: a layer in between may be built by itself.
 */
import type { Evaluator } from '../../kustomize/build/evaluate.ts';
import { type Graph, reachersOf } from '../../kustomize/file/graph.ts';
import type { MapNode } from '../../kustomize/tree/node.ts';
import type { Origin } from '../../kustomize/tree/writer.ts';
import { entryKey, entryUses, originKey, patchUses, type TextUse } from '../rendered/elements.ts';
import { groupedBy } from '../rendered/grouped.ts';

/** What an entry or a patch has written in a layer, into the object that came from a source. */
export interface UseBelow extends TextUse {
  readonly sourceId: string;
}

/** Asked for each field that an entry or a patch writes: every layer is read once. */
export function usesBelow(
  graph: Graph,
  evaluator: Evaluator,
  isRoot: (folder: string) => boolean,
): (written: Origin) => readonly UseBelow[] {
  const entries = indexOf(evaluator, entryUses, entryKey);
  const patches = indexOf(evaluator, patchUses, originKey);
  return written => {
    const { by } = written;
    const folders = 'layer' in by ? [...reachersOf(graph, by.layer)] : [];
    if (by.type === 'patch') return folders.flatMap(folder => patches(folder, written));
    // What entries say in roots is asked of the rendered objects, and of more than they have written alone.
    return folders.filter(folder => !isRoot(folder)).flatMap(folder => entries(folder, written));
  };
}

/** What a text has written into the objects of a layer. */
function indexOf(
  evaluator: Evaluator,
  usesOf: (node: MapNode) => readonly TextUse[],
  keyOf: (written: Origin) => string,
): (folder: string, written: Origin) => readonly UseBelow[] {
  const known = new Map<string, ReadonlyMap<string, readonly UseBelow[]>>();
  return (folder, written) => {
    let uses = known.get(folder);
    if (!uses) {
      const all = (evaluator.accumulate(folder)?.resources ?? []).flatMap(({ node, source }) =>
        usesOf(node).map(use => ({ ...use, sourceId: source.id })),
      );
      known.set(folder, (uses = groupedBy(all, ({ origin }) => keyOf(origin))));
    }
    return uses.get(keyOf(written)) ?? [];
  };
}
