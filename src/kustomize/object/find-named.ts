/** A rendered object, as people name it. */
import { kindOf, nameOf, type Resource } from './resource.ts';

/**
 * By the rendered name first; then by any name that it had on its way.
 *
 * @param wanted `KIND/NAME`; the kind in letters of any size
 */
export function findNamed(resources: readonly Resource[], wanted: string): Resource | undefined {
  const [kind = '', name = ''] = wanted.split(/\/(.*)/s);
  const isKind = (resource: Resource) => kindOf(resource).toLowerCase() === kind.toLowerCase();
  return (
    resources.find(resource => isKind(resource) && nameOf(resource) === name) ??
    resources.find(resource => isKind(resource) && resource.previous.some(id => id.name === name))
  );
}
