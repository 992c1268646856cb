/** What an entry for many objects writes where layers above say otherwise: a layer in between may be built by itself. */
import type { Evaluator } from '../../kustomize/build/evaluate.ts';
import { type Graph, reachersOf } from '../../kustomize/file/graph.ts';
import type { Origin } from '../../kustomize/tree/writer.ts';
import { type EntryUse, entryUses, isUseOf, originKey } from '../rendered/elements.ts';

/** A use of an entry in a layer, of the object that came from a source. */
export interface UseBelow extends EntryUse {
  readonly sourceId: string;
}

/** Asked for each field that an entry writes: every entry is looked up once. */
export function usesBelow(
  graph: Graph,
  evaluator: Evaluator,
  isRoot: (folder: string) => boolean,
): (entry: Origin) => readonly UseBelow[] {
  const known = new Map<string, readonly UseBelow[]>();
  return entry => {
    const key = originKey(entry);
    let uses = known.get(key);
    if (!uses) {
      const { by } = entry;
      const folders = 'layer' in by ? [...reachersOf(graph, by.layer)] : [];
      uses = folders.filter(folder => !isRoot(folder)).flatMap(folder => usesIn(evaluator, folder, entry));
      known.set(key, uses);
    }
    return uses;
  };
}

function usesIn(evaluator: Evaluator, folder: string, entry: Origin): UseBelow[] {
  const resources = evaluator.accumulate(folder)?.resources ?? [];
  return resources.flatMap(({ node, source }) =>
    entryUses(node)
      .filter(use => isUseOf(use, entry))
      .map(use => ({ ...use, sourceId: source.id })),
  );
}
