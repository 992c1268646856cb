/** Source documents: the text that brought an object into being. */
import type { Evaluator } from '../../kustomize/build/evaluate.ts';
import { BuildFailure, OutOfScope } from '../../kustomize/files/problem.ts';
import { newResource } from '../../kustomize/object/read-objects.ts';
import type { Resource } from '../../kustomize/object/resource.ts';
import { at, type MapNode } from '../../kustomize/tree/node.ts';
import { parseResourceFile } from '../../kustomize/tree/parse.ts';

/** The document's node that an object was read from, or null for generated objects. */
export function sourceNode(evaluator: Evaluator, source: Resource['source']): MapNode | null {
  if (source.type !== 'file') return null;
  try {
    const document = parseResourceFile(evaluator.files, evaluator.parsed, source.file).find(
      d => d.doc === source.doc,
    );
    const node = source.item === null ? document?.node : at(document?.node, 'items', source.item);
    return node?.kind === 'map' ? node : null;
  } catch (error) {
    if (error instanceof BuildFailure || error instanceof OutOfScope) return null;
    throw error;
  }
}

/** The object as its own file says it. */
export function sourceObject(evaluator: Evaluator, object: Resource): Resource | null {
  const node = sourceNode(evaluator, object.source);
  return node && newResource(node, object.source);
}
