/** What an object is called on its way from its source to the render. */
import { nameBeforeHash } from '../../../kubernetes/names/content-names.ts';
import { nameOf } from '../../../kustomize/object/resource.ts';
import type { RenderedObject } from '../rendered.ts';

/** As its source says it. */
export function writtenName({ accumulated }: RenderedObject): string {
  return accumulated.previous[0]?.name ?? nameOf(accumulated);
}

/** From its source up to what is rendered; a hash at the end is written nowhere. */
export function namesOf({ accumulated, final }: RenderedObject): string[] {
  const formerNames = accumulated.previous.map(each => each.name);
  const name = nameOf(final);
  return [...formerNames, nameOf(accumulated), nameBeforeHash({ name, formerNames }) ?? name];
}
