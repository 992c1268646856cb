/**
 * Patches of many that write into a new object. A target that names no kind means whatever has the name or the labels, and
 * a merge patch makes of it what it makes of a Deployment: kustomize builds that, and no API server takes it.
 */
import type { Outcome } from '../../kustomize/build/evaluate.ts';
import type { Graph } from '../../kustomize/file/graph.ts';
import { PATCH_FIELDS, patchEntries } from '../../kustomize/file/patch-entries.ts';
import { isForAnyKind, readSelector } from '../../kustomize/layer/select.ts';
import { kindOf } from '../../kustomize/object/resource.ts';
import type { PatchWriter, Writer } from '../../kustomize/tree/writer.ts';
import { eachScalar } from '../rendered/elements.ts';

/** A new object in a folder, and the patch that is not about it. */
export interface Intrusion {
  readonly sourceId: string;
  readonly message: string;
}

type Evaluated = Outcome & { readonly state: 'evaluated' };

/** @param isNew whether a source is of this plan */
export function intrusions(
  after: Evaluated,
  isNew: (sourceId: string) => boolean,
  graph: Graph,
): Intrusion[] {
  return after.accumulated.resources.flatMap(resource => {
    if (!isNew(resource.source.id)) return [];
    let by: PatchWriter | undefined;
    for (const [key, node] of resource.node.entries) {
      // Labels and annotations are for everything.
      if (key === 'metadata') continue;
      if (node.kind === 'scalar') by ??= intruder(node.origin.by, graph);
      else
        eachScalar(node, ({ origin }) => {
          by ??= intruder(origin.by, graph);
        });
    }
    if (by === undefined) return [];
    const file = graph.nodes.get(by.layer)?.kustomization?.file ?? by.file;
    const message = `${by.field}[${by.index}] of ${file} names no kind, and would write into this ${kindOf(resource)} too`;
    return [{ sourceId: resource.source.id, message }];
  });
}

function intruder(by: Writer, graph: Graph): PatchWriter | undefined {
  if (by.type !== 'patch') return undefined;
  const kustomization = graph.nodes.get(by.layer)?.kustomization;
  if (kustomization === undefined) return undefined;
  const entry = patchEntries(kustomization, PATCH_FIELDS).find(
    each => each.field === by.field && each.index === by.index,
  );
  if (entry?.selector === undefined) return undefined;
  return isForAnyKind(readSelector(entry.selector), kustomization.file) ? by : undefined;
}
