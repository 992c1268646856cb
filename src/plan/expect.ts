/**
 * What the renders must become: the goals applied to the old render, and what follows from them by kustomize's
 * own rules. Nothing here looks at the new texts (design.md, Proof).
 */
import type { Evaluator, Outcome } from '../kustomize/evaluate.ts';
import { finalize } from '../kustomize/finalize.ts';
import type { Json, MapNode, Origin } from '../kustomize/node.ts';
import { cloneShell, type Resource } from '../kustomize/resource.ts';
import type { FieldPath } from '../transform.ts';
import { patchedElements } from './elements.ts';
import { heightOf, lowestEffective, reaches } from './heights.ts';
import { belowRenames, underNameOf } from './image-parts.ts';
import type { Level } from './references.ts';
import { nodeAt, type RenderedObject } from './rendered.ts';
import { removeInNode, setInNode } from './tree.ts';

/** A declared change: one field of one source object from one place on, or of all objects of a layer. */
export interface Declaration {
  readonly fixIds: readonly string[];
  readonly type: 'set' | 'remove';
  /** null: every object that passes the layer, or that holds the element of the text. */
  readonly sourceId: string | null;
  readonly level: Level;
  /** From the object, or from the element of a patch text. */
  readonly path: FieldPath;
  readonly value: Json;
}

const PLANNED: Origin = {
  by: { type: 'planned', file: '', doc: 0, layer: '', reason: 'declared by a fix' },
  up: null,
  key: '',
  start: 0,
  end: 0,
  keyStart: -1,
  viaAlias: false,
};

/** The objects that a kustomization must render, in order, or null when it does not build with the new objects. */
export function expectedRender(
  injected: Evaluator,
  folder: string,
  declarations: readonly Declaration[],
): readonly Resource[] | null {
  const outcome: Outcome = injected.evaluate(folder);
  if (outcome.state !== 'evaluated') return null;
  const forAll = declarations.filter(d => d.sourceId === null);
  const named = new Set(declarations.map(d => d.sourceId));
  const resources = outcome.accumulated.resources.map(resource => {
    const id = resource.source.id;
    if (!named.has(id)) return declared(resource, forAll);
    return declared(
      resource,
      declarations.filter(d => d.sourceId === null || d.sourceId === id),
    );
  });
  return finalize(outcome.accumulated, resources);
}

function declared(resource: Resource, declarations: readonly Declaration[]): Resource {
  const result = cloneShell(resource);
  for (const declaration of declarations) {
    if (declaration.level.type === 'text') {
      const prefix = patchedElements(resource.node).get(declaration.level.key);
      if (prefix)
        result.node = apply(result.node, { ...declaration, path: [...prefix, ...declaration.path] });
      continue;
    }
    if (declaration.sourceId !== null && declaration.sourceId !== resource.source.id) continue;
    const object = { accumulated: result } as RenderedObject;
    if (!reaches(object, declaration.level)) continue;
    // Somebody above writes the field: a change below cannot be seen here.
    if (lowestEffective(declaration, object) > heightOf(object, declaration.level)) continue;
    result.node = apply(result.node, declaration);
  }
  return result;
}

function apply(node: MapNode, { type, path, value }: Declaration): MapNode {
  const old = nodeAt(node, path);
  // Entries above give the image their name, whatever its tag.
  const seen = old && belowRenames(old) !== old ? underNameOf(old, value, belowRenames(old)) : value;
  const next = type === 'set' ? setInNode(node, path, seen, PLANNED) : removeInNode(node, path);
  return next as MapNode;
}
