/** What becomes of an object where one of those around it, or itself, has another name. */
import { cloneShell, type Resource } from '../../kustomize/object/resource.ts';
import type { Origin } from '../../kustomize/tree/writer.ts';
import type { Renaming } from '../model/renaming.ts';
import { become } from '../rendered/become.ts';
import { renamedObject } from '../rendered/names/renaming.ts';
import { documentOf } from '../rendered/names/renaming-of.ts';
import { jsonOf } from '../rendered/rendered.ts';

/** @returns the object itself where it says nothing of that name */
export function withNewName(
  resource: Resource,
  renaming: Renaming & { readonly sourceId: string },
  origin: Origin,
): Resource {
  const object = jsonOf(resource.node);
  const made = renamedObject(object, renaming, renaming.apart.has(documentOf(resource.source)));
  const isOwn = resource.source.id === renaming.sourceId;
  if (made === object && !isOwn) return resource;
  const result = cloneShell(resource);
  result.node = become(resource.node, made, origin);
  // By what it was called in between references find it.
  if (isOwn)
    result.previous = resource.previous.map(each => ({
      ...each,
      name: renaming.names.get(each.name) ?? each.name,
    }));
  return result;
}
