/**
 * Annotations that a manifest says twice. kustomize keeps both while it builds and prints the last; who writes or takes out the
 * key meanwhile means the first in most steps, so that nothing is seen of it.
 */
import { OutOfScope } from '../files/problem.ts';
import { doubledKey, entry, type MapNode } from '../tree/node.ts';
import type { Resource, ResourceSource } from './resource.ts';

/** The annotations as they were read, where a key of them is there twice. */
const asRead = new WeakMap<ResourceSource, MapNode>();

/** Remembers annotations of a manifest that say a key twice. */
export function rememberDoubled(node: MapNode, source: ResourceSource): void {
  const annotations = annotationsOf(node);
  if (annotations !== undefined && doubledKey(annotations) !== undefined) asRead.set(source, annotations);
}

/** @throws OutOfScope where a layer has written one of the annotations among which a key is there twice */
export function refuseWrittenDoubles({ node, source }: Resource): void {
  const before = asRead.get(source);
  const after = annotationsOf(node);
  if (before === undefined || after === undefined) return;
  for (const [key, value] of before.entries) {
    if (after.entries.get(key) === value) continue;
    const twice = `the annotation '${doubledKey(before)}' is there twice`;
    const location = { file: before.origin.by.file, offset: before.origin.start };
    throw new OutOfScope(`${twice}, and a layer writes '${key}', which we do not follow`, location);
  }
}

function annotationsOf(node: MapNode): MapNode | undefined {
  const annotations = entry(node.entries.get('metadata'), 'annotations');
  return annotations?.kind === 'map' ? annotations : undefined;
}
